"""Charts as SVG: real text, colours by class so that a page's style sheet sets them, the same bytes every time.

Figures are printed by the caller; here they are only placed. Sizes are in units of the view box.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from html import escape
from math import cos, pi, sin
from typing import Final, NamedTuple

_FULL: Final = Fraction(100)
_HIGH: Final = 20
"""Height of a bar's row."""
LEAST_SPOKES: Final = 3
"""Below that a radar has no surface."""


class Spoke(NamedTuple):
    """One direction of a radar: its label, the figure as printed, and both values (0 to 100) where there are any."""

    label: str
    figure: str
    value: Fraction | None
    mean: Fraction | None


def bar(value: Fraction | None, mean: Fraction | None, ends: tuple[Fraction, Fraction] | None = None) -> str:
    """One row of a bar chart: a bar of 0 to 100, the line of the mean, and a thin line between the two ``ends``.

    It stretches to the width it is given, so it has no text.
    """
    shapes = [f'<rect class="track" x="0" y="4" width="100" height="{_HIGH - 8}"/>']
    if value is not None:
        shapes.append(f'<rect class="bar" x="0" y="4" width="{_number(_held(value))}" height="{_HIGH - 8}"/>')
    if ends is not None:
        low, high = (_number(_held(end)) for end in ends)
        shapes.append(f'<path class="ends" d="M{low} {_HIGH / 2:g}H{high}M{low} 6V14M{high} 6V14"/>')
    if mean is not None:
        shapes.append(f'<path class="mean" d="M{_number(_held(mean))} 0V{_HIGH}"/>')
    return (
        f'<svg class="row" viewBox="0 0 100 {_HIGH}" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f"{''.join(shapes)}</svg>"
    )


def radar(spokes: Sequence[Spoke], title: str, description: str) -> str:
    """A radar of an agency against the mean of its group; empty below three spokes, where there is no surface.

    A spoke without a value interrupts the outline: nothing is drawn as 0 that is not.
    """
    if len(spokes) < LEAST_SPOKES:
        return ""
    parts = [f"<title>{escape(title)}</title><desc>{escape(description)}</desc>"]
    parts += [f'<path class="ring" d="{_outline([Fraction(ring)] * len(spokes))}"/>' for ring in (25, 50, 75, 100)]
    parts += [f'<path class="ring" d="M0 0L{_point(at, len(spokes), _FULL)}"/>' for at in range(len(spokes))]
    parts.append(f'<path class="group" d="{_outline([spoke.mean for spoke in spokes])}"/>')
    parts.append(f'<path class="own" d="{_outline([spoke.value for spoke in spokes])}"/>')
    parts += [
        f'<circle class="dot" r="2.5" transform="translate({_point(at, len(spokes), spoke.value)})"/>'
        for at, spoke in enumerate(spokes)
        if spoke.value is not None
    ]
    parts += [_label(at, len(spokes), spoke) for at, spoke in enumerate(spokes)]
    return f'<svg class="radar" viewBox="-170 -132 340 264" role="img">{"".join(parts)}</svg>'


def alone(drawing: str, style: str) -> str:
    """A drawing as a file of its own, with the style of its classes inside."""
    tag, rest = drawing.split(">", 1)
    return f'{tag} xmlns="http://www.w3.org/2000/svg"><style>{style}</style>{rest}'


def _outline(values: Sequence[Fraction | None]) -> str:
    """The path through all values that there are; closed where none is missing."""
    path: list[str] = []
    pen = "M"
    for at, value in enumerate(values):
        if value is None:
            pen = "M"
            continue
        path.append(f"{pen}{_point(at, len(values), value)}")
        pen = "L"
    if None not in values:
        return "".join(path) + "Z"
    first, last = values[0], values[-1]
    if first is not None and last is not None:
        path.append(f"L{_point(0, len(values), first)}")
    return "".join(path)


def _point(at: int, count: int, value: Fraction) -> str:
    x, y = _place(at, count, float(_held(value)))
    return f"{_number(x)} {_number(y)}"


def _place(at: int, count: int, radius: float) -> tuple[float, float]:
    """Clockwise from the top."""
    angle = 2 * pi * at / count
    return radius * sin(angle), -radius * cos(angle)


def _label(at: int, count: int, spoke: Spoke) -> str:
    x, y = _place(at, count, 112)
    anchor = "middle" if abs(x) < 15 else "start" if x > 0 else "end"
    lines = _lines((("name", spoke.label), ("figure", spoke.figure)))
    return f'<text x="{_number(x)}" y="{_number(y + 4)}" text-anchor="{anchor}">{lines}</text>'


def _lines(texts: Iterable[tuple[str, str]]) -> str:
    return " ".join(f'<tspan class="{kind}">{escape(text)}</tspan>' for kind, text in texts if text)


def _held(value: Fraction) -> Fraction:
    """Inside 0 to 100: a bonus can lift an index above."""
    return min(max(value, Fraction(0)), _FULL)


def _number(value: Fraction | float) -> str:
    """A coordinate with two decimals, without zeros that say nothing and without a negative zero."""
    text = f"{float(value):.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
