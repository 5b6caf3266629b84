"""Every refusal has words in both languages, with every fact in its place."""

import ast
import re
from pathlib import Path

import pytest

from parscore import workbooks
from parscore.messages import LANGUAGES, Language, Words
from parscore.model.problem import problem
from parscore.workbooks.ooxml import read_workbook
from parscore.workbooks.package import damaged, exceeded, unsafe

CODES = ["PS113", "PS115", "PS116", "PS117", "PS118", "PS119", "PS120", "PS121", "PS122", "PS123"]
MAKERS = {"damaged": "damaged", "unsafe": "unsafe", "exceeded": "limit", "_unopened": "opening"}


def keys_in_code() -> set[str]:
    """The keys of words that the modules of the reader can put into a fact."""
    found = set()
    for path in Path(workbooks.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MAKERS:
                texts = [piece.value for piece in ast.walk(node.args[0]) if isinstance(piece, ast.Constant)]
                found |= {f"{MAKERS[node.func.id]}.{text!s}" for text in texts}
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Numbered":
                found.add(f"damaged.{node.args[1].value}")  # type: ignore[attr-defined]
            elif isinstance(node, ast.Constant) and str(node.value).startswith(("content.", "unsafe.")):
                found.add(str(node.value))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name == "_reason":
                returned = [part for part in ast.walk(node) if isinstance(part, ast.Constant)]
                found |= {f"opening.{part.value!s}" for part in returned}
    return found - {"content.xml", "content.", "unsafe."}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_in_the_code_has_words(language: Language) -> None:
    words = Words(language)
    found = keys_in_code()
    assert len(found) > 40
    for key in found:
        told = words.problem(problem("PS117", reason=key, part="-")).message
        assert key not in told, key


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", CODES)
def test_every_code_has_a_title_a_message_and_a_remedy(code: str, language: Language) -> None:
    facts = dict.fromkeys(("found", "content", "part", "reason", "limit", "allowed", "extension"), "◆")
    told = Words(language).problem(problem(code, None, **facts))
    assert told.title
    assert told.message
    assert told.remedy
    assert ("◆" in told.message) is (code not in {"PS113", "PS121"})


def test_messages_of_three_refusals_as_people_read_them() -> None:
    vietnamese = Words("vi")
    told = [
        vietnamese.problem(problem(refused.code, **refused.facts)).message  # type: ignore[arg-type]
        for refused in (
            damaged("checksum differs", "xl/workbook.xml"),
            exceeded("sheets", 300, 256),
            unsafe("overlapping parts", "xl/a.xml"),
        )
    ]
    assert told == [
        "Tệp bị hỏng nên không đọc được: nội dung không khớp mã kiểm tra (xl/workbook.xml).",
        "Tệp quá lớn so với một biểu tự chấm: số trang tính là 300, cho phép 256.",
        "Bên trong tệp có điểm bất thường nên không thể tin nội dung đọc được: các phần chồng lên nhau (xl/a.xml).",
    ]


@pytest.mark.parametrize(
    ("data", "told"),
    [(b"TT;1", "văn bản"), (b"\1\2\0\3", "nhị phân"), (b"%PDF-1.7", "PDF"), (b"PK\3\4", "không trọn vẹn")],
    ids=["text", "binary", "pdf", "cut"],
)
def test_a_refusal_reads_as_a_sentence_without_keys(data: bytes, told: str) -> None:
    _, (found,) = read_workbook(data, "a.xlsx")
    message = Words("vi").problem(found).message
    assert told in message
    assert not re.search(r"\b(content|damaged|limit|opening|unsafe)\.", message)
