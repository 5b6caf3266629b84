"""Summary workbooks of random seasons: every figure calculated by LibreOffice is the engine's to the printed digit."""

from collections.abc import Iterator
from pathlib import Path

from libreoffice import recalculated
from summaries import opened, summary, with_wrong_results, wrong_figures
from test_random_papers import ranking

from parscore.model.criteria import RoundingLevel, RoundingMode, Section, Ties
from parscore.model.ranking import GroupRanking, SeasonResult
from parscore.model.season import Season
from parscore.model.stage import SELF_ASSESSMENT

WANTED = {
    *((level, mode) for level in RoundingLevel for mode in RoundingMode),
    *((ties, what) for ties in (Ties.COMPETITION, Ties.DENSE) for what in ("ranked", "tied")),
    *("parts", "bonus", "penalty", "left out", "open", "outside", "printed", "points"),
}
"""What the seasons have to have between them."""
SEEDS = range(0, 6000, 7)


def seasons() -> Iterator[GroupRanking]:
    """Random seasons, each with something that those before it do not have."""
    missing = set(WANTED)
    for seed in SEEDS:
        group = ranking(seed)
        if found := set(traits(group)) & missing:
            missing -= found
            yield group
        if not missing:
            return
    raise AssertionError(missing)


def traits(of: GroupRanking) -> Iterator[object]:
    """What a season has that its workbook has to cope with."""
    criteria, rule = of.group.criteria, of.group.ranking
    ranked = [standing for standing in of.standings if standing.rank is not None]
    if len(ranked) < 2:
        return
    yield criteria.rounding.at, criteria.rounding.mode
    yield rule.ties, "ranked"
    yield from ("printed",) if rule.basis == "printed" else ()
    yield from ("points",) if rule.by == "points" else ()
    yield from ("parts",) if criteria.totals.parts else ()
    yield from (area.section.value for area in criteria.areas if area.section is not Section.AREA)
    for standing in of.standings:
        yield from ((rule.ties, "tied"),) if standing.tied else ()
        yield from ("open",) if not standing.scorecard.complete else ()
        for leaf in standing.scorecard.leaves():
            yield from ("left out",) if leaf.points is None and leaf.complete else ()
            yield from ("outside",) if not leaf.counted else ()


def result() -> SeasonResult:
    """One result whose groups are the random seasons."""
    groups = tuple(seasons())
    season = Season(2025, "Mùa thử", "tỉnh Mẫu", "vi", SELF_ASSESSMENT, tuple(one.group for one in groups))
    return SeasonResult(season, SELF_ASSESSMENT[0], groups, (), ())


def test_every_figure_of_random_summaries_is_the_one_of_the_engine(tmp_path: Path) -> None:
    made = result()
    content = summary(made)
    assert wrong_figures(made, opened(content)) == []
    wrong = with_wrong_results(content)
    assert len(wrong.values) > 100 * len(made.groups) and len(wrong.digits) > 50 * len(made.groups)
    (calculated,) = recalculated([wrong.content], tmp_path)
    assert wrong.wrong(calculated) == []
    assert wrong_figures(made, calculated) == []
