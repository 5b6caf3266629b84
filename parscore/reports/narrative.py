"""The season's report as a document of sentences and tables, and the annex of the decision that publishes results.

Made once from a result; Word and PDF lay the same content out. Every number is printed by the ``Printer``.
"""

import re
from typing import Final

from parscore.messages import Words
from parscore.reports.content import Block, Head, Heading, Paper, Paragraph, Signature
from parscore.reports.material import Material
from parscore.reports.narrative_advice import advice, assessment
from parscore.reports.narrative_annexes import decision_annexes, report_annexes
from parscore.reports.narrative_areas import by_area, survey
from parscore.reports.narrative_group import TOPIC, telling
from parscore.reports.narrative_results import general, organisation

_KIND: Final = re.compile(r"(?i)^(?:tỉnh|thành phố(?!\s+hồ chí minh))\s+")
"""What is left out of a province's name before the date, as Decree 30/2020 has it."""


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
    blocks: list[Block] = [Paragraph(words.text(TOPIC, "opening", title=season.title, year=season.year))]
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
        signature=_signature(words),
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


def heading(of: Material, kind: str, subject: str) -> Head:
    """Return the heading of a document of this kind and subject; number, day and month are blank."""
    words, province = of.words, of.result.season.province
    place = _KIND.sub("", province, count=1)
    return Head(
        superior=words.text(TOPIC, "head.superior", province=province.upper()),
        issuer=words.text(TOPIC, "head.issuer"),
        number=words.text(TOPIC, "head.number"),
        country=words.text(TOPIC, "head.country"),
        motto=words.text(TOPIC, "head.motto"),
        place_date=words.text(TOPIC, "head.place_date", place=place, year=of.result.season.year + 1),
        type=kind,
        subject=subject,
    )


def _signature(words: Words) -> Signature:
    recipients = words.text(TOPIC, "sign.recipients").splitlines()
    return Signature(words.text(TOPIC, "sign.to"), tuple(recipients), words.text(TOPIC, "sign.post"))
