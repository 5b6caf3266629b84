"""Head and foot of documents: what the season declares, what stands for the rest, and names in public versions."""

import hashlib
from dataclasses import replace
from io import BytesIO

import docx
import pytest

from parscore.definitions.load import load_season_document
from parscore.messages import Words
from parscore.model.ranking import SeasonResult
from parscore.model.season import Office
from parscore.reports.docx import docx_bytes
from parscore.reports.letterhead import heading, signature
from parscore.reports.marks import SHORT, inputs_digest, marks_of
from parscore.reports.material import Material, material
from parscore.reports.narrative import report_paper

OWN = Office(
    superior="UBND thành phố Mẫu",
    name="Văn phòng Thành phố",
    symbol="VP",
    place="Phường Một",
    authority="KT. Chánh Văn phòng",
    post="Phó Chánh Văn phòng",
    signer="Trần Thị Bích Ngọc",
    recipients=("- UBND thành phố (b/c);", "Lưu: VT."),
)


def of_office(result: SeasonResult, words: Words, office: Office, *, public: bool = False) -> Material:
    return material(replace(result, season=replace(result.season, office=office)), words, public=public)


def test_what_the_season_leaves_open_has_the_words_of_a_department(result: SeasonResult, vi: Words) -> None:
    of = of_office(result, vi, Office())
    head, end = heading(of, "BÁO CÁO", "Kết quả"), signature(of)
    assert (head.superior, head.issuer) == ("UBND TỈNH MẪU", "SỞ NỘI VỤ")
    assert head.number.split() == ["Số:", "/BC-SNV"]
    assert head.place_date.startswith("Mẫu, ngày ")
    assert (end.authority, end.post, end.signer) == ("", "GIÁM ĐỐC", "")
    assert end.recipients == ("- UBND tỉnh (b/c);", "- Các cơ quan, đơn vị được đánh giá;", "- Lưu: VT, CCHC.")


def test_what_the_season_declares_stands_in_head_and_foot(result: SeasonResult, words: Words) -> None:
    of = of_office(result, words, OWN)
    head, end = heading(of, "BÁO CÁO", "Kết quả"), signature(of)
    assert (head.superior, head.issuer) == ("UBND THÀNH PHỐ MẪU", "VĂN PHÒNG THÀNH PHỐ")
    assert head.number.endswith("/BC-VP")
    assert head.place_date.startswith("Phường Một, ")
    assert (end.authority, end.post, end.signer) == ("KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG", OWN.signer)
    assert end.recipients == ("- UBND thành phố (b/c);", "- Lưu: VT.")
    assert signature(of, "Sở Y tế").recipients == ("- Sở Y tế;", "- Lưu: VT.")


@pytest.mark.parametrize("public", [False, True])
def test_the_signer_is_in_the_document_but_never_in_a_public_one(
    result: SeasonResult, vi: Words, *, public: bool
) -> None:
    document = docx.Document(BytesIO(docx_bytes(report_paper(of_office(result, vi, OWN, public=public)))))
    said = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    signed = next(text for text in said if "PHÓ CHÁNH VĂN PHÒNG" in text)
    assert signed.startswith("KT. CHÁNH VĂN PHÒNG\nPHÓ CHÁNH VĂN PHÒNG\n")
    assert (OWN.signer in signed) is not public
    assert "Văn phòng Thành phố báo cáo kết quả" in "\n".join(one.text for one in document.paragraphs)


SEASON = b"""schema: parscore/season/1
year: 2025
title: T
province: "t\xe1\xbb\x89nh M\xe1\xba\xabu"
stages: [self]
groups: [{id: a, name: A, criteria: a@1}]
"""


def test_season_yaml_declares_the_office() -> None:
    spec, problems = load_season_document(SEASON + "office: {symbol: VP, recipients: [Một, Hai]}\n".encode(), "s")
    assert spec is not None and not problems
    assert spec.office == Office(symbol="VP", recipients=("Một", "Hai"))
    assert (plain := load_season_document(SEASON, "s")[0]) is not None and plain.office == Office()


@pytest.mark.parametrize(
    "wrong", ["office: [a]", "office: {chief: a}", "office: {recipients: a}", 'office: {post: ""}']
)
def test_an_office_that_cannot_be_read_is_a_fault_with_its_line(wrong: str) -> None:
    spec, problems = load_season_document(SEASON + wrong.encode() + b"\n", "season.yaml")
    assert spec is None
    assert [found.place.line for found in problems if found.severity == "error"] == [7]


# --- marks --------------------------------------------------------------------------------------------------------


def test_the_inputs_digest_is_that_of_a_listing_by_path(result: SeasonResult) -> None:
    read = replace(result, inputs=(("inbox/b.xlsx", "bb" * 32), ("inbox/ă.xlsx", "cc" * 32)),
                   sources=(("agencies.csv", "aa" * 32),))  # fmt: skip
    listing = f"{'aa' * 32}  agencies.csv\n{'bb' * 32}  inbox/b.xlsx\n{'cc' * 32}  inbox/ă.xlsx\n"
    assert inputs_digest(read) == hashlib.sha256(listing.encode()).hexdigest()
    assert inputs_digest(replace(read, inputs=read.inputs[::-1])) == inputs_digest(read)
    for changed in (
        replace(read, inputs=read.inputs[:1]),
        replace(read, sources=()),
        replace(read, sources=(("agencies2.csv", "aa" * 32),)),
        replace(read, sources=(("agencies.csv", "ab" * 32),)),
    ):
        assert inputs_digest(changed) != inputs_digest(read)
    assert inputs_digest(replace(read, inputs=(), sources=())) == ""


def test_the_footer_names_program_stage_inputs_record_and_sets(result: SeasonResult, words: Words) -> None:
    told = replace(result, sources=(("agencies.csv", "aa" * 32),), record="ee" * 32)
    parts = marks_of(told, words).footer.split(" · ")
    assert parts[0].startswith("parscore ")
    assert parts[2].endswith(f" {inputs_digest(told)[:SHORT]}")
    assert parts[3].endswith(f" {'ee' * 6}")
    criteria = [ranking.group.criteria for ranking in told.groups]
    assert parts[4:] == list(dict.fromkeys(f"{one.id}@{one.version} {one.digest[:SHORT]}" for one in criteria))
    without = marks_of(replace(told, inputs=(), sources=(), record=""), words).footer.split(" · ")
    assert len(without) == len(parts) - 2
