"""The line and the document that sum up a check."""

from parscore.messages import Words
from parscore.model.place import Place
from parscore.model.problem import problem
from parscore.reports.check import check_document, check_summary
from parscore.season.checked import CheckedFile

ERROR = problem("PS133", Place("inbox/a.xlsx"), agency="A", name="A")
WARNING = problem("PS208", Place("inbox/a.xlsx", "S", "A1"), agency="A")
FAILED = CheckedFile("inbox/a.xlsx", "ab", "A", 1, 1, 0)
WARNED = CheckedFile("inbox/b.xlsx", "cd", "", 0, 2, 0)
PASSED = CheckedFile("inbox/c.xlsx", "", "C", 0, 0, 3)


def test_the_line() -> None:
    vi, en = Words("vi"), Words("en")
    assert check_summary([FAILED, WARNED, PASSED, PASSED], [ERROR, WARNING, WARNING], vi) == (
        "4 tệp: 2 đạt, 1 có cảnh báo, 1 có lỗi · 1 lỗi, 2 cảnh báo"
    )
    assert check_summary([FAILED, PASSED], [ERROR], en) == "2 files: 1 passed, 1 with errors · errors: 1"
    assert check_summary([WARNED], [WARNING], vi) == "1 tệp: 1 có cảnh báo · 1 cảnh báo"


def test_nothing_found_and_nothing_there() -> None:
    assert check_summary([PASSED], [], Words("vi")) == "1 tệp: 1 đạt · không có vấn đề nào"
    assert check_summary([], [ERROR], Words("vi")) == "Không có biểu nào · 1 lỗi"
    assert check_summary([], [], Words("en")) == "No forms · no problems"


def test_of_some_codes_it_says_where_they_are_and_not_who_passed() -> None:
    vi = check_summary([FAILED, WARNED, PASSED], [ERROR], Words("vi"), ["PS133", "PS2"])
    assert vi == "Chỉ xem mã PS133, PS2: gặp ở 3 trên 3 tệp · 1 lỗi"
    without = CheckedFile("inbox/d.xlsx", "", "D", 0, 0, 0)
    en = check_summary([without, FAILED], [ERROR], Words("en"), ["PS133"])
    assert en == "PS133 alone: found in 1 of 2 files · errors: 1"
    assert check_summary([without], [], Words("vi"), ["PS133"]) == (
        "Chỉ xem mã PS133: gặp ở 0 trên 1 tệp · không có vấn đề nào"
    )


def test_the_document() -> None:
    told = check_document([ERROR], [FAILED, PASSED], ["tra-lai/x.xlsx"], Words("vi"))
    assert list(told) == ["schema", "counts", "problems", "files", "notes"]
    assert told["files"] == [
        {"file": "inbox/a.xlsx", "digest": "ab", "agency": "A", "counts": {"error": 1, "warning": 1, "note": 0}},
        {"file": "inbox/c.xlsx", "digest": "", "agency": "C", "counts": {"error": 0, "warning": 0, "note": 3}},
    ]
    assert told["notes"] == ["tra-lai/x.xlsx"]
