"""A small season scored by the engine: ties, an agency outside the ranking, all states of a leaf, hostile texts."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from parscore.engine.rank import rank
from parscore.engine.score import score
from parscore.engine.second_pass import Case
from parscore.messages import Words
from parscore.model.cell import Answer, AnswerState, Cell
from parscore.model.criteria import (
    Band,
    ClassRule,
    CriteriaSet,
    Decision,
    Heading,
    Input,
    InputType,
    Leaf,
    Level,
    RankRule,
    Rounding,
    Source,
    Ties,
    Treatment,
)
from parscore.model.place import Place
from parscore.model.problem import Problem
from parscore.model.ranking import SeasonResult
from parscore.model.season import Agency, Group, Season
from parscore.model.stage import SELF_ASSESSMENT, Stage
from parscore.model.submission import LeafAnswers, Submission
from parscore.rules.claim import Claim
from parscore.rules.threshold import Threshold
from parscore.rules.yes_no import YesNo

HOSTILE = "=cmd|' /C calc'!A1 [red]Sở[/red] \x1b[31m\x0b\u202e{x}"
SHEET = "Tự chấm điểm"

Given = Mapping[str, str]
"""What an agency fills in by leaf code: points, ``a/b`` (two counts), ``KĐG``, or nothing."""

FULL: Given = {"1.1.1": "2", "1.1.2": "13/13", "1.2": "1", "2.1": "5.5"}
THIRDS: Given = {"1.1.1": "1.5", "1.1.2": "12/13", "1.2": "1", "2.1": "4.37"}
AGENCIES: Mapping[str, tuple[str, Given]] = {
    "SNV": ("Sở Nội vụ", FULL),
    "SYT": ("Sở Y tế", THIRDS),
    "STP": ("Sở Tư pháp", THIRDS),
    "TTT": ("Thanh tra tỉnh", {**FULL, "1.1.1": "KĐG"}),
    "NGOAI": ("Đơn vị ngoài xếp hạng", {**FULL, "1.1.2": "0/0"}),
    "SXD": ("Sở Xây dựng", {"1.1.1": "1.3", "1.2": "1"}),
    "TRONG": ("Đơn vị chưa gửi", {}),
}


def leaf(code: str, name: str, maximum: str, rule: object, **more: object) -> Leaf:
    level = Level.SUBCRITERION if code.count(".") == 2 else Level.CRITERION
    origin = Place("criteria/so.yaml", line=10 + len(code), column=11)
    return Leaf(level, code, name, Fraction(maximum), rule, origin=origin, reference=f"Phụ lục I, mục {code}", **more)  # type: ignore[arg-type]


def criteria_set(**changes: object) -> CriteriaSet:
    first = leaf("1.1.1", "Ban hành kế hoạch", "2", Claim(step="0.25"), not_applicable=Treatment.EXCLUDE)
    second = leaf(
        "1.1.2", "Mức độ hoàn thành", "1.5", Threshold(of="done / due", zero_below="50%"),
        inputs=(Input("done", "Số nhiệm vụ hoàn thành", InputType.COUNT),
                Input("due", "Số nhiệm vụ được giao", InputType.COUNT)),
        no_case=Treatment.FULL,
    )  # fmt: skip
    third = leaf("1.2", "Công khai kết quả", "1", YesNo())
    survey = leaf("2.1", "Mức độ hài lòng", "5.5", Claim(step="0.01"), source=Source.SURVEY)
    planned = Heading(Level.CRITERION, "1.1", "Kế hoạch", Fraction("3.5"), (first, second))
    areas = (
        Heading(Level.AREA, "1", "Chỉ đạo, điều hành", Fraction("4.5"), (planned, third)),
        Heading(Level.AREA, "2", "Tác động", Fraction("5.5"), (survey,)),
    )
    bands = (Band("Tốt", Fraction(80), Fraction(70)), Band("Trung bình", Fraction(0)))
    made = CriteriaSet(
        "so-ban-nganh", "2025.1", "Bộ chỉ số CCHC sở năm 2025",
        Decision("1234/QĐ-UBND", date(2025, 10, 14), "UBND tỉnh Mẫu"), date(2025, 1, 1), date(2025, 12, 31), areas,
        classes=ClassRule(bands), digest="ab" * 32,
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


def given(text: str, place: Place, formula: str | None = None) -> Answer:
    cell = Cell(place.cell, 5, 8, "number", text, formula, "General")
    return Answer(AnswerState.GIVEN, Fraction(text), place, cell)


def answers(wanted: Given, file: str) -> dict[str, LeafAnswers]:
    told = {}
    for row, code in enumerate(("1.1.1", "1.1.2", "1.2"), 5):
        if code not in wanted:
            continue
        place, start = Place(file, SHEET, f"H{row}"), Place(file, SHEET, f"A{row}")
        text, blank = wanted[code], Answer(AnswerState.BLANK, place=place)
        if text == "KĐG":
            mark = Answer(AnswerState.NOT_APPLICABLE, None, place, Cell(f"H{row}", row, 8, "text", text, None, "@"))
            told[code] = LeafAnswers(mark, row=start, reason="Không có nhiệm vụ này")
        elif "/" in text:
            done, due = text.split("/")
            inputs = {
                "done": given(done, Place(file, SHEET, f"D{row}"), "SUM(D8:D9)"),
                "due": given(due, Place(file, SHEET, f"E{row}")),
            }
            told[code] = LeafAnswers(blank, inputs, start, evidence="Báo cáo số 12/BC-SYT")
        else:
            told[code] = LeafAnswers(given(text, place), row=start, evidence="QĐ 15")
    return told


def make_result(
    agencies: Mapping[str, tuple[str, Given]] = AGENCIES,
    *,
    ties: Ties = Ties.COMPETITION,
    keys: tuple[str, ...] = (),
    rounding: Rounding | None = None,
    group_name: str = "Sở, ban, ngành",
    groups: int = 1,
    stages: tuple[Stage, ...] = SELF_ASSESSMENT,
    **changes: object,
) -> SeasonResult:
    """Score the agencies (in so many equal groups) and rank them."""
    criteria = criteria_set(**({"rounding": rounding} if rounding else {}), **changes)
    made, rankings = [], []
    problems: list[Problem] = []
    for number in range(1, groups + 1):
        members = tuple(
            Agency(key if number == 1 else f"{key}{number}", name, f"g{number}", ranked=key != "NGOAI", order=order)
            for order, (key, (name, _)) in enumerate(agencies.items(), 1)
        )
        group = Group(f"g{number}", group_name, criteria, RankRule(ties=ties, keys=keys), criteria.classes, members)
        cards = {}
        for agency, (_, wanted) in zip(members, agencies.values(), strict=True):
            file = f"inbox/2025_{agency.id}_tucham.xlsx"
            sent = Submission(agency.id, "self", file, SHEET, "cd" * 32, 900, answers(wanted, file))
            place = Place("figures.csv", line=3, column=4)
            figures = {"2.1": {"points": given(wanted["2.1"], place)}} if "2.1" in wanted else {}
            cards[agency.id], found = score(Case(agency, sent if wanted else None, figures), criteria)
            problems += found
        ranking, found = rank(group, cards)
        problems += found
        made.append(group)
        rankings.append(ranking)
    season = Season(2025, "Đánh giá CCHC năm 2025", "tỉnh Mẫu", "vi", stages, tuple(made))
    inputs = tuple((f"inbox/2025_{key}_tucham.xlsx", "cd" * 32) for key in sorted(agencies))
    told = tuple(sorted(problems, key=lambda found: found.sort_key))
    return SeasonResult(season, stages[0], tuple(rankings), told, inputs)


@pytest.fixture(scope="session")
def make() -> Callable[..., SeasonResult]:
    return make_result


@pytest.fixture(scope="session")
def result() -> SeasonResult:
    return make_result()


@pytest.fixture(scope="session")
def final_result() -> SeasonResult:
    """A season without any problem but a tie."""
    kept = ("SNV", "SYT", "STP")
    return make_result({key: AGENCIES[key] for key in kept})


@pytest.fixture(scope="session")
def wide() -> SeasonResult:
    """The same season with an area for each leaf, so that there is a radar."""
    leaves = enumerate(criteria_set().leaves(), 1)
    return make_result(
        areas=tuple(Heading(Level.AREA, str(at), f"Lĩnh vực {at}", one.maximum, (one,)) for at, one in leaves)
    )


@pytest.fixture(params=["vi", "en"])
def words(request: pytest.FixtureRequest) -> Words:
    return Words(request.param)


@pytest.fixture(scope="session")
def vi() -> Words:
    return Words("vi")


@pytest.fixture(scope="session")
def hostile() -> str:
    return HOSTILE
