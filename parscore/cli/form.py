"""``parscore form``: blank self-assessment workbooks for the agencies."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from parscore.cli.explain import find_agency
from parscore.cli.options import HERE, GroupOption, JsonOption, LanguageOption, PlainOption, SeasonOption
from parscore.cli.output import Session, open_season

if TYPE_CHECKING:
    from parscore.model.problem import Problem
    from parscore.model.season import Agency, Season
    from parscore.season.open import SeasonFolder
    from parscore.workbooks.form_plan import Previous

AgenciesArgument = Annotated[list[str] | None, typer.Argument(help="argument.agencies", show_default=False)]
AllOption = Annotated[bool, typer.Option("--all", help="option.all")]
PrefillOption = Annotated[
    Path | None, typer.Option("--prefill", help="option.prefill", metavar="DIR", show_default=False)
]
MapOption = Annotated[Path | None, typer.Option("--map", help="option.map", metavar="FILE", show_default=False)]
OutOption = Annotated[Path | None, typer.Option("--out", "-o", help="option.out", metavar="DIR", show_default=False)]
ForceOption = Annotated[bool, typer.Option("--force", help="option.force")]

Before = Callable[["Agency"], "tuple[Mapping[str, Previous] | None, list[Problem]]"]
"""What the form of an agency shows of the year before, and what was found on the way."""
_NAMED = 6
"""Files that are named when they have been written; more are counted."""


class Made(NamedTuple):
    """A form of a run: whose it is, its file, and whether it was written or an older file was kept."""

    agency: "Agency"
    file: Path
    written: bool
    problems: "list[Problem]"


def form(
    agencies: AgenciesArgument = None,
    everyone: AllOption = False,
    group: GroupOption = None,
    prefill: PrefillOption = None,
    mapping: MapOption = None,
    out: OutOption = None,
    force: ForceOption = False,
    season: SeasonOption = HERE,
    as_json: JsonOption = False,
    plain: PlainOption = False,
    lang: LanguageOption = None,
) -> None:
    """Write the self-assessment form of each agency; a file that is already there is kept."""
    session, folder = open_season(season, lang, as_json=as_json, plain=plain)
    wanted = chosen(session, folder.season, agencies or [], group, everyone=everyone)
    before = _before(session, folder.season, wanted, prefill, mapping)
    target = folder.path / "forms" if out is None else out
    with session.writing(folder.path, "form", out), session.watching("writing") as watch:
        made = list(watch(_forms(session, folder, wanted, target, before, force=force), len(wanted)))
    problems = [found for one in made for found in one.problems]
    _tell(session, made, target, problems)
    session.finish(problems)


def chosen(
    session: Session, season: "Season", named: Sequence[str], group: str | None, *, everyone: bool
) -> "list[Agency]":
    """The agencies that are meant: exactly one of names, a group, and all."""
    if (bool(named), group is not None, everyone).count(True) != 1:
        raise typer.BadParameter(session.words.text("command", "which_agencies"))
    if group is not None and group not in (known := [declared.id for declared in season.groups]):
        raise session.unknown("unknown_group", group, known)
    found = [find_agency(session, season, name) for name in named]
    everybody = (agency for agency in season.agencies.values() if everyone or agency.group == group)
    return list(dict.fromkeys(found or everybody))


def _forms(
    session: Session, folder: "SeasonFolder", wanted: "Sequence[Agency]", target: Path, before: Before, *, force: bool
) -> Iterator[Made]:
    """Write one form after the other, so that memory does not grow with their number."""
    from parscore.model.place import Place
    from parscore.model.problem import problem
    from parscore.season.store import write_whole
    from parscore.workbooks.form import form_bytes, form_name
    from parscore.workbooks.form_plan import Form, Plan

    for agency in wanted:
        previous, found = before(agency)
        order = Form(folder.season, agency, previous=previous)
        file = target / form_name(order)
        if file.exists() and not force:
            kept = problem("PS192", Place(file.as_posix()), agency=agency.id)
            yield Made(agency, file, False, [kept])
            continue
        plan = Plan(order)
        if failure := write_whole({file: form_bytes(plan, session.words)}):
            session.give_up([failure])
        yield Made(agency, file, True, [*found, *plan.problems])


def _before(
    session: Session, season: "Season", wanted: "Sequence[Agency]", prefill: Path | None, mapping: Path | None
) -> Before:
    """Open and score the previous season once; a fault of it or of the mapping ends the command."""
    if prefill is None:
        if mapping is not None:
            raise typer.BadParameter(session.words.text("command", "map_without_prefill"))
        return lambda _: (None, [])
    from parscore.model.problem import problem
    from parscore.season.open import open_folder
    from parscore.season.previous import previous_card, previous_values, read_mapping
    from parscore.season.run import score_season

    last, faults = open_folder(prefill)
    if last is None:
        session.give_up(faults)
    with session.watching() as watch:
        result = score_season(last, watch=watch)
    cards = {agency.id: previous_card(result, agency) for agency in wanted}
    codes = None
    if mapping is not None:
        pairs = {(card.criteria.digest, season.group_of(agency).criteria.digest): (card.criteria, agency)
                 for agency in wanted if (card := cards[agency.id])}  # fmt: skip
        if len(pairs) != 1:
            raise typer.BadParameter(session.words.text("command", "map_one_set"))
        ((old, agency),) = pairs.values()
        codes, found = read_mapping(mapping, mapping.as_posix(), old, season.group_of(agency).criteria)
        if found:
            session.give_up(found)

    def before(agency: "Agency") -> "tuple[Mapping[str, Previous] | None, list[Problem]]":
        card = cards[agency.id]
        if card is None:
            return {}, [problem("PS195", agency=agency.id, name=agency.name)]
        return previous_values(card, season.group_of(agency).criteria, codes, session.words), []

    return before


def _tell(session: Session, made: Sequence[Made], target: Path, problems: "Sequence[Problem]") -> None:
    """Say what was written and what comes next."""
    from parscore.reports.forms import FORM_COLUMNS, form_rows, forms_document

    files = [(one.agency.id, one.agency.name, one.file.as_posix(), one.written) for one in made]
    if session.json:
        from parscore.reports.document import dump

        session.emit(lambda: dump(forms_document(files, problems, session.words)))
    elif session.plain:
        from parscore.reports.console import print_table

        print_table(session.out, FORM_COLUMNS, form_rows(files, session.words), session.words, plain=True)
    session.tell([] if session.json else problems)
    written = [one.file for one in made if one.written]
    if written:
        named = ", ".join(file.name for file in written[:_NAMED]) + (", …" if len(written) > _NAMED else "")
        session.say("forms_written", count=len(written), folder=target.as_posix(), files=named)
        session.say("forms_next")
