"""Choose one option: labels in their normal form, refusals, words, and the shape of the options."""

import unicodedata
from fractions import Fraction

import pytest
from builders import spec, written
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from parscore.model.rule import Fault, phrase

MAXIMUM = Fraction(1)
LABELS = {"Kịp thời": Fraction(1), "Không kịp thời": Fraction("0.5"), "Không ban hành": Fraction(0)}
OPTIONS = [{"label": label, "points": str(points)} for label, points in LABELS.items()]
BY_LABEL = spec("choose", of="issued", options=OPTIONS)
BY_POINTS = spec("choose", options=OPTIONS)


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_label_is_found_however_it_is_typed(label: str, form: str) -> None:
    typed = unicodedata.normalize(form, f"  {label.upper()}\u00a0")  # type: ignore[arg-type]
    judgement = BY_LABEL.judge(MAXIMUM, {"issued": typed})
    assert judgement.points == LABELS[label]
    assert judgement.branch == phrase("choose.option", label=label)


def test_the_trace_is_the_points_of_the_option() -> None:
    judgement = BY_POINTS.judge(MAXIMUM, {"points": Fraction("0.5")})
    assert written(judgement.steps) == (("points", "0.5", Fraction("0.5")),)
    assert judgement.branch == phrase("choose.option", label="Không kịp thời")


def test_a_refusal_names_what_could_have_been_chosen() -> None:
    (unknown,) = BY_LABEL.judge(MAXIMUM, {"issued": "Trễ"}).faults
    assert unknown == Fault("PS204", "issued", (("found", "Trễ"), ("options", "; ".join(LABELS))))
    (between,) = BY_POINTS.judge(MAXIMUM, {"points": Fraction("0.75")}).faults
    assert between == Fault("PS204", "points", (("found", Fraction("0.75")), ("options", tuple(LABELS.values()))))


def test_a_label_that_reads_like_points_is_not_taken_for_them() -> None:
    assert BY_LABEL.judge(MAXIMUM, {"issued": "0.5"}).faults[0].code == "PS204"


def test_the_words_are_one_line_an_option() -> None:
    lines = tuple(phrase("choose.words", label=label, points=points) for label, points in LABELS.items())
    assert BY_LABEL.words(MAXIMUM) == BY_POINTS.words(MAXIMUM) == lines


@pytest.mark.parametrize(
    "options",
    [
        [],
        OPTIONS[:1],
        "Kịp thời",
        [*OPTIONS, {"label": "Khác"}],
        [*OPTIONS, {"points": "1"}],
        [*OPTIONS, {"label": "", "points": "1"}],
        [*OPTIONS, {"label": "Khác", "points": "1", "note": "x"}],
        [*OPTIONS, {"label": "Khác", "points": "một"}],
    ],
)
def test_options_are_two_or_more_labels_with_points(options: object) -> None:
    with pytest.raises(ValidationError):
        spec("choose", options=options)


@given(st.fractions(-1, 2, max_denominator=8))
def test_the_score_column_knows_the_points_of_the_options_only(claimed: Fraction) -> None:
    judgement = BY_POINTS.judge(MAXIMUM, {"points": claimed})
    assert judgement.points == (claimed if claimed in LABELS.values() else None)
