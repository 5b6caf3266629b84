"""The record: canonical lines, every input and score in them, nothing of machine, clock, language or version."""

import hashlib
import json
import re
import shutil
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from folders import form_of, forms, make
from forms import Stored
from records import first, head_of, kept, lines_of, record_of, recorded, staged

from parscore.definitions.canonical import canonical_digest
from parscore.model.cell import Answer, AnswerState
from parscore.model.problem import Percent, facts_of
from parscore.season.record import written
from parscore.season.record_leaf import _answer, facts


@pytest.fixture(scope="module")
def season(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return staged(tmp_path_factory.mktemp("season"))


@pytest.fixture(scope="module")
def lines(season: Path) -> list[dict[str, Any]]:
    return lines_of(season)


def test_every_line_is_canonical(season: Path) -> None:
    for line in record_of(season).read_bytes().split(b"\n")[:-1]:
        assert written(json.loads(line)) == line + b"\n"


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ({"b": 1, "a": None}, b'{"a":null,"b":1}\n'), ({"a": "Sở\n"}, '{"a":"Sở\\n"}\n'.encode()),
        ({"a": "\udcff\u2028"}, b'{"a":"\\udcff\xe2\x80\xa8"}\n'),
    ],
)  # fmt: skip
def test_canonical_writing(line: dict[str, Any], text: bytes) -> None:
    assert written(line) == text
    assert json.loads(text) == line


def test_there_is_no_floating_point_no_path_of_the_machine_and_no_clock(season: Path) -> None:
    text = record_of(season).read_text(encoding="utf-8")
    numbers: list[str] = []
    for line in text.splitlines():
        json.loads(line, parse_float=numbers.append)
    assert numbers == []
    assert str(season) not in text and season.name not in text
    assert not re.search(r"[0-9]{2}:[0-9]{2}:[0-9]{2}", text)


def test_kinds_in_order(lines: list[dict[str, Any]]) -> None:
    kinds = [line["kind"] for line in lines]
    assert list(dict.fromkeys(kinds)) == ["season", "input", "criteria", "group", "leaf", "total", "problem", "end"]
    agencies = [line["agency"] for line in lines if line["kind"] in ("leaf", "total")]
    assert agencies == sorted(agencies, key=["SYT", "SNV"].index)


def test_inputs(season: Path, lines: list[dict[str, Any]]) -> None:
    for line in (line for line in lines if line["kind"] == "input"):
        content = (season / line["path"]).read_bytes()
        assert (line["sha256"], line["size"]) == (hashlib.sha256(content).hexdigest(), len(content))
    form = first(lines, "input", path="inbox/2025_SYT.xlsx")
    assert (form["role"], form["agency"], form["used"], "codes" in form) == ("inbox", "SYT", True, False)
    note = first(lines, "input", path="inbox/ghi-chu.txt")
    assert (note["agency"], note["used"], note["codes"]) == ("", False, ["PS136"])


def test_the_criteria_set_by_its_bytes_and_by_what_it_says(season: Path, lines: list[dict[str, Any]]) -> None:
    line = first(lines, "criteria")
    data = (season / line["path"]).read_bytes()
    assert (line["sha256"], line["canonical"]) == (hashlib.sha256(data).hexdigest(), canonical_digest(data))
    assert (
        canonical_digest(b"# x\n" + data) == line["canonical"] != canonical_digest(data.replace(b"2025.1", b"2025.2"))
    )
    assert canonical_digest(b'b: "1"\na: x') == hashlib.sha256(b'{"a":"x","b":"1"}').hexdigest()
    assert canonical_digest(b"a: [") == ""


def test_a_score_with_everything_that_it_came_from(season: Path, lines: list[dict[str, Any]]) -> None:
    leaf = first(lines, "leaf", agency="SNV", code="1.1")
    assert (leaf["points"], leaf["maximum"], leaf["stage"], leaf["judged"]) == ("0.75", "1", "appraisal", "appraisal")
    claimed = leaf["claimed"]
    assert claimed["stored"] == {"type": "text", "text": "0,75", "formula": None, "format": claimed["stored"]["format"]}
    assert (claimed["value"], claimed["reading"], claimed["file"]) == ("0.75", "decimal comma", "inbox/2025_SNV.xlsx")
    assert claimed["sha256"] == first(lines, "input", path="inbox/2025_SNV.xlsx")["sha256"]
    assert re.fullmatch("[A-Z]+[0-9]+", claimed["cell"]) and claimed["sheet"]


def test_acts_with_who_when_and_why(lines: list[dict[str, Any]]) -> None:
    (act,) = first(lines, "leaf", agency="SYT", code="1.1")["acts"]
    assert (act["who"], act["when"], act["why"]) == ("Nguyễn Văn A", "2026-01-05", "Thiếu minh chứng")
    assert act["values"]["points"]["value"] == "0.5"
    assert (act["file"], act["line"]) == ("appraisals/appraisal.csv", 2)


def test_totals_are_the_sums_of_their_leaves(lines: list[dict[str, Any]]) -> None:
    for total in (line for line in lines if line["kind"] == "total"):
        own = [line for line in lines if line["kind"] == "leaf" and line["agency"] == total["agency"]]
        assert sum(Fraction(leaf["points"]) for leaf in own) == Fraction(total["points"])
        assert Fraction(total["index"]) == Fraction(total["points"]) / Fraction(total["maximum"]) * 100
        assert total["rank"] in (1, 2)


def test_formula_and_cached_value(tmp_path: Path) -> None:
    stored = Stored(kind="number", text="0.5", formula="A1/2", format="0.00")
    folder = make(tmp_path, inbox={**forms(), "2025_SNV.xlsx": form_of("SNV").put("1.1", points=stored)})
    kept(folder)
    claimed = first(lines_of(folder), "leaf", agency="SNV", code="1.1")["claimed"]
    assert claimed["stored"] == {"type": "number", "text": "0.5", "formula": "A1/2", "format": "0.00"}


def test_values_of_every_type() -> None:
    entries = Answer(AnswerState.GIVEN, (Fraction(1, 3), True, "Có", date(2025, 1, 2)))
    assert _answer(entries, {})["value"] == ["1/3", True, "Có", "2025-01-02"]
    told = facts(facts_of({"a": Percent(Fraction(1, 8)), "b": (1, 2), "c": "x", "d": Fraction(1, 4)}))
    assert told == {"a": "12.5%", "b": ["1", "2"], "c": "x", "d": "0.25"}


def test_the_body_does_not_depend_on_language_or_place(tmp_path: Path) -> None:
    one, other = recorded(tmp_path / "a"), tmp_path / "khác"
    shutil.copytree(one, other)
    shutil.rmtree(other / "records")
    kept(other, "en")
    assert head_of(one).body == head_of(other).body
    assert head_of(one).sha256 != head_of(other).sha256
