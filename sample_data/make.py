"""Makes the sample seasons: ``python sample_data/make.py [FOLDER]``; two runs give identical bytes."""

import shutil
import sys
from pathlib import Path

from maker.faults import faulty_season
from maker.province import DEPARTMENTS, SO
from maker.readme import write_readmes
from maker.season import season
from maker.survey import SURVEYED, survey

SOUND, FAULTY = "tinh-mau-2025", "tinh-mau-2025-loi"


def main(folder: Path) -> None:
    """Write both seasons below a folder."""
    for name in (SOUND, FAULTY):
        shutil.rmtree(folder / name / "inbox", ignore_errors=True)
    answers = season(folder / SOUND, appraised=True, surveyed=[(SO, code) for code in SURVEYED])
    survey(folder / SOUND, DEPARTMENTS, answers)
    faults = faulty_season(folder / FAULTY)
    write_readmes(folder / SOUND, folder / FAULTY, faults)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
