"""What an appraisal workbook shows of a leaf: claim, points, data, evidence, and what earlier stages said."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from parscore.model.cell import Answer, AnswerState
from parscore.model.scorecard import LeafScore, Scorecard
from parscore.model.stage import Act, StageKind
from parscore.model.submission import LeafAnswers
from parscore.numbers import round_to
from parscore.reports.printing import SCREEN, Printer, kind_of, stage_name
from parscore.reports.xlsx_sheet import Amount, Content
from parscore.workbooks.appraisal_layout import (
    BEFORE,
    CLAIMED,
    COMPUTED,
    DATA,
    EVIDENCE,
    MAXIMUM,
    NAME,
    REASON,
    STANDING,
    letters,
)
from parscore.workbooks.measure import lines as lines_of

_SIZE = 11


@dataclass(frozen=True, slots=True)
class Shown:
    """Writes what is shown in one language, by the rounding of one set."""

    printer: Printer

    def texts(self, card: Scorecard, score: LeafScore) -> dict[str, Content]:
        """The contents of the columns of a leaf's row; a column that the workbook lacks is the caller's to drop."""
        own = card.submission.answers.get(score.leaf.code) if card.submission else None
        first = card.stage.kind is StageKind.SELF
        rule = score.points if first else score.self_points
        shown: dict[str, Content] = {
            NAME: score.leaf.name,
            MAXIMUM: self._amount(score.leaf.maximum),
            CLAIMED: self._claimed(own.claimed if own else None),
            COMPUTED: self._points(score, rule),
            DATA: "\n".join(self._data(score, own)),
            EVIDENCE: own.evidence if own else "",
            REASON: own.reason if own else "",
        }
        if not first:
            shown[STANDING] = self._points(score, score.points if score.judged else None)
            shown[BEFORE] = "\n".join(line for act in score.acts for line in self._act(score, act))
        return shown

    def lines(self, text: str, width: float) -> int:
        """How many lines a text takes in a column of that width."""
        return sum(lines_of(part, width, _SIZE) for part in text.split("\n"))

    def _amount(self, value: Fraction) -> Content:
        """A number with the declared decimals; the text of the exact one where they do not show it."""
        rounding = self.printer.rounding
        if round_to(value, rounding.points, rounding.mode) == value:
            return Amount(value, rounding.points, rounding.mode)
        return self.printer.exact(value)

    def _claimed(self, answer: Answer | None) -> Content:
        if answer is None or answer.state is AnswerState.BLANK:
            return None
        if isinstance(answer.value, Fraction):
            return self._amount(answer.value)
        return self.printer.answer(answer)

    def _points(self, score: LeafScore, points: Fraction | None) -> Content:
        """Points rounded as declared; where there are none, why."""
        rounding = self.printer.rounding
        if points is not None:
            return Amount(points, rounding.points, rounding.mode)
        if score.judged is None and score.owed:
            return None
        return self.printer.words.text(SCREEN, f"state.{score.status}") if not score.complete else None

    def _data(self, score: LeafScore, own: LeafAnswers | None) -> Iterator[str]:
        """Each figure on a line: ``a. what was asked: value``, with what an earlier stage made of it."""
        used = {one.name: one.answer for one in score.inputs}
        by_letter = letters(score.leaf)
        for asked in sorted(score.leaf.inputs, key=lambda one: by_letter.get(one.name, "~")):
            now = used.get(asked.name, Answer(AnswerState.BLANK))
            given = own.inputs.get(asked.name, now) if own else now
            text = self.printer.answer(given, asked.type)
            if (given.state, given.value) != (now.state, now.value):
                text += f" → {self.printer.answer(now, asked.type)}"
            yield f"{by_letter.get(asked.name, '-')}. {asked.ask}: {text}"

    def _act(self, score: LeafScore, act: Act) -> Iterator[str]:
        """What a stage said: one line, and its reasons on another."""
        text = self.printer.words.text
        values = (self._said(score, name, answer) for name, answer in act.values.items())
        said = "; ".join(values) or text(SCREEN, f"explain.act.{'agrees' if act.stage.judges else 'explains'}")
        stage = stage_name(self.printer.words, act.stage)
        yield text(SCREEN, "explain.act", stage=stage, said=said, who=act.who, when=act.when)
        if reasons := " · ".join(part for part in (act.why, act.document) if part):
            yield f"  {reasons}"

    def _said(self, score: LeafScore, name: str, answer: Answer) -> str:
        by_letter = letters(score.leaf)
        shown = by_letter.get(name) or self.printer.words.text("appraisals", "points")
        value = self.printer.answer(answer, kind_of(score.leaf, name))
        return self.printer.words.text(SCREEN, "explain.act.value", name=shown, value=value)
