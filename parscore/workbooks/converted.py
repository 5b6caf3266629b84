"""Workbooks of other programs (.ods, .xlsb), converted to .xlsx by LibreOffice where it is installed.

No reader in Python keeps the error values of these formats. LibreOffice runs without a window in a private temporary
folder with a profile of its own: macros off, links not updated. It may calculate formulas again.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Final

from parscore.workbooks.child import run
from parscore.workbooks.package import Limits, Refused, inflate_all

SECONDS: Final = 18
"""The longest that a conversion may take; the first one after a start of the computer takes the longest."""
_MEBIBYTES: Final = 6 * 1024
"""Of address space, most of which an office program never touches."""
_SETTINGS: Final = (
    ("org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("org.openoffice.Office.Calc/Content/Update", "Link", "2"),
    ("org.openoffice.Office.Calc/Formula/Load", "OOXMLRecalcMode", "1"),
    ("org.openoffice.Office.Calc/Formula/Load", "ODFRecalcMode", "1"),
)
"""Never run, never fetch; recalculate only where LibreOffice finds the stored results unusable."""
_USUAL_PLACES: Final = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
)


def office() -> str | None:
    """Return the path of LibreOffice's program, or ``None`` where it is not installed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in _USUAL_PLACES if Path(place).is_file()), None)


def as_xlsx(data: bytes, suffix: str, content: str, limits: Limits) -> bytes:
    """Return an .ods or .xlsb workbook as the bytes of an .xlsx; ``Refused`` with PS154 or PS156 where that fails."""
    program = office()
    if program is None:
        raise Refused("PS154", content=content)
    inflate_all(data, limits)  # a bomb must not reach another program
    with tempfile.TemporaryDirectory(prefix="parscore-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        given, made = folder / f"form{suffix}", folder / "out" / "form.xlsx"
        given.write_bytes(data)
        _write_profile(folder / "profile")
        profile = (folder / "profile").as_uri()
        options = ["--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard"]
        command = [program, f"-env:UserInstallation={profile}", *options, "--convert-to", "xlsx:Calc MS Excel 2007 XML"]
        run(
            [*command, "--outdir", str(made.parent), str(given)],
            seconds=SECONDS,
            mebibytes=_MEBIBYTES,
            env=_environment(folder),
        )
        if not made.is_file():
            raise Refused("PS156", reason="child.nothing")
        if made.stat().st_size > limits.file_bytes:
            raise Refused("PS156", reason="child.large")
        return made.read_bytes()


def _write_profile(folder: Path) -> None:
    """Write the settings of a fresh profile."""
    items = "".join(
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _SETTINGS
    )
    (folder / "user").mkdir(parents=True)
    (folder / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{items}</oor:items>\n",
        encoding="utf-8",
    )


def _environment(folder: Path) -> dict[str, str]:
    """The environment of the program: ours, with its temporary files in the private folder, and no display."""
    own = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}
    home = {} if sys.platform == "win32" else {"HOME": str(folder), "SAL_USE_VCLPLUGIN": "svp"}
    return own | home | {"TMPDIR": str(folder), "TMP": str(folder), "TEMP": str(folder)}
