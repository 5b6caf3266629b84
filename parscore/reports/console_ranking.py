"""The screen of the rankings."""

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.text import Text

from parscore.messages import Words
from parscore.model.ranking import GroupRanking, SeasonResult
from parscore.reports.console_tables import heading_of, lay_out, literal, plain_line, table_of
from parscore.reports.incomplete import incomplete_line
from parscore.reports.left_out import ranking_lines
from parscore.reports.printing import SCREEN, printer, remarks, stage_name
from parscore.reports.tables import RankingRow, ranking_rows


def print_ranking(
    console: Console, result: SeasonResult, words: Words, *, plain: bool = False, group: str | None = None
) -> None:
    """Print the ranking of every group, or of the one with that id."""
    rankings = [ranking for ranking in result.groups if group in (None, ranking.group.id)]
    if plain:
        _plain_rankings(console, rankings, words)
        return
    season = result.season
    told = {"year": season.year, "title": season.title, "stage": stage_name(words, result.stage)}
    console.print(literal(words.text(SCREEN, "season", **told)))
    if not result.draft:
        console.print(literal(words.text(SCREEN, "final")))
    elif result.final:
        console.print(literal(words.text(SCREEN, "unlocked"), "bold yellow"))
    else:
        console.print(literal(words.text(SCREEN, "draft"), "bold yellow"))
    for ranking in rankings:
        _print_group(console, ranking, words)


def _print_group(console: Console, ranking: GroupRanking, words: Words) -> None:
    criteria, rows = ranking.group.criteria, tuple(ranking_rows(ranking))
    notes = [criteria.decision.number] if criteria.decision else []
    notes += [words.text(SCREEN, "illustrative")] if criteria.illustrative else []
    told = {"name": ranking.group.name, "id": criteria.id, "version": criteria.version}
    title = " · ".join((words.text(SCREEN, "group", **told), *notes))
    console.print()
    console.print(literal(title, "bold"))
    if lacking := incomplete_line(ranking, words):
        console.print(literal(lacking, "bold yellow"))
    # Of a self-assessment alone there is nothing to compare.
    judged = [row for row in rows if row.card.gap is not None]
    columns = ("rank>", "agency", "points>", *(("gap>",) if judged else ()), "maximum>", "index>", "class", "remarks")
    table = table_of(words, *columns)
    write = printer(words, criteria.rounding)
    for row in rows:
        name = Text.assemble(literal(row.name), " ", literal(f"({row.agency})", "dim"))
        star = "" if row.complete else "*"
        gap = (write.points(row.card.gap),) if judged else ()
        amounts = (write.points(row.shown_points), *gap, write.points(row.maximum), write.index(row.shown_index) + star)
        said = "; ".join(remarks(row, words, short=True))
        table.add_row(row.rank_text, name, *amounts, literal(row.class_name or ""), literal(said, "dim"))
    lay_out(console, table)
    legend = _legend(rows, words)
    if legend:
        console.print(literal(" · ".join(legend), "dim"))
    for line in ranking_lines(ranking, rows, words):
        console.print(literal(line, "dim"))


def _legend(rows: Sequence[RankingRow], words: Words) -> list[str]:
    """The explanation of every sign that stands in the table, and of no other."""
    used = {
        "gap": any(row.card.gap is not None for row in rows),
        "tied": any(row.rank_text.endswith("=") for row in rows),
        "incomplete": not all(row.complete for row in rows),
        "not_assessed": any(row.not_assessed for row in rows),
        "no_case": any(row.no_case for row in rows),
        "settled": any(row.settled for row in rows),
    }
    return [words.text(SCREEN, f"legend.{sign}") for sign, stands in used.items() if stands]


def _plain_rankings(console: Console, rankings: Iterable[GroupRanking], words: Words) -> None:
    columns = ("group", "rank", "id", "agency", "points", "maximum", "index", "class", "complete", "remarks", "gap")
    plain_line(console, *(heading_of(words, column) for column in columns))
    for ranking in rankings:
        write = printer(words, ranking.group.criteria.rounding)
        for row in ranking_rows(ranking):
            amounts = (write.points(row.shown_points), write.points(row.maximum), write.index(row.shown_index))
            complete = words.text(SCREEN, "value.yes" if row.complete else "value.no")
            about = (row.class_name or "", complete, "; ".join(remarks(row, words)), write.points(row.card.gap))
            plain_line(console, ranking.group.id, row.rank_text, row.agency, row.name, *amounts, *about)
