"""The page of a report as a browser takes it: parsed by the rules of HTML, with what tests ask of it."""

from collections.abc import Iterator
from dataclasses import replace
from xml.etree.ElementTree import Element

import html5lib

from parscore.messages import Words
from parscore.model.cell import Answer, Entry
from parscore.model.place import Place
from parscore.model.ranking import GroupRanking, SeasonResult
from parscore.model.scorecard import HeadingScore, ItemScore
from parscore.model.stage import Act, Stage, StageKind
from parscore.reports.html import render
from parscore.reports.material import material

SECRET = "BÍ MẬT"


def page(result: SeasonResult, language: str = "vi", **more: object) -> Element:
    """The parsed page; anything that is not valid HTML is an error."""
    return parsed(render(material(result, Words(language), **more)).decode())  # type: ignore[arg-type]


def parsed(text: str) -> Element:
    root = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    assert isinstance(root, Element)
    return root


def text_of(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def all_of(root: Element, tag: str, **wanted: str) -> list[Element]:
    """Elements of a tag by attributes; ``class_`` is one of the classes."""
    class_ = wanted.pop("class_", "")
    return [
        one
        for one in root.iter(tag)
        if all(one.get(key.replace("_", "-")) == value for key, value in wanted.items())
        and (not class_ or class_ in (one.get("class") or "").split())
    ]


def by_id(root: Element, identifier: str) -> Element:
    (found,) = (one for one in root.iter() if one.get("id") == identifier)
    return found


def rows(table: Element, part: str = "tbody") -> list[list[str]]:
    return [[text_of(cell) for cell in row if cell.tag in ("td", "th")] for row in table.iterfind(f".//{part}/tr")]


def with_remarks(result: SeasonResult, said: str) -> SeasonResult:
    """The result with a foreign text wherever a leaf or a file can hold one."""
    act = Act(Stage("x", StageKind.APPRAISAL, "Vòng"), said, said, said, {}, said, Place(said, said, said))
    groups = tuple(_group(ranking, said, act) for ranking in result.groups)
    return replace(result, groups=groups, inputs=((said, "ab" * 32),))


def _group(ranking: GroupRanking, said: str, act: Act) -> GroupRanking:
    standings = []
    for standing in ranking.standings:
        areas = tuple(_item(area, said, act) for area in standing.scorecard.areas)
        standings.append(replace(standing, scorecard=replace(standing.scorecard, areas=areas)))  # type: ignore[arg-type]
    return replace(ranking, standings=tuple(standings))


def _item(item: ItemScore, said: str, act: Act) -> ItemScore:
    if isinstance(item, HeadingScore):
        return replace(item, children=tuple(_item(child, said, act) for child in item.children))
    inputs = tuple(used._replace(answer=_answer(used.answer, said)) for used in item.inputs)
    return replace(item, evidence=said, reason=said, acts=(act,), inputs=inputs)


def _answer(answer: Answer, said: str) -> Answer:
    cell = answer.cell and answer.cell._replace(text=said, formula=said)
    return answer._replace(place=Place(said, said, said), cell=cell, entries=(Entry(said, answer),))


def attributes(root: Element) -> Iterator[tuple[str, str, str]]:
    for element in root.iter():
        for name, value in element.attrib.items():
            yield str(element.tag), name, value
