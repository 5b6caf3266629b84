"""Summary workbooks of random seasons: every figure calculated by LibreOffice is the engine's to the printed digit."""

import os
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from libreoffice import recalculated
from summaries import opened, summary, with_wrong_results, wrong_figures
from test_random_papers import ranking

from parscore.model.criteria import RoundingLevel, RoundingMode, Section, Ties
from parscore.model.ranking import GroupRanking, SeasonResult
from parscore.model.season import Season
from parscore.model.stage import SELF_ASSESSMENT

SEASONS = 240
IN_A_BOOK = 60


def result(first: int) -> SeasonResult:
    """One result whose groups are so many random seasons: of every other set, so that there are many."""
    groups = tuple(ranking(seed * 7) for seed in range(first, first + IN_A_BOOK))
    season = Season(2025, "Mùa thử", "tỉnh Mẫu", "vi", SELF_ASSESSMENT, tuple(one.group for one in groups))
    return SeasonResult(season, SELF_ASSESSMENT[0], groups, (), ())


def written(first: int) -> tuple[SeasonResult, bytes]:
    made = result(first)
    return made, summary(made)


def test_every_figure_of_random_summaries_is_the_one_of_the_engine(tmp_path: Path) -> None:
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        books = list(pool.map(written, range(0, SEASONS, IN_A_BOOK)))
    assert drawn([group for made, _ in books for group in made.groups]) >= {
        *RoundingLevel, *RoundingMode, *Ties, "parts", "bonus", "penalty", "gone", "open", "tied",
    }  # fmt: skip
    assert [line for made, content in books for line in wrong_figures(made, opened(content))] == []
    wrong = [with_wrong_results(content) for _, content in books]
    assert sum(len(one.values) for one in wrong) > 100 * SEASONS
    calculated = recalculated([one.content for one in wrong], tmp_path)
    assert [line for one, book in zip(wrong, calculated, strict=True) for line in one.wrong(book)] == []
    assert [line for (made, _), book in zip(books, calculated, strict=True) for line in wrong_figures(made, book)] == []


def drawn(groups: list[GroupRanking]) -> set[str]:
    """What the seasons have between them."""
    found: set[str] = set()
    for group in groups:
        criteria = group.group.criteria
        found |= {criteria.rounding.at, criteria.rounding.mode, group.group.ranking.ties}
        found |= {"parts"} if criteria.totals.parts else set()
        found |= {area.section.value for area in criteria.areas if area.section is not Section.AREA}
        for standing in group.standings:
            found |= {"tied"} if standing.tied else set()
            found |= {"open"} if not standing.scorecard.complete else set()
            leaves = standing.scorecard.leaves()
            found |= {"gone"} if any(leaf.points is None and leaf.complete for leaf in leaves) else set()
    return found
