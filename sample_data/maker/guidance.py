"""The rows of guidance under a leaf: what the data are and how points are given, as forms print them."""

from collections.abc import Iterator
from fractions import Fraction

from parscore.model.criteria import Leaf
from parscore.numbers import trimmed
from parscore.rules.choose import Choose
from parscore.rules.claim import Claim
from parscore.rules.deduct import Deduct
from parscore.rules.index import Index
from parscore.rules.interpolate import Interpolate
from parscore.rules.threshold import Threshold
from parscore.rules.tiers import Tiers
from parscore.rules.yes_no import YesNo

LETTERS = "abcdef"


def letters(leaf: Leaf) -> str:
    """``a: Số hồ sơ đúng hạn; b: Tổng số hồ sơ``; empty for a leaf without data."""
    return "; ".join(f"{letter}: {asked.ask}" for letter, asked in zip(LETTERS, leaf.inputs, strict=False))


def rules(leaf: Leaf) -> Iterator[str]:
    """Yield the lines that say how points are given."""
    rule, top = leaf.rule, trimmed(leaf.maximum)
    if isinstance(rule, Claim):
        yield f"- Chấm từ 0 đến {top} điểm, mỗi bước {trimmed(rule.step)} điểm"
    elif isinstance(rule, YesNo):
        yield f"- Có: {_points(rule.yes, leaf)}; không: {_points(rule.no, leaf)}"
    elif isinstance(rule, Choose):
        yield from (f"- {option.label}: {_points(option.points, leaf)}" for option in rule.options)
    elif isinstance(rule, Tiers):
        yield from (f"- {_range(tier.when.text)}: {_points(tier.points, leaf)}" for tier in rule.steps)
    elif isinstance(rule, Threshold):
        bound = _bound(rule.zero_below)
        yield f"- Từ {bound} trở lên: tỷ lệ × {top} điểm; dưới {bound}: 0 điểm"
    elif isinstance(rule, Interpolate):
        low, high = _bound(rule.lower), _bound(rule.upper)
        yield f"- Từ {high} trở lên: {top} điểm; từ {low} đến dưới {high}: tính theo công thức; dưới {low}: 0 điểm"
    elif isinstance(rule, Deduct):
        yield f"- Mỗi trường hợp trừ {trimmed(rule.per_case)} điểm, trừ đến {trimmed(rule.floor)} điểm"
    elif isinstance(rule, Index):
        yield f"- Điểm = kết quả × {top}/{trimmed(rule.scale)}"
    else:
        yield f"- Điểm = tỷ lệ × {top}"


def _points(points: Fraction | None, leaf: Leaf) -> str:
    return f"{trimmed(leaf.maximum if points is None else points)} điểm"


def _bound(value: Fraction) -> str:
    return f"{trimmed(value * 100)}%" if value <= 1 else trimmed(value)


def _range(text: str) -> str:
    if text.startswith("="):
        return f"Đạt {text[1:].strip()}"
    return text.replace(">=", "≥").replace("<=", "≤").replace(" and ", " và ")
