"""JSON documents: the declared shape, exact values, printed values that are nodes of the tree."""

import json
import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from parscore.model.criteria import Rounding
from parscore.model.place import Place
from parscore.model.problem import problem
from parscore.numbers import parse_exact, printed
from parscore.reports.document import (
    cells_document,
    dump,
    explain_document,
    problem_document,
    ranking_document,
    score_document,
)
from parscore.reports.explanation import Background
from parscore.reports.marks import inputs_digest

AGENCY_KEYS = [
    "agency", "name", "points", "maximum", "index", "self_points", "gap", "rank", "tied", "class", "complete", "ranked",
    "printed", "areas", "left_out",
]  # fmt: skip
PROBLEM_KEYS = ["code", "severity", "file", "sheet", "cell", "agency", "criterion", "message", "remedy"]


def agencies_of(document):
    return {agency["agency"]: agency for group in document["groups"] for agency in group["agencies"]}


def standing_of(result, agency):
    return next(one for one in result.groups[0].standings if one.scorecard.agency.id == agency)


def test_shape_of_score(result, vi):
    document = json.loads(dump(score_document(result, vi)))
    run = ["season", "stage", "final", "draft", "version", "inputs_digest"]
    assert list(document) == ["schema", *run, "groups", "problems"]
    assert document["inputs_digest"] == inputs_digest(result)
    assert document["draft"] is True
    assert document["groups"][0]["criteria_digest"] == result.groups[0].group.criteria.digest
    assert (document["schema"], document["season"], document["stage"]) == ("parscore.score/1", 2025, "self")
    assert document["final"] is False
    group = document["groups"][0]
    assert list(group) == [
        "group",
        "name",
        "criteria",
        "criteria_digest",
        "complete",
        "not_ranked_yet",
        "without_form",
        "sources_left_out",
        "agencies",
    ]
    assert all(list(agency) == AGENCY_KEYS for agency in group["agencies"])
    area = ["code", "name", "points", "maximum", "index", "printed", "self_points", "gap"]
    assert list(group["agencies"][0]["areas"][0]) == area
    assert all(list(found) == PROBLEM_KEYS for found in document["problems"])
    assert len(document["problems"]) == len(result.problems)


def test_the_documented_example_is_what_is_written(result, vi):
    text = (Path(__file__).parents[2] / "docs" / "json.md").read_text(encoding="utf-8")
    example, found = (json.loads(block) for block in re.findall(r"```json\n(.*?)```", text, re.S)[:2])
    written = agencies_of(score_document(result, vi))["SYT"]
    (shown,) = example["groups"][0]["agencies"]
    assert shown["areas"] == written["areas"][:1]
    assert {**shown, "areas": []} == {**written, "areas": []}
    assert list(found) == PROBLEM_KEYS


def test_a_result_without_open_ends_is_final(final_result, vi):
    assert score_document(final_result, vi)["final"] is True


def test_exact_values_and_printed_ones(result, vi):
    agencies = agencies_of(score_document(result, vi))
    tied = agencies["SYT"]
    assert (tied["points"], tied["maximum"], tied["index"]) == ("10731/1300", "10", "10731/130")
    assert tied["printed"] == {"points": "8.25", "maximum": "10.00", "index": "82.55"}
    assert (tied["rank"], tied["tied"], tied["class"]) == (3, True, "Tốt")
    assert (agencies["SNV"]["points"], agencies["SNV"]["printed"]["points"]) == ("10", "10.00")


def test_outside_the_ranking_and_incomplete(result, vi):
    agencies = agencies_of(score_document(result, vi))
    outside, incomplete = agencies["NGOAI"], agencies["SXD"]
    assert (outside["rank"], outside["complete"], outside["ranked"], outside["class"]) == (None, True, False, "Tốt")
    assert (incomplete["rank"], incomplete["complete"], incomplete["class"]) == (None, False, None)


def test_an_index_that_does_not_exist_is_null(make, vi):
    result = make({"SNV": ("Sở Nội vụ", {"1.1.1": "2"})})
    card = result.groups[0].standings[0].scorecard
    nothing = replace(card, areas=(replace(card.areas[0], maximum=Fraction(0), points=Fraction(0)),))
    standing = replace(result.groups[0].standings[0], scorecard=nothing)
    area = explain_document(standing, None, vi)["items"][0]
    assert (area["index"], area["printed"]["index"]) == (None, None)


def test_every_printed_value_is_its_exact_value_rounded(result, words):
    rounding = Rounding()
    seen = 0
    for document in (score_document(result, words), explain_document(standing_of(result, "SYT"), None, words)):
        for node in _nodes(json.loads(dump(document))):
            for name, digits in (("points", rounding.points), ("maximum", rounding.points), ("index", rounding.index)):
                value = None if node[name] is None else printed(parse_exact(node[name]), digits, comma=False)
                assert node["printed"][name] == value
                seen += 1
    assert seen > 60


def _nodes(value):
    if isinstance(value, dict):
        if isinstance(value.get("printed"), dict):
            yield value
        for each in value.values():
            yield from _nodes(each)
    elif isinstance(value, list):
        for each in value:
            yield from _nodes(each)


def test_ranking_document(make, vi):
    result = make(groups=2)
    document = ranking_document(result, vi)
    assert [group["group"] for group in document["groups"]] == ["g1", "g2"]
    only = ranking_document(result, vi, "g2")
    assert [group["group"] for group in only["groups"]] == ["g2"]
    assert only["groups"][0]["ranked_by"] == {"by": "index", "basis": "exact", "ties": "competition", "keys": []}
    assert only["groups"][0]["criteria"] == "so-ban-nganh@2025.1"


def test_explanation_of_a_leaf_down_to_the_cell(result, vi):
    document = explain_document(standing_of(result, "SYT"), "1.1.2", vi)
    (item,) = document["items"]
    assert (item["code"], item["status"], item["points"], item["declared_maximum"]) == (
        "1.1.2", "scored", "18/13", "1.5",
    )  # fmt: skip
    done = item["inputs"][0]
    assert (done["name"], done["ask"], done["value"], done["printed"]) == ("done", "Số nhiệm vụ hoàn thành", "12", "12")
    assert (done["file"], done["sheet"], done["cell"]) == ("inbox/2025_SYT_tucham.xlsx", "Tự chấm điểm", "D6")
    assert done["stored"] == {"kind": "number", "text": "12", "formula": "SUM(D8:D9)", "format": "General"}
    assert item["steps"][-1] == {"formula": "value * maximum", "numbers": "(12/13) * 1.5", "value": "18/13"}
    assert item["branch"] == "Từ 50% trở lên: giá trị × điểm tối đa"
    assert item["declared_at"] == {"file": "criteria/so.yaml", "sheet": "", "cell": "", "line": 15, "column": 11}
    assert item["rule"]["family"] == "threshold"
    assert len(item["rule"]["words"]) == 4
    assert item["reference"] == "Phụ lục I, mục 1.1.2"


def test_explanation_of_an_agency_holds_the_whole_tree_and_the_class_tests(result, vi):
    document = explain_document(standing_of(result, "SYT"), None, vi)
    assert [area["code"] for area in document["items"]] == ["1", "2"]
    assert [child["code"] for child in document["items"][0]["items"]] == ["1.1", "1.2"]
    (test,) = document["class_tests"]
    assert (test["class"], test["bound_held"], test["areas_held"], test["weakest_area"]) == ("Tốt", True, True, "2")


def test_explanation_tells_only_the_problems_that_belong_to_it(result, vi):
    standing = standing_of(result, "SXD")
    every = explain_document(standing, None, vi, Background(result.problems))["problems"]
    assert {found["code"] for found in every} == {"PS213", "PS216"}
    one = explain_document(standing, "1.1.1", vi, Background(result.problems))["problems"]
    assert [(found["code"], found["cell"]) for found in one] == [("PS213", "H5")]


def test_an_unknown_code_is_the_caller_s_mistake(result, vi):
    with pytest.raises(KeyError):
        explain_document(standing_of(result, "SYT"), "9.9", vi)


def test_problem_document_counts_and_places(vi):
    found = [
        problem("PS703", group="Sở", agencies="SYT", count=1),
        problem("PS701", Place("criteria/so.yaml", line=3, column=5), group="Sở", agencies="SYT, SNV"),
    ]
    document = problem_document(found, vi)
    assert document["counts"] == {"error": 0, "warning": 1, "note": 1}
    first, second = document["problems"]
    assert "line" not in first
    assert list(second) == [*PROBLEM_KEYS[:5], "line", "column", *PROBLEM_KEYS[5:]]
    assert (second["line"], second["column"]) == (3, 5)
    assert problem_document([], vi)["counts"] == {"error": 0, "warning": 0, "note": 0}


def test_dump_is_readable_and_safe_on_a_terminal():
    text = dump({"b": "Sở Y tế", "a": "\x1b[31m \x9b \u202e \ud800 \u2028"})
    assert text.startswith('{\n  "b": "Sở Y tế",\n  "a":')
    assert text.endswith("}\n")
    assert all(character.isprintable() or character == "\n" for character in text)
    assert json.loads(text) == {"b": "Sở Y tế", "a": "\x1b[31m \x9b \u202e \ud800 \u2028"}
    text.encode()


def test_documents_are_the_same_every_time(make, vi):
    assert dump(score_document(make(), vi)) == dump(score_document(make(), vi))


def test_cells_document(vi):
    rows = [{"sheet": "S", "address": "A1", "text": "12"}]
    document = cells_document("a.xlsx", rows, [], vi)
    assert document == {"schema": "parscore.cells/1", "file": "a.xlsx", "cells": rows, "problems": []}
