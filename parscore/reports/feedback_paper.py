"""The result sheet of one agency as a document of sentences and tables; ``xlsx_feedback`` lays the same rows out."""

from collections.abc import Iterator
from typing import Final

from parscore.reports.content import Align, Block, Column, Paper, Paragraph, Radar, Table, table
from parscore.reports.feedback import TOPIC, AreaLine, Feedback, LostLine
from parscore.reports.feedback_words import headline, lost_texts, past_line
from parscore.reports.letterhead import heading, signature
from parscore.reports.material import Material
from parscore.reports.narrative_group import TOPIC as NARRATIVE
from parscore.reports.printing import Printer, date_words, printer
from parscore.reports.svg import LEAST_SPOKES, Spoke

_AREAS: Final = (
    ("code", 6, Align.CENTRE), ("area", 40, Align.LEFT), ("maximum", 10, Align.RIGHT), ("self", 10, Align.RIGHT),
    ("points", 10, Align.RIGHT), ("index", 11, Align.RIGHT), ("mean", 12, Align.RIGHT), ("best", 12, Align.RIGHT),
)  # fmt: skip
_LOST: Final = (
    ("code", 9, Align.CENTRE), ("leaf", 40, Align.LEFT), ("points", 9, Align.RIGHT), ("reason", 25, Align.LEFT),
    ("index", 11, Align.RIGHT), ("rank", 12, Align.CENTRE), ("remark", 20, Align.LEFT),
)  # fmt: skip
_LEFT_OUT: Final = (
    ("code", 8, Align.CENTRE), ("leaf", 50, Align.LEFT), ("maximum", 9, Align.RIGHT), ("treatment", 28, Align.LEFT),
    ("remarks", 30, Align.LEFT),
)  # fmt: skip


def feedback_paper(one: Feedback, of: Material) -> Paper:
    """Return the sheet of one agency as a document in small print, so that it needs a page or two."""
    words, year = of.words, of.result.season.year
    name, title = one.card.agency.name, words.text(TOPIC, "title", year=year)
    return Paper(
        title=f"{title}: {name}",
        language=words.language,
        draft=of.marks.state if of.marks.draft else "",
        footer=of.marks.footer,
        head=heading(of, title, name.upper()),
        blocks=tuple(_blocks(one, of)),
        signature=signature(of, name),
        annexes=(),
        small=True,
    )


def _blocks(one: Feedback, of: Material) -> Iterator[Block]:
    words, write = of.words, printer(of.words, one.card.criteria.rounding)
    yield Paragraph(f"{headline(one, words)}.")
    if before := past_line(one, words):
        yield Paragraph(f"{before}.")
    columns = [Column(words.text(TOPIC, f"column.{key}"), width, align) for key, width, align in _AREAS]
    yield table(columns, [_area(line, write) for line in one.areas], of.words.text(TOPIC, "areas"))
    yield from _radar(one, of, write)
    if one.lost:
        yield _lost(one, of, write)
    if one.left_out:
        yield _left_out(one, of, write)
    if one.explain_by is not None:
        yield Paragraph(words.text(TOPIC, "explain_by", day=date_words(words, one.explain_by)))


def _area(line: AreaLine, write: Printer) -> tuple[str, ...]:
    row = line.row
    points = (row.maximum, line.self_points, row.shown_points)
    indices = (row.shown_index, line.group.mean_index, line.group.best_index)
    return (row.code, row.name, *map(write.points, points), *map(write.index, indices))


def _radar(one: Feedback, of: Material, write: Printer) -> Iterator[Radar]:
    """The areas that have a mean in the group; below three of them there is no surface to draw."""
    spokes, told = [], []
    for line in one.areas:
        own, mean = line.row.shown_index, line.group.mean_index
        if mean is None:
            continue
        figure = write.index(own)
        spokes.append(Spoke(line.row.code, figure, None if own is None else write.drawn(own), write.drawn(mean)))
        key = "radar.area" if figure else "radar.area.none"
        told.append(of.words.text(TOPIC, key, area=line.row.code, own=figure, mean=write.index(mean)))
    if len(spokes) >= LEAST_SPOKES:
        words = (of.words.text(TOPIC, key) for key in ("radar", "series.own", "series.mean"))
        title, own_name, mean_name = words
        yield Radar(title, "; ".join(told), own_name, mean_name, tuple(spokes))


def _lost(one: Feedback, of: Material, write: Printer) -> Table:
    columns = [Column(of.words.text(TOPIC, f"lost.{key}"), width, align) for key, width, align in _LOST]
    rows = [_lost_row(line, one, of, write) for line in one.lost]
    return table(columns, rows, of.words.text(TOPIC, "lost"))


def _lost_row(line: LostLine, one: Feedback, of: Material, write: Printer) -> tuple[str, ...]:
    reason, remark, place = lost_texts(line, one, of.words)
    effect = line.effect
    return (
        effect.code, effect.name, write.points(effect.lost), reason, write.index(effect.index), place, remark,
    )  # fmt: skip


def _left_out(one: Feedback, of: Material, write: Printer) -> Table:
    """What was not assessed; a public sheet leaves out the agency's own words."""
    wanted = _LEFT_OUT[: len(_LEFT_OUT) - of.public]
    columns = [Column(of.words.text(NARRATIVE, f"column.{key}"), width, align) for key, width, align in wanted]
    rows = [
        (row.code, row.leaf, write.points(row.declared), write.phrase(row.treatment), row.reason)[: len(columns)]
        for row in one.left_out
    ]
    return table(columns, rows, of.words.text(TOPIC, "left_out"))
