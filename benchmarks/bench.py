"""Speed and memory in one run, as ratios: ``python benchmarks/bench.py [--forms 38] [--rounds 5]``.

Reading the same generated forms by parscore, by a plain openpyxl script (values and formulas: two loads), by a plain
pandas script, by bare calamine, and by the floor under any reader in Python (unzip and run expat without handlers);
then the whole season against the reading of its files, ``parscore --help`` against a bare typer and rich program, peak
memory against the number of files. The contestants take turns in each round; ratios are medians over the rounds.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from xml.parsers import expat

import openpyxl
import pandas as pd
import python_calamine
from province import make_province

from parscore.season.open import open_folder
from parscore.season.run import score_season
from parscore.workbooks.ooxml import read_file

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "sample_data" / "tinh-mau-2025"
MEMORY_AIM = 1.5
"""Peak memory of a season against that of the smallest one."""

BARE_APP = """
import typer
from rich.console import Console
app = typer.Typer(rich_markup_mode="rich", pretty_exceptions_enable=False)
for name in ("score", "rank", "explain", "check", "cells", "lint"):
    @app.command(name)
    def command(season: str = typer.Option(".", "-C", help="Season folder"), plain: bool = False, json: bool = False,
                strict: bool = False, jobs: int = 1, lang: str = "vi") -> None:
        "A command with six options."
app()
"""


def by_parscore(files: Sequence[Path]) -> None:
    """Read as the product does."""
    for file in files:
        book, _ = read_file(file, file.name)
        assert book is not None


def by_openpyxl(files: Sequence[Path]) -> None:
    """Values and formulas: openpyxl needs one load for each."""
    for file in files:
        for data_only in (True, False):
            book = openpyxl.load_workbook(file, data_only=data_only)
            for sheet in book.worksheets:
                for row in sheet.iter_rows():
                    for cell in row:
                        _ = cell.value
            book.close()


def by_pandas(files: Sequence[Path]) -> None:
    """Values alone, every sheet."""
    for file in files:
        pd.read_excel(file, sheet_name=None, header=None, dtype=object, engine="openpyxl")


def by_calamine(files: Sequence[Path]) -> None:
    """Values alone, every sheet."""
    for file in files:
        book = python_calamine.CalamineWorkbook.from_path(file)
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def by_floor(files: Sequence[Path]) -> None:
    """Unzip every XML part and run expat over it without handlers."""
    for file in files:
        with zipfile.ZipFile(file) as package:
            for name in package.namelist():
                if name.endswith(".xml"):
                    expat.ParserCreate().Parse(package.read(name), True)


READERS: dict[str, Callable[[Sequence[Path]], None]] = {
    "parscore": by_parscore,
    "openpyxl": by_openpyxl,
    "pandas": by_pandas,
    "calamine": by_calamine,
    "floor": by_floor,
}


def seconds(work: Callable[[], object]) -> float:
    """Wall time of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def reading(files: Sequence[Path], rounds: int) -> None:
    """Print the readers' times and their ratio to parscore."""
    times: dict[str, list[float]] = {name: [] for name in READERS}
    by_parscore(files[:2])
    for _ in range(rounds):
        for name, reader in READERS.items():
            times[name].append(seconds(lambda reader=reader: reader(files)))  # type: ignore[misc]
    print(f"\nReading {len(files)} forms, {rounds} rounds (median seconds; ratio to parscore per round)")
    for name, taken in times.items():
        ratio = statistics.median(other / own for other, own in zip(taken, times["parscore"], strict=True))
        print(f"  {name:9} {statistics.median(taken):8.3f} s   x {ratio:.2f}")
    for name, aim in (("openpyxl", 6.0), ("calamine", 1 / 3), ("floor", 1 / 4.5)):
        ratio = statistics.median(other / own for other, own in zip(times[name], times["parscore"], strict=True))
        shown = f"{ratio:.2f}x faster" if aim > 1 else f"{1 / ratio:.2f}x of it"
        aimed = f"at least {aim:.0f}x faster" if aim > 1 else f"within {1 / aim:.1f}x"
        print(f"  against {name}: {shown} (aim: {aimed}) {'ok' if ratio >= aim else 'MISSED'}")


def season(rounds: int) -> None:
    """Print the time of the whole season against the reading of its workbooks."""
    files = sorted((SAMPLE / "inbox").glob("*.xlsx"))
    whole, read = [], []
    for _ in range(rounds + 1):
        read.append(seconds(lambda: by_parscore(files)))
        whole.append(seconds(_score_sample))
    ratio = statistics.median(a / b for a, b in zip(whole[1:], read[1:], strict=True))
    print(f"\nSeason of {len(files)} workbooks: read, score, rank {statistics.median(whole[1:]):.3f} s,", end=" ")
    print(f"reading alone {statistics.median(read[1:]):.3f} s: x {ratio:.2f} (aim: under 1.5)")


def _score_sample() -> None:
    folder, _ = open_folder(SAMPLE)
    assert folder is not None
    score_season(folder)


def start_up(rounds: int) -> None:
    """Print the time of ``parscore --help`` against a bare typer and rich program, as whole processes."""
    ours, bare = [], []
    for _ in range(rounds + 1):
        ours.append(seconds(lambda: _run(sys.executable, "-m", "parscore", "--help")))
        bare.append(seconds(lambda: _run(sys.executable, "-c", BARE_APP, "--help")))
    ratio = statistics.median(a / b for a, b in zip(ours[1:], bare[1:], strict=True))
    print(
        f"\nparscore --help {statistics.median(ours[1:]):.3f} s,",
        f"bare typer + rich {statistics.median(bare[1:]):.3f} s:",
        end=" ",
    )
    print(f"x {ratio:.2f} (aim: within 1.3)")


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)


def memory(files: Sequence[Path]) -> None:
    """Print peak memory of a child that reads one file, and of one that reads all of them."""
    few, many = _peak(files[:1]), _peak(files)
    print(f"\nPeak memory: 1 file {few:.0f} MiB, {len(files)} files {many:.0f} MiB: x {many / few:.2f} (aim: flat)")


def _peak(files: Sequence[Path]) -> float:
    # VmHWM starts anew with the program; ru_maxrss would count what the parent held when it forked.
    code = "import sys\nfrom pathlib import Path\nfrom parscore.workbooks.ooxml import read_file\n"
    code += "[read_file(Path(file), file)[0].digest for file in sys.argv[1:]]\n"
    code += "print(*(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))"
    told = subprocess.run([sys.executable, "-c", code, *map(str, files)], check=True, capture_output=True, text=True)
    return int(told.stdout) / 1024


def season_memory(folder: Path, counts: Sequence[int]) -> None:
    """Print peak memory and time of ``parscore score`` on seasons of so many agencies, each with a form of its own."""
    few = 0.0
    for count in counts:
        season = make_season(folder / str(count), count)
        start = time.perf_counter()
        peak = _score_peak(season)
        taken, few = time.perf_counter() - start, few or peak
        reached = "ok" if peak <= MEMORY_AIM * few else "MISSED"
        print(f"  {count} agencies: {taken:.1f} s, peak {peak:.0f} MiB, x {peak / few:.2f} of the smallest", end=" ")
        print(f"(aim: within {MEMORY_AIM}) {reached}")


def sheets(folder: Path, count: int) -> None:
    """Print what writing the result sheets of a province takes, by format, against scoring it alone."""
    season = make_province(folder / str(count), count)
    alone, least = _timed(season, "rank", "--plain")
    print(f"\nResult sheets of {count} agencies; scoring alone {alone:.1f} s, peak {least:.0f} MiB")
    for form in ("html", "xlsx", "docx"):
        taken, peak = _timed(season, "feedback", "--all", "--format", form, "--out", str(folder / form))
        ratio = f"x {taken / alone:.2f} of scoring alone"
        print(f"  {form:4} {taken:6.1f} s   {ratio} (aim: within 2)   peak {peak:.0f} MiB, x {peak / least:.2f}")


def _timed(season: Path, *command: str) -> tuple[float, float]:
    start = time.perf_counter()
    peak = _command_peak(*command, "-C", str(season))
    return time.perf_counter() - start, peak


def _score_peak(season: Path) -> float:
    return _command_peak("score", "--json", "-C", str(season))


def _command_peak(*arguments: str) -> float:
    code = "import sys\nfrom parscore.cli.app import main\n"
    code += "try:\n    main()\nexcept SystemExit as ended:\n    assert ended.code in (0, 1), ended.code\n"
    code += "print(*(l.split()[1] for l in open('/proc/self/status') if l.startswith('VmHWM')), file=sys.stderr)"
    command = [sys.executable, "-c", code, *arguments]
    told = subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    return int(told.stderr.split()[-1]) / 1024


def make_season(folder: Path, count: int) -> Path:
    """Make a season of one group from the sample's department of health, copied under other names."""
    model = SAMPLE / "inbox" / "2025_SYT_tucham.xlsx"
    (folder / "inbox").mkdir(parents=True)
    (folder / "season.yaml").write_text((SAMPLE / "season.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    agencies = ["id,name,group"] + [f"A{at:04},Cơ quan số {at:04},so" for at in range(count)] + ["X1,Xã Một,xa"]
    figures = (SAMPLE / "figures.csv").read_text(encoding="utf-8").splitlines()
    own = [line.removeprefix("SYT,") for line in figures if line.startswith("SYT,")]
    copies = [f"A{at:04},{line}" for at in range(count) for line in own]
    for name, lines in (("agencies.csv", agencies), ("figures.csv", [figures[0], *copies])):
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    with zipfile.ZipFile(model) as package:
        parts = {entry.filename: package.read(entry) for entry in package.infolist()}
    for at in range(count):
        with zipfile.ZipFile(folder / "inbox" / f"2025_A{at:04}_tucham.xlsx", "w", zipfile.ZIP_DEFLATED) as copy:
            for part, content in parts.items():
                copy.writestr(part, content.replace("Sở Y tế".encode(), f"Cơ quan số {at:04}".encode()))
    return folder


def main() -> None:
    """Make the forms and run every measurement."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--agencies", type=int, nargs="+", help="only: memory of whole seasons of so many agencies")
    parser.add_argument("--sheets", type=int, help="only: result sheets of a province of so many agencies")
    parser.add_argument("--forms", type=int, default=38)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    if options.agencies:
        with tempfile.TemporaryDirectory() as folder:
            season_memory(Path(folder), options.agencies)
        return
    if options.sheets:
        with tempfile.TemporaryDirectory() as folder:
            sheets(Path(folder), options.sheets)
        return
    with tempfile.TemporaryDirectory() as folder:
        files = make_forms(Path(folder), options.forms)
        print(f"{len(files)} forms, {statistics.mean(file.stat().st_size for file in files) / 1024:.1f} kB on average")
        reading(files, options.rounds)
        memory(files)
    season(options.rounds)
    start_up(options.rounds)


def make_forms(folder: Path, count: int) -> list[Path]:
    """Fill a folder with forms: the sample province's, repeated under new names until there are enough."""
    sample = sorted((SAMPLE / "inbox").glob("*.xlsx"))
    files = []
    for at in range(count):
        file = folder / f"{at:04}_{sample[at % len(sample)].name}"
        file.write_bytes(sample[at % len(sample)].read_bytes())
        files.append(file)
    return files


if __name__ == "__main__":
    main()
