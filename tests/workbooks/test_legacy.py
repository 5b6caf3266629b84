"""Sheets with fonts of before Unicode: what is converted, by what evidence, and what is said about it."""

from io import BytesIO
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]
from forms import FILE

from parscore.model.problem import Problem
from parscore.workbooks.book import Sheet
from parscore.workbooks.legacy import in_unicode
from parscore.workbooks.ooxml import read_workbook


def sheet(*cells: tuple[str, str]) -> Sheet:
    """A sheet of texts, each with its font, one below the other, as a real file gives it."""
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as made:
        page = made.add_worksheet("Biểu")
        for row, (text, font) in enumerate(cells):
            page.write_string(row, 0, text, made.add_format({"font_name": font}) if font else None)
    book, _ = read_workbook(stream.getvalue(), FILE)
    assert book is not None
    return book.sheets[0]


def texts(found: Sheet) -> list[str]:
    return [cell.text for cell in found.cells]


def facts(found: Problem) -> dict[str, Any]:
    return dict(found.facts)


def test_a_font_says_how_its_text_is_written() -> None:
    found, (note,) = in_unicode(sheet(("Cã", ".VnTime"), ("Së y tÕ", ".VnTimeH"), ("Có", ""), ("abc", ".VnTime")), FILE)
    assert texts(found) == ["Có", "SỞ Y TẾ", "Có", "abc"]
    assert (note.code, note.place.cell) == ("PS150", "A1")
    assert facts(note) == {"count": "2", "found": "Cã", "reading": "Có", "code": "TCVN3", "font": ".VnTime, .VnTimeH"}


def test_two_codes_are_two_notes() -> None:
    found, notes = in_unicode(sheet(("Sôû Y teá", "VNI-Times"), ("Së Y tÕ", ".VnTime")), FILE)
    assert texts(found) == ["Sở Y tế", "Sở Y tế"]
    assert [(note.code, note.place.cell, facts(note)["code"]) for note in notes] == [
        ("PS150", "A2", "TCVN3"),
        ("PS150", "A1", "VNI"),
    ]


def test_a_font_with_unicode_in_it_counts_for_nothing() -> None:
    before = sheet(("Có", ".VnTime"), ("Sở Y tế", ".VnTime"))
    found, notes = in_unicode(before, FILE)
    assert texts(found) == ["Có", "Sở Y tế"]
    assert notes == []


def test_texts_without_such_a_font_are_known_by_their_letters() -> None:
    found, (note,) = in_unicode(sheet(("C¶i c¸ch hµnh chÝnh", ""), ("ngµy", ""), ("Sở", ""), ("Müller", "")), FILE)
    assert texts(found) == ["Cải cách hành chính", "ngày", "Sở", "Müller"]
    assert facts(note) | {"count": "2", "font": ""} == facts(note)


def test_one_word_alone_is_left() -> None:
    before = sheet(("ngµy", ""))
    found, notes = in_unicode(before, FILE)
    assert found is before
    assert notes == []


def test_text_read_in_the_wrong_code() -> None:
    found, (note,) = in_unicode(sheet(("Sá»Ÿ Y táº¿", "")), FILE)
    assert texts(found) == ["Sở Y tế"]
    assert (note.code, note.place.cell) == ("PS151", "A1")


def test_lost_letters_are_told_and_left() -> None:
    found, (note,) = in_unicode(sheet(("Sở Y t\ufffd", ""), ("a", "")), FILE)
    assert texts(found) == ["Sở Y t\ufffd", "a"]
    assert (note.code, note.place.cell, facts(note)["count"]) == ("PS152", "A1", "1")


def test_an_ordinary_sheet_comes_back_as_it_is() -> None:
    before = sheet(("Sở Y tế", "Times New Roman"), ("25 °C", ""))
    assert in_unicode(before, FILE) == (before, [])
    assert before.fonts == {}
