"""Statistics to figures: the value that each leaf is given, the points it is worth, and what is short."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from parscore.engine.variants import leaf_for
from parscore.model.criteria import Leaf, Rounding
from parscore.model.problem import Problem, problem
from parscore.model.season import Agency, Season
from parscore.model.survey import Feed, Questionnaire
from parscore.survey.tally import Line

Values = tuple[tuple[str, Fraction], ...]


@dataclass(frozen=True, slots=True)
class SurveyFigure:
    """What a survey says of one leaf of one agency. ``points`` is ``None`` where the leaf needs more than that."""

    questionnaire: Questionnaire
    feed: Feed
    agency: Agency
    leaf: Leaf
    values: Values
    ballots: int
    rounding: Rounding
    points: Fraction | None = None


def figures_of(
    lines: Mapping[str, Sequence[Line]], questionnaires: Sequence[Questionnaire], season: Season
) -> tuple[tuple[SurveyFigure, ...], tuple[Problem, ...]]:
    """Return every figure that there is, agencies in official order; PS657 for every one that there is not.

    ``lines`` holds the statistics by questionnaire.
    """
    made: list[SurveyFigure] = []
    problems: list[Problem] = []
    for questionnaire in questionnaires:
        for agency, own in _by_agency(lines[questionnaire.id]).items():
            for feed in questionnaire.feeds:
                found = _figure(feed, questionnaire, season.agencies[agency], season, own)
                if isinstance(found, Problem):
                    problems.append(found)
                else:
                    made.append(found)
    order = {agency: at for at, agency in enumerate(season.agencies)}
    made.sort(key=lambda one: order[one.agency.id])
    return tuple(_with_points(made)), tuple(problems)


def shortages(lines: Sequence[Line]) -> Iterator[Problem]:
    """Warn of every agency and respondent group with fewer ballots than the survey's plan asks for: PS656."""
    told = set()
    for line in lines:
        key = (line.agency.id, line.respondents)
        if line.too_few and key not in told:
            told.add(key)
            names = {group.id: group.name for group in line.questionnaire.respondents}
            facts: dict[str, object] = {"found": Fraction(line.ballots), "wanted": Fraction(line.minimum)}
            facts |= {"name": line.questionnaire.name, "unit": line.agency.name}
            facts["group"] = names.get(line.respondents, "survey.everybody")
            yield problem("PS656", line.questionnaire.origin, agency=line.agency.id, criterion="", **facts)


def _by_agency(lines: Sequence[Line]) -> dict[str, dict[str, Line]]:
    """The lines of all respondents together, by agency and question."""
    found: dict[str, dict[str, Line]] = {}
    for line in lines:
        if not line.respondents:
            found.setdefault(line.agency.id, {})[line.question.code] = line
    return found


def _figure(
    feed: Feed, questionnaire: Questionnaire, agency: Agency, season: Season, lines: Mapping[str, Line]
) -> SurveyFigure | Problem:
    criteria = season.group_of(agency).criteria
    leaf = criteria.index[feed.leaf]
    if not isinstance(leaf, Leaf):
        raise TypeError(f"{feed.leaf} is no leaf")
    own = [lines[code] for code in feed.questions]
    values = _counts(feed, own) if feed.counts else _mean(feed, own)
    if values is None:
        names = ", ".join(line.question.code for line in own if line.sample.mean is None)
        facts = {"questions": names, "name": questionnaire.name, "unit": agency.name}
        return problem("PS657", feed.origin, agency=agency.id, criterion=feed.leaf, **facts)
    return SurveyFigure(questionnaire, feed, agency, leaf, values, own[0].ballots, criteria.rounding)


def _mean(feed: Feed, lines: Sequence[Line]) -> Values | None:
    """The mean of the questions' means, each question counting the same."""
    means = [line.sample.mean for line in lines if line.sample.mean is not None]
    if len(means) < len(lines):
        return None
    return ((feed.input, sum(means, Fraction(0)) / len(means)),)


def _counts(feed: Feed, lines: Sequence[Line]) -> Values | None:
    """How many answers to the questions were each option; options fed to one input are added."""
    if not any(line.sample.answers for line in lines):
        return None
    counts: dict[str, int] = {}
    for code, name in feed.counts:
        counts[name] = counts.get(name, 0) + sum(dict(line.sample.counts)[code] for line in lines)
    return tuple((name, Fraction(count)) for name, count in counts.items())


def _with_points(figures: Sequence[SurveyFigure]) -> Iterator[SurveyFigure]:
    """Add the points where the survey gives a leaf everything that its rule wants."""
    given: dict[tuple[str, str], dict[str, Fraction]] = {}
    for one in figures:
        given.setdefault((one.agency.id, one.leaf.code), {}).update(one.values)
    for one in figures:
        leaf, _ = leaf_for(one.leaf, one.agency)
        values = given[one.agency.id, one.leaf.code]
        whole = not leaf.rule.pooled and values.keys() >= set(leaf.rule.wants)
        points = leaf.rule.judge(leaf.maximum, values).points if whole else None
        yield replace(one, leaf=leaf, points=points)
