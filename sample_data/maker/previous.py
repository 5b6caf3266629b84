"""The season before: the departments of 2024 as they were before the mergers, by the criteria set of that year."""

import re
from pathlib import Path

from parscore.definitions.load import read_criteria
from parscore.model.criteria import CriteriaSet

from .office import Exemption, Office
from .province import COMMUNES, NO_DRAFTING, NO_INVESTMENT, NO_PROCEDURES, NO_RECRUITMENT, NO_SERVICE_UNITS, SO
from .season import CRITERIA, Year, season
from .style import HABITS
from .table import write_csv

TEXT = Path(__file__).parent / "previous.md"
COUNCIL = "stages:\n  - self\n  - {id: hoi-dong, kind: council, name: Hội đồng thẩm định, due: 2025-01-24}\n"
EDITS = (
    (r"\A.*?(?=schema:)", "# Bộ chỉ số MINH HỌA của năm trước. ILLUSTRATIVE set of the year before.\n"),
    (r"2025\.1", "2024.1"),
    (r"2345/QĐ-UBND, date: 2025-10-14", "1987/QĐ-UBND, date: 2024-09-30"),
    (r"valid: .*", "valid: {from: 2024-01-01, to: 2024-12-31}"),
    (r"năm 2025", "năm 2024"),
    (r"criteria: 44, ", "criteria: 43, "),
    # Dialogue is asked for from 2025; until then the contents of the plan weighed more.
    (r'      - code: "1\.10"\n(?:        .*\n)+', ""),
    (r'(code: "1\.1"\n.*\n *max:) 2\.5', r"\1 3"),
    (r'(code: "1\.1\.2"\n.*\n *max:) 0\.5', r"\1 1"),
    (r'(code: "1\.1\.2"\n(?:.*\n)+?.*given: \{points:) 0\.5\}, points: 0\.5', r"\1 1}, points: 1"),
    (r'(code: "3\.4\.1"\n(?:.*\n)+?.*zero_below:) 95%', r"\1 90%"),
    (r"on_time: 1900, settled: 2000\}, points: 1\.9", "on_time: 1800, settled: 2000}, points: 1.8"),
    (r"on_time: 1899, settled: 2000\}", "on_time: 1799, settled: 2000}"),
    (r"Xây dựng văn hóa công vụ, đạo đức công vụ và quy tắc ứng xử tại", "Thực hiện văn hóa công vụ tại"),
)
"""How the set of 2024 differs from that of 2025, as patterns and what stands there instead."""


def _then(exemption: Exemption) -> Exemption:
    reason, codes = exemption
    return reason.replace("2025", "2024"), codes


OFFICES = (
    Office("VPUB", "Văn phòng Ủy ban nhân dân tỉnh", SO, 86.1, ranked=False, exempt=(NO_SERVICE_UNITS,)),
    Office("SNV", "Sở Nội vụ", SO, 92.0),
    Office("STP", "Sở Tư pháp", SO, 90.8, exempt=(_then(NO_INVESTMENT),)),
    Office("SKHDT", "Sở Kế hoạch và Đầu tư", SO, 90.4),
    Office("STC", "Sở Tài chính", SO, 88.5),
    Office("SCT", "Sở Công Thương", SO, 84.9),
    Office("SNNPTNT", "Sở Nông nghiệp và Phát triển nông thôn", SO, 83.3),
    Office("STNMT", "Sở Tài nguyên và Môi trường", SO, 79.2),
    Office("SXD", "Sở Xây dựng", SO, 87.1),
    Office("SGTVT", "Sở Giao thông vận tải", SO, 85.0),
    Office("SKHCN", "Sở Khoa học và Công nghệ", SO, 89.5),
    Office("SVHTTDL", "Sở Văn hóa, Thể thao và Du lịch", SO, 85.6),
    Office("SGDDT", "Sở Giáo dục và Đào tạo", SO, 87.4),
    Office("SYT", "Sở Y tế", SO, 84.2),
    Office("BDT", "Ban Dân tộc", SO, 76.0, exempt=(NO_SERVICE_UNITS, NO_RECRUITMENT)),
    Office("TTT", "Thanh tra tỉnh", SO, 83.7, exempt=(NO_PROCEDURES, _then(NO_DRAFTING), NO_SERVICE_UNITS)),
)
"""In official order."""
MAP = (
    ("old", "new", "kind", "basis", "why"),
    ("SKHDT", "STC", "sáp nhập", "mean", "Hợp nhất từ 01/3/2025, so với bình quân hai sở"),
    ("STC", "STC", "sáp nhập", "mean", ""),
    ("SNNPTNT", "SNNMT", "sáp nhập", "mean", "Hợp nhất từ 01/3/2025, so với bình quân hai sở"),
    ("STNMT", "SNNMT", "sáp nhập", "mean", ""),
    ("SGTVT", "SXD", "sáp nhập", "", "Hợp nhất từ 01/3/2025, nhiệm vụ hai sở khác nhau nhiều"),
    ("SXD", "SXD", "sáp nhập", "", ""),
    ("BDT", "SDTTG", "đổi tên", "", "Nhận thêm nhiệm vụ tôn giáo từ 01/3/2025"),
    ("", "BQLKCN", "thành lập mới", "", "Năm 2024 chưa thuộc đối tượng đánh giá"),
    *(("", office.id, "thành lập mới", "", "Thành lập từ 01/7/2025") for office in COMMUNES),
)
"""The mapping file: which office of 2024 is which of 2025."""


def previous_season(folder: Path) -> None:
    """Write the season of 2024 into a folder, with its own criteria set and the mapping to 2025."""
    own = folder / "criteria" / "so-ban-nganh" / "2024.1.yaml"
    year = Year(2024, "tinh-mau-2024", {SO: previous_set(own)}, style=HABITS[3])
    season(folder, OFFICES, year=year, seed=year.seed, stages=COUNCIL)
    rows = [("agency", "code", "input", "value", "who", "when", "why", "document")]
    rows += [(office.id, "*", "", "", "Hội đồng thẩm định tỉnh", "2025-01-22", "", "BB số 01") for office in OFFICES]
    (folder / "appraisals").mkdir(exist_ok=True)
    write_csv(folder / "appraisals" / "hoi-dong.csv", rows)
    write_csv(folder / "sang-2025.csv", MAP)
    (folder / "README.md").write_bytes(TEXT.read_bytes())


def previous_set(path: Path) -> CriteriaSet:
    """Write the set of 2024 as it differs from that of 2025, and load it."""
    text = (CRITERIA / "so-ban-nganh" / "2025.1.yaml").read_text(encoding="utf-8")
    for pattern, instead in EDITS:
        text, count = re.subn(pattern, instead, text, flags=re.DOTALL if pattern.startswith(r"\A") else 0)
        if not count:
            raise ValueError(f"the set of 2025 has no {pattern}")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    criteria, problems = read_criteria(path, path.name)
    if criteria is None:
        raise ValueError(f"{path}: {problems}")
    return criteria
