"""Both languages have every word the code can ask for, with the same placeholders."""

import re
import string
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest

import parscore
from parscore.messages import FACT_TOPIC, LANGUAGES, Words, keys
from parscore.model.catalogue import CATALOGUE
from parscore.model.problem import Percent, problem
from parscore.model.rule import phrase

SOURCES = Path(parscore.__file__).parent
TOPICS = sorted(path.stem for path in (SOURCES / "messages" / "vi").glob("*.yaml"))


def placeholders(text: str) -> set[str]:
    return {name.split(".")[0] for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("code", CATALOGUE)
def test_every_code_has_words_in_both_languages(code: str) -> None:
    vi, en = Words("vi").entry(code), Words("en").entry(code)
    assert set(vi) == set(en) == {"title", "message", "remedy"}
    for part in ("message", "remedy"):
        assert placeholders(vi[part]) == placeholders(en[part]), part


@pytest.mark.parametrize("code", CATALOGUE)
def test_every_code_is_raised_somewhere(code: str) -> None:
    raised = [path for path in SOURCES.rglob("*.py") if path.name != "catalogue.py" and code in path.read_text()]
    assert raised


def test_no_code_has_words_without_being_in_the_catalogue() -> None:
    told = {key for topic in TOPICS for key in keys("vi", topic) if re.fullmatch("PS[0-9]{3}", key)}
    assert told == set(CATALOGUE)


@pytest.mark.parametrize("topic", TOPICS)
def test_topics_have_the_same_keys_and_placeholders(topic: str) -> None:
    vi, en = ({key: Words(lang) for key in keys(lang, topic)} for lang in LANGUAGES)
    assert list(vi) == list(en)
    for key in vi:
        if not re.fullmatch("PS[0-9]{3}", key):
            texts = [Words(lang).template(topic, key) for lang in LANGUAGES]
            assert placeholders(texts[0]) == placeholders(texts[1]), key


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("topic", TOPICS)
def test_no_key_stands_twice_in_a_file(topic: str, language: str) -> None:
    path = SOURCES / "messages" / language / f"{topic}.yaml"
    found = [
        line.partition(":")[0] for line in path.read_text(encoding="utf-8").splitlines() if re.match(r"[\w$-]", line)
    ]
    assert [key for key, count in Counter(found).items() if count > 1] == []


def test_numbers_are_written_as_the_language_does() -> None:
    found = problem("PS203", criterion="1.1", found=Fraction(7, 4), maximum=Fraction(3, 2), name="x")
    assert "1,75" in Words("vi").problem(found).message
    assert "1.75" in Words("en").problem(found).message
    assert "92,5%" in Words("vi").phrase(phrase("threshold.words.below", bound=Percent(Fraction(925, 1000))))


def test_what_was_found_is_quoted_and_never_translated() -> None:
    assert "“text”" in Words("vi").problem(problem("PS105", found="text", asked="")).message


def test_a_fact_that_a_case_does_not_have_is_left_blank() -> None:
    assert "“”" in Words("vi").problem(problem("PS105")).message


@pytest.mark.parametrize("code", ["PS002", "PS147", "PS169", "PS227", "PS229", "PS604", "PS661"])
def test_words_around_a_fact_go_where_there_is_none(code: str) -> None:
    """A row's fault says its column and what was found only where there is such a thing."""
    whole = {"column": "code", "found": "1.9", "reason": "agencies.fields", "wanted": ""}
    for language, column, found in (
        ("vi", "Cột “code”: ", " Tìm thấy: “1.9”."),
        ("en", "Column “code”: ", " Found: “1.9”."),
    ):
        words = Words(language)  # type: ignore[arg-type]
        reason = words.template(FACT_TOPIC, "agencies.fields")
        assert words.problem(problem(code, **whole)).message == f"{column}{reason}.{found}"
        assert words.problem(problem(code, **{**whole, "found": ""})).message == f"{column}{reason}."
        assert words.problem(problem(code, **{**whole, "column": "", "found": ""})).message == f"{reason}."


def test_a_reason_says_other_facts() -> None:
    told = {"column": "agency", "found": "SYX*", "reason": "figures.agency"}
    message = Words("vi").problem(problem("PS147", **told, wanted="SYT; SYTE")).message
    assert message == "Cột “agency”: đơn vị không có trong agencies.csv; mã gần giống: SYT; SYTE. Tìm thấy: “SYX*”."
    assert "gần giống" not in Words("vi").problem(problem("PS147", **told, wanted="")).message
    told["reason"] = "figures.elsewhere"
    assert "units.csv" in Words("vi").problem(problem("PS147", **told, wanted="sheet.units")).message


def test_words_of_others_are_no_reasons() -> None:
    """What an agency writes in braces stays as it stands; only the catalogue's own words are filled in."""
    assert "“{agency} {”" in Words("en").problem(problem("PS002", found="{agency} {", reason="agencies.name")).message
    assert Words("en").problem(problem("PS501", reason="by {a} hand")).message.endswith("by {a} hand.")
    for language in LANGUAGES:
        told = Words(language).problem(problem("PS501", reason="did not find expected ',' or '}'")).message
        assert "“}”" in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_reasons_can_be_filled_in(language: str) -> None:
    """Any text of a fact may be the words of a reason: none has a brace that is no placeholder."""
    words = Words(language)  # type: ignore[arg-type]
    for key in keys(words.language, FACT_TOPIC):
        assert placeholders(words.template(FACT_TOPIC, key)) <= {"wanted", "found"}, key


def test_nothing_found_is_said_in_words() -> None:
    found = problem("PS505", found="(nothing)", expected="number")
    assert "“(để trống)”" in Words("vi").problem(found).message
