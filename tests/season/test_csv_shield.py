"""Texts of people in CSV files: a spreadsheet takes none for a formula, and each comes back as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parscore.season.csv_rows import shielded, unshielded


@given(st.text(alphabet="'=+-@\t\ra ", max_size=6))
def test_what_is_shielded_comes_back(text: str) -> None:
    assert unshielded(shielded(text)) == text
    assert not shielded(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize("text", ["", "Lý do", "'trích'", "1+1", "0,5"])
def test_other_texts_stand_as_they_are(text: str) -> None:
    assert shielded(text) == unshielded(text) == text
