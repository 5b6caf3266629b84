"""Writing ``survey.csv``: what the season reads of a survey (see ``season.survey_figures``)."""

import csv
import io

from parscore.numbers import decimal_text
from parscore.season.survey_figures import COLUMNS
from parscore.survey.run import Taken


def survey_csv(taken: Taken) -> bytes:
    """Return the figures as a CSV file: exact values, the same bytes for the same ballots in whatever order."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    document = taken.survey.document or taken.survey.title
    for one in taken.figures:
        files = ", ".join(taken.files_of(one.questionnaire))
        source = f"{document}; {files}; n = {one.ballots}"
        for name, value in one.values:
            writer.writerow((one.agency.id, one.leaf.code, name, decimal_text(value), source, taken.origin))
    return text.getvalue().encode("utf-8-sig")
