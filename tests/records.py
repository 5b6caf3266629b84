"""Seasons with records, made in the test; records that were tampered with, and made sound again."""

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from folders import FIGURES, SEASON, forms, make, opened

from parscore.model.problem import Problem
from parscore.model.ranking import SeasonResult
from parscore.reports.outputs import outputs_of
from parscore.season.chain import Head, head_bytes, name_of, read_head
from parscore.season.frozen import LOCK_FILE, frozen_as, lock_bytes
from parscore.season.keep import Kept, files_of_run
from parscore.season.record import written
from parscore.season.run import score_season
from parscore.season.snapshot import inputs_of
from parscore.season.store import write_whole

STAGED = SEASON.replace("stages: [self]", "stages: [self, appraisal]")
APPRAISED = (
    "agency,code,input,value,who,when,why\n"
    'SYT,1.1,points,"0,5",Nguyễn Văn A,2026-01-05,Thiếu minh chứng\n'
    "SYT,*,,,Nguyễn Văn A,2026-01-05,\nSNV,*,,,Trần Thị B,2026-01-06,\n"
)


def run(folder: Path, language: str = "vi") -> Kept | tuple[Problem, ...]:
    """Score a season as ``parscore score`` does, without writing anything."""
    before = inputs_of(folder)
    season = opened(folder)
    return files_of_run(season, score_season(season), before, outputs_of, language)


def locked(folder: Path) -> None:
    """Lock a season as ``parscore lock`` does: its results lose the mark of a draft."""
    season = opened(folder)
    done = files_of_run(season, score_season(season), inputs_of(folder), outputs_of, "vi", closing=True)
    assert isinstance(done, Kept), done
    assert write_whole(done.files) is None
    (folder / LOCK_FILE).write_bytes(lock_bytes(frozen_as(head_of(folder))))


def kept(folder: Path, language: str = "vi") -> SeasonResult:
    """Score a season and write results and record."""
    done = run(folder, language)
    assert isinstance(done, Kept), done
    assert write_whole(done.files) is None
    return done.result


def recorded(folder: Path, **others: Any) -> Path:
    """A season with a record; it is final unless something else is asked for."""
    make(folder, **others)
    kept(folder)
    return folder


def staged(folder: Path) -> Path:
    """A season of two stages with everything a record can hold: acts, figures of others, a file that is no form."""
    make(folder, season=STAGED, figures=FIGURES, inbox={**forms(), "ghi-chu.txt": b"x"})
    (folder / "appraisals").mkdir()
    (folder / "appraisals" / "appraisal.csv").write_text(APPRAISED, encoding="utf-8")
    kept(folder)
    return folder


def head_of(folder: Path) -> Head:
    """The head of a season's chain."""
    head = read_head(folder)
    assert isinstance(head, Head)
    return head


def record_of(folder: Path) -> Path:
    """The file of the last record."""
    return folder / "records" / head_of(folder).record


def lines_of(folder: Path) -> list[dict[str, Any]]:
    """The lines of the last record."""
    return [json.loads(line) for line in record_of(folder).read_bytes().splitlines()]


def forge(folder: Path, change: Callable[[list[dict[str, Any]]], None]) -> None:
    """Change the last record and make every digest of it right again: nothing in ``records/`` gives it away."""
    path, lines = record_of(folder), lines_of(folder)
    change(lines)
    body = b"".join(map(written, lines[:-1]))
    end = {**lines[-1], "body": hashlib.sha256(body).hexdigest(), "lines": len(lines) - 1}
    content = body + written(end)
    digest = hashlib.sha256(content).hexdigest()
    name = name_of(end["number"], digest)
    told = {name: end[name] for name in ("body", "number", "previous", "stage", "language")}
    path.unlink()
    path.with_name(name).write_bytes(content)
    (folder / "records" / "head.json").write_bytes(head_bytes(Head(record=name, sha256=digest, **told)))


def first(lines: list[dict[str, Any]], kind: str, **facts: object) -> dict[str, Any]:
    """The first line of a kind with these values."""
    return next(line for line in lines if line["kind"] == kind and facts.items() <= line.items())


def codes(problems: tuple[Problem, ...]) -> list[str]:
    """The codes of problems, each once, in order."""
    return list(dict.fromkeys(found.code for found in problems))


def facts(found: Problem) -> Mapping[str, Any]:
    """The facts of a problem."""
    return dict(found.facts)
