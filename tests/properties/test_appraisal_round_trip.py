"""Out, filled in, back in: whatever an appraiser writes is what the season has, and what it is scored by."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rounds import asked, by_name, codes, fill, leaf, season, taken_in

from parscore.model.cell import Value
from parscore.model.scorecard import Status
from parscore.numbers import decimal_text
from parscore.season.appraisals import read_appraisals
from parscore.season.run import score_season

TEXTS = st.text(alphabet="abđ,;'\"=+-@1 \nÔ", min_size=1, max_size=12).map(str.strip).filter(bool)
HUNDREDTHS = st.integers(0, 100).map(lambda number: Fraction(number, 100))
DIGITS = st.integers(0, 10**9).map(lambda number: Fraction(number, 10**9))
MAXIMA = {"1.1": 1, "1.2": 2, "1.10": 1, "2.1.1": 2, "2.1.2": 1, "3.1": 1}
FIGURES: Mapping[str, Mapping[str, st.SearchStrategy[Any]]] = {
    "1.2": {"done": st.integers(0, 9).map(Fraction), "total": st.integers(9, 2000).map(Fraction)},
    "1.10": {"held": st.booleans()},
    "2.1.1": {"rate": DIGITS},
    "2.1.2": {"form": st.sampled_from(["Trên mạng", "Tại chỗ"])},
    "3.1": {"sent": st.dates(date(1901, 1, 1), date(2100, 1, 1))},
}
LETTERS = {"done": "a", "total": "b", "held": "a", "rate": "a", "form": "a", "sent": "a"}


def cell(value: Any) -> Any:
    """A value as a person's program stores it: a number, a date, a word."""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    return float(value) if isinstance(value, Fraction) else value


@st.composite
def conclusions(draw: st.DrawFn, code: str) -> tuple[dict[str, Any], dict[str, Value] | None]:
    """A row, and what the season has to hold of it: no values for agreement, nothing for a blank row."""
    kinds = ["blank", "agree", "points", *(["data"] if code in FIGURES else [])]
    kind = draw(st.sampled_from(kinds))
    if kind == "blank":
        return {}, None
    if kind == "agree":
        return {"decision": "Đồng ý"}, {}
    why = {"why": "Vì " + draw(TEXTS)}
    if kind == "points":
        # What the rule of claimed points cannot use is refused: its grid.
        fitting = st.integers(0, 4).map(lambda number: Fraction(number, 4)) if code == "1.1" else DIGITS
        points = draw(st.one_of(fitting, fitting if code == "1.1" else HUNDREDTHS)) * MAXIMA[code]
        return {"decision": "Sửa điểm", "points": float(points), **why}, {"points": points}
    wanted: dict[str, Value] = {name: draw(value) for name, value in FIGURES[code].items()}
    cells: dict[str, Any] = {f"input:{LETTERS[name]}": cell(value) for name, value in wanted.items()}
    if code == "2.1.1":
        cells["input:a"] = (cells["input:a"], "0.00%")
    return {"decision": "Sửa số liệu", **cells, **why}, wanted


ROWS = st.fixed_dictionaries({code: conclusions(code) for code in MAXIMA})


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ROWS, st.sampled_from(["Trần B", "=Lê", "'Nguyễn"]))
def test_what_is_written_is_what_is_scored(rows: dict[str, tuple[Any, Any]], who: str) -> None:
    with TemporaryDirectory() as path:
        folder = season(Path(path))
        found = by_name(folder, "a1")
        contents = [
            fill(
                order,
                {("SYT", code): cells for code, (cells, _) in rows.items() if ("SYT", code) in asked(order)},
                who=who,
            )
            for order in found.values()
        ]
        taken = taken_in(folder, *contents)
        assert [codes(one) for one in taken] == [[]] * len(contents)
        again = taken_in(season(Path(path)), *contents)
        assert [one.added for one in again] == [0] * len(contents)
        acts = read_appraisals(folder.path, folder.season)[0].acts.get("SYT", {})
        held = {code: {name: answer.value for name, answer in act[0].values.items()} for code, act in acts.items()}
        assert held == {code: wanted for code, (_, wanted) in rows.items() if wanted is not None}
        for code, (cells, _) in rows.items():
            if "why" in cells:
                assert acts[code][0].who == who
                assert acts[code][0].why == cells["why"].strip()
        result, before = score_season(season(Path(path)), stage="a1"), score_season(folder, stage="self")
        for code, (_, wanted) in rows.items():
            score = leaf(result, code)
            if wanted is None:
                assert score.status is Status.AWAITING
            elif not wanted:
                assert score.points == leaf(before, code).points
            elif "points" in wanted and code != "1.1":
                assert decimal_text(score.points or Fraction(0)) == decimal_text(wanted["points"])
