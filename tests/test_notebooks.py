"""The example of the page on notebooks runs as it stands and shows what it says."""

import re
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "notebooks.md"


def test_the_example_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    (code,) = re.findall(r"<!-- run -->\n```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    monkeypatch.chdir(ROOT)
    names: dict[str, Any] = {}
    exec(code, names)
    assert len(names["table"]) == 5 * (14 * 89 + 24 * 77)
    assert list(names["by_area"].columns) == ["self", "tham-dinh-1", "giai-trinh", "tham-dinh-2", "hoi-dong"]
    assert names["by_area"].shape[0] == 16
    assert names["most"]["gap"].is_monotonic_decreasing and (names["most"]["gap"] > 0).all()


def test_every_column_is_described() -> None:
    from parscore.reports.export import COLUMNS

    table = PAGE.read_text(encoding="utf-8").partition("| Column |")[2]
    assert [name for name in COLUMNS if f"`{name}`" not in table] == []
