"""Odd files from the world dropped into a season's inbox: no score moves, every one is named, nothing breaks.

The files are not part of the project; see ``tests/workbooks/test_corpus.py``.
"""

import os
import shutil
import time
from pathlib import Path

import pytest

from parscore.messages import LANGUAGES, Words
from parscore.model.ranking import SeasonResult
from parscore.reports.document import dump, score_document
from parscore.season.open import open_folder
from parscore.season.run import score_season
from parscore.workbooks import converted

ROOT = Path(__file__).resolve().parents[2]
CORPUS = Path(os.environ.get("PARSCORE_CORPUS") or ROOT.parent / "shared" / "corpus")
SOUND = ROOT / "sample_data" / "tinh-mau-2025"

pytestmark = pytest.mark.skipif(not (CORPUS / "SOURCES.csv").is_file(), reason=f"no corpus of odd files at {CORPUS}")


def result_of(folder: Path) -> SeasonResult:
    found, _ = open_folder(folder)
    assert found is not None
    return score_season(found)


def test_odd_files_in_the_inbox_change_no_score(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(converted, "office", lambda: None)  # it takes seconds for a file
    shutil.copytree(SOUND, tmp_path / "season")
    odd = [path for path in sorted(CORPUS.glob("*/*")) if path.is_file()]
    for path in odd:
        shutil.copy(path, tmp_path / "season" / "inbox" / f"{path.parent.name}__{path.name}")
    begun = time.perf_counter()
    result = result_of(tmp_path / "season")
    assert time.perf_counter() - begun < 120
    alone = result_of(SOUND)
    assert len(odd) > 150
    assert result.groups == alone.groups  # every node, rank and class, to the digit and to the cell
    assert set(alone.problems) <= set(result.problems)
    names = {found.place.file for found in result.problems}
    assert [path.name for path in odd if f"inbox/{path.parent.name}__{path.name}" not in names] == []
    for language in LANGUAGES:
        assert dump(score_document(result, Words(language)))
