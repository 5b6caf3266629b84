"""What a run found file by file, and what of it goes back to whom."""

from pathlib import Path

import pytest
from folders import AGENCIES, TWO_GROUPS, form_of, forms, make, opened, scored
from forms import Form

from parscore.model.problem import Severity
from parscore.model.ranking import SeasonResult
from parscore.season.checked import CheckedFile, Returned, checked_files, returned_to_agencies
from parscore.season.run import score_season

FAULTY = Path(__file__).resolve().parents[2] / "sample_data" / "tinh-mau-2025-loi"


def files_of(result: SeasonResult) -> dict[str, CheckedFile]:
    return {file.file: file for file in checked_files(result, result.problems)}


def returned(result: SeasonResult) -> dict[str, Returned]:
    files = checked_files(result, result.problems)
    return {one.agency.id: one for one in returned_to_agencies(result.season, files, result.problems)}


@pytest.fixture(scope="module")
def faulty() -> SeasonResult:
    return scored(FAULTY)


def test_every_file_with_its_agency_digest_and_counts(tmp_path: Path) -> None:
    inbox = {
        **forms(),
        "x.xlsx": form_of("SNV").put("1.1", points="một").put("1.2", points=1),
        "2025_SYT_hong.xlsx": b"PK\x03\x04",
        "la.xlsx": b"<html>",
        "~$2025_SYT.xlsx": b"",
        "Danh sách.txt": b"",
    }
    del inbox["2025_SNV.xlsx"]
    files = files_of(scored(make(tmp_path, inbox=inbox)))
    assert {file: one.agency for file, one in files.items()} == {
        "inbox/2025_SYT.xlsx": "SYT", "inbox/2025_SYT_hong.xlsx": "SYT", "inbox/la.xlsx": "", "inbox/x.xlsx": "SNV",
    }  # fmt: skip
    assert [bool(one.digest) for one in files.values()] == [True, False, False, True]
    told = {file: (one.errors, one.warnings, one.notes, one.worst) for file, one in files.items()}
    assert told == {
        "inbox/2025_SYT.xlsx": (0, 0, 0, None),
        "inbox/2025_SYT_hong.xlsx": (1, 0, 0, Severity.ERROR),
        "inbox/la.xlsx": (1, 0, 0, Severity.ERROR),
        "inbox/x.xlsx": (1, 1, 0, Severity.ERROR),
    }


def test_notes_alone_pass_and_a_warning_does_not(tmp_path: Path) -> None:
    warned = form_of("SYT").put("1.2", points=1)
    files = files_of(scored(make(tmp_path, inbox={**forms(), "2025_SYT.xlsx": warned})))
    assert (files["inbox/2025_SNV.xlsx"].notes, files["inbox/2025_SNV.xlsx"].worst) == (1, None)
    assert files["inbox/2025_SYT.xlsx"].worst is Severity.WARNING


def test_only_some_files_and_only_some_problems(faulty: SeasonResult) -> None:
    file = "inbox/2025_SNV_tucham.xlsx"
    (one,) = checked_files(faulty, [found for found in faulty.problems if found.code == "PS213"], [file])
    assert (one.file, one.errors, one.warnings) == (file, 1, 0)


def test_every_file_of_the_faulty_season_is_counted_once(faulty: SeasonResult) -> None:
    inbox = sorted(path.name for path in (FAULTY / "inbox").glob("*.xlsx") if not path.name.startswith("~$"))
    assert [file.removeprefix("inbox/") for file in files_of(faulty)] == inbox


# --- what goes back -----------------------------------------------------------------------------------------------


def test_errors_come_first_and_notes_stay_here(faulty: SeasonResult) -> None:
    note = returned(faulty)["SNV"]
    severities = [found.severity for found in note.problems]
    assert severities == sorted(severities, key=list(Severity).index)
    assert set(severities) == {Severity.ERROR, Severity.WARNING}
    places = [found.place.sort_key for found in note.problems if found.severity is Severity.ERROR]
    assert places == sorted(places)


def test_whoever_has_nothing_to_mend_or_sent_nothing_gets_no_note(faulty: SeasonResult) -> None:
    assert list(returned(faulty)) == [
        agency for agency in faulty.season.agencies if agency in
        {"STP", "SCT", "SXD", "SKHCN", "SVHTTDL", "SGDDT", "SNV", "STC", "SNNMT", "SYT"}
    ]  # fmt: skip
    everything = {found.agency for found in faulty.problems}
    assert {"TTT", "BQLKCN"} <= everything


def test_only_what_stands_in_its_own_files(faulty: SeasonResult) -> None:
    files = files_of(faulty)
    for agency, note in returned(faulty).items():
        assert {found.agency for found in note.problems} == {agency}
        assert {files[found.place.file].agency for found in note.problems} == {agency}
        assert {file.file for file in note.files} == {found.place.file for found in note.problems}
    assert not {"PS132", "PS216"} & {found.code for note in returned(faulty).values() for found in note.problems}


def test_a_file_of_two_agencies_goes_back_to_nobody(tmp_path: Path) -> None:
    result = scored(make(tmp_path, inbox={"2025_SYT.xlsx": form_of("SNV").put("1.1", points="một")}))
    assert [found.code for found in result.problems if found.place.file.startswith("inbox")] == ["PS139"]
    assert returned(result) == {}


def test_what_names_another_agency_stays_here(tmp_path: Path) -> None:
    """The second of two equal forms has a warning that names the first."""
    told = {code: f"Báo cáo riêng số {code}" for code in ("1.1", "1.2", "1.10", "2.1.1", "2.1.2")}

    def filled(agency: str) -> Form:
        form = form_of(agency)
        for code, text in told.items():
            form.put(code, evidence=text)
        return form

    result = scored(make(tmp_path, inbox={"2025_SYT.xlsx": filled("SYT"), "2025_SNV.xlsx": filled("SNV")}))
    assert [found.code for found in result.problems if found.agency == "SNV"] == ["PS160"]
    assert files_of(result)["inbox/2025_SNV.xlsx"].warnings == 1
    assert returned(result) == {}


# --- files from elsewhere -----------------------------------------------------------------------------------------


def test_a_file_from_elsewhere_takes_the_place_of_what_the_inbox_has(tmp_path: Path) -> None:
    folder = make(tmp_path / "season", inbox={**forms(), "2025_SYT.xlsx": form_of("SYT").put("1.1", points="một")})
    newer = form_of("SYT").put("1.1", points=0).save(tmp_path / "moi.xlsx")
    assert not scored(folder).final
    result = score_season(opened(folder), instead=[(newer, "moi.xlsx")])
    assert result.final
    assert [file for file, _ in result.inputs] == ["inbox/2025_SNV.xlsx", "moi.xlsx"]


def test_a_file_from_elsewhere_that_is_nobodys_takes_no_place(tmp_path: Path) -> None:
    folder = make(tmp_path / "season")
    (tmp_path / "la.xlsx").write_bytes(b"<html>")
    result = score_season(opened(folder), instead=[(tmp_path / "la.xlsx", "la.xlsx")])
    assert result.groups[0].complete
    assert [found.code for found in result.problems if found.place.file == "la.xlsx"] == ["PS116"]


def test_the_groups_of_a_season_are_in_one_list(tmp_path: Path) -> None:
    inbox = {**forms(), "2025_SYT.xlsx": form_of("SYT").put("1.1", points="một")}
    folder = make(tmp_path, season=TWO_GROUPS, agencies=AGENCIES + "XA1,Xã An Thịnh,xa\n", inbox=inbox)
    assert list(returned(scored(folder))) == ["SYT"]
