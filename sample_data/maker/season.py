"""A season folder: season.yaml, agencies.csv, figures.csv and an inbox with one workbook an agency."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from parscore.definitions.load import read_criteria
from parscore.model.cell import Value
from parscore.model.criteria import CriteriaSet, InputType, Leaf, Source
from parscore.numbers import trimmed

from .appraisals import STAGES, write_appraisals
from .form import write_form
from .office import Answers, Office
from .province import COMMUNES, DEPARTMENTS, SO, XA
from .steer import answer
from .style import Style, style_of
from .table import write_csv

CRITERIA = Path(__file__).parent.parent.parent / "criteria"
SETS = {SO: ("so-ban-nganh", "2025.1"), XA: ("xa-phuong", "2025.1")}
GROUPS = {SO: "Sở, ban, ngành", XA: "Xã, phường"}
SOURCES = {
    Source.SURVEY: "Báo cáo số 18/BC-SNV ngày 22/12/{year} về kết quả điều tra xã hội học",
    Source.STATISTICS: "Công văn số 412/TKT-TH ngày 20/12/{year} của Thống kê tỉnh",
    Source.APPRAISER: "Biên bản họp Tổ thẩm định ngày 24/12/{year}",
}
FILE_NAMES = {
    "SCT": "BM tu cham CCHC SCT (ban chinh thuc).xlsx",
    "SGDDT": "SGDDT - tu danh gia CCHC nam 2025.xlsx",
    "PNAMTHANH": "cham diem PNAMTHANH.xlsx",
    "XHOALAC": "2025_XHOALAC_tucham_sua.xlsx",
}
"""File names of 2025 that do not follow the pattern."""


@dataclass(frozen=True, slots=True)
class Year:
    """What makes a season one of its year. ``sets``: criteria sets of its own; ``style``: one that all forms have."""

    number: int = 2025
    seed: str = "tinh-mau-2025"
    sets: Mapping[str, CriteriaSet] = field(default_factory=dict)
    style: Style | None = None

    def criteria(self, group: str) -> CriteriaSet:
        """The set of a group."""
        return self.sets.get(group) or criteria_set(group)

    def file_name(self, office: Office) -> str:
        """The name of an office's form."""
        name = f"{self.number}_{office.id}_tucham.xlsx"
        return name if self.sets else FILE_NAMES.get(office.id, name)


YEAR = Year()


def season(
    folder: Path,
    agencies: Sequence[Office] = (*DEPARTMENTS, *COMMUNES),
    *,
    year: Year = YEAR,
    seed: str = YEAR.seed,
    stages: str = "stages: [self]\n",
    appraised: bool = False,
    surveyed: Collection[tuple[str, str]] = (),
) -> Mapping[str, Answers]:
    """Write a season folder for these agencies and return everybody's answers; the same arguments, the same bytes.

    ``stages`` are those of season.yaml; with ``appraised`` every stage up to the council has spoken instead.
    ``surveyed`` holds the group and the code of leaves whose figures come from ballots (see ``survey.survey``).
    """
    (folder / "inbox").mkdir(parents=True, exist_ok=True)
    sets = {group: year.criteria(group) for group in dict.fromkeys(office.group for office in agencies)}
    done: dict[str, Answers] = {}
    for office in agencies:
        done[office.id] = answer(sets[office.group], office, done, seed)
    cases = [(office, sets[office.group], done[office.id]) for office in agencies]
    write_register(folder, agencies, STAGES if appraised else stages, year=year)
    write_figures(folder, cases, surveyed, year=year)
    if appraised:
        write_appraisals(folder, cases, seed)
    for at, office in enumerate(agencies):
        path = folder / "inbox" / year.file_name(office)
        write_form(path, sets[office.group], office, done[office.id], year.style or style_of(at))
    return done


def criteria_set(group: str) -> CriteriaSet:
    """Load the criteria set of a group."""
    set_id, version = SETS[group]
    path = CRITERIA / set_id / f"{version}.yaml"
    criteria, problems = read_criteria(path, path.name)
    if criteria is None:
        raise ValueError(f"{path}: {problems}")
    return criteria


def write_register(
    folder: Path, agencies: Sequence[Office], stages: str = "stages: [self]\n", *, year: Year = YEAR
) -> None:
    """Write season.yaml and agencies.csv."""
    groups = "".join(
        f'  - id: {group}\n    name: "{GROUPS[group]}"\n    criteria: {_reference(year.criteria(group))}\n'
        for group in dict.fromkeys(office.group for office in agencies)
    )
    title = f"Xác định chỉ số cải cách hành chính năm {year.number} (số liệu giả định)"
    text = (
        "# Mùa chấm giả định của một tỉnh giả định. A made-up season of a made-up province.\n"
        f"schema: parscore/season/1\nyear: {year.number}\ntitle: {title}\nprovince: tỉnh Mẫu\nlanguage: vi\n"
        f"{stages}official_order: listed\ngroups:\n{groups}"
    )
    (folder / "season.yaml").write_text(text, encoding="utf-8", newline="\n")
    rows = [("id", "name", "group", "ranked", "khu_vuc")]
    rows += [
        (office.id, office.name, office.group, "có" if office.ranked else "không", _region(office))
        for office in agencies
    ]
    write_csv(folder / "agencies.csv", rows)


def write_figures(
    folder: Path,
    offices: Sequence[tuple[Office, CriteriaSet, Answers]],
    surveyed: Collection[tuple[str, str]] = (),
    *,
    year: Year = YEAR,
) -> None:
    """Write figures.csv: what survey, statistics and appraisers say of every agency."""
    rows = [("agency", "code", "input", "value", "document")]
    for office, criteria, answers in offices:
        for leaf in criteria.leaves():
            if leaf.source is not Source.SELF and (office.group, leaf.code) not in surveyed:
                given = _figures(leaf, answers)
                source = SOURCES[leaf.source].format(year=year.number)
                rows += [(office.id, leaf.code, name, value, source) for name, value in given]
    write_csv(folder / "figures.csv", rows)


def _figures(leaf: Leaf, answers: Answers) -> Iterator[tuple[str, str]]:
    answer = answers[leaf.code]
    types = {asked.name: asked.type for asked in leaf.inputs}
    for name in leaf.rule.wants:
        yield name, "KĐG" if answer.reason else _written(answer.values[name], types.get(name))


def _written(value: Value, kind: InputType | None) -> str:
    if not isinstance(value, Fraction):
        return {True: "có", False: "không"}.get(value, str(value)) if isinstance(value, bool) else value
    return f"{trimmed(value * 100)}%" if kind is InputType.PERCENT else trimmed(value)


def _reference(criteria: CriteriaSet) -> str:
    return f"{criteria.id}@{criteria.version}"


def _region(office: Office) -> str:
    if not office.commune:
        return ""
    if office.name.startswith("Phường"):
        return "đô thị"
    return "miền núi" if any(word in office.name for word in ("Lâm", "Khê", "Mường", "Nậm", "Sơn")) else "đồng bằng"
