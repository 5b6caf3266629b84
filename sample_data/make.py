"""Makes the sample seasons: ``python sample_data/make.py [FOLDER]``; two runs give identical bytes."""

import shutil
import sys
from pathlib import Path

from maker.faults import faulty_season
from maker.previous import previous_season
from maker.province import DEPARTMENTS, SO
from maker.readme import write_readmes
from maker.season import season
from maker.survey import SURVEYED, survey

SOUND, FAULTY, PREVIOUS = "tinh-mau-2025", "tinh-mau-2025-loi", "tinh-mau-2024"


def main(folder: Path) -> None:
    """Write all seasons below a folder."""
    for name in (SOUND, FAULTY, PREVIOUS):
        shutil.rmtree(folder / name / "inbox", ignore_errors=True)
    answers = season(folder / SOUND, appraised=True, surveyed=[(SO, code) for code in SURVEYED])
    survey(folder / SOUND, DEPARTMENTS, answers)
    previous_season(folder / PREVIOUS)
    faults = faulty_season(folder / FAULTY)
    write_readmes(folder / SOUND, folder / FAULTY, faults)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
