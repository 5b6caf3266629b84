"""One ballot at a time: counted, or refused with every reason and its place. Nothing is guessed: not the agency that is
nearest, not the option that was probably meant, not the middle of a scale for a blank.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from parscore.model.place import Place
from parscore.model.problem import Problem, problem
from parscore.model.season import Agency, Season
from parscore.model.survey import Option, Question, Questionnaire, Scale
from parscore.numbers import Written as WrittenNumber
from parscore.numbers import parse_exact, read_written
from parscore.survey.ballots import RawBallot, Written, refuse
from parscore.survey.bind import surveyed
from parscore.viet import nearest, normal_form, show

BLANK: Final = ""
UNKNOWN: Final = "\0"
"""No code of an option: definitions cannot hold such a character."""


class Ballot(NamedTuple):
    """A ballot that counts: whom it is about, who answered, and the option of every question that was answered."""

    agency: str
    respondents: str
    answers: tuple[tuple[str, str], ...]
    blanks: tuple[str, ...]


class Refusal(NamedTuple):
    """A ballot that does not count, where it stands, and why."""

    id: str
    place: Place
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class Judged:
    """The ballots of one questionnaire: each received one is in ``counted`` or in ``refused``."""

    questionnaire: Questionnaire
    counted: list[Ballot] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)

    @property
    def received(self) -> int:
        """How many ballots were received."""
        return len(self.counted) + len(self.refused)

    @property
    def reasons(self) -> tuple[Problem, ...]:
        """Every reason of every refused ballot."""
        return tuple(found for one in self.refused for found in one.problems)


def judge(raw: Sequence[RawBallot], questionnaire: Questionnaire, season: Season) -> Judged:
    """Count or refuse every ballot."""
    bench = _Bench(questionnaire, season)
    judged = Judged(questionnaire)
    for ballot in raw:
        counted = bench.ballot(ballot)
        if counted is None:
            judged.refused.append(Refusal(ballot.id, ballot.place, tuple(dict.fromkeys(ballot.problems))))
        else:
            judged.counted.append(counted)
            judged.notes += bench.repeated(ballot)
    return judged


@dataclass(slots=True)
class _Bench:
    """What is known of agencies, respondents and options, looked up by the texts of data files."""

    questionnaire: Questionnaire
    season: Season
    agencies: Mapping[str, Agency] = field(init=False)
    about: frozenset[str] = field(init=False)
    people: Mapping[str, str] = field(init=False)
    options: dict[tuple[str, str], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        every = self.season.agencies.values()
        self.agencies = {normal_form(agency.name): agency for agency in every}
        self.agencies |= {normal_form(agency.id): agency for agency in every}
        self.about = frozenset(agency.id for agency in surveyed(self.questionnaire, self.season))
        self.people = {
            normal_form(text): group.id
            for group in self.questionnaire.respondents
            for text in (*group.written, group.name, group.id)
        }

    def ballot(self, raw: RawBallot) -> Ballot | None:
        """Return the ballot where nothing is wrong with it."""
        agency = self.agency(raw)
        respondents = self.respondents(raw)
        answers, blanks = self.answers(raw)
        if raw.problems or agency is None or respondents is None:
            return None
        return Ballot(agency, respondents, answers, blanks)

    def agency(self, raw: RawBallot) -> str | None:
        """The agency, by its id or its name in normal form."""
        written = self.one(raw, raw.agency, "survey.two_agencies")
        if written is None:
            return None
        agency = self.agencies.get(normal_form(written.text))
        if agency is None:
            known = [text for one in self.season.agencies.values() for text in (one.name, one.id)]
            near = "; ".join(nearest(written.text, known))
            reason = "survey.unknown_agency" if normal_form(written.text) else "survey.no_agency"
            refuse(raw, "PS646", written.place, reason=reason, found=show(written.text), nearest=near)
        elif agency.id not in self.about:
            refuse(raw, "PS646", written.place, reason="survey.not_surveyed", found=show(written.text), nearest="")
        return agency.id if agency else None

    def respondents(self, raw: RawBallot) -> str | None:
        """The respondent group; empty where the questionnaire has none."""
        if not self.people:
            return ""
        written = self.one(raw, raw.respondents, "survey.two_respondents")
        if written is None:
            return None
        group = self.people.get(normal_form(written.text))
        if group is None:
            known = [one.name for one in self.questionnaire.respondents]
            near = "; ".join(nearest(written.text, known) or known)
            refuse(raw, "PS647", written.place, found=show(written.text) or "(nothing)", nearest=near)
        return group

    def one(self, raw: RawBallot, written: Sequence[Written], reason: str) -> Written | None:
        """The text that all rows of a ballot agree on."""
        texts = {normal_form(one.text) for one in written}
        if len(texts) == 1:
            return written[0]
        other = next(one for one in written if normal_form(one.text) != normal_form(written[0].text))
        found = f"{show(written[0].text, 40)} / {show(other.text, 40)}"
        refuse(raw, "PS651", other.place, reason=reason, found=found)
        return None

    def answers(self, raw: RawBallot) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
        """The options that were ticked, and the questions left blank."""
        ticked: list[tuple[str, str]] = []
        blanks = []
        for question in self.questionnaire.questions:
            written = raw.answers.get(question.code, [])
            given = {option: one for one in written if (option := self.option(raw, question, one)) != BLANK}
            if len(given) > 1:
                found = f"{question.code}: " + " / ".join(show(one.text, 40) for one in given.values())
                refuse(raw, "PS651", written[-1].place, reason="survey.two_answers", found=found)
            ticked += ((question.code, option) for option in given)
            if not given:
                blanks.append(question.code)
        if blanks and not ticked:
            refuse(raw, "PS649", raw.place, reason="survey.empty", found="")
        elif blanks and not self.questionnaire.skip_blanks:
            place = next((one.place for one in raw.answers.get(blanks[0], ())), raw.place)
            refuse(raw, "PS649", place, reason="survey.some_blank", found=", ".join(blanks))
        return tuple(ticked), tuple(blanks)

    def option(self, raw: RawBallot, question: Question, written: Written) -> str:
        """The code of the option that a text names, or that it is blank; a ballot with any other text is refused."""
        if written.fault:
            return UNKNOWN  # told with the row
        key = question.scale.id, written.text
        if key not in self.options:
            self.options[key] = option_of(question.scale, written.text)
        option = self.options[key]
        if option == UNKNOWN:
            known = ", ".join(each.code for each in question.scale.options)
            outside = "survey.outside" if _is_number(written.text) and _numbered(question.scale) else "survey.no_option"
            facts = {"reason": outside, "found": show(written.text), "question": question.code, "wanted": known}
            refuse(raw, "PS648", written.place, **facts)
        return option

    def repeated(self, raw: RawBallot) -> list[Problem]:
        """Note rows of a counted ballot that say the same again."""
        again = sum(len(given) - 1 for given in raw.answers.values())
        return [problem("PS655", raw.place, ballot=show(raw.id), count=str(again))] if again > 0 else []


def option_of(scale: Scale, text: str) -> str:
    """The code of the option that a text names: by code, label or other writing; a number also by its value.

    ``BLANK`` where there is nothing to see, ``UNKNOWN`` where the scale has no such option.
    """
    wanted = normal_form(text)
    if not wanted:
        return BLANK
    for option in scale.options:
        if wanted in map(normal_form, (option.code, option.label, *option.written)):
            return option.code
    number = read_written(text)
    if not isinstance(number, WrittenNumber) or number.percent:
        return UNKNOWN
    return next((option.code for option in scale.options if _value(option) == number.value), UNKNOWN)


def _value(option: Option) -> object:
    """The number that an option's code is, where it is one."""
    try:
        return parse_exact(option.code)
    except ValueError:
        return None


def _numbered(scale: Scale) -> bool:
    return all(_value(option) is not None for option in scale.options)


def _is_number(text: str) -> bool:
    return isinstance(read_written(text), WrittenNumber)
