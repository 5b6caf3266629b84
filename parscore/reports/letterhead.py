"""Head and foot of an administrative document (Decree 30/2020, Annex I): who issues it, who signs it, who receives it.

What ``office`` in season.yaml leaves open has the words of a Department of Home Affairs. The number, day and month are
written in by hand.
"""

import re
from typing import Final

from parscore.model.season import Office
from parscore.reports.content import Head, Signature
from parscore.reports.material import Material

TOPIC: Final = "narrative"
_KIND: Final = re.compile(r"(?i)^(?:tỉnh|thành phố(?!\s+hồ chí minh))\s+")
"""What is left out of a province's name before the date, as the decree has it."""


def office_of(of: Material) -> Office:
    """Who issues the documents of a season; nobody's name stands in a public version."""
    words, season, own = of.words, of.result.season, of.result.season.office
    return Office(
        superior=own.superior or words.text(TOPIC, "head.superior", province=season.province),
        name=own.name or words.text(TOPIC, "office.name"),
        symbol=own.symbol or words.text(TOPIC, "office.symbol"),
        place=own.place or _KIND.sub("", season.province, count=1),
        authority=own.authority,
        post=own.post or words.text(TOPIC, "office.post"),
        signer="" if of.public else own.signer,
        recipients=own.recipients or tuple(words.text(TOPIC, "office.recipients").splitlines()),
    )


def heading(of: Material, kind: str, subject: str) -> Head:
    """Return the heading of a document of this kind and subject; number, day and month are blank."""
    words, office = of.words, office_of(of)
    return Head(
        superior=office.superior.upper(),
        issuer=office.name.upper(),
        number=words.text(TOPIC, "head.number", symbol=office.symbol),
        country=words.text(TOPIC, "head.country"),
        motto=words.text(TOPIC, "head.motto"),
        place_date=words.text(TOPIC, "head.place_date", place=office.place, year=of.result.season.year + 1),
        type=kind,
        subject=subject,
    )


def signature(of: Material, first: str = "") -> Signature:
    """Return the end of a document for the season's recipients, or for ``first`` and the archive, the last of them."""
    office = office_of(of)
    to = (first, office.recipients[-1]) if first else office.recipients
    listed = [f"- {one.strip('-;. ')}" for one in to]
    ends = [*(";" for _ in listed[1:]), "."]
    return Signature(
        to=of.words.text(TOPIC, "sign.to"),
        recipients=tuple(f"{one}{end}" for one, end in zip(listed, ends, strict=True)),
        authority=office.authority.upper(),
        post=office.post.upper(),
        signer=office.signer,
    )
