"""The report as one HTML file: it loads nothing, runs nothing but its own script, and reads without it.

The content security policy allows the style sheet and the script by the hash of their text and nothing else. The same
material gives the same bytes.
"""

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Final

from parscore.reports.html_agency import AgencyView, agency_views
from parscore.reports.html_group import group_view
from parscore.reports.html_page import TOPIC, WORKBOOK, GroupContext, group_anchor
from parscore.reports.html_text import asset, environment, policy, printed_lines
from parscore.reports.marks import release
from parscore.reports.material import Material
from parscore.reports.method import Fact, group_facts, season_facts
from parscore.reports.printing import SCREEN, counts, stage_name
from parscore.reports.tables import ProblemRow, problem_rows

_CHUNK: Final = 500
"""Pieces of text that are encoded at a time: an agency's part is laid out when it is written, and then let go."""


def render(of: Material) -> bytes:
    """Write the report; a ``public`` one without problems, files, evidence, remarks and names of people."""
    groups = [GroupContext(of, ranking) for ranking in of.result.groups]
    template = environment().get_template("report.html")
    stream = template.stream(_page(of, groups), views=map(group_view, groups), agencies=_agencies(groups))
    stream.enable_buffering(_CHUNK)
    whole = BytesIO()
    for piece in stream:
        whole.write(piece.encode())
    return whole.getvalue()


def _page(of: Material, groups: Sequence[GroupContext]) -> dict[str, object]:
    """What the page says of the season, and its own parts; rules are asked for last, when all are known."""
    words, result = of.words, of.result
    style, script = asset("common.css") + asset("report.css") + printed_lines(of.marks), asset("report.js")
    return {
        "language": words.language,
        "text": lambda key, **facts: words.text(TOPIC, key, **facts),
        "shared": lambda key: words.text(WORKBOOK, key),
        "screen": lambda key: words.text(SCREEN, key),
        "policy": policy(style, script),
        "style": style,
        "script": script,
        "season": result.season,
        "public": of.public,
        "marks": of.marks,
        "stage": stage_name(words, result.stage),
        "names": [(group_anchor(ranking), ranking.group.name) for ranking in result.groups],
        "count": sum(len(ranking.standings) for ranking in result.groups),
        "facts": list(_facts(of)),
        "rules": ((group.ranking.group.name, group.rules.texts()) for group in groups),
        "inputs": () if of.public else result.inputs,
        "problems": () if of.public else [_problem(row, of) for row in problem_rows(result.problems, words)],
        "counts": "" if of.public else counts(result.problems, words),
    }


def _facts(of: Material) -> Iterator[tuple[str, list[Fact]]]:
    """How the result came about: the season, and each group."""
    yield of.words.text(WORKBOOK, "method.season"), list(season_facts(of.result, of.words, release()))
    for ranking in of.result.groups:
        yield ranking.group.name, list(group_facts(ranking, of.words))


def _problem(row: ProblemRow, of: Material) -> tuple[str, ...]:
    """A problem: severity, code, agency, the leaf that it is about, where it stands, what it is and how to mend it."""
    agency = of.result.season.agencies.get(row.agency)
    known = agency is not None and row.criterion in of.result.season.group_of(agency).criteria.index
    target = "/".join((row.agency, row.criterion)) if known else row.agency if agency else ""
    place = " › ".join(part for part in (row.file, row.sheet, row.spot) if part)
    severity = of.words.text(SCREEN, f"severity.{row.severity}")
    return severity, row.code, target or row.agency, target, place, row.message, row.remedy


def _agencies(groups: list[GroupContext]) -> Iterator[tuple[str, Iterator[AgencyView]]]:
    for group in groups:
        yield group.ranking.group.name, agency_views(group)
