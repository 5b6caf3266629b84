"""``parscore rule``: one code explained, all of them listed, codes that there are not."""

import json

import pytest
from calls import Call

from parscore.messages import LANGUAGES, PROBLEM_TOPICS, Words
from parscore.model.catalogue import CATALOGUE


@pytest.mark.parametrize("written", ["PS104", "ps104", "104", " PS104 "])
def test_a_code_however_it_is_written(call: Call, written: str) -> None:
    done = call("rule", written)
    assert (done.code, done.err) == (0, "")
    example = Words("vi").example("PS104")
    for text in ("PS104 Số viết không rõ", "lỗi: ", *example.values(), "Đọc biểu tự chấm"):
        assert text in done.out


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_names_every_code_once(call: Call, language: str) -> None:
    words = Words(language)  # type: ignore[arg-type]
    done = call("rule", PARSCORE_LANG=language)
    assert done.code == 0
    assert words.template("codes", "more") in done.err
    for code in CATALOGUE:
        assert done.out.count(f"{code} ") == 1
        assert words.entry(code)["title"] in done.out
    for topic in PROBLEM_TOPICS:
        assert words.template("codes", f"topic.{topic}") in done.out


def test_plain_lines(call: Call) -> None:
    lines = [line.split("\t") for line in call("rule", "--plain").out.splitlines()]
    assert len(lines) == len(CATALOGUE) + 1
    assert {line[1]: line[2] for line in lines[1:]} == dict(CATALOGUE)
    page = [line.split("\t") for line in call("rule", "PS104", "--plain").out.splitlines()]
    assert all(len(line) == 2 for line in page)
    assert ["Ví dụ", Words("vi").example("PS104")["place"]] in page


def test_json(call: Call) -> None:
    every = json.loads(call("rule", "--json", "--lang", "en").out)
    assert every["schema"] == "parscore.codes/1"
    assert [one["code"] for one in every["codes"]] == list(CATALOGUE)
    (one,) = json.loads(call("rule", "PS006", "--json", "--lang", "en").out)["codes"]
    assert one == next(each for each in every["codes"] if each["code"] == "PS006")
    assert (one["severity"], one["title"]) == ("error", "Result cannot be written")
    assert one["example"] == dict(Words("en").example("PS006"))


@pytest.mark.parametrize(
    ("written", "named"), [("PS140x", "PS140"), ("PS145", "PS144"), ("999", "PS8"), ("PSI04", "PS104"), ("", "PS001")]
)
def test_a_code_that_there_is_not(call: Call, written: str, named: str) -> None:
    done = call("rule", written, "--lang", "en", COLUMNS="200")
    assert (done.code, done.out) == (2, "")
    assert named in done.err and "There is no code" in done.err
