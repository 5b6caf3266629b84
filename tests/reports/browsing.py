"""A real browser for pages: what a page asks of anybody, and whatever it complains of, is an error."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"),
    *("--disable-sync", "--no-first-run"),
)
PHONE = 320
"""Forty columns of eight pixels."""
Visit = Callable[..., Any]


def missing(what: str) -> None:
    if os.environ.get("PARSCORE_CI"):
        pytest.fail(f"{what} is missing")
    pytest.skip(f"{what} is not installed")


@contextmanager
def chromium() -> Iterator[Any]:
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        missing("Chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("playwright")
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=program, args=list(FLAGS))
        yield opened
        opened.close()


@contextmanager
def visits(browser: Any, file: Path) -> Iterator[Visit]:
    """Give what opens the page; whatever it asks of anybody, and whatever it complains of, is an error at the end."""
    contexts: list[Any] = []
    asked, said = [], []

    def go(hash_: str = "", **settings: object) -> Any:
        contexts.append(browser.new_context(**settings))
        contexts[-1].set_default_timeout(120_000)
        page = contexts[-1].new_page()
        page.on("request", lambda request: asked.append(request.url.split("#")[0]))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(file.as_uri() + hash_)
        return page

    yield go
    for context in contexts:
        context.close()
    assert set(asked) == {file.as_uri()}
    assert said == []


def wider_than_a_phone(page: Any) -> int:
    """Elements outside scrolling regions that stand out to the right."""
    return int(
        page.evaluate(
            "Array.from(document.querySelectorAll('body *')).filter((e) => !e.closest('.scroll, .skip, svg') && "
            f"e.getBoundingClientRect().right > {PHONE} + 1).length"
        )
    )


CONTRAST = """() => {
  const parts = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = (text) => {
    const line = (v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    const [r, g, b] = parts(text).map((v) => line(v / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const colour = getComputedStyle(e).backgroundColor, found = parts(colour);
      if (found.length === 3 || found[3] > 0) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const poor = [];
  for (const element of document.querySelectorAll("body *:not(script)")) {
    const own = Array.from(element.childNodes).some((node) => node.nodeType === 3 && node.data.trim());
    if (!own || !element.checkVisibility()) continue;
    const style = getComputedStyle(element), drawn = element.namespaceURI.endsWith("svg");
    const [a, b] = [light(drawn ? style.fill : style.color), light(ground(element))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) poor.push(element.tagName + " " + element.className + " " + element.textContent);
  }
  return poor;
}"""


def paper(page: Any, path: Path) -> bytes:
    return bytes(page.pdf(path=path, prefer_css_page_size=True))


def words_of(path: Path, *, fold: bool = True) -> str:
    if shutil.which("pdftotext") is None:
        missing("pdftotext")
    done = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True)
    return " ".join(done.stdout.decode().split()) if fold else done.stdout.decode()
