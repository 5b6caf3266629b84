"""Every problem code has one runnable bad example, its frozen words in both languages, and a row in the documents."""

import re
from pathlib import Path

import examples
import pytest
import yaml

from parscore.messages import LANGUAGES, Words
from parscore.model.catalogue import CATALOGUE

ROOT = Path(__file__).resolve().parents[2]
FILES = ("example.yaml", "expected.txt")
HOW = "see tests/errors/README.md"


def test_every_code_has_its_example_and_every_example_its_code() -> None:
    missing = {
        code: lacking
        for code in CATALOGUE
        if (lacking := [name for name in FILES if not (examples.HERE / code / name).is_file()])
    }
    assert missing == {}, f"codes without an example; {HOW}"
    assert set(examples.codes()) - set(CATALOGUE) == set(), "examples without a code"
    folders = {path.name for path in examples.HERE.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert folders == set(CATALOGUE)
    strays = {path.name for code in examples.codes() for path in (examples.HERE / code).iterdir()} - set(FILES)
    assert strays == set()
    assert len(CATALOGUE) >= 80


@pytest.mark.parametrize("code", examples.codes())
def test_the_example_says_what_is_frozen(code: str, tmp_path: Path) -> None:
    said = examples.frozen(code, tmp_path)
    assert said == (examples.HERE / code / "expected.txt").read_text(encoding="utf-8"), f"read it, then: {HOW}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_package_holds_the_same_examples(language: str) -> None:
    path = ROOT / "parscore" / "messages" / language / "examples.yaml"
    held = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert {code: tuple(told.values()) for code, told in held.items()} == {
        code: examples.expected(code)[language] for code in examples.codes()
    }


def test_every_code_has_its_row_in_the_documents() -> None:
    page = (ROOT / "docs" / "problems.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (PS[0-9]{3}) \|", page, re.MULTILINE)
    assert rows == list(CATALOGUE), "run: python tools/generate_docs.py"


@pytest.mark.parametrize("code", examples.codes())
def test_frozen_words_have_no_holes(code: str) -> None:
    """Nothing is left blank, in braces, as a key of the code or as a doubled sign, in either language."""
    for language, (place, message, remedy) in examples.expected(code).items():
        for text in (place, message, remedy):
            assert text.strip() == text != ""
            assert not re.search(r"[{}]|  |\(\)|: \.| ,|\.\.$", text), (language, text)
        assert remedy.endswith((".", "?")), (language, remedy)
    assert examples.expected(code)["vi"][1] != examples.expected(code)["en"][1]


@pytest.mark.parametrize("code", examples.codes())
def test_an_example_is_small(code: str) -> None:
    assert len((examples.HERE / code / "example.yaml").read_text(encoding="utf-8").splitlines()) <= 40


def test_titles_are_short_and_say_different_things() -> None:
    for language in LANGUAGES:
        titles = [Words(language).entry(code)["title"] for code in CATALOGUE]
        assert len(set(titles)) == len(titles)
        assert max(map(len, titles)) <= 75
