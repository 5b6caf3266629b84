"""Makes the season of a golden record, for a format that has none yet: ``python tests/golden/make.py FOLDER``."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from folders import form_of
from forms import Stored
from records import head_of, kept, staged

from parscore.season.frozen import LOCK_FILE, frozen_as, lock_bytes


def make(folder: Path) -> None:
    """Two records: of everything that a record can hold, and of the same after a form was sent again; then locked."""
    staged(folder)
    form = form_of("SYT").put("1.2", a=Stored("number", "12", "0.0", "6+6"), reason="Tính lại")
    (folder / "inbox" / "2025_SYT.xlsx").write_bytes(form.content())
    kept(folder)
    (folder / LOCK_FILE).write_bytes(lock_bytes(frozen_as(head_of(folder))))


if __name__ == "__main__":
    target = Path(sys.argv[1])
    if target.exists():
        sys.exit(f"{target} is there already; golden records are never made again")
    make(target)
