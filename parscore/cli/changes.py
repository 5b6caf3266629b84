"""``parscore changes``: what changed of every leaf, between stages and between runs, who said so, when and why."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from parscore.cli.explain import find_agency
from parscore.cli.options import HERE, GroupOption, JobsOption, JsonOption, LanguageOption, PlainOption, SeasonOption
from parscore.cli.output import Session, open_season

if TYPE_CHECKING:
    from parscore.audit.changes import Change, Run, Wanted
    from parscore.season.open import SeasonFolder

_KINDS: Final = (".csv", ".xlsx")

RunsOption = Annotated[bool, typer.Option("--runs", help="option.changes_runs")]
SinceOption = Annotated[int, typer.Option("--since", min=1, help="option.changes_since", show_default=False)]
AgencyOption = Annotated[list[str] | None, typer.Option("--agency", "-a", help="option.agencies", show_default=False)]
CodeOption = Annotated[list[str] | None, typer.Option("--code", help="option.changes_code", show_default=False)]
StageOption = Annotated[list[str] | None, typer.Option("--stage", help="option.changes_stage", show_default=False)]
FieldOption = Annotated[list[str] | None, typer.Option("--field", help="option.changes_field", show_default=False)]
WhoOption = Annotated[list[str] | None, typer.Option("--who", help="option.changes_who", show_default=False)]
OutputOption = Annotated[
    Path | None, typer.Option("--output", "-o", help="option.changes_output", metavar="FILE", show_default=False)
]


def changes(
    runs: RunsOption = False,
    since: SinceOption = 1,
    agency: AgencyOption = None,
    group: GroupOption = None,
    code: CodeOption = None,
    stage: StageOption = None,
    field: FieldOption = None,
    who: WhoOption = None,
    output: OutputOption = None,
    season: SeasonOption = HERE,
    as_json: JsonOption = False,
    plain: PlainOption = False,
    jobs: JobsOption = 1,
    lang: LanguageOption = None,
) -> None:
    """Print every change of every leaf and total between stages, or between the recorded runs."""
    from parscore.audit.changes import between_runs, between_stages
    from parscore.audit.changes import runs as recorded
    from parscore.reports.changes import COLUMNS, change_rows, changes_document
    from parscore.reports.console import print_table
    from parscore.reports.document import dump

    session, folder = open_season(season, lang, as_json=as_json, plain=plain)
    if output is not None and output.suffix.lower() not in _KINDS:
        raise typer.BadParameter(session.words.text("changes", "kinds", found=output.name))
    wanted = _wanted(session, folder, agency or [], group, code or [], stage or [])
    wanted = wanted._replace(fields=_fields(session, folder, field or []), who=tuple(who or ()))
    told = [run for run in recorded(folder.path) if run.number >= since] if runs else []
    found = between_runs(folder.path, since) if runs else between_stages(folder, session.scored(folder, jobs))
    chosen = [change for change in found if wanted(change)]
    if as_json:
        session.emit(lambda: dump(changes_document(chosen, told)))
    elif chosen and output is None:
        print_table(session.out, COLUMNS, change_rows(chosen, folder.season, session.words), session.words, plain=plain)
    if output is not None:
        _write(session, folder, chosen, output)
    _summary(session, folder, chosen, told if runs else None)


def _wanted(
    session: Session,
    folder: "SeasonFolder",
    named: list[str],
    group: str | None,
    codes: list[str],
    stages: list[str],
) -> "Wanted":
    """Find what the options name: agencies, everything below a code, stages; what there is not ends the command."""
    from parscore.audit.changes import Wanted
    from parscore.model.criteria import Heading

    season = folder.season
    agencies = [find_agency(session, season, name).id for name in named]
    if group is not None:
        known = [declared.id for declared in season.groups]
        if group not in known:
            raise session.unknown("unknown_group", group, known)
        own = [agency.id for declared in season.groups if declared.id == group for agency in declared.agencies]
        agencies = [one for one in agencies if one in own] if agencies else own
    below: list[str] = []
    for code in codes:
        items = [one.criteria.index[code] for one in season.groups if code in one.criteria.index]
        if not items:
            every = dict.fromkeys(known for one in season.groups for known in one.criteria.index)
            raise session.unknown("unknown_code", code, list(every), set=season.groups[0].criteria.id)
        below += (leaf.code for item in items for leaf in (item.leaves() if isinstance(item, Heading) else [item]))
    for stage in stages:
        if stage not in (known := [declared.id for declared in season.stages]):
            raise session.unknown("unknown_stage", stage, known)
    return Wanted(tuple(agencies), tuple(below), tuple(stages))


def _fields(session: Session, folder: "SeasonFolder", named: list[str]) -> tuple[str, ...]:
    """The fields that are asked for: of leaves and totals, the claim, and inputs by their names in the sets."""
    from parscore.audit.changes import CLAIMED, OF_AGENCY, OF_LEAF

    leaves = (leaf for group in folder.season.groups for leaf in group.criteria.leaves())
    inputs = sorted({asked.name for leaf in leaves for asked in leaf.inputs})
    known = tuple(dict.fromkeys((*OF_LEAF, *OF_AGENCY, CLAIMED, *inputs)))
    for field in named:
        if field not in known:
            raise session.unknown("unknown_field", field, known)
    return tuple(named)


def _write(session: Session, folder: "SeasonFolder", chosen: "list[Change]", output: Path) -> None:
    from parscore.reports.changes import change_rows, changes_csv
    from parscore.reports.xlsx_changes import changes_workbook

    rows = change_rows(chosen, folder.season, session.words)
    if output.suffix.lower() == ".csv":
        content = changes_csv(rows, session.words)
    else:
        content = changes_workbook(rows, folder.season, session.words)
    session.write({output: content})


def _summary(session: Session, folder: "SeasonFolder", chosen: "list[Change]", runs: "list[Run] | None") -> None:
    from parscore.reports.console import literal

    leaves = len({(change.agency, change.code) for change in chosen if change.code})
    agencies = len({change.agency for change in chosen})
    if runs is not None and len(runs) < 2:
        text = session.words.text("changes", "one_run", count=len(runs))
    elif runs is None and len(folder.season.stages) < 2:
        text = session.words.text("changes", "one_stage")
    else:
        text = session.words.text("changes", "summary", count=len(chosen), leaves=leaves, agencies=agencies)
    session.err.print(literal(text))
