"""The page of a report as a browser takes it: parsed by the rules of HTML, with what tests ask of it."""

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote
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
TAGS = {
    *("html", "head", "meta", "title", "style", "script", "body", "header", "nav", "main", "section", "footer", "div"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "p", "ul", "li", "dl", "dt", "dd", "a", "span", "small", "strong", "code"),
    *("b", "i", "em", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "details", "summary", "figure"),
    *("figcaption", "label", "input", "output", "button", "br"),
}
DRAWN = {"svg", "rect", "path", "circle", "text", "tspan", "title", "desc"}


def hash_of(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def check_closed(root: Element) -> None:
    """Nothing is loaded or run but the page's own style and script, and every link leads to a place on the page."""
    policy = all_of(root, "meta", http_equiv="Content-Security-Policy")[0].get("content")
    assert policy is not None
    allowed = dict(part.split(" ", 1) for part in policy.split("; "))
    for script in all_of(root, "script"):
        assert allowed.pop("script-src") == hash_of(script.text or "")
        assert not re.search(
            r"https?:|fetch|XMLHttp|innerHTML|eval|import\s*\(|WebSocket|localStorage", script.text or ""
        )
    (style,) = all_of(root, "style")
    assert allowed.pop("style-src") == hash_of(style.text or "")
    assert set(allowed) == {"default-src", "img-src", "base-uri", "form-action"}
    assert set(allowed.values()) == {"'none'"}
    assert not re.search(r"url\(|@import|https?:", style.text or "")
    drawn = {f"{{http://www.w3.org/2000/svg}}{tag}" for tag in DRAWN}
    assert {str(element.tag) for element in root.iter()} <= TAGS | drawn
    ids = Counter(value for _, name, value in attributes(root) if name == "id")
    assert set(ids.values()) <= {1}
    for tag, name, value in attributes(root):
        assert not name.startswith("on"), (tag, name)
        assert name not in ("style", "src", "srcset", "action", "data", "formaction", "xlink:href"), (tag, name)
        if name == "href":
            assert value.startswith("#"), value
            assert unquote(value[1:]) in ids, value


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
