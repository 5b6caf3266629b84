"""YAML text to a plain tree of dict, list and str, with the line and column of everything in it.

Read event by event with libyaml (or PyYAML's own parser where libyaml is missing), so that nothing is ever constructed:
scalars stay text, a tag is a fault and not an instruction, and depth is counted before the tree grows.
Accepted: a byte order mark, CRLF line ends, decomposed text (brought to NFC).
"""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple
from unicodedata import normalize

import yaml

from parscore.model.place import Place
from parscore.model.problem import Problem, facts_of, problem

MAX_BYTES: Final = 1024 * 1024
MAX_DEPTH: Final = 24
"""Enough for a variant of a sub-criterion with the deepest rule: 21 (see ``rules.parts.MAX_DEPTH``)."""
MAX_SCALAR: Final = 10_000
MAX_VALUES: Final = 20_000
"""Some five times what a set of 100 leaves has; keeps every check far below a second."""
_UNCLOSED: Final = "found unexpected end of stream"
_CONTROL: Final = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")

Path = tuple[str | int, ...]
"""Keys and list positions from the root; ``("areas", 0, "max")``."""

Tree = Any
"""``dict[str, Tree]``, ``list[Tree]`` or ``str``."""


class Spot(NamedTuple):
    """Where a value stands and where its key does (0 where it has none); all from 1. ``plain``: without quotes."""

    line: int
    column: int
    key_line: int
    key_column: int
    plain: bool


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML file as a tree. ``aliased`` holds the paths of aliases: reported as such, so nothing below them is."""

    file: str
    tree: Tree
    spots: Mapping[Path, Spot]
    aliased: frozenset[Path] = frozenset()

    def place(self, path: Path, *, key: bool = False) -> Place:
        """Return the place of a value (or of its key); for a path that is not written, that of what it would be in."""
        while path not in self.spots:
            path = path[:-1]
        spot = self.spots[path]
        if key and spot.key_line:
            return Place(self.file, line=spot.key_line, column=spot.key_column)
        return Place(self.file, line=spot.line, column=spot.column)

    def at(self, path: Path) -> Tree:
        """Return the value that is written at a path."""
        value = self.tree
        for step in path:
            value = value[step]
        return value

    def below_alias(self, path: Path) -> bool:
        """Whether a path is an alias or would lie below one."""
        return bool(self.aliased) and any(path[:length] in self.aliased for length in range(len(path) + 1))


def parse_yaml(data: bytes, shown_as: str) -> tuple[Document | None, tuple[Problem, ...]]:
    """Read one YAML document: the tree and its problems (PS501, PS502, PS505 to PS507, PS522).

    ``None`` where no tree can be had: wrong encoding, too large, too deep, or a syntax error. An empty file is an
    empty mapping, so that the keys it lacks are what is reported.
    """
    if len(data) > MAX_BYTES:
        return None, (_limit(Place(shown_as, line=1, column=1), "file size in bytes", len(data), MAX_BYTES),)
    data = data.removeprefix(BOM_UTF8)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return None, (_not_utf8(data, error.start, shown_as),)
    builder = _Builder(text, shown_as)
    try:
        tree = builder.document()
    except _StopReading as stop:
        return None, (*builder.problems, stop.problem)
    return Document(shown_as, tree, builder.spots, frozenset(builder.aliased)), tuple(builder.problems)


class _StopReading(Exception):
    """Reading cannot go on; carries the problem that says why."""

    def __init__(self, found: Problem) -> None:
        super().__init__(found.code)
        self.problem = found


def _limit(place: Place, what: str, found: int, limit: int) -> Problem:
    return problem("PS522", place, what=what, found=found, expected=f"≤ {limit}")


def _not_utf8(data: bytes, offset: int, shown_as: str) -> Problem:
    before = data[:offset]
    line_start = before.rfind(b"\n") + 1
    column = len(before[line_start:].decode("utf-8")) + 1
    place = Place(shown_as, line=before.count(b"\n") + 1, column=column)
    found = "UTF-16" if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else f"0x{data[offset]:02X}"
    return problem("PS522", place, what="text encoding", found=found, expected="UTF-8")


@dataclass(slots=True)
class _Builder:
    """Builds the tree of one text from its events and collects spots and problems on the way."""

    text: str
    file: str
    spots: dict[Path, Spot] = field(default_factory=dict)
    aliased: set[Path] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    values: int = 0
    events: Iterator[yaml.Event] = field(init=False)

    def __post_init__(self) -> None:
        self.events = self._events()

    def document(self) -> Tree:
        """Return the tree of the only document."""
        next(self.events)  # the start of the stream
        if isinstance(next(self.events), yaml.StreamEndEvent):
            self.spots[()] = Spot(1, 1, 0, 0, True)
            return {}
        first = next(self.events)
        tree = self._node(first, (), 0, 0)
        next(self.events)  # the end of the document
        after = next(self.events)
        if not isinstance(after, yaml.StreamEndEvent):
            self._report("PS501", after, reason="more than one document")
        return {} if tree == "" and _unmarked(first) else tree

    def _events(self) -> Iterator[yaml.Event]:
        try:
            # PyYAML's types know nothing of the optional C loader.
            yield from yaml.parse(self.text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        except yaml.YAMLError as error:
            raise _StopReading(self._syntax(error)) from None
        except (ValueError, OverflowError):
            # PyYAML's own parser lets chr() and int() fail on an escape or a version that is far too large.
            place = Place(self.file, line=1, column=1)
            raise _StopReading(problem("PS501", place, reason="found unknown escape character")) from None

    def _syntax(self, error: yaml.YAMLError) -> Problem:
        if not isinstance(error, yaml.MarkedYAMLError):  # a reader's error, without a mark
            return problem("PS501", self._control_character(), reason="control characters are not allowed")
        reason = error.problem or ""
        # What is never closed is better looked for where it begins than at the end of the file.
        mark = error.context_mark if reason == _UNCLOSED and error.context_mark else error.problem_mark
        line, column = (mark.line, mark.column) if mark else (0, 0)
        indent = re.match(r"\s*", "".join(self.text.splitlines(keepends=True)[line : line + 1]))
        if indent and "\t" in indent[0]:
            reason = "tab in the indentation"
        return problem("PS501", Place(self.file, line=line + 1, column=column + 1), reason=reason)

    def _control_character(self) -> Place:
        found = _CONTROL.search(self.text)
        before = self.text[: found.start() if found else 0]
        return Place(self.file, line=before.count("\n") + 1, column=len(before) - before.rfind("\n"))

    def _place(self, event: yaml.Event) -> Place:
        line, column = _start(event)
        return Place(self.file, line=line, column=column)

    def _report(self, code: str, event: yaml.Event, **facts: object) -> None:
        self.problems.append(Problem(code, self._place(event), facts=facts_of(facts)))

    def _node(self, event: yaml.Event, path: Path, key_line: int, key_column: int) -> Tree:
        self.values += 1
        if self.values > MAX_VALUES:
            raise _StopReading(_limit(self._place(event), "values in the file", self.values, MAX_VALUES))
        plain = isinstance(event, yaml.ScalarEvent) and not event.style
        self.spots[path] = Spot(*_start(event), key_line, key_column, plain)
        if isinstance(event, yaml.AliasEvent):
            self._report("PS507", event, found=f"*{event.anchor}")
            self.aliased.add(path)
            return ""
        self._marked(event)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        if len(path) >= MAX_DEPTH:
            raise _StopReading(_limit(self._place(event), "levels of nesting", len(path) + 1, MAX_DEPTH))
        return self._mapping(path) if isinstance(event, yaml.MappingStartEvent) else self._sequence(path)

    def _marked(self, event: yaml.Event) -> None:
        """Report a tag or an anchor; the value itself is read on, so that its own faults are found too."""
        if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent):
            if event.tag is not None:
                self._report("PS506", event, found=event.tag)
            if event.anchor is not None:
                self._report("PS507", event, found=f"&{event.anchor}")

    def _scalar(self, event: yaml.ScalarEvent) -> str:
        value = event.value
        if len(value) > MAX_SCALAR:
            raise _StopReading(_limit(self._place(event), "characters in one value", len(value), MAX_SCALAR))
        return value if value.isascii() else normalize("NFC", value)

    def _sequence(self, path: Path) -> list[Tree]:
        items: list[Tree] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self._node(event, (*path, len(items)), 0, 0))
        return items

    def _mapping(self, path: Path) -> dict[str, Tree]:
        entries: dict[str, Tree] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self._key(event, path)
            if key is None or key in entries:
                if key is not None:
                    self._report("PS502", event, found=key, first=self.spots[(*path, key)].key_line)
                self._skip(path)
            else:
                entries[key] = self._node(next(self.events), (*path, key), *_start(event))
        return entries

    def _key(self, event: yaml.Event, path: Path) -> str | None:
        """Return a key; ``None`` where it is not text, which is reported."""
        if isinstance(event, yaml.ScalarEvent):
            self._marked(event)
            return self._scalar(event)
        if isinstance(event, yaml.AliasEvent):
            self._report("PS507", event, found=f"*{event.anchor}")
            return None
        found = "a mapping" if isinstance(event, yaml.MappingStartEvent) else "a list"
        self._report("PS505", event, found=found, expected="a text")
        self._skip(path, event)
        return None

    def _skip(self, path: Path, event: yaml.Event | None = None) -> None:
        """Read a node that has no place in the tree, reporting what is wrong with it as YAML."""
        spots, aliased = self.spots, self.aliased
        self.spots, self.aliased = {}, set()
        self._node(event or next(self.events), (*path, ""), 0, 0)
        self.spots, self.aliased = spots, aliased


def _start(event: yaml.Event) -> tuple[int, int]:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _unmarked(event: yaml.Event) -> bool:
    return isinstance(event, yaml.ScalarEvent) and not event.style
