"""Two lists of a record's lines compared: which item differs, in which field, and both values."""

import json
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from parscore.viet import show

_KEYS: Final = {
    "input": ("path",),
    "criteria": ("id", "version"),
    "group": ("group",),
    "leaf": ("agency", "code"),
    "total": ("agency",),
    "problem": ("code", "file", "cell", "agency", "criterion"),
}
"""What tells the lines of a kind apart; of other kinds there is one, or they are counted."""
WHOLE: Final = "line"
"""The field of a difference that is one of the whole line."""

Key = tuple[str, ...]


class Difference(NamedTuple):
    """One difference: the line in the first list (0: it has none), the item, the path of the field, both values."""

    line: int
    item: Key
    field: str
    found: str
    wanted: str


def differences(found: Sequence[bytes], wanted: Sequence[bytes]) -> Iterator[Difference]:
    """Yield how ``found`` differs from ``wanted``, by item; whatever differs in bytes gives at least one.

    Items that only one of them has come with the field "line"; a line that says the same in other bytes, and lines in
    another order, too.
    """
    if list(found) == list(wanted):
        return
    same = {at for at, (one, other) in enumerate(zip(found, wanted, strict=False), 1) if one == other}
    ours, theirs = _keyed(found, same), _keyed(wanted, same)
    at_line = {line: key for key, (line, _) in theirs.items()}
    told = False
    for key, (line, mine) in ours.items():
        # A line whose own name was changed is the one that should stand at its place.
        its = key if key in theirs else at_line.get(line, key)
        for field, one, other in trees(mine, theirs.pop(its, (0, None))[1]):
            told = True
            yield Difference(line, its, field, one, other)
    for key, (_, its) in theirs.items():
        told = True
        yield Difference(0, key, WHOLE, "", _shown(its))
    if not told:
        line = next(at for at in range(1, len(found) + 2) if at not in same)
        yield Difference(line, at_line.get(line, ("",)), WHOLE, "", "")


def parsed(line: bytes) -> dict[str, Any]:
    """Read one line; bytes that are no JSON object stand for themselves."""
    try:
        told = json.loads(line)
    except (ValueError, RecursionError):
        told = None
    return told if isinstance(told, dict) else {"kind": "", "line": line.decode("utf-8", "backslashreplace")}


def _keyed(lines: Sequence[bytes], same: Container[int]) -> dict[Key, tuple[int, Any]]:
    """Return number and content of every line but those that are the same; the second of an item has its number."""
    keyed: dict[Key, tuple[int, Any]] = {}
    met: Counter[Key] = Counter()
    for number, line in enumerate(lines, 1):
        told = parsed(line)
        key = key_of(told)
        met[key] += 1
        if number not in same:
            keyed[key if met[key] == 1 else (*key, f"({met[key]})")] = (number, told)
    return keyed


def key_of(told: Mapping[str, Any]) -> Key:
    """What a line is about: its kind, and what tells it apart from others of the kind."""
    kind = told.get("kind")
    if not isinstance(kind, str):
        return ("",)
    names = _KEYS.get(kind, ())
    return (kind, *(str(told.get(name, "")) for name in names))


def trees(one: object, other: object, path: str = "") -> Iterator[tuple[str, str, str]]:
    """Yield the paths of the leaves of two trees at which they differ (``inputs[0].stored.text``)."""
    if isinstance(one, dict) and isinstance(other, dict):
        for name in sorted({*one, *other}):
            inner = f"{path}.{name}" if path else name
            if name in one and name in other:
                yield from trees(one[name], other[name], inner)
            else:
                yield inner, _shown(one.get(name)), _shown(other.get(name))
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for at, (mine, its) in enumerate(zip(one, other, strict=True)):
            yield from trees(mine, its, f"{path}[{at}]")
    elif type(one) is not type(other) or one != other:
        yield path or WHOLE, _shown(one), _shown(other)


def _shown(value: object) -> str:
    return show(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True))
