"""The faults of single cells that the second season plants, as a table: where, what, and the code expected."""

from dataclasses import dataclass
from datetime import datetime

from parscore.workbooks.layout import EVIDENCE, POINTS, input_role

from .sheet import CellValue

A, B = input_role(0), input_role(1)


@dataclass(frozen=True, slots=True)
class Planted:
    """A value put into a leaf's cell. ``clears``: the leaf's data are emptied first. ``formula``: a formula's text."""

    code: str
    leaf: str
    column: str
    value: CellValue
    vi: str
    en: str
    look: str = ""
    formula: str = ""
    clears: bool = False


VALUES = (
    Planted("PS104", "6.1.2", A, "1.234", "Số có hai cách đọc (1234 hay 1,234)", "a number with two readings", "given"),
    Planted("PS105", "1.1.3", A, "đã hoàn thành", "Chữ ở ô số", "words in a number cell", "given"),
    Planted(
        "PS107",
        "1.5",
        A,
        datetime(2025, 2, 1),
        "Ngày tháng ở ô số (gõ 1/2)",
        "a date where a number is due",
        "given_date",
    ),
    Planted("PS140", "7.1.1", A, "#REF!", "Ô báo lỗi #REF!", "a cell with the error #REF!", formula="#REF!"),
    Planted("PS141", "7.2.2", A, True, "TRUE ở ô số", "TRUE where a number is due", "given"),
    Planted(
        "PS142",
        "1.1.1",
        POINTS,
        "0,25",
        "Số viết dạng chữ với dấu phẩy (vẫn đọc được)",
        "a number written as text (read all the same)",
        "given",
    ),
    Planted(
        "PS143",
        "3.2.3",
        A,
        0,
        "Công thức mang số 0 do phần mềm không tính",
        "a formula with a 0 that nobody computed",
        formula="SUM(A1:A2)",
    ),
    Planted("PS201", "2.2.1", POINTS, None, "Bỏ trống điểm", "points left blank"),
    Planted("PS202", "5.4.2", A, -1, "Số âm", "a negative count"),
    Planted("PS203", "5.7", POINTS, 1.5, "Điểm lớn hơn điểm tối đa", "points above the maximum"),
    Planted("PS204", "1.4.2", A, "04 hình thức", "Không thuộc các phương án", "not one of the options", "given"),
    Planted("PS204", "1.6", POINTS, 1.25, "Mức điểm không có trong thang", "points that no option has"),
    Planted("PS205", "3.4.1", A, 123456, "Tử số lớn hơn mẫu số", "numerator greater than denominator"),
    Planted(
        "PS209",
        "4.1.2",
        POINTS,
        "KĐG",
        "KĐG ở tiêu chí không cho phép",
        '"not assessed" where it is forbidden',
        "given",
        clears=True,
    ),
    Planted(
        "PS210",
        "6.1.1",
        POINTS,
        "KĐG",
        "KĐG ở tiêu chí cho phép (loại khỏi điểm tối đa)",
        '"not assessed" where it is allowed',
        "given",
        clears=True,
    ),
    Planted(
        "PS211", "6.1.1", POINTS, "KĐG", "KĐG không nêu lý do", '"not assessed" without a reason', "given", clears=True
    ),
    Planted("PS212", "5.1.1", A, 57.5, "Số đếm có phần lẻ", "a count that is not whole", "given"),
    Planted("PS213", "1.1.2", POINTS, 0.45, "Điểm không đúng bước 0,1", "points off the grid of 0.1"),
    Planted("PS214", "1.2.1", A, 5, "Ngoài khoảng cho phép (tối đa 4 báo cáo)", "outside the declared range"),
    Planted("PS215", "6.3.1", A, 0.08, "Không rõ 0,08 là 8% hay 0,08%", "percent or share in doubt", "given"),
    Planted(
        "PS217", "4.2.2", POINTS, "KĐG", "KĐG nhưng vẫn có số liệu", '"not assessed" and data on one leaf', "given"
    ),
)
"""In the form of Sở Nội vụ."""

CLAIMS = (
    Planted(
        "PS207",
        "3.4.1",
        POINTS,
        1.5,
        "Điểm tự chấm khác điểm tính từ số liệu",
        "claimed points differ from the computed",
    ),
    Planted("PS301", "2.4.1", EVIDENCE, "", "Thiếu tài liệu kiểm chứng", "points without evidence"),
)
"""In the form of Sở Y tế, which is scored all the same."""
