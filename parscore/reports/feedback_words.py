"""The sentences of a result sheet, the same in every format."""

from parscore.messages import Words
from parscore.reports.feedback import TOPIC, Feedback, LostLine
from parscore.reports.printing import printer
from parscore.reports.tables import rank_words, started


def headline(one: Feedback, words: Words) -> str:
    """Rank, class, index and points on one line; an incomplete scorecard says that it is not final."""
    card, standing = one.card, one.standing
    write = printer(words, card.criteria.rounding)
    if not started(card):
        return words.text(TOPIC, "nothing")
    parts = []
    if standing.rank is not None:
        key = "rank.tied" if standing.tied else "rank"
        parts.append(words.text(TOPIC, key, rank=standing.rank, ranked=one.figures.ranked))
    elif not card.complete:
        parts.append(words.text(TOPIC, "incomplete"))
    else:
        parts.append(words.text(TOPIC, "outside"))
    if standing.class_name is not None:
        parts.append(words.text(TOPIC, "class", name=standing.class_name))
    if card.index is not None:
        parts.append(words.text(TOPIC, "index", index=write.index(card.index)))
    parts.append(words.text(TOPIC, "points", points=write.points(card.points), maximum=write.points(card.maximum)))
    return " · ".join(parts)


def past_line(one: Feedback, words: Words) -> str:
    """Last year's index, rank and class with the change in percentage points; nothing where there is no last year."""
    past, card, write = one.past, one.card, printer(words, one.card.criteria.rounding)
    if past is None:
        return ""
    if past.index is None:
        return words.text(TOPIC, "past.none")
    parts = [words.text(TOPIC, "index", index=write.index(past.index))]
    if past.rank is not None:
        parts.append(words.text(TOPIC, "past.rank", rank=rank_words(past.rank, shared=past.shared)))
    if past.class_name is not None:
        parts.append(words.text(TOPIC, "class", name=past.class_name))
    if card.index is not None and card.complete:
        change = card.index - past.index
        sign = "+" if change > 0 else ""
        parts.append(words.text(TOPIC, "past.change", change=f"{sign}{write.index(change)}"))
    return words.text(TOPIC, "past", told=" · ".join(parts))


def lost_texts(line: LostLine, one: Feedback, words: Words) -> tuple[str, str, str]:
    """Why a leaf lost points; the appraiser's remark and the state of its evidence; the rank with full marks."""
    evidence = "" if line.evidence == "not_asked" else words.text(TOPIC, f"evidence.{line.evidence}")
    remark = " · ".join(part for part in (line.remark, evidence) if part)
    now, then = one.standing.rank, line.effect.rank
    place = "" if then is None else str(then) if then == now else f"{now} → {then}"
    if line.effect.class_name != one.standing.class_name and line.effect.class_name is not None:
        place = f"{place} ({line.effect.class_name})"
    return line.reason, remark, place
