"""That a season's memory does not grow with its agencies: each is put away before the next is looked at.

``benchmarks/bench.py --agencies 10 100 1000`` measures whole forms; here are few leaves, and time for more agencies.
"""

import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from folders import FIGURES, form_of, make

PEAK = """
import sys
from parscore.cli.app import main
try:
    main()
except SystemExit as ended:
    assert ended.code in (0, 1), ended.code
print(*(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")), file=sys.stderr)
"""
FEW, MANY = 10, 210
KEPT = 26
"""KiB that an agency may take: its figures, its problems, its line in each table, buffers not full yet."""


def season(folder: Path, count: int) -> Path:
    """A season of so many agencies that differ in name alone, with a form each."""
    names = {f"A{at:03}": f"Cơ quan số {at:03}" for at in range(count)}
    with zipfile.ZipFile(BytesIO(form_of("SYT").content())) as package:
        parts = {entry.filename: package.read(entry) for entry in package.infolist()}
    inbox: dict[str, bytes] = {}
    for own, name in names.items():
        stream = BytesIO()
        with zipfile.ZipFile(stream, "w") as copy:
            for part, content in parts.items():
                copy.writestr(part, content.replace("Sở Y tế".encode(), name.encode()))
        inbox[f"2025_{own}.xlsx"] = stream.getvalue()
    agencies = "\n".join(("id,name,group", *(f"{own},{name},so" for own, name in names.items()), ""))
    figures = "\n".join((FIGURES.splitlines()[0], *(f"{own},2.2,sipas,80,BC 1" for own in names), ""))
    return make(folder, agencies=agencies, figures=figures, inbox=inbox)


def peak(folder: Path) -> int:
    """The most memory, in KiB, of a whole run."""
    command = [sys.executable, "-c", PEAK, "score", "-C", str(folder)]
    told = subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    return int(told.stderr.split()[-1])


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system does not tell a process's peak memory")
def test_an_agency_takes_next_to_no_memory(tmp_path: Path) -> None:
    few, many = (peak(season(tmp_path / str(count), count)) for count in (FEW, MANY))
    assert (many - few) / (MANY - FEW) < KEPT
