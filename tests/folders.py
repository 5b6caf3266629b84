"""Season folders made in the test, from one line a file."""

from collections.abc import Mapping
from pathlib import Path

from forms import SET, Form

from parscore.model.problem import Problem
from parscore.model.ranking import SeasonResult
from parscore.season.open import SeasonFolder, open_folder
from parscore.season.run import score_season

SEASON = """schema: parscore/season/1
year: 2025
title: Mùa thử
province: tỉnh Mẫu
stages: [self]
groups:
  - {id: so, name: Sở, criteria: thu@2025.1}
"""
TWO_GROUPS = SEASON + "  - {id: xa, name: Xã, criteria: khac@2025.1}\n"
OTHER_SET = SET.replace("id: thu", "id: khac").replace("Ban hành kế hoạch", "Kế hoạch của xã").replace(
    "Tổ chức đối thoại", "Đối thoại ở xã").replace("Hình thức công khai", "Niêm yết ở xã").replace(
    "Hoàn thành nhiệm vụ", "Nhiệm vụ ở xã").replace("Tỷ lệ hồ sơ trực tuyến", "Hồ sơ ở xã")  # fmt: skip
AGENCIES = "id,name,group\nSYT,Sở Y tế,so\nSNV,Sở Nội vụ,so\n"
FIGURES = 'agency,code,input,value,document\nSYT,2.2,sipas,80,BC 1\nSNV,2.2,sipas,"85,5",BC 1\n'
NAMES = {"SYT": "Sở Y tế", "SNV": "Sở Nội vụ", "XA1": "Xã An Thịnh"}


def form_of(agency: str, **others: object) -> Form:
    """A filled form of an agency."""
    return Form(above=[[f"Đơn vị: {NAMES[agency]}"], ["NĂM 2025"]], **others)  # type: ignore[arg-type]


def forms() -> dict[str, Form | bytes]:
    """The inbox of a sound season."""
    return {"2025_SYT.xlsx": form_of("SYT"), "2025_SNV.xlsx": form_of("SNV").put("1.1", points="0,75")}


def make(
    folder: Path,
    *,
    season: str = SEASON,
    agencies: str | None = AGENCIES,
    figures: str | None = FIGURES,
    sets: Mapping[str, str] | None = None,
    inbox: Mapping[str, Form | bytes] | None = None,
) -> Path:
    """Write a season folder; it is sound unless something else is asked for."""
    files: dict[str, str | None] = {"season.yaml": season, "agencies.csv": agencies, "figures.csv": figures}
    own = {"thu/2025.1": SET, "khac/2025.1": OTHER_SET} if sets is None else sets
    files |= {f"criteria/{name}.yaml": text for name, text in own.items()}
    for name, text in files.items():
        if text is not None:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
    (folder / "inbox").mkdir(exist_ok=True)
    for name, form in (forms() if inbox is None else inbox).items():
        (folder / "inbox" / name).write_bytes(form.content() if isinstance(form, Form) else form)
    return folder


def opened(folder: Path) -> SeasonFolder:
    """Open a season that can be scored."""
    found, problems = open_folder(folder)
    assert found is not None, problems
    return found


def scored(folder: Path, jobs: int = 1) -> SeasonResult:
    """Score a season folder."""
    return score_season(opened(folder), jobs=jobs)


def told(problems: tuple[Problem, ...] | list[Problem]) -> list[tuple[str, str]]:
    """Code and file of every problem."""
    return [(problem.code, problem.place.file) for problem in problems]
