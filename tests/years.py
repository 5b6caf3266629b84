"""Two years of a made-up province in memory: agencies of one group or more, scored by their claimed points."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from builders import NOT_APPLICABLE, criteria, heading, leaf, row, spec, submission

from parscore.engine.rank import rank
from parscore.engine.score import score
from parscore.engine.second_pass import Case
from parscore.model.criteria import CriteriaSet, Leaf, RankRule, Treatment
from parscore.model.ranking import SeasonResult
from parscore.model.scorecard import Scorecard
from parscore.model.season import Agency, Group, Season
from parscore.model.stage import SELF_ASSESSMENT

OUT = None
"""What stands for a leaf that is marked as not assessed."""


def item(code: str, maximum: object, step: str = "0.01", name: str = "") -> Leaf:
    """A leaf of claimed points that may be left out."""
    made = leaf(code, maximum, spec("claim", step=step), not_applicable=Treatment.EXCLUDE)
    return replace(made, name=name or f"Tiêu chí {code}")


SET = criteria(heading("1", [item("1.1", 4), item("1.2", 6)]))


def agency(id_: str, name: str = "", group: str = "so", *, ranked: bool = True) -> Agency:
    return Agency(id_, name or f"Sở {id_}", group, ranked)


def season(*agencies: Agency, year: int = 2025, by: CriteriaSet = SET) -> Season:
    """A season of self-assessments; its groups are those of its agencies."""
    ids = dict.fromkeys(one.group for one in agencies)
    groups = (
        Group(id_, f"Nhóm {id_}", by, RankRule(), None, tuple(one for one in agencies if one.group == id_))
        for id_ in ids
    )
    return Season(year, f"Mùa {year}", "tỉnh Mẫu", "vi", SELF_ASSESSMENT, tuple(groups))


def scored(who: Agency, by: CriteriaSet, points: Sequence[object]) -> Scorecard:
    """Points claimed in the order of the set; those that are not given stay open."""
    codes = [each.code for each in by.leaves()]
    answers = {
        code: row(NOT_APPLICABLE if value is OUT else value, reason="Không có")
        for code, value in zip(codes, points, strict=False)
    }
    return score(Case(who, submission(who.id, answers), {}), by)[0]


def result(held: Season, points: Mapping[str, Sequence[object]]) -> SeasonResult:
    """A season with the points of each agency."""
    rankings = tuple(
        rank(one, {who.id: scored(who, one.criteria, points[who.id]) for who in one.agencies})[0] for one in held.groups
    )
    return SeasonResult(held, SELF_ASSESSMENT[0], rankings, (), ())
