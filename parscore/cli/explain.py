"""``parscore explain``: where a score comes from, down to the cell."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from parscore.cli.options import HERE, JobsOption, JsonOption, LanguageOption, PlainOption, SeasonOption, StageOption
from parscore.cli.output import Session, open_season

if TYPE_CHECKING:
    from parscore.model.ranking import SeasonResult, Standing
    from parscore.model.season import Agency, Season
    from parscore.reports.explanation import Background
    from parscore.season.open import SeasonFolder

AgencyArgument = Annotated[str, typer.Argument(help="argument.agency")]
CodeArgument = Annotated[str | None, typer.Argument(help="argument.code")]


class Format(StrEnum):
    """How an explanation is written."""

    TEXT = "text"
    MARKDOWN = "md"
    JSON = "json"


FormatOption = Annotated[Format, typer.Option("--format", help="option.explain_format")]


def explain(
    agency: AgencyArgument,
    code: CodeArgument = None,
    stage: StageOption = None,
    season: SeasonOption = HERE,
    form: FormatOption = Format.TEXT,
    as_json: JsonOption = False,
    plain: PlainOption = False,
    jobs: JobsOption = 1,
    lang: LanguageOption = None,
) -> None:
    """Print the trace of an agency's score, or of one item of it."""
    from parscore.reports.console import print_explanation
    from parscore.reports.document import dump, explain_document
    from parscore.reports.explain_markdown import markdown

    as_json = as_json or form is Format.JSON
    session, folder = open_season(season, lang, as_json=as_json, plain=plain)
    wanted = find_agency(session, folder.season, agency)
    criteria = folder.season.group_of(wanted).criteria
    if code is not None and code not in criteria.index:
        raise session.unknown("unknown_code", code, list(criteria.index), set=criteria.id)
    result = session.recorded(folder, session.scored(folder, jobs, stage))
    standing, background = _drawn_on(folder, result, wanted.id)
    if as_json:
        session.emit(lambda: dump(explain_document(standing, code, session.words, background, result.record)))
    elif form is Format.MARKDOWN:
        session.emit(lambda: markdown(standing, code, session.words, background))
    else:
        print_explanation(session.out, standing, code, session.words, background=background, plain=plain)
    about = [found for found in result.problems if found.agency == wanted.id and code in (None, found.criterion)]
    session.finish(about)


def _drawn_on(folder: "SeasonFolder", result: "SeasonResult", agency: str) -> "tuple[Standing, Background]":
    """An agency's standing, and what else its explanation draws on: the group, and the results after each stage."""
    from parscore.engine.rivals import Rivals
    from parscore.reports.effects import Effects
    from parscore.reports.explanation import Background
    from parscore.season.stages_scored import after_all

    ranking, standing = next(
        (ranking, standing)
        for ranking in result.groups
        for standing in ranking.standings
        if standing.scorecard.agency.id == agency
    )
    effects, after = Effects(standing.scorecard, Rivals.of(ranking)), after_all(folder, result)[agency]
    return standing, Background(result.problems, effects, after)


def find_agency(session: Session, season: "Season", written: str) -> "Agency":
    """Find an agency by its id, or by its name or a part of it without accents; anything unclear ends the command."""
    from parscore.viet import plain_form, show

    agencies = list(season.agencies.values())
    for fits in (
        [agency for agency in agencies if agency.id.casefold() == written.casefold()],
        [agency for agency in agencies if plain_form(agency.name) == plain_form(written)],
        [agency for agency in agencies if plain_form(written) and plain_form(written) in plain_form(agency.name)],
    ):
        if len(fits) == 1:
            return fits[0]
        if fits:
            known = "; ".join(show(f"{agency.id} {agency.name}") for agency in fits)
            raise typer.BadParameter(
                session.words.text("command", "several_agencies", found=show(written), known=known)
            )
    raise session.unknown("unknown_agency", written, [text for agency in agencies for text in (agency.id, agency.name)])
