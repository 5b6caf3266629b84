"""What the repository says of itself: two commands, documents that are current, links that lead somewhere."""

import itertools
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
PASSED_OVER = {"__pycache__", "results", "dist", "build", "bundled", "mutants"}
PLACES = re.compile("|".join(("/w" + r"ork\b", "/tm" + "p/dev", r"/ro" + r"ot\b", "/ho" + "me/[a-z]")))
"""Places of a developer's machine; written in pieces, as this file is looked at too."""


def files() -> Iterator[Path]:
    """Every file that belongs to the project."""
    for path in sorted(ROOT.rglob("*")):
        inner = path.relative_to(ROOT).parts
        hidden = [part for part in inner if part.startswith(".") and part not in (".ci", ".gitignore")]
        if path.is_file() and not hidden and not PASSED_OVER & set(inner) and ".egg-info" not in str(path):
            yield path


def content(path: Path) -> str:
    """The text of a file; of a package the texts of its parts."""
    if not zipfile.is_zipfile(path):
        return path.read_bytes().decode("utf-8", errors="replace")
    with zipfile.ZipFile(path) as package:
        return "\n".join(package.read(name).decode("utf-8", errors="replace") for name in package.namelist())


@pytest.mark.parametrize("name", ["main", "test"])
def test_the_readme_has_each_command_once(name: str) -> None:
    text = README.read_text(encoding="utf-8")
    assert text.count(f"<!-- command: {name} -->") == 1
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "readme_command.py", name], capture_output=True, check=True, text=True
    )
    (line,) = done.stdout.strip().splitlines()
    assert line in text
    assert ".venv" in line and "pip install" in line


def test_the_commands_do_what_the_readme_says() -> None:
    text = README.read_text(encoding="utf-8")
    main, test = re.findall(r"<!-- command: \w+ -->\n```sh\n(.*?)\n```", text, re.DOTALL)
    assert main.endswith("parscore score -C sample_data/tinh-mau-2025")
    assert test.endswith("-m pytest -n auto") and "[dev]" in test


@pytest.mark.parametrize("page", [README, *sorted((ROOT / "docs").glob("*.md"))], ids=lambda page: page.name)
def test_headings_stand_apart_and_lists_count_up(page: Path) -> None:
    """Parts that were merged by hand ran into each other and said an item twice."""
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    assert re.findall(r"[^\n]\n(#+ .*)", text) == []
    numbers = [0, *(int(number) for number in re.findall(r"^(\d+)\. ", text, re.MULTILINE))]
    assert all(after in (before + 1, 1) for before, after in itertools.pairwise(numbers))


def test_generated_documents_are_current() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "generate_docs.py", "--check"], capture_output=True, text=True, check=False,
        cwd=ROOT,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("path", [README, *sorted((ROOT / "docs").glob("*.md"))], ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
    inner = [link for link in links if "://" not in link]
    assert [link for link in inner if not (path.parent / link).exists()] == []


def test_nothing_names_a_place_of_a_developers_machine() -> None:
    found = list(files())
    assert README in found and Path(__file__) in found
    assert sum(path.suffix == ".xlsx" for path in found) > 40
    named = {path.relative_to(ROOT).as_posix() for path in found if PLACES.search(content(path))}
    assert named == set()
    assert PLACES.search("cd " + "/w" + "ork/main") and not PLACES.search("$work/parscore, a network/path")
