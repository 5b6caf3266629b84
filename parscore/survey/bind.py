"""Whether a survey fits its season: groups, agencies, leaves and inputs that survey.yaml names have to be there."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from parscore.definitions.document import near
from parscore.model.criteria import CriteriaSet, Input, InputType, Leaf, Source
from parscore.model.problem import Problem, problem
from parscore.model.season import Agency, Season
from parscore.model.survey import Feed, Questionnaire, Survey
from parscore.rules.spec import bounds


def misfits(survey: Survey, season: Season) -> tuple[Problem, ...]:
    """Report everything that survey.yaml names and the season does not have, or has otherwise (PS641)."""
    found = [one for questionnaire in survey.questionnaires for one in _questionnaire(questionnaire, season)]
    found += _fed_twice(survey)
    return tuple(sorted(set(found), key=lambda one: one.sort_key))


def surveyed(questionnaire: Questionnaire, season: Season) -> tuple[Agency, ...]:
    """The agencies that a questionnaire is about, in official order."""
    return tuple(
        agency
        for group in season.groups
        if group.id in questionnaire.about
        for agency in group.agencies
        if agency.id not in questionnaire.without
    )


def _unfit(
    place_of: Questionnaire | Feed, reason: str, found: object, known: Iterable[str] = (), **facts: str
) -> Problem:
    listed = list(known)
    meant = near(str(found), listed)
    wanted = meant if meant in listed else ", ".join(listed)
    leaf = place_of.leaf if isinstance(place_of, Feed) else ""
    told: dict[str, object] = {"reason": f"survey.{reason}", "found": found, "wanted": wanted, **facts}
    return problem("PS641", place_of.origin, agency="", criterion=leaf, **told)


def _questionnaire(questionnaire: Questionnaire, season: Season) -> Iterator[Problem]:
    groups = {group.id: group for group in season.groups}
    for name in questionnaire.about:
        if name not in groups:
            yield _unfit(questionnaire, "group", name, groups)
    for name in questionnaire.without:
        if name not in season.agencies:
            yield _unfit(questionnaire, "agency", name, season.agencies)
    for feed in questionnaire.feeds:
        for name in questionnaire.about:
            if name in groups:
                yield from _feed(feed, questionnaire, groups[name].criteria)


def _feed(feed: Feed, questionnaire: Questionnaire, criteria: CriteriaSet) -> Iterator[Problem]:
    leaf = criteria.index.get(feed.leaf)
    codes = ", ".join(known.code for known in criteria.leaves() if Source.SURVEY in known.sources)
    if not isinstance(leaf, Leaf):
        yield _unfit(feed, "leaf", feed.leaf, [codes])
    elif Source.SURVEY not in leaf.sources:
        yield _unfit(feed, "source", feed.leaf, [codes])
    else:
        inputs = {asked.name: asked for asked in leaf.inputs}
        for name in feed.inputs:
            if name not in inputs:
                yield _unfit(feed, "input", name, inputs)
            elif leaf.source_of(name) is not Source.SURVEY:
                yield _unfit(feed, "source", name)
            else:
                yield from _input(feed, questionnaire, inputs[name])


def _input(feed: Feed, questionnaire: Questionnaire, asked: Input) -> Iterator[Problem]:
    """Shares feed percents, plain means numbers, counts counts; and no mean can lie outside the input's bounds."""
    if feed.counts:
        if asked.type is not InputType.COUNT:
            yield _unfit(feed, "not_a_count", asked.name)
        return
    scales = [questionnaire.by_code[code].scale for code in feed.questions]
    fits = InputType.PERCENT if scales[0].percent else InputType.NUMBER
    if asked.type is not fits:
        yield _unfit(feed, "percent" if scales[0].percent else "number", asked.name)
        return
    weights = [option.weight for scale in scales for option in scale.options if option.weight is not None]
    low, high = asked.minimum, asked.maximum
    if not _within(min(weights), low, high) or not _within(max(weights), low, high):
        yield _unfit(feed, "outside_input", asked.name, [bounds(low, high)])


def _within(value: Fraction, low: Fraction | None, high: Fraction | None) -> bool:
    return (low is None or low <= value) and (high is None or value <= high)


def _fed_twice(survey: Survey) -> Iterator[Problem]:
    """An input of a leaf is fed once in every group."""
    first: dict[tuple[str, str, str], Feed] = {}
    for questionnaire in survey.questionnaires:
        for feed in questionnaire.feeds:
            for key in ((group, feed.leaf, name) for group in questionnaire.about for name in feed.inputs):
                if first.setdefault(key, feed) is not feed:
                    yield _unfit(feed, "fed_twice", key[2])
