"""The page of the rule families: the docstring and parameters of each, and its worked cases from ``tests/cases``."""

import inspect
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from markdown_text import fenced, folded, table
from rule_parameters import parameters
from worked_cases import DECISIONS, FORMULAS, OF_FAMILIES, TABLES, judged
from yaml_text import flow_text, yaml_text

from parscore.messages import Words
from parscore.rules.registry import families

Block = Mapping[str, Any]
EN, VI = Words("en"), Words("vi")
CHAPTERS = {
    "Answers and judgement": ("yes_no", "all_of", "checklist", "choose", "claim"),
    "Rates": ("proportional", "threshold", "interpolate", "tiers", "relative"),
    "Numbers and days": ("count", "deduct", "increments", "deadline"),
    "Surveys and other rankings": ("index", "likert", "ballots", "place"),
    "Rules made of rules": ("sum_of", "best_of", "unit_mean"),
}
"""The families in the order of a reader: from the plainest to those made of others."""
SECTIONS = ("Rule", "Boundaries", "Faults", "Source")
INTRODUCTION = """
A leaf's `rule` names exactly one family. Each example is a whole leaf that can be pasted into a
[criteria set](criteria.md); the worked cases are those of `tests/cases/`, which the tests run. Points are exact
fractions. *No case* is a zero denominator: the leaf's `no_case` decides. [Problem codes](problems.md) tells the codes.

"""


def rules_page(generated: str) -> str:
    """The whole page; ``generated`` is the line that says how it is made."""
    if sorted(name for names in CHAPTERS.values() for name in names) != list(families()):
        raise ValueError("every family stands in exactly one chapter")
    chapters = (f"\n## {chapter}\n{''.join(map(_family, names))}" for chapter, names in CHAPTERS.items())
    return f"# Rule families\n\n{generated}{INTRODUCTION}{_contents()}{''.join(chapters)}{_decisions()}"


def _contents() -> str:
    rows = (
        (chapter if name == names[0] else "", _link(name), EN.text("schema", key), VI.text("schema", key))
        for chapter, names in CHAPTERS.items()
        for name, key in ((name, f"rule.{name}") for name in names)
    )
    decisions = "\n[Rule texts of decisions](#rule-texts-of-decisions) shows how real texts are written.\n"
    return table(("", "Family", "In one line", "Tiếng Việt"), rows) + decisions


def _link(family: str) -> str:
    return f"[{family}](#{family})"


def _family(name: str) -> str:
    headline, _, sections = inspect.cleandoc(families()[name].__doc__ or "").replace("``", "`").partition("\n\n")
    first, *others = OF_FAMILIES[name]["rules"]
    parts = (
        f"\n### {name}\n\n{headline}\n",
        _leaf(first),
        _told(first),
        _formulas(name),
        "\n".join(map(_section, sections.splitlines())) + "\n",
        _cases(first),
        table(("Parameter", "Meaning", "Value", "Default"), parameters(families()[name], name)),
        *(folded(f"{block['name']} (max {block['max']})", _rule(block) + "\n" + _cases(block)) for block in others),
        folded("What <code>criteria lint</code> refuses", refused) if (refused := _refused(name)) else "",
    )
    return "\n".join(filter(None, parts))


def _told(block: Block) -> str:
    lines = "".join(f"{line}\n" for line in block["words"])
    return f"As `criteria show` and `explain` tell it:\n\n{fenced(lines, 'text')}"


def _formulas(name: str) -> str:
    lines = "".join(f"{line}\n" for line in FORMULAS[name])
    return f"In a [working paper](audit.md#working-papers), over cells that hold the values:\n\n{fenced(lines, 'text')}"


def _section(line: str) -> str:
    word, colon, rest = line.partition(": ")
    return f"- **{word}.** {rest}" if colon and word in SECTIONS else f"  {line.strip()}"


def _leaf(block: Block) -> str:
    """A whole leaf as a criteria set writes it, with a case of most points and one of least."""
    kept = {"name": block["name"], "max": block["max"], **block.get("leaf", {})}
    kept |= {key: block[key] for key in ("inputs", "rule") if key in block}
    scored = [row for row in block["cases"] if row.get("points", "no_case") != "no_case"]
    ends = (extreme(scored, key=lambda row: Fraction(row["points"])) for extreme in (max, min))
    cases = (f"  - {flow_text({key: row[key] for key in ('given', 'points')})}\n" for row in ends)
    return fenced(f"code: 1.1.1\n{yaml_text(kept)}cases:\n{''.join(cases)}")


def _rule(block: Block) -> str:
    return fenced(yaml_text({key: block[key] for key in ("calendar", "rule") if key in block}))


def _cases(block: Block) -> str:
    """The worked cases as a table, and where the rule comes from."""
    names = tuple(block["cases"][0]["given"])
    rows = ((*(_value(row["given"][name]) for name in names), *_outcome(block, row)) for row in block["cases"])
    source = f"\nSource: {block['source']}.\n" if "source" in block else ""
    return table((*(f"`{name}`" for name in names), "Points", "Branch"), rows) + source


def _value(written: str | list[str]) -> str:
    return ", ".join(written) if isinstance(written, list) else written


def _outcome(block: Block, row: Block) -> tuple[str, str]:
    if "fault" in row:
        return row["fault"], EN.entry(row["fault"])["title"]
    return row["points"].replace("no_case", "*no case*"), EN.phrase(judged(block, row).branch)


def _refused(name: str) -> str:
    """The rules that ``criteria lint`` refuses, with what it says."""
    checks = [check for check in OF_FAMILIES[name]["checks"] if check["faults"]]
    rows = ((f"`{flow_text(check['rule'][name])}`", check["max"], _faults(check["faults"])) for check in checks)
    return table((f"`{name}`", "Maximum", "Problem"), rows) if checks else ""


def _faults(faults: list[str]) -> str:
    parted = (fault.partition(" ") for fault in faults)
    return "<br>".join(f"{code} {EN.entry(code)['title']}: {rest}" for code, _, rest in parted)


def _decisions() -> str:
    """Each rule text word for word, the rule that says it, and what comes out."""
    blocks = TABLES[DECISIONS]["rules"]
    rows = ((block["name"], f"“{block['text']}”", _written(block), _short(block)) for block in blocks)
    heads = ("Decision", "Its text", "As a rule", "Given → points")
    return "\n## Rule texts of decisions\n\nFigures that a text does not state are made up.\n\n" + table(heads, rows)


def _written(block: Block) -> str:
    return "<br>".join(
        f"`{flow_text({key: block[key]})[1:-1]}`" for key in ("rule", "no_case", "variants") if key in block
    )


def _short(block: Block) -> str:
    rows = ((_pairs(row.get("agency", {})), _pairs(row["given"]), _points(block, row)) for row in block["cases"])
    return "<br>".join(f"{f'{agency}: ' if agency else ''}{given} → {points}" for agency, given, points in rows)


def _points(block: Block, row: Block) -> str:
    return row.get("leaf") or _outcome(block, row)[0]


def _pairs(values: Block) -> str:
    return ", ".join(f"{name} {value}" for name, value in values.items())
