"""The trace of one leaf, of one item or of a whole agency as labelled lines; the screen only lays them out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from parscore.messages import Words
from parscore.model.cell import Answer, AnswerState
from parscore.model.criteria import Leaf, RoundingLevel, Source
from parscore.model.place import Place
from parscore.model.ranking import BandTest, Standing
from parscore.model.rule import CLAIMED, Step
from parscore.model.scorecard import HeadingScore, InputUse, ItemScore, LeafScore, Scorecard
from parscore.model.stage import Act
from parscore.numbers import decimal_text, round_to
from parscore.reports.effects import EffectRow, StageRow, stage_rows
from parscore.reports.explanation import ALONE, Background, Explanation, Part
from parscore.reports.left_out import left_out_rows
from parscore.reports.printing import SCREEN, Printer, kind_of, printer, reading_words, rounding_words, stage_name
from parscore.reports.tables import ItemRow, item_row, item_rows, problem_rows, rows_below, started
from parscore.rules.arithmetic import with_numbers

_KEPT_BACK: Final = frozenset({"evidence", "reason", "problems", "received"})
"""Parts that a public explanation does not have."""


def explained(
    standing: Standing, code: str | None, words: Words, background: Background = ALONE
) -> tuple[Explanation, tuple[ItemRow, ...]]:
    """Explain an agency or one item of it; with the rows of the items below, which a view lays out as a table."""
    card = standing.scorecard
    if code is None:
        return explain_agency(standing, words, background), tuple(item_rows(card))
    item = card.find(code)
    rows = () if item is None or isinstance(item, LeafScore) else tuple(rows_below(item))
    return explain_item(standing, code, words, background), rows


def explain_item(standing: Standing, code: str, words: Words, background: Background = ALONE) -> Explanation:
    """Explain one item of an agency; a code that the criteria set does not have is a ``KeyError``."""
    item = standing.scorecard.find(code)
    if item is None:
        raise KeyError(code)
    writer = writer_of(standing, words, background)
    return writer.leaf(item) if isinstance(item, LeafScore) else writer.heading(item)


def explain_agency(standing: Standing, words: Words, background: Background = ALONE) -> Explanation:
    """Explain an agency's total, rank and class."""
    return writer_of(standing, words, background).agency()


def writer_of(standing: Standing, words: Words, background: Background = ALONE) -> "Writer":
    """Who writes the parts of an agency's explanations, for a view that puts them together itself."""
    return Writer(standing, words, printer(words, standing.scorecard.criteria.rounding), background)


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes explanations of one agency."""

    standing: Standing
    words: Words
    printer: Printer
    background: Background

    @property
    def card(self) -> Scorecard:
        """The agency's scorecard."""
        return self.standing.scorecard

    def text(self, key: str, **facts: object) -> str:
        """A text of explanations."""
        return self.words.text(SCREEN, f"explain.{key}", **facts)

    def parts(self, **lines: Iterable[str]) -> tuple[Part, ...]:
        """The parts that have something to say, in the order given."""
        left_out = self.background.without | (_KEPT_BACK if self.background.public else frozenset())
        wanted = {key: found for key, found in lines.items() if key not in left_out}
        told = {key: tuple(line for line in found if line) for key, found in wanted.items()}
        return tuple(Part(self.text(key), found, key) for key, found in told.items() if found)

    # --- one leaf ----------------------------------------------------------------------------------------------

    def leaf(self, score: LeafScore) -> Explanation:
        """Explain a leaf."""
        leaf = score.leaf
        return Explanation(
            self._title(score),
            self.parts(
                inputs=self._inputs(score),
                claimed=self._claimed(score),
                rule=self.rule(leaf),
                computed=self._computed(score),
                evidence=(score.evidence,),
                reason=(score.reason,),
                stages=self._stages(leaf.code),
                acts=self._acts(score),
                problems=self._problems(leaf.code),
                effect=self._effect(score),
                lost=self._lost(leaf.code),
            ),
        )

    def _title(self, item: ItemScore) -> str:
        row = item_row(item)
        name = self.card.agency.name
        if row.shown_points is None:
            state = self.words.text(SCREEN, f"state.{row.state}")
            return self.text("title.state", code=row.code, name=row.name, agency=name, state=state)
        told = {"points": self.printer.points(row.points), "maximum": self.printer.points(row.maximum)}
        return self.text("title", code=row.code, name=row.name, agency=name, **told)

    def _inputs(self, score: LeafScore) -> Iterator[str]:
        for used in score.inputs:
            value = self.printer.answer(used.answer, kind_of(score.leaf, used.name))
            told = {"name": used.name, "value": value, "ask": used.ask}
            side = score.leaf.source_of(used.name)
            if side is score.leaf.source:
                yield self.text("input", **told).rstrip(" ·")
            else:
                yield self.text("input.foreign", **told, source=self.words.text(SCREEN, f"source.{side}"))
            yield from self._entries(score.leaf, used) or self._origin(used.answer)

    def _entries(self, leaf: Leaf, used: InputUse) -> list[str]:
        """What a value is made of: the units of a column by their numbers, or the findings of a count."""
        if self.background.public:
            return []
        lines = []
        key = "entry.unit" if leaf.source_of(used.name) is Source.UNITS else "entry.finding"
        for number, entry in enumerate(used.answer.entries, 1):
            value = self.printer.answer(entry.answer, kind_of(leaf, used.name))
            lines.append("  " + self.text(key, number=number, name=entry.name, value=value))
            lines += ("  " + line for line in self._origin(entry.answer))
        return lines

    def _claimed(self, score: LeafScore) -> Iterator[str]:
        answer = score.claimed
        if answer is not None and (answer.state is not AnswerState.BLANK or not score.inputs):
            yield self.printer.answer(answer)
            yield from self._origin(answer)

    def _origin(self, answer: Answer) -> Iterator[str]:
        """Where a value stands and how it is stored there, on a line of its own: addresses can be long."""
        if self.background.public:
            return
        notes = [str(answer.place), *self._stored(answer)]
        line = " · ".join(note for note in notes if note)
        if line:
            yield "  " + line

    def _stored(self, answer: Answer) -> Iterator[str]:
        cell = answer.cell
        if cell is None:
            return
        if cell.formula is not None:
            yield self.text("formula", formula=cell.formula, text=cell.text)
        elif answer.reading or answer.state is AnswerState.UNUSABLE or cell.kind != "number":
            yield self.text("stored", text=cell.text)
        if answer.reading:
            yield self.text("reading", reading=reading_words(self.words, answer.reading))

    def rule(self, leaf: Leaf) -> Iterator[str]:
        """The rule of a leaf, and where it stands."""
        yield from (self.printer.phrase(line) for line in leaf.rule.words(leaf.maximum))
        decision = self.card.criteria.decision
        sources = (leaf.reference, decision.number if decision else "", _origin_text(leaf.origin))
        yield " · ".join(source for source in sources if source)
        if leaf.source is not Source.SELF:
            yield self.text("source", source=self.words.text(SCREEN, f"source.{leaf.source}"))

    def _computed(self, score: LeafScore) -> Iterator[str]:
        if score.branch is not None:
            yield self.printer.phrase(score.branch)
        # Points taken as they stand are their own only step: the last line says it.
        yield from (self._step(step) for step in score.steps if (step.formula, step.value) != (CLAIMED, score.points))
        if score.points is not None:
            yield self._points(score.points)

    def _points(self, points: Fraction) -> str:
        """The exact points (also as the fraction they are, without a finite decimal), and how they are printed."""
        rounding, shown, whole = self.printer.rounding, self.printer.exact(points), decimal_text(points)
        rounded = round_to(points, rounding.points, rounding.mode)
        if rounded == points and rounding.at is not RoundingLevel.LEAF:
            return self.text("points", points=self.printer.points(points))
        told = {"exact": f"{whole} = {shown}" if "/" in whole else shown, "printed": self.printer.points(points)}
        mode = self.words.text(SCREEN, f"rounding.mode.{rounding.mode}")
        key = "points.leaf" if rounding.at is RoundingLevel.LEAF else "points.rounded"
        return self.text(key, **told, digits=rounding.points, mode=mode)

    def _step(self, step: Step) -> str:
        numbers, value = self.printer.formula(with_numbers(step)), self.printer.exact(step.value)
        parts = (self.printer.formula(step.formula), numbers if numbers != value else "", value)
        line = " = ".join(part for part in parts if part)
        return line if step.branch is None else f"{line} ({self.printer.phrase(step.branch)})"

    def _acts(self, score: LeafScore) -> Iterator[str]:
        """What the stages since said of the leaf, in their order, and how far it is from the self-assessment."""
        for act in score.acts:
            stage, said = stage_name(self.words, act.stage), self.said(score.leaf, act)
            if self.background.public:
                yield self.text("stage", stage=stage, points=said)
                continue
            yield self.text("act", stage=stage, said=said, who=act.who, when=act.when)
            yield "  " + why_of(act)
        if score.self_points is not None and score.gap is not None:
            told = {"own": self.printer.points(score.self_points), "gap": self.printer.points(score.gap)}
            yield self.text("gap", **told)

    def said(self, leaf: Leaf, act: Act) -> str:
        """What an act said of a leaf: other values, or that it agrees or explains."""
        values = [
            self.text("act.value", name=name, value=self.printer.answer(answer, kind_of(leaf, name)))
            for name, answer in act.values.items()
        ]
        return "; ".join(values) or self.text("act.agrees" if act.stage.judges else "act.explains")

    def _effect(self, score: ItemScore) -> Iterator[str]:
        """What the item stands in: the nodes above it, up to index, rank and class."""
        if not score.counted:
            yield self.text("outside_index")
        elif isinstance(score, LeafScore) and not score.complete:
            yield self.text("unresolved")
        for above in self._above(_code(score)) if score.counted else ():
            row = item_row(above)
            told = {"level": self.words.text(SCREEN, f"level.{row.level}"), "code": row.code}
            if row.shown_points is None:
                yield self.text("above.state", **told, state=self.words.text(SCREEN, f"state.{row.state}"))
                continue
            points, maximum = self.printer.points(row.shown_points), self.printer.points(row.maximum)
            yield self.text("above", **told, points=points, maximum=maximum)
        yield self._total()

    # --- stages, and what was lost ---------------------------------------------------------------------------

    def _stages(self, code: str | None) -> Iterator[str]:
        """The points after each stage on one line, where there is more than one."""
        rows = stage_rows(self.background.after, code)
        if len(rows) > 1:
            yield " → ".join(map(self._stage, rows))

    def _stage(self, row: StageRow) -> str:
        return self.text("stage", stage=stage_name(self.words, row.stage), points=self.after(row))

    def after(self, row: StageRow) -> str:
        """The points after a stage, or the state of a leaf, or of an agency that is incomplete."""
        if row.points is not None and (row.status is not None or row.complete):
            return self.printer.points(row.points)
        return self.words.text(SCREEN, f"state.{row.status or 'incomplete'}")

    def _lost(self, code: str) -> Iterator[str]:
        """What an item lost, and what that costs."""
        for row in self.background.lost_rows(code):
            yield self.text("lost.points", lost=self.printer.points(row.lost))
            yield self.without_loss(row)

    def _most_lost(self) -> Iterator[str]:
        for row in self.background.lost_rows(None):
            yield self.text("lost.leaf", code=row.code, name=row.name, lost=self.printer.points(row.lost))
            yield "  " + self.without_loss(row)

    def without_loss(self, row: EffectRow) -> str:
        """Index, rank and class with full marks; what would stay as it is, is said to."""
        now = self.standing
        parts = [self.text("lost.total", points=self.printer.points(row.points))]
        if row.index is not None and row.gain is not None:
            told = {"index": self.printer.index(row.index), "gain": self.printer.index(row.gain)}
            parts.append(self.text("lost.index", **told))
        if row.rank is not None:
            same = row.rank == now.rank
            parts.append(self.text("lost.same_rank" if same else "lost.rank", now=now.rank, rank=row.rank))
        if row.class_name != now.class_name:
            parts.append(self.text("lost.class", now=now.class_name, name=row.class_name))
        return " · ".join(parts)

    def _above(self, code: str) -> list[HeadingScore]:
        """The headings above an item, the nearest first."""
        pending: list[tuple[ItemScore, list[HeadingScore]]] = [(area, []) for area in self.card.areas]
        while pending:
            item, above = pending.pop()
            if _code(item) == code:
                return above
            if isinstance(item, HeadingScore):
                pending.extend((child, [item, *above]) for child in item.children)
        return []

    # --- headings and agencies ---------------------------------------------------------------------------------

    def heading(self, score: HeadingScore) -> Explanation:
        """Explain an area or criterion."""
        index = item_row(score).shown_index
        told = "" if index is None else self.text("index", index=self.printer.index(index))
        return Explanation(
            self._title(score),
            self.parts(
                result=(told, self._incomplete(score.complete)),
                stages=self._stages(score.heading.code),
                effect=self._effect(score),
                lost=self._lost(score.heading.code),
            ),
        )

    def agency(self) -> Explanation:
        """Explain the total, rank and class."""
        card = self.card
        criteria = card.criteria
        decision = f" · {criteria.decision.number}" if criteria.decision else ""
        basis = f"{criteria.title} · {criteria.id}@{criteria.version}{decision}"
        submission = card.submission
        stage = stage_name(self.words, card.stage)
        return Explanation(
            self.text("title.agency", agency=card.agency.name, id=card.agency.id, stage=stage),
            self.parts(
                result=(*map(self._step, card.steps), self._total(), self._incomplete(card.complete)),
                stages=self._stages(None),
                left_out=self._left_out(),
                most_lost=self._most_lost(),
                classes=map(self._band, self.standing.band_tests),
                rule=(basis, rounding_words(self.words, criteria.rounding)),
                received=(f"{submission.file} › {submission.sheet}" if submission else self.text("nothing"),),
                problems=self._problems(""),
            ),
        )

    def _left_out(self) -> Iterator[str]:
        """The leaves that left the maximum, each with its cause and where that is said."""
        for row in left_out_rows(self.card):
            told = {"code": row.code, "name": row.leaf, "maximum": self.printer.points(row.declared)}
            yield self.text("left_out.leaf", **told, treatment=self.printer.phrase(row.treatment))
            said = " · ".join(part for part in (row.reason, _origin_text(row.place)) if part)
            if said and not self.background.public:
                yield f"  {said}"

    def _incomplete(self, complete: bool) -> str:
        return "" if complete else self.text("incomplete")

    def _total(self) -> str:
        card, standing = self.card, self.standing
        told = {"points": self.printer.points(card.points), "maximum": self.printer.points(card.maximum)}
        if not started(card):
            return self.text("total.none", **told)
        parts = [self.text("total", **told)]
        if card.index is not None:
            parts.append(self.text("index", index=self.printer.index(card.index)))
        if standing.rank is not None:
            parts.append(self.text("rank.tied" if standing.tied else "rank", rank=standing.rank))
        elif not card.agency.ranked:
            parts.append(self.words.text(SCREEN, "remark.outside"))
        if standing.class_name is not None:
            parts.append(self.text("class", name=standing.class_name))
        return " · ".join(parts)

    def _band(self, test: BandTest) -> str:
        held = {True: self.text("held"), False: self.text("not_held")}
        told = {"name": test.name, "bound": held[test.bound_held], "areas": held[test.side_held]}
        weakest = self.printer.index(test.weakest_index)
        line = self.text("band", **told, area=test.weakest_area, index=weakest)
        return f"{line}; {self.text('full')}" if test.full else line

    def _problems(self, code: str) -> Iterator[str]:
        mine = (found for found in self.background.problems if found.agency == self.card.agency.id)
        about = (found for found in mine if found.criterion == code)
        for row in problem_rows(about, self.words):
            severity = self.words.text(SCREEN, f"severity.{row.severity}")
            yield f"{row.code} {severity} · {row.message}"
            yield "  " + row.remedy


def why_of(act: Act) -> str:
    """Why an act judged so: its reason, its document, and where it stands."""
    return " · ".join(part for part in (act.why, act.document, str(act.place)) if part)


def _origin_text(place: Place) -> str:
    return str(place) if place.file else ""


def _code(item: ItemScore) -> str:
    return item.leaf.code if isinstance(item, LeafScore) else item.heading.code
