"""The report's parts on how the year was assessed, and on the general results with the ranking of each group."""

from collections import Counter
from collections.abc import Iterator, Sequence

from parscore.model.criteria import Band, CriteriaSet
from parscore.reports.content import Bars, Block, Paragraph, Table, table
from parscore.reports.incomplete import incomplete_line
from parscore.reports.left_out import source_lines
from parscore.reports.material import Material
from parscore.reports.narrative_group import TOPIC, Telling, headed
from parscore.reports.printing import date_words, remarks, rounding_words, stage_name
from parscore.reports.tables import RankingRow, rank_words


def organisation(of: Material, groups: Sequence[Telling]) -> Iterator[Block]:
    """How the year was assessed: by which sets, in which stages, with what rounding, and from which stage this is."""
    words, season = of.words, of.result.season

    def said(key: str, **facts: object) -> Paragraph:
        return Paragraph(words.text(TOPIC, key, **facts))

    for one in groups:
        criteria = one.ranking.group.criteria
        yield one.item(
            "set",
            group=one.name,
            count=one.figures.agencies,
            title=criteria.title,
            basis=_basis(one, criteria),
            areas=len(criteria.areas),
            leaves=sum(1 for _ in criteria.leaves()),
            maximum=one.write.points(criteria.maximum),
        )
    until = season.stages[: season.stages.index(of.result.stage) + 1]
    if len(until) > 1:
        yield said("stages", stages="; ".join(stage_name(words, stage) for stage in until))
    yield said("stage", stage=stage_name(words, of.result.stage))
    if of.marks.draft:
        yield said("draft")
    for rounding in dict.fromkeys(one.ranking.group.criteria.rounding for one in groups):
        yield said("rounding", rounding=rounding_words(words, rounding))


def _basis(one: Telling, criteria: CriteriaSet) -> str:
    decision = criteria.decision
    if decision is None:
        return ""
    day = one.text("decision.day", day=date_words(one.of.words, decision.date)) if decision.date else ""
    return one.text("decision", number=decision.number, day=day, issuer=decision.issuer)


def general(groups: Sequence[Telling]) -> Iterator[Block]:
    """The general results, group by group."""
    for at, one in enumerate(groups):
        yield from headed(groups, at)
        yield from _figures(one)
        yield from _classes(one)
        yield from _changes(one)
        yield from lacking(one)
        yield ranking_table(one)
        yield from notes(one)
        yield from _bars(one)


def _figures(one: Telling) -> Iterator[Block]:
    """Who is first and last, the mean, the spread, how many lie above the mean."""
    figures = one.figures
    told = [one.text("assessed", count=figures.agencies, ranked=figures.ranked)]
    if figures.mean_index is None:
        told.append(one.text("none"))
    elif figures.ranked > 1:
        mean = one.percent(figures.mean_index)
        told.append(one.text("mean", mean=mean, above=figures.above_mean, ranked=figures.ranked))
    yield Paragraph(" ".join(told))
    if figures.mean_index is None:
        return
    ranks = [row.rank for row in one.rows if row.rank is not None]
    first, last = min(ranks), max(ranks)
    ends = [_place(one, "first", [row for row in one.rows if row.rank == first])]
    if last > first:
        ends.append(_place(one, "last", [row for row in one.rows if row.rank == last]))
        ends.append(one.text("spread", spread=one.write.index(figures.spread)))
    yield Paragraph(" ".join(ends))


def _place(one: Telling, key: str, rows: Sequence[RankingRow]) -> str:
    row = rows[0]
    told = {"points": one.write.points(row.points), "maximum": one.write.points(row.maximum)}
    own = "" if len(rows) > 1 else one.text("points", **told)
    return one.text(key, agencies=one.agencies([row.name for row in rows]), index=one.percent(row.index), points=own)


def _classes(one: Telling) -> Iterator[Block]:
    """How many agencies have each class, in the order of the set."""
    rule = one.ranking.group.classes
    if rule is None:
        return
    counts = Counter(row.class_name for row in one.rows if row.rank is not None)
    told = [one.text("class.count", name=band.name, count=counts[band.name]) for band in rule.bands]
    bounds = "; ".join(_bound(one, band) for band in rule.bands)
    yield Paragraph(f"{one.text('classes', classes='; '.join(told))} {one.text('bounds', bounds=bounds)}")


def _bound(one: Telling, band: Band) -> str:
    """What a class asks for."""
    said = one.of.words.text("workbook", "band", bound=one.write.exact(band.at_least))
    if band.every_area is not None:
        said += one.of.words.text("workbook", "band.areas", bound=one.write.exact(band.every_area))
    return f"{band.name}: {said}"


def _changes(one: Telling) -> Iterator[Block]:
    """How many rose and fell since last year, and who did most."""
    found = [(row, change) for row in one.rows if (change := one.change(row)) is not None]
    if not found:
        return
    rose, fell = (sum(sign * change > 0 for _, change in found) for sign in (1, -1))
    told = [one.text("changes", count=len(found), rose=rose, fell=fell)]
    for key, (row, change) in (
        ("rose", max(found, key=lambda each: each[1])),
        ("fell", min(found, key=lambda each: each[1])),
    ):
        if (change > 0) == (key == "rose") and change:
            told.append(one.text(key, agency=row.name, change=one.signed(change)))
    yield Paragraph(" ".join(told))


def ranking_table(one: Telling, *, titled: bool = True) -> Table:
    """The ranking of a group: place, points, index, class, last year's index and place, remarks."""
    past = any(row.agency in one.of.before for row in one.rows)
    wanted = [("rank", 8), ("agency", 36), ("points", 11), ("maximum", 11), ("index", 11), ("class", 13)]
    wanted += [("past_index", 11), ("past_rank", 9)] if past else []
    rows = [_ranking_row(one, row, past=past) for row in one.rows]
    return table(one.columns(*wanted), rows, one.text("table.ranking", group=one.name) if titled else "")


def _ranking_row(one: Telling, row: RankingRow, *, past: bool) -> tuple[str, ...]:
    open_ = "" if row.complete or not row.started else "*"
    texts = (
        row.rank_text or "–",
        row.name,
        one.write.points(row.shown_points) + open_,
        one.write.points(row.maximum),
        one.write.index(row.shown_index) + open_,
        row.class_name or "–",
    )
    before = one.of.before.get(row.agency)
    if not past:
        return texts
    if before is None:
        return (*texts, "–", "–")
    return (*texts, one.write.index(before.index) or "–", rank_words(before.rank, shared=before.shared) or "–")


def _bars(one: Telling) -> Iterator[Block]:
    """The index of every ranked agency from high to low, the mean among them; nothing for one alone."""
    mean, told = one.figures.mean_index, [row for row in one.rows if row.rank is not None and row.index is not None]
    if mean is None or len(told) < 2:
        return
    found = [(row.name, row.index, False) for row in told if row.index is not None]
    found.append((one.text("chart.mean"), mean, True))
    ordered = sorted(found, key=lambda each: each[1], reverse=True)
    bars = (one.bar(name, index, mean=is_mean) for name, index, is_mean in ordered)
    yield Bars(one.text("chart.ranking", group=one.name), tuple(bars))


def lacking(one: Telling) -> Iterator[Block]:
    """What is to be said above a ranking that is not whole."""
    if line := incomplete_line(one.ranking, one.of.words):
        yield one.note(f"{line}.")


def notes(one: Telling) -> Iterator[Block]:
    """What is to be said below a ranking: shared ranks, incomplete agencies, what was left out."""
    if any("=" in row.rank_text for row in one.rows):
        yield one.note(one.text("note.tied"))
    if any(not row.complete for row in one.rows):
        yield one.note(one.text("note.incomplete"))
    for row in one.rows:
        if row.complete and (not row.ranked or row.settled):
            told = "; ".join(remarks(row, one.of.words))
            yield one.note(f"{row.name}: {told}.")
    for line in source_lines(one.ranking.group.criteria, one.of.words):
        yield one.note(line if line.endswith(".") else f"{line}.")
    rebased = sum(row.complete and row.maximum != one.ranking.group.criteria.maximum for row in one.rows)
    if rebased:
        yield one.note(one.text("note.rebased", count=rebased))
