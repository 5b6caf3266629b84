"""The working papers of the sample seasons: no formula says otherwise than the result, and LibreOffice agrees."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from calculated import VI, shown, spoilt
from libreoffice import recalculated

from parscore.audit.paper import paper_of
from parscore.audit.paper_group import members_of
from parscore.numbers import from_stored
from parscore.reports.xlsx_papers import PaperOrder, paper_bytes
from parscore.season.open import open_folder
from parscore.season.run import score_season
from parscore.workbooks.ooxml import read_file

SAMPLES = Path(__file__).parents[2] / "sample_data"


@pytest.fixture(scope="module")
def orders() -> list[list[PaperOrder]]:
    """What is to be written of every agency, by season and group."""
    return [found for name in ("tinh-mau-2025", "tinh-mau-2025-loi") for found in of_season(SAMPLES / name)]


def of_season(path: Path) -> Iterator[list[PaperOrder]]:
    folder, _ = open_folder(path)
    assert folder is not None
    for ranking in score_season(folder).groups:
        members = members_of(standing.scorecard for standing in ranking.standings)
        yield [PaperOrder(folder.season, ranking, standing, members) for standing in ranking.standings]


def test_every_formula_gives_the_figure_of_the_result(orders: list[list[PaperOrder]]) -> None:
    papers = [paper_of(order.standing.scorecard, order.members) for group in orders for order in group]
    assert len(papers) == 50
    assert [(paper.card.agency.id, paper.differences) for paper in papers if paper.differences] == []


def test_libreoffice_shows_in_a_paper_what_was_written(orders: list[list[PaperOrder]], tmp_path: Path) -> None:
    chosen = [group[at] for group in orders for at in (0, len(group) // 2, -1)]
    contents = [paper_bytes(order, VI)[0] for order in chosen]
    written = [stored(content, tmp_path / f"paper-{at}.xlsx") for at, content in enumerate(contents)]
    wrong = [spoilt(content, dict.fromkeys(found), {}) for content, found in zip(contents, written, strict=True)]
    for found, book in zip(written, recalculated([one.content for one in wrong], tmp_path), strict=True):
        again = shown(book)
        assert again.keys() == found.keys()
        assert [(at, again[at], text) for at, text in found.items() if not same(again[at], text)] == []


def stored(content: bytes, file: Path) -> dict[tuple[str, str], str]:
    """The results that a paper stores beside its formulas."""
    file.write_bytes(BytesIO(content).getvalue())
    book, _ = read_file(file, file.name)
    assert book is not None
    return dict(shown(book))


def same(text: str, other: str) -> bool:
    """Whether two stored results are the same, numbers to 9 decimals."""
    number, wanted = from_stored(text), from_stored(other)
    return text == other if number is None or wanted is None else abs(number - wanted) * 10**9 < 1
