"""Working papers of 1,000 random scorecards: every figure calculated by LibreOffice is the engine's to the digit."""

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from itertools import islice
from pathlib import Path

from calculated import Spoilt, papers_below_one_another
from generator import season
from libreoffice import recalculated
from test_oracle import case, loaded

from parscore.audit.paper_group import members_of
from parscore.engine.rank import rank
from parscore.engine.score import score_group
from parscore.model.criteria import NotHeld, Source
from parscore.model.ranking import GroupRanking
from parscore.model.season import Agency, Group, Season
from parscore.model.stage import Stage, StageKind
from parscore.reports.xlsx_papers import PaperOrder

SCORECARDS = 1000
IN_A_BOOK = 250


def ranking(seed: int) -> GroupRanking:
    """A random season's group, scored and ranked."""
    one = season(seed)
    criteria = replace(loaded(one.text), without=tuple(NotHeld(Source(source)) for source in one.without))
    agencies = tuple(
        Agency(unit["id"], unit["id"], one.group, unit["ranked"], at, tuple(unit["attributes"].items()))
        for at, unit in enumerate(one.units)
    )
    stages = tuple(Stage(f"{kind}-{at}", StageKind(kind)) for at, kind in enumerate(one.stages))
    cases = [case(agency, unit, stages) for agency, unit in zip(agencies, one.units, strict=True)]
    cards, _ = score_group(cases, criteria, stages)
    return rank(Group(one.group, one.group, criteria, criteria.ranking, criteria.classes, agencies), cards)[0]


def orders() -> Iterator[PaperOrder]:
    """What is to be written of each agency of one random season after the other."""
    year = Season(2025, "Mùa thử", "tỉnh Mẫu", "vi", (), ())
    seed = 0
    while True:
        found = ranking(seed)
        members = members_of(standing.scorecard for standing in found.standings)
        for standing in found.standings:
            yield PaperOrder(year, found, standing, members)
        seed += 1


def written(first: int) -> Spoilt:
    """One workbook of many papers."""
    return papers_below_one_another(list(islice(orders(), first, first + IN_A_BOOK)))


def test_every_figure_of_random_scorecards_is_the_one_of_the_engine(tmp_path: Path) -> None:
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        books = list(pool.map(written, range(0, SCORECARDS, IN_A_BOOK)))
    assert sum(len(book.values) for book in books) > 50 * SCORECARDS
    assert sum(len(book.digits) for book in books) > 10 * SCORECARDS
    calculated = recalculated([book.content for book in books], tmp_path)
    assert [line for one, book in zip(books, calculated, strict=True) for line in one.wrong(book)] == []
