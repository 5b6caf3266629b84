"""YAML to a tree with places: what is accepted, what is refused, and that nothing is ever constructed."""

import unicodedata

import pytest
import yaml

from parscore.definitions.marks import MAX_BYTES, MAX_DEPTH, MAX_SCALAR, MAX_VALUES, Document, parse_yaml
from parscore.model.problem import Problem


def read(text: str | bytes) -> tuple[Document | None, list[tuple[str, int, int]]]:
    data = text if isinstance(text, bytes) else text.encode()
    document, problems = parse_yaml(data, "set.yaml")
    return document, [(found.code, found.place.line, found.place.column) for found in problems]


def only(text: str | bytes) -> Problem:
    data = text if isinstance(text, bytes) else text.encode()
    _, problems = parse_yaml(data, "set.yaml")
    (found,) = problems
    return found


@pytest.fixture(params=["libyaml", "pure python"])
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "pure python":
        monkeypatch.delattr(yaml, "CSafeLoader")
    return str(request.param)


@pytest.mark.usefixtures("loader")
def test_scalars_stay_text() -> None:
    traps = ["1.10", "012", "1:30", "no", "on", "1_0", "1e3", "2025-01-01", "~", "null", "0x1F", ".inf", "yes"]
    document, problems = read("".join(f"k{at}: {trap}\n" for at, trap in enumerate(traps)))
    assert problems == []
    assert document is not None
    assert list(document.tree.values()) == traps


@pytest.mark.usefixtures("loader")
def test_places_of_keys_and_values() -> None:
    document, _ = read('a:\n  - {khoá: "x", b: 1}\n  - c\n')
    assert document is not None
    assert document.spots[("a", 0, "khoá")] == (2, 12, 2, 6, False)
    assert document.spots[("a", 0, "b")] == (2, 20, 2, 17, True)
    assert str(document.place(("a", 1))) == "set.yaml:3:5"
    assert str(document.place(("a", 0, "b"), key=True)) == "set.yaml:2:17"


def test_a_path_that_is_not_written_stands_where_it_would_be() -> None:
    document, _ = read("a:\n  b: 1\n")
    assert document is not None
    assert str(document.place(("a", "missing", 3))) == str(document.place(("a",))) == "set.yaml:2:3"


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize("text", ["a: b\n", "\ufeffa: b\n", "a: b\r\n", "\ufeffa: b\r\n", "---\na: b\n...\n"])
def test_accepted_ways_to_write_the_same(text: str) -> None:
    document, problems = read(text)
    assert problems == []
    assert document is not None
    assert document.tree == {"a": "b"}


def test_places_behind_a_byte_order_mark_and_crlf() -> None:
    document, _ = read("\ufeffa: b\r\nc: d\r\n")
    assert document is not None
    assert document.spots[("a",)] == (1, 4, 1, 1, True)
    assert document.spots[("c",)] == (2, 4, 2, 1, True)


def test_decomposed_text_becomes_composed() -> None:
    composed = "Lĩnh vực cải cách"
    document, problems = read(f"ten: {unicodedata.normalize('NFD', composed)}\n")
    assert problems == []
    assert document is not None
    assert document.tree == {"ten": composed}


@pytest.mark.parametrize("text", ["", "# only a comment\n", "---\n"])
def test_an_empty_file_is_an_empty_mapping(text: str) -> None:
    document, problems = read(text)
    assert problems == []
    assert document is not None
    assert document.tree == {}


@pytest.mark.parametrize(
    ("text", "line", "column", "reason"),
    [
        ("a: b: c\n", 1, 5, "mapping values are not allowed in this context"),
        ("a: [1, 2\nb: 3\n", 2, 2, "did not find expected ',' or ']'"),
        ("a: 1\nb: 'x\n", 2, 4, "found unexpected end of stream"),
        ("a:\n\tb: 1\n", 2, 1, "tab in the indentation"),
        ("a:\n  b: 1\n\tc: 2\n", 3, 1, "tab in the indentation"),
        ("a:\n  b: 1\n c: 2\n", 3, 2, "did not find expected key"),
        ("a: 1\nb: \x01\n", 2, 4, "control characters are not allowed"),
        ("a: 1\n---\nb: 2\n", 2, 1, "more than one document"),
    ],
)
def test_syntax_errors(text: str, line: int, column: int, reason: str) -> None:
    found = only(text)
    assert (found.code, found.place.line, found.place.column) == ("PS501", line, column)
    assert dict(found.facts)["reason"] == reason


def test_pure_python_parser_refuses_the_same_syntax(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(yaml, "CSafeLoader")
    for text in ("a: b: c\n", "a: [1, 2\nb: 3\n", "a:\n\tb: 1\n", "a: 'x\n", "a: \x01\n"):
        document, problems = read(text)
        assert document is None
        assert [code for code, _, _ in problems] == ["PS501"]


@pytest.mark.usefixtures("loader")
def test_duplicate_keys() -> None:
    document, problems = read("a: 1\nb: {x: 1, x: {y: *q}}\na: 2\n")
    # The alias inside the second x has no anchor, which libyaml leaves to its composer; here it is reported.
    assert problems == [("PS502", 2, 11), ("PS507", 2, 18), ("PS502", 3, 1)]
    assert document is not None
    assert document.tree == {"a": "1", "b": {"x": "1"}}
    assert read("a: 1\nA: 2\nb: {x: 1}\nc: {x: 1}\n")[1] == []


def test_duplicate_key_that_differs_only_by_composition() -> None:
    assert read("tên: 1\n" + unicodedata.normalize("NFD", "tên") + ": 2\n")[1] == [("PS502", 2, 1)]


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize(
    "tag",
    [
        "!!python/object:os.system",
        "!!python/object/apply:os.system",
        "!!python/name:os.system",
        "!!str",
        "!!int",
        "!x",
        "!",
    ],
)
@pytest.mark.parametrize("value", ["[echo]", "{a: b}", "text"])
def test_tags_are_refused(tag: str, value: str) -> None:
    _, problems = read(f"a: {tag} {value}\n")
    assert problems == [("PS506", 1, 4)]


def test_a_quoted_tag_is_text() -> None:
    assert read('a: "!!python/object:os.system"\n')[1] == []


@pytest.mark.usefixtures("loader")
def test_anchors_aliases_and_merge_keys() -> None:
    document, problems = read("a: &one {x: 1}\nb: *one\nc:\n  - *one\n*one : d\n")
    assert problems == [("PS507", 1, 4), ("PS507", 2, 4), ("PS507", 4, 5), ("PS507", 5, 1)]
    assert document is not None
    assert document.below_alias(("b", "x"))
    assert document.below_alias(("c", 0))
    assert not document.below_alias(("a", "x"))
    assert read("a: '&one'\nb: 'R & D'\n")[1] == []


def test_billion_laughs_is_only_a_list_of_aliases() -> None:
    text = "a0: &a0 [x]\n" + "".join(f"a{at}: &a{at} [{', '.join([f'*a{at - 1}'] * 9)}]\n" for at in range(1, 12))
    document, problems = read(text)
    assert document is not None
    assert {code for code, _, _ in problems} == {"PS507"}


@pytest.mark.usefixtures("loader")
def test_keys_that_are_not_text() -> None:
    document, problems = read("? [a, b]\n: 1\n? {c: &x d}\n: [2]\nok: 3\n")
    assert problems == [("PS505", 1, 3), ("PS505", 3, 3), ("PS507", 3, 7)]
    assert document is not None
    assert document.tree == {"ok": "3"}


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_depth_is_limited_and_never_a_crash(opening: str) -> None:
    text = opening * (10**6 // len(opening))
    found = only(text)
    assert (found.code, found.place.line) == ("PS522", 1)
    assert dict(found.facts)["what"] == "levels of nesting"


def test_depth_boundary() -> None:
    assert read("[" * MAX_DEPTH + "]" * MAX_DEPTH)[1] == []
    assert read("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1))[1] == [("PS522", 1, MAX_DEPTH + 1)]


def test_size_boundary() -> None:
    comment = b"# " + b"x" * 100 + b"\n"
    fill = comment * (MAX_BYTES // len(comment))
    exactly = fill + b"#" * (MAX_BYTES - len(fill))
    assert read(exactly)[1] == []
    assert read(exactly + b"#")[1] == [("PS522", 1, 1)]


def test_boundary_of_the_number_of_values() -> None:
    items = MAX_VALUES - 1  # the list itself is a value
    assert read("[" + "a," * items + "]")[1] == []
    assert read("[" + "a," * (items + 1) + "]")[1] == [("PS522", 1, 2 * items + 2)]
    assert read("a: 1\na: [" + "a," * (items + 1) + "]")[1] == [("PS502", 2, 1), ("PS522", 2, 2 * items + 1)]


def test_escapes_that_no_character_has(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [code for code, _, _ in read('a: "\\UFFFFFFFF"')[1]] == ["PS501"]
    monkeypatch.delattr(yaml, "CSafeLoader")
    assert [code for code, _, _ in read('a: "\\UFFFFFFFF"')[1]] == ["PS501"]


def test_scalar_boundary() -> None:
    assert read("a: " + "x" * MAX_SCALAR)[1] == []
    assert read("a: " + "x" * (MAX_SCALAR + 1))[1] == [("PS522", 1, 4)]


@pytest.mark.parametrize(
    ("data", "line", "column", "found"),
    [
        ("a: ê\nb: ".encode() + b"\xea\n", 2, 4, "0xEA"),
        ("tên: ".encode() + b"\xff", 1, 6, "0xFF"),
        (b"\xef\xbb\xbfa: \xff", 1, 4, "0xFF"),
        ("a: 1".encode("utf-16"), 1, 1, "UTF-16"),
        ("a: 1".encode("utf-16-be"), None, None, None),
    ],
)
def test_only_utf8(data: bytes, line: int | None, column: int | None, found: str | None) -> None:
    problem = only(data)
    if line is None:  # without a mark UTF-16 is UTF-8 with NUL characters
        assert problem.code == "PS501"
    else:
        assert (problem.code, problem.place.line, problem.place.column) == ("PS522", line, column)
        assert dict(problem.facts)["found"] == found
