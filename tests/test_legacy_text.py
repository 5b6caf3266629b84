"""Texts of before Unicode: every letter of every code, what is taken for one, and what is left alone."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parscore.legacy_text import (
    Code,
    code_of_font,
    decoded,
    is_unicode,
    recognised,
    shows_capitals,
    suspicious,
)
from parscore.syllable import is_syllable

LINES = (Path(__file__).parent / "data" / "legacy_letters.csv").read_text(encoding="utf-8").splitlines()
LETTERS = list(csv.DictReader(line for line in LINES if not line.startswith("#")))
CODES: tuple[Code, ...] = ("TCVN3", "VNI", "VISCII", "VPS")


def stored(letter: dict[str, str], code: Code) -> str:
    """A letter as a workbook stores it: bytes read as letters of Western Europe; empty if the code has none."""
    return bytes.fromhex(letter[code.lower()]).decode("latin-1")


def written(text: str, code: Code) -> str:
    """A text in a code."""
    table = {letter["letter"]: stored(letter, code) for letter in LETTERS}
    return "".join(table.get(character, character) for character in text)


def test_the_list_holds_the_134_letters() -> None:
    letters = [letter["letter"] for letter in LETTERS]
    assert len(letters) == len(set(letters)) == 134
    assert [letter.upper() for letter in letters[:67]] == letters[67:]


@pytest.mark.parametrize("code", CODES)
def test_every_letter_of_every_code(code: Code) -> None:
    for letter in LETTERS:
        if found := stored(letter, code):
            assert decoded(found, code) == letter["letter"]


def test_capitals_of_tcvn3_are_small_letters_in_a_font_of_capitals() -> None:
    for small, capital in zip(LETTERS[:67], LETTERS[67:], strict=True):
        assert decoded(stored(small, "TCVN3"), "TCVN3", capitals=True) == capital["letter"]


@pytest.mark.parametrize("code", ["VISCII", "VPS"])
def test_bytes_that_windows_shows_as_its_own_letters(code: Code) -> None:
    for letter in LETTERS:
        data = bytes.fromhex(letter[code.lower()])
        shown = data.decode("cp1252", "ignore")
        if shown:
            assert decoded(shown, code) == letter["letter"]


WORDS = (
    "cải",
    "cách",
    "hành",
    "chính",
    "Sở",
    "tế",
    "tỉnh",
    "Ủy",
    "được",
    "nghiệp",
    "quyết",
    "định",
    "số",
    "12/QĐ",
    "2025",
)


@given(st.lists(st.sampled_from(WORDS), min_size=3, max_size=12), st.sampled_from([*CODES, "UTF-8"]))
def test_a_text_is_recognised_and_comes_back(words: list[str], code: Code) -> None:
    text = " ".join([*words, "cải", "cách", "tỉnh", "được"]).replace("Ủ", "ủ")
    if code == "UTF-8":
        data = text.encode()
        old = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in data)
    else:
        old = written(text, code)
    assert recognised(old) == code
    assert decoded(old, code) == text


@given(st.lists(st.sampled_from(WORDS), max_size=12))
def test_a_text_in_unicode_is_left_alone(words: list[str]) -> None:
    assert recognised(" ".join(words)) is None


@pytest.mark.parametrize(
    "text",
    ["", "2025", "Có", "Không", "Hà Nội", "São Paulo", "Müller", "Citroën naïve", "25 °C ± 2 µm", "nº 5", "© 2025 ®",
     "½ ¾ ·", "2 × 3", "Toà án", "TOÀ ÁN", "Ban Kinh tế"],
)  # fmt: skip
def test_other_texts_are_left_alone(text: str) -> None:
    assert recognised(text) is None
    assert recognised(text.replace("µm", "mm"), frozenset({"TCVN3", "VNI", "UTF-8"})) is None


def test_one_word_is_recognised_only_where_others_were() -> None:
    assert recognised("ngµy") is None
    assert recognised("ngµy", frozenset({"TCVN3"})) == "TCVN3"


@pytest.mark.parametrize(
    ("font", "code", "capitals"),
    [(".VnTime", "TCVN3", False), (".VnTimeH", "TCVN3", True), (" .vnarial ", "TCVN3", False),
     (".VnArialH ", "TCVN3", True),
     ("VNI-Times", "VNI", False), ("VNI Helve", "VNI", False), ("VNI-HelvH", "VNI", False), ("VPS Times", "VPS", False),
     ("Times New Roman", None, False), ("Arial Vn", None, False), ("", None, False), ("Arial H", None, False)],
)  # fmt: skip
def test_fonts(font: str, code: Code | None, capitals: bool) -> None:
    assert code_of_font(font) == code
    assert shows_capitals(font) is capitals


@pytest.mark.parametrize("text", ["Së", "ngµy", "®", "Sá»Ÿ", "to\ufffdn", "S\x9f", "ñaõ", "L\u00adu"])
def test_texts_worth_a_second_look(text: str) -> None:
    assert suspicious(f"Cải cách hành chính {text} năm 2025")


@pytest.mark.parametrize(
    "text", ["Sở Y tế", "TỔNG CỘNG", "a\u00a0b", "12 – 13", "Đ/c", "25 °C", "m²", "Ban “X”", "漢 😀"]
)
def test_ordinary_texts_cost_nothing_more(text: str) -> None:
    assert not suspicious(text)


def test_letters_that_only_unicode_has() -> None:
    for letter in LETTERS:
        assert is_unicode(letter["letter"]) is (ord(letter["letter"]) > 0xFF)


@pytest.mark.parametrize(
    "word", ["nghiêng", "quốc", "Giếng", "gì", "thuở", "khuỷu", "hoà", "hòa", "Ủy", "uỷ", "yêu", "ƯƠM", "ệch"]
)
def test_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["tØnh", "hµnh", "tỉch", "mât", "Müller", "ngg", "ắă", "", "bb", "ẵ", "phươngg", "w"])
def test_no_syllables(word: str) -> None:
    assert not is_syllable(word)
