"""The files that a run writes into ``results/``, held on the disk: the same result and language give the same bytes."""

from collections.abc import Mapping
from typing import Final

from parscore.messages import LANGUAGES, Words
from parscore.model.ranking import SeasonResult
from parscore.season.open import RESULTS
from parscore.season.spool import Content, Spool

WORKBOOK: Final = f"{RESULTS}/bang-tong-hop.xlsx"
DOCUMENT: Final = f"{RESULTS}/ket-qua.json"
OUTPUTS: Final = (WORKBOOK, DOCUMENT)
"""In the order of writing: the one that somebody may have open first."""


def outputs_of(result: SeasonResult, language: str) -> Mapping[str, Content]:
    """Render the outputs of a run in a language, by path in the season."""
    from parscore.reports.document import pieces, score_document
    from parscore.reports.material import material
    from parscore.reports.xlsx import write_summary

    words = Words(next((known for known in LANGUAGES if known == language), "vi"))
    summary = Spool()
    write_summary(material(result, words), summary.file)
    return {WORKBOOK: summary, DOCUMENT: Spool(piece.encode() for piece in pieces(score_document(result, words)))}
