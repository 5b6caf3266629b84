"""Both languages have every word the code can ask for, with the same placeholders."""

import re
import string
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
        if topic != FACT_TOPIC and not re.fullmatch("PS[0-9]{3}", key):
            texts = [Words(lang).template(topic, key) for lang in LANGUAGES]
            assert placeholders(texts[0]) == placeholders(texts[1]), key


def test_numbers_are_written_as_the_language_does() -> None:
    found = problem("PS203", criterion="1.1", found=Fraction(7, 4), maximum=Fraction(3, 2), name="x")
    assert "1,75" in Words("vi").problem(found).message
    assert "1.75" in Words("en").problem(found).message
    assert "92,5%" in Words("vi").phrase(phrase("threshold.words.below", bound=Percent(Fraction(925, 1000))))


def test_what_was_found_is_quoted_and_never_translated() -> None:
    assert "“text”" in Words("vi").problem(problem("PS105", found="text", asked="")).message


def test_a_fact_that_a_case_does_not_have_is_left_blank() -> None:
    assert "“”" in Words("vi").problem(problem("PS105")).message


def test_nothing_found_is_said_in_words() -> None:
    found = problem("PS505", found="(nothing)", expected="number")
    assert "“(để trống)”" in Words("vi").problem(found).message
