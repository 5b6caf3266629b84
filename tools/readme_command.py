"""Prints a command of the README: ``python tools/readme_command.py main`` or ``test``.

The command is the code block that follows the comment ``<!-- command: main -->``; CI runs exactly what a reader runs.
"""

import re
import sys
from pathlib import Path

README = Path(__file__).resolve().parent.parent / "README.md"


def command(name: str) -> str:
    """Return the text of the code block with that mark; raises ``LookupError`` where there is none."""
    pattern = rf"<!-- command: {re.escape(name)} -->\n```sh\n(.*?)\n```"
    found = re.search(pattern, README.read_text(encoding="utf-8"), re.DOTALL)
    if found is None:
        raise LookupError(f"README.md has no command marked {name}")
    return found[1]


if __name__ == "__main__":
    print(command(sys.argv[1]))
