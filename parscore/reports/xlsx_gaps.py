"""The sheet that sets the self-assessment beside what later stages made of it: every agency, and every leaf changed."""

from collections.abc import Iterator
from fractions import Fraction

from parscore.messages import Words
from parscore.model.criteria import Rounding
from parscore.model.ranking import Standing
from parscore.model.scorecard import LeafScore, Scorecard
from parscore.reports.material import Material
from parscore.reports.printing import SCREEN, stage_name
from parscore.reports.xlsx_sheet import HEADING, HEADING_FILL, TOPIC, Amount, Book, Content, Look, Sheet

_WIDTHS = (15, 30, 9, 44, 10, 10, 10, 10, 18, 20, 16, 40, 20)
_TOTALS = ("id", "agency", "rank", "class", "maximum", "self", "appraised", "gap")
_LEAVES = (
    "id",
    "agency",
    "code",
    "leaf",
    "declared",
    "self",
    "appraised",
    "gap",
    "stage",
    "who",
    "when",
    "why",
    "document",
)
_PUBLIC = len(_LEAVES) - 4
"""Columns of leaves that a public report has: who judged, when, why and by which document is not for everybody."""
_TOP: Look = {"valign": "top", "align": "left"}


def write_gaps(book: Book, of: Material) -> None:
    """Write the sheet; a run of the self-assessment alone has none."""
    result = of.result
    if result.stage == result.season.stages[0]:
        return
    words = book.words
    sheet = book.sheet(words.text(TOPIC, "sheet.gaps"), _WIDTHS[:_PUBLIC] if of.public else _WIDTHS, 10)
    sheet.title(words.text(TOPIC, "title.gaps", year=result.season.year))
    sheet.line(words.text(TOPIC, "gaps.stage", stage=stage_name(words, result.stage)), {"italic": True}, 11)
    for ranking in result.groups:
        sheet.row += 1
        sheet.line(
            words.text(TOPIC, "title.group", group=ranking.group.name), {"bold": True, "bg_color": HEADING_FILL}, 12
        )
        sheet.cells([words.text(TOPIC, f"column.{column}") for column in _TOTALS], HEADING)
        for standing in ranking.standings:
            sheet.cells(_total(standing))
    sheet.row += 1
    _leaves(sheet, of)


def _leaves(sheet: Sheet, of: Material) -> None:
    """Every leaf whose points a later stage changed, or on which it said more than that it agrees."""
    words, columns = of.words, _LEAVES[:_PUBLIC] if of.public else _LEAVES
    sheet.line(words.text(TOPIC, "gaps.leaves"), {"bold": True, "bg_color": HEADING_FILL}, 12)
    first = sheet.row
    sheet.cells([words.text(TOPIC, f"column.{column}") for column in columns], HEADING)
    sheet.worksheet.repeat_rows(first)
    for ranking in of.result.groups:
        for standing in ranking.standings:
            card = standing.scorecard
            for score in filter(_told, card.leaves()):
                sheet.cells(list(_leaf(card, score, words))[: len(columns)], _TOP)
    sheet.worksheet.autofilter(first, 0, max(first, sheet.row - 1), sheet.last)


def _told(score: LeafScore) -> bool:
    return bool(score.gap) or any(act.values or not act.stage.judges for act in score.acts)


def _total(standing: Standing) -> tuple[Content, ...]:
    card = standing.scorecard
    rounding = card.criteria.rounding
    points = Amount(card.points, rounding.points, rounding.mode, "" if card.complete else "*")
    amounts = (
        _amount(card.maximum, rounding),
        _amount(card.self_points, rounding),
        points,
        _amount(card.gap, rounding),
    )
    return (card.agency.id, card.agency.name, standing.rank, standing.class_name, *amounts)


def _leaf(card: Scorecard, score: LeafScore, words: Words) -> Iterator[Content]:
    rounding = card.criteria.rounding
    # Agreement says no reason: who last changed the leaf, or gave one, is who has to be named.
    reasoned = (act for act in reversed(score.acts) if act.stage.judges and (act.values or act.why))
    judged = next(reasoned, score.judged)
    yield from (card.agency.id, card.agency.name, score.leaf.code, score.leaf.name)
    yield from (_amount(value, rounding) for value in (score.leaf.maximum, score.self_points))
    yield _amount(score.points, rounding) or words.text(SCREEN, f"state.{score.status}")
    yield _amount(score.gap, rounding)
    if judged is None:
        yield from ("", "", "", "", "")
    else:
        yield from (stage_name(words, judged.stage), judged.who, judged.when, judged.why, judged.document)


def _amount(value: Fraction | None, rounding: Rounding) -> Amount | None:
    return None if value is None else Amount(value, rounding.points, rounding.mode)
