"""The parts of a Word document that Decree 30/2020 prescribes: national heading, signature, heading of an annex."""

from collections.abc import Iterator
from typing import Final

from parscore.reports.content import Annex, Head, Signature
from parscore.reports.docx_xml import Element, grid, line, paragraph, row

_HEAD: Final = (66.0, 98.0)
_SIGNED: Final = (80.0, 85.0)
_MOTTO: Final = {"vi": 56.0, "en": 76.0}
"""Length in mm of the motto in bold 13 points: the line below is as long."""
_ISSUER_LINE: Final = 24.0
_NAME_LINES: Final = 4
"""Empty lines for the signature."""


def head_parts(head: Head, language: str) -> Iterator[Element]:
    """Yield the heading: who issues it and the national heading, number and date, kind and subject."""
    left, right = _HEAD
    issuer = [
        _centred(head.superior, size=12),
        _centred(head.issuer, look="b", size=12),
        line(left, _ISSUER_LINE),
    ]
    country = [
        _centred(head.country, look="b", size=12),
        _centred(head.motto, look="b", size=13),
        line(right, _MOTTO[language]),
    ]
    number = [_centred(head.number, size=13)]
    day = [_centred(head.place_date, look="i", size=13)]
    yield grid(_HEAD, [row([issuer, country], _HEAD), row([number, day], _HEAD)], bordered=False)
    yield paragraph(head.type, look="b", size=14, align="center", spacing=(18, 0))
    yield paragraph(head.subject, look="b", size=14, align="center", spacing=(0, 2))
    yield line(sum(_HEAD), 50)
    yield paragraph("", spacing=(0, 6))


def signature_parts(signature: Signature) -> Iterator[Element]:
    """Yield the end: the recipients on the left, on the right the post and room for the signature."""
    to = [paragraph(signature.to, look="bi", size=12, spacing=(0, 0))]
    to += [paragraph(one, size=11, spacing=(0, 0)) for one in signature.recipients]
    said = [one for one in (signature.authority, signature.post) if one]
    post = [_centred(one, look="b", size=14) for one in said]
    post += [_centred(signature.how, look="i", size=13)] if signature.how else []
    post += [_centred("", size=14) for _ in range(_NAME_LINES)]
    post += [_centred(signature.signer, look="b", size=14)] if signature.signer else []
    yield paragraph("", spacing=(0, 0), keep=True)
    yield grid(_SIGNED, [row([to, post], _SIGNED)], bordered=False)


def annex_parts(annex: Annex, width: float) -> Iterator[Element]:
    """Yield the heading of an annex: number, title, the document it belongs to, and a line."""
    if annex.number:
        yield _centred(annex.number, look="b", size=14)
    yield _centred(annex.title, look="b", size=14)
    yield _centred(annex.attached, look="i", size=14)
    yield line(width, 60)
    yield paragraph("", spacing=(0, 4))


def _centred(text: str, *, look: str = "", size: float) -> Element:
    return paragraph(text, look=look, size=size, align="center", spacing=(0, 0), keep=bool(text))
