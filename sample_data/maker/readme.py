"""The README files of the two sample seasons, from the texts beside this module."""

from collections.abc import Sequence
from pathlib import Path

from .faults import Fault

TEXTS = Path(__file__).parent


def write_readmes(sound: Path, faulty: Path, faults: Sequence[Fault]) -> None:
    """Write both README files; that of the second season lists every planted fault."""
    rows = "\n".join(_row(fault) for fault in faults)
    (sound / "README.md").write_bytes((TEXTS / "sound.md").read_bytes())
    text = (TEXTS / "faulty.md").read_text(encoding="utf-8").replace("{rows}", rows)
    (faulty / "README.md").write_text(text, encoding="utf-8", newline="\n")


def _row(fault: Fault) -> str:
    place = f"`{fault.file}`" if fault.file else fault.agency or "-"
    return f"| {place} | {fault.cell} | {fault.vi} | {fault.en} | {fault.code} |"
