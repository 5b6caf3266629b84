"""How foreign text, addresses and style go into a page, so that nothing in them is more than text."""

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from parscore.reports.marks import Marks
from parscore.viet import show

if TYPE_CHECKING:
    from jinja2 import Environment

_TEMPLATES: Final = files("parscore").joinpath("templates")
POLICY: Final = "default-src 'none'; img-src 'none'; base-uri 'none'; form-action 'none'"
"""What a page may do beside its own style sheet and script: nothing."""


@cache
def environment() -> "Environment":
    """The template engine: every value is escaped, a name that is not there is an error."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    made = Environment(
        loader=FunctionLoader(asset),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=seen,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["anchor"] = anchor
    return made


def asset(name: str) -> str:
    """A file of the package's templates; line ends are the same on every machine, as browsers hash them."""
    return _TEMPLATES.joinpath(name).read_bytes().decode().replace("\r\n", "\n")


def seen(value: object) -> object:
    """A text without characters that cannot be seen or that turn the writing direction: they are named instead.

    Our own markup is not touched.
    """
    if not isinstance(value, str) or hasattr(value, "__html__") or value.isprintable():
        return value
    return show(value, len(value) * 8)


def anchor(identifier: str) -> str:
    """The address of an element of the same page: ``SYT/1.1.2`` -> ``#SYT/1.1.2``."""
    return f"#{quote(identifier, safe='/')}"


def policy(style: str, script: str = "") -> str:
    """The content security policy of a page: its own style sheet and script by the hash of their text, nothing else."""
    allowed = [("style-src", style), ("script-src", script)]
    return "; ".join([POLICY, *(f"{kind} {_source(text)}" for kind, text in allowed if text)])


def printed_lines(marks: Marks) -> str:
    """The style of the lines at the foot of every printed page, and at the head of a draft's."""
    head = f"@top-right{{content:{css_text(marks.state)}}}" if marks.draft else ""
    return f"@page{{@bottom-left{{content:{css_text(marks.footer)}}}{head}}}\n"


def _source(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def css_text(text: str) -> str:
    """A text as a string of CSS in which nothing but letters, digits and spaces stands unescaped."""
    signs = (sign if sign.isalnum() or sign == " " else f"\\{ord(sign):x} " for sign in text)
    return '"' + "".join(signs) + '"'
