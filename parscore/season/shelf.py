"""Where a run puts what it will look at again: the answers of a form and the tree of a score, until a view asks.

No tree of an agency stays in memory: each is put away as soon as it is made, and made again from its bytes whenever
somebody looks at it. So a season of a thousand agencies needs hardly more memory than one of ten.
"""

import gc
import pickle
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from copyreg import dispatch_table
from dataclasses import fields, replace
from fractions import Fraction
from functools import lru_cache, partial
from io import BytesIO
from operator import attrgetter
from tempfile import SpooledTemporaryFile
from types import MappingProxyType
from typing import Any, Final, overload
from weakref import finalize

from parscore.model.cell import Answer, Cell, Entry
from parscore.model.place import Place
from parscore.model.rule import Phrase, Step
from parscore.model.scorecard import HeadingScore, InputUse, ItemScore, LeafScore, Scorecard
from parscore.model.season import Season
from parscore.model.submission import LeafAnswers, Submission

Reducer = Callable[[Any], tuple[Any, ...]]
"""Says by what call an object is made again, as ``pickle`` wants it."""

_IN_MEMORY: Final = 2 << 20
"""Bytes that are held before a file is needed: a small season leaves the disk alone."""
_AT_HAND: Final = 3
"""Trees that stay open, for views that look at some by turns."""
_PROTOCOL: Final = 5


def pack(tree: object, reducers: Mapping[type, Reducer] = MappingProxyType({})) -> bytes:
    """Return a tree as bytes that a ``Shelf`` takes."""
    stream = BytesIO()
    pickler = pickle.Pickler(stream, _PROTOCOL)
    pickler.dispatch_table = {**dispatch_table, **_REDUCERS, **reducers}
    pickler.dump(tree)
    return stream.getvalue()


class Shelf:
    """The trees of one run, in a file without a name that is gone with the run; up to 2 MiB stay in memory.

    What belongs to the season and its criteria sets goes in by its number, and comes out as the very same object.
    """

    def __init__(self, season: Season) -> None:
        self._file = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 (it lives as long as what is on the shelf)
        finalize(self, self._file.close)
        self._end = 0
        self._open: OrderedDict[int, Any] = OrderedDict()
        self._parts = tuple(_parts(season))
        numbers = {id(part): number for number, part in enumerate(self._parts)}
        self._reducers = dict.fromkeys(map(type, self._parts), partial(_by_number, numbers))

    def put(self, content: bytes) -> "Slip":
        """Put a packed tree away."""
        slip = Slip(self, self._end, len(content))
        self._file.seek(self._end)
        self._file.write(content)
        self._end += len(content)
        return slip

    def take(self, at: int, size: int) -> Any:  # noqa: ANN401 (whatever was put there)
        """Open what was put at a place; what was looked at last is still open."""
        if at in self._open:
            self._open.move_to_end(at)
            return self._open[at]
        if len(self._open) == _AT_HAND:
            self._open.popitem(last=False)
        self._file.seek(at)
        self._open[at] = tree = _unpacked(self._file.read(size), self._parts)
        return tree

    def submission(self, form: Submission, answers: bytes) -> Submission:
        """Put the answers of a form away, which another process may have packed."""
        return replace(form, answers=KeptAnswers(self.put(answers)))

    def scorecard(self, card: Scorecard) -> Scorecard:
        """Put away what stands below the areas of a scorecard; the areas themselves stay, as ranks ask for them."""
        slip = self.put(pack(tuple(tuple(area.children) for area in card.areas), self._reducers))
        areas = (replace(area, children=KeptItems(slip, at)) for at, area in enumerate(card.areas))
        return replace(card, areas=tuple(areas))


class Slip:
    """Says where a tree lies on its shelf."""

    __slots__ = ("_at", "_shelf", "_size")

    def __init__(self, shelf: Shelf, at: int, size: int) -> None:
        self._shelf, self._at, self._size = shelf, at, size

    def take(self) -> Any:  # noqa: ANN401 (whatever was put there)
        """Open the tree."""
        return self._shelf.take(self._at, self._size)


class KeptItems(Sequence[ItemScore]):
    """What stands below one area of a scorecard on a shelf; equal to any other sequence of the same items."""

    __slots__ = ("_area", "_slip")

    def __init__(self, slip: Slip, area: int) -> None:
        self._slip, self._area = slip, area

    def _take(self) -> tuple[ItemScore, ...]:
        areas: tuple[tuple[ItemScore, ...], ...] = self._slip.take()
        return areas[self._area]

    @overload
    def __getitem__(self, at: int) -> ItemScore: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[ItemScore, ...]: ...
    def __getitem__(self, at: int | slice) -> ItemScore | tuple[ItemScore, ...]:
        return self._take()[at]

    def __len__(self) -> int:
        return len(self._take())

    def __iter__(self) -> Iterator[ItemScore]:
        return iter(self._take())

    def __reversed__(self) -> Iterator[ItemScore]:
        return reversed(self._take())

    def __eq__(self, other: object) -> bool:
        return self._take() == tuple(other) if isinstance(other, Sequence) else NotImplemented

    __hash__ = None  # type: ignore[assignment]


class KeptAnswers(Mapping[str, LeafAnswers]):
    """The answers of a form on a shelf, by the code of the leaf."""

    __slots__ = ("_slip",)

    def __init__(self, slip: Slip) -> None:
        self._slip = slip

    def __getitem__(self, code: str) -> LeafAnswers:
        answers: Mapping[str, LeafAnswers] = self._slip.take()
        return answers[code]

    def __len__(self) -> int:
        return len(self._slip.take())

    def __iter__(self) -> Iterator[str]:
        return iter(self._slip.take())


class _Unpacking(pickle.Unpickler):
    """Makes a tree again, with the parts of the season themselves in it."""

    def __init__(self, content: bytes, parts: Sequence[object]) -> None:
        super().__init__(BytesIO(content))
        self._parts = parts

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 (as ``pickle`` has it)
        """Return what a name stands for."""
        if name == _part.__name__:
            return self._parts.__getitem__
        return tuple.__new__ if name == _tuple.__name__ else super().find_class(module, name)


def _unpacked(content: bytes, parts: Sequence[object]) -> Any:  # noqa: ANN401 (whatever was packed)
    # Nothing that is made here is garbage: looking for some now and then would take a third of the time.
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _Unpacking(content, parts).load()
    finally:
        if collecting:
            gc.enable()


def _by_number(numbers: Mapping[int, int], part: object) -> tuple[Any, ...]:
    """Put a number in the place of a part of the season; what was made for one agency goes in as it is."""
    number = numbers.get(id(part))
    made: Any = part.__reduce_ex__(_PROTOCOL) if number is None else (_part, (number,))
    return made  # type: ignore[no-any-return]


def _part(number: int) -> object:
    """Stands in packed trees for a part of the season; ``_Unpacking`` puts the part there."""
    raise LookupError(number)


def _parts(season: Season) -> Iterator[object]:
    """Whatever of a season and its criteria sets may stand in a tree."""
    yield from season.stages
    for group in season.groups:
        yield from group.criteria.items()
        for leaf in group.criteria.leaves():
            yield from (leaf.rule, *leaf.inputs, *leaf.examples, *leaf.variants)
            yield from (variant.rule for variant in leaf.variants if variant.rule)


def _as_made(kind: type) -> Reducer:
    """Make a dataclass again by its own call: much faster than by its state."""
    values = attrgetter(*(field.name for field in fields(kind)))
    return lambda tree: (kind, values(tree))


@lru_cache(1024)
def _fraction(numerator: int, denominator: int) -> Fraction:
    """The same few values stand in every tree."""
    return Fraction(numerator, denominator)


def _as_tuple(kind: type) -> Reducer:
    """Make a named tuple again without a call of its own."""
    return lambda tree: (_tuple, (kind, tuple(tree)))


def _tuple(kind: type, values: tuple[object, ...]) -> object:
    """Stands in packed trees for ``tuple.__new__``; ``_Unpacking`` puts that there."""
    raise LookupError(kind, values)


_REDUCERS: Final[Mapping[type, Reducer]] = {
    LeafScore: _as_made(LeafScore),
    HeadingScore: _as_made(HeadingScore),
    Fraction: lambda value: (_fraction, (value.numerator, value.denominator)),
    **{kind: _as_tuple(kind) for kind in (Answer, Cell, Entry, InputUse, LeafAnswers, Phrase, Place, Step)},
    MappingProxyType: lambda held: (_frozen, (dict(held),)),
}


def _frozen(held: dict[Any, Any]) -> Mapping[Any, Any]:
    return MappingProxyType(held)
