"""The season's report as a document of sentences and tables, and the annex of the decision that publishes results.

Made once from a result; Word and PDF lay the same content out. Every number is printed by the ``Printer``.
"""

from parscore.reports.content import Block, Heading, Paper, Paragraph
from parscore.reports.letterhead import heading, office_of, signature
from parscore.reports.material import Material
from parscore.reports.narrative_advice import advice, assessment
from parscore.reports.narrative_annexes import decision_annexes, report_annexes
from parscore.reports.narrative_areas import by_area, survey
from parscore.reports.narrative_group import TOPIC, telling
from parscore.reports.narrative_results import general, organisation


def report_paper(of: Material) -> Paper:
    """Return the report."""
    words, season = of.words, of.result.season
    groups = [telling(of, ranking) for ranking in of.result.groups]
    parts = (
        ("organisation", organisation(of, groups)),
        ("general", general(groups)),
        ("areas", by_area(groups)),
        ("survey", survey(groups)),
        ("assessment", assessment(groups)),
        ("advice", advice(of, groups)),
    )
    subject = words.text(TOPIC, "subject", year=season.year, province=season.province)
    blocks: list[Block] = [
        Paragraph(words.text(TOPIC, "opening", title=season.title, year=season.year, office=office_of(of).name))
    ]
    for key, told in parts:
        blocks += (Heading(1, words.text(TOPIC, f"part.{key}")), *told)
    blocks.append(Paragraph(words.text(TOPIC, "closing", year=season.year)))
    return Paper(
        title=subject,
        language=words.language,
        draft=of.marks.state if of.marks.draft else "",
        footer=of.marks.footer,
        head=heading(of, words.text(TOPIC, "head.type"), subject),
        blocks=tuple(blocks),
        signature=signature(of),
        annexes=report_annexes(of, groups),
    )


def decision_paper(of: Material) -> Paper:
    """Return the annex of the decision that approves and publishes the results."""
    words, season = of.words, of.result.season
    groups = [telling(of, ranking) for ranking in of.result.groups]
    return Paper(
        title=words.text(TOPIC, "annex.subject", year=season.year),
        language=words.language,
        draft=of.marks.state if of.marks.draft else "",
        footer=of.marks.footer,
        head=None,
        blocks=(),
        signature=None,
        annexes=decision_annexes(of, groups),
    )


def template_values(of: Material) -> dict[str, str]:
    """What stands in a template as ``{{nam}}``, ``{{tinh}}`` and ``{{tieu_de}}``."""
    season = of.result.season
    subject = of.words.text(TOPIC, "subject", year=season.year, province=season.province)
    return {"nam": str(season.year), "tinh": season.province, "tieu_de": subject}
