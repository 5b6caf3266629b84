"""LibreOffice for the tests: workbooks as it saves them after calculating every formula anew."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from parscore.workbooks.book import Workbook
from parscore.workbooks.ooxml import read_file

SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>{mode}</value></prop></item></oor:items>"""
ALWAYS, NEVER = 0, 1
"""When LibreOffice calculates the formulas of a workbook on opening it; otherwise it trusts the stored results."""


def recalculated(contents: Sequence[bytes], folder: Path, mode: int = ALWAYS) -> list[Workbook]:
    """Workbooks as LibreOffice saves them, opened in a profile of the test's own."""
    program = shutil.which("soffice")
    if program is None:
        if os.environ.get("PARSCORE_CI"):
            pytest.fail("LibreOffice is missing")
        pytest.skip("LibreOffice is not installed")
    settings = folder / f"profile-{mode}" / "user"
    settings.mkdir(parents=True)
    (settings / "registrymodifications.xcu").write_text(SETTINGS.format(mode=mode), encoding="utf-8")
    files = [folder / f"{at}.xlsx" for at in range(len(contents))]
    for file, content in zip(files, contents, strict=True):
        file.write_bytes(content)
    profile = f"-env:UserInstallation={settings.parent.as_uri()}"
    out = folder / f"out-{mode}"
    arguments = [program, "--headless", profile, "--convert-to", "xlsx", "--outdir", out, *files]
    subprocess.run(arguments, check=True, capture_output=True, timeout=600)
    read = [read_file(out / file.name, file.name) for file in files]
    assert all(book for book, _ in read), read
    return [book for book, _ in read if book]
