"""A form that says the same as another agency's, and forms that only resemble one another."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from folders import form_of, make, scored
from forms import OWN, Form

from parscore.model.problem import Problem


def full(agency: str) -> Form:
    form = form_of(agency)
    for at, code in enumerate(OWN):
        form.put(code, evidence=f"Báo cáo số {at}", reason="" if at else "lý do")
    return form


def told(folder: Path, forms: Mapping[str, Form]) -> list[Problem]:
    return [found for found in scored(make(folder, inbox=forms)).problems if found.code == "PS160"]


def test_a_copy_with_another_name_is_told_with_both_names_and_files(tmp_path: Path) -> None:
    copied = full("SNV")
    copied.rows.reverse()
    copied.down = 2
    (found,) = told(tmp_path, {"SYT.xlsx": full("SYT"), "SNV.xlsx": copied})
    facts = dict(found.facts)
    assert (found.agency, facts["other"]) == ("SNV", "Sở Y tế")
    assert facts["files"] == "inbox/SYT.xlsx, inbox/SNV.xlsx"
    assert (found.place.file, found.place.cell) == ("inbox/SNV.xlsx", "")


@pytest.mark.parametrize(
    ("code", "cells"),
    [("1.1", {"points": "0,75"}), ("1.2", {"a": 11}), ("1.1", {"evidence": "x"}), ("1.1", {"reason": None})],
)
def test_one_difference_anywhere_is_enough(tmp_path: Path, code: str, cells: dict[str, object]) -> None:
    other = full("SNV").put(code, **cells)  # type: ignore[arg-type]
    assert told(tmp_path, {"SYT.xlsx": full("SYT"), "SNV.xlsx": other}) == []


def test_the_same_few_figures_are_no_copy(tmp_path: Path) -> None:
    assert told(tmp_path, {"SYT.xlsx": form_of("SYT"), "SNV.xlsx": form_of("SNV")}) == []
