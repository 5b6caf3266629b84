"""What a season's groups do without: a source may be missing for a whole group, and only where its set permits it."""

from collections.abc import Iterator, Mapping

from parscore.definitions.load import SeasonSpec
from parscore.engine.left_out import Cause, sources_left_out
from parscore.model.cell import Answer
from parscore.model.criteria import CriteriaSet, Leaf
from parscore.model.problem import Problem, problem
from parscore.model.season import Season

Reference = tuple[str, str]
"""A criteria set by id and version."""


def not_permitted(spec: SeasonSpec, sets: Mapping[Reference, CriteriaSet]) -> Iterator[Problem]:
    """Yield the sources that a group does without although its set does not call them optional (PS533)."""
    for group in spec.groups:
        criteria = sets.get((group.criteria_id, group.criteria_version))
        for absent in group.without if criteria else ():
            if criteria and absent.source not in criteria.totals.optional:
                permitted = ", ".join(criteria.totals.optional) or "(nothing)"
                written = f"{criteria.id}@{criteria.version}"
                yield problem("PS533", absent.origin, found=absent.source, set=written, permitted=permitted)


def told(season: Season) -> Iterator[Problem]:
    """Yield a note for every source that a group does without: what leaves the maximum of everybody in it (PS704)."""
    for group in season.groups:
        origins = {absent.source: absent.origin for absent in group.criteria.without}
        for left in sources_left_out(group.criteria):
            if left.cause is Cause.NOT_HELD:
                source, count = f"source.{left.source}", left.leaves
                place = origins[left.source]
                yield problem("PS704", place, group=group.name, source=source, count=count, maximum=left.maximum)


def contradicted(season: Season, figures: Mapping[str, Mapping[str, Mapping[str, Answer]]]) -> Iterator[Problem]:
    """Yield figures of a source that the season says it did without (PS535): one of the two is wrong."""
    for agency in season.agencies.values():
        criteria = season.group_of(agency).criteria
        absent = {absent.source for absent in criteria.without}
        for code, given in figures.get(agency.id, {}).items():
            leaf = criteria.index.get(code)
            if isinstance(leaf, Leaf) and leaf.source in absent:
                facts = {"name": leaf.name, "source": f"source.{leaf.source}"}
                places = [answer.place for answer in given.values()]
                yield problem(
                    "PS535", min(places, key=lambda place: place.sort_key), agency=agency.id, criterion=code, **facts
                )
