"""Vietnamese text: equal and different forms, order, slugs, near names, quoting."""

import random
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parscore import viet
from parscore.viet import collation_key, nearest, normal_form, plain_form, safe_name, show, slug

NAMES = (
    "Sở Nội vụ",
    "Sở Tư pháp",
    "Sở Tài chính",
    "Sở Công Thương",
    "Sở Nông nghiệp và Môi trường",
    "Sở Xây dựng",
    "Sở Khoa học và Công nghệ",
    "Sở Văn hóa, Thể thao và Du lịch",
    "Sở Giáo dục và Đào tạo",
    "Sở Y tế",
    "Sở Dân tộc và Tôn giáo",
    "Sở Ngoại vụ",
    "Thanh tra tỉnh",
    "Văn phòng UBND tỉnh",
    "Ban Quản lý Khu kinh tế",
    "Ban Quản lý các khu công nghiệp",
    "Bảo hiểm xã hội tỉnh",
    "Công an tỉnh",
    "Cục Thuế tỉnh",
    "Kho bạc Nhà nước khu vực XII",
    "UBND phường Hòa Bình",
    "UBND phường Hoa Bình",
    "UBND xã Hòa Bình",
    "UBND xã Hòa Bình 1",
    "UBND phường Thủy Xuân",
    "UBND xã Thụy Anh",
    "UBND xã Khoái Châu",
    "UBND xã Mỹ Lý",
    "UBND xã Mỹ Lỵ",
    "UBND xã Đắk R'Lấp",
    "UBND xã Đăk Pék",
    "UBND xã Ia Đal",
    "UBND phường Quý Đức",
    "UBND phường Quy Đức",
    "UBND xã Tam Đảo",
    "UBND xã Tam Dao",
    "UBND phường Bình Hưng Hòa",
    "UBND phường Tân Sơn Nhì",
    "UBND phường Tân Sơn Nhất",
    "UBND đặc khu Phú Quốc",
    "UBND đặc khu Thổ Châu",
    "UBND phường Long Xuyên",
    "UBND xã Thoại Sơn",
    "UBND xã Óc Eo",
    "UBND phường Ô Môn",
    "UBND phường Ở Môn",
)

text = st.text(max_size=30)
LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵABDĐÂĂẮÊẾHÔƠỚƯỨZ "
vietnamese = st.text(alphabet=LETTERS + "-–’Ð\u00a0\u200b", max_size=20)


# --- normal form


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sở Nội vụ", "SỞ NỘI VỤ"),
        ("Sở Nội vụ", "  Sở\u00a0 Nội\tvụ\n"),
        ("Sở\u3000Nội\u202fvụ", "Sở Nội vụ"),
        ("Sở\r\nNội vụ", "Sở Nội vụ"),
        ("S\u200bở Nội\u00ad vụ\ufeff", "Sở Nội vụ"),
        ("\u202dSở Nội vụ\u202c\u2066\u2069\u200e", "Sở Nội vụ"),
        ("Sở\x00 Nội\x1b\x7f\x90 vụ", "Sở Nội vụ"),
        ("Đà Nẵng", "Ðà Nẵng"),  # U+00D0
        ("Đà Nẵng", "Ɖà Nẵng"),  # U+0189
        ("đà nẵng", "ðà nẵng"),  # U+00F0
        ("đà nẵng", "ɖà nẵng"),  # U+0256
        ("Sở Xây dựng", "Sở Хây dựng"),  # Cyrillic Х
        ("Sở Y tế", "Ѕở У tế"),  # Cyrillic Ѕ, У
        ("hoa pecs", "ноа ресѕ"),
        ("ABEKMHOPCTYXIJSHDQW", "АВЕКМНОРСТУХІЈЅҺԀԚԜ"),
        ("hà", "hа\u0300"),  # Cyrillic а with a combining tone
        ("Thừa Thiên - Huế", "Thừa Thiên – Huế"),
        ("a-b", "a—b"),
        ("a-b", "a\u2011b"),
        ("a-b", "a\u2212b"),
        ("a-b", "a\uff0db"),
        ("------", "\u2010\u2011\u2012\u2013\u2014\u2015"),
        ("Đắk R'Lấp", "Đắk R’Lấp"),
        ("Đắk R'Lấp", "Đắk R‘Lấp"),
        ("Đắk R'Lấp", "Đắk RʼLấp"),
        ("hoà", "hòa"),
        ("Hoá", "HÓA"),
        ("hoả", "hỏa"),
        ("hoã", "hõa"),
        ("hoạ", "họa"),
        ("khoẻ", "khỏe"),
        ("loè", "lòe"),
        ("thuý", "thúy"),
        ("uỷ ban", "ủy ban"),
        ("luỹ", "lũy"),
        ("thuỵ", "thụy"),
        ("quý", "qúy"),
        ("hoàn", "hòan"),
        ("ngoài", "ngòai"),
        ("xoáy", "xóay"),
        ("khuỷu", "khủyu"),
        ("UỶ BAN NHÂN DÂN", "Ủy ban nhân dân"),
    ],
)
def test_equal_for_matching(one: str, other: str) -> None:
    assert normal_form(one) == normal_form(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hòa", "hóa"),
        ("hòa", "hoa"),
        ("hòa", "hờa"),
        ("Lý", "Lí"),
        ("Mỹ", "Mĩ"),
        ("Đà", "Dà"),
        ("a - b", "a b"),
        ("a b", "ab"),
        ("TP. Huế", "Thành phố Huế"),
        ("Phường 1", "Phường 2"),
        ("Phường 1", "Phường 11"),
        ("của", "cuả"),  # only oa, oe and uy have two ways
        ("thừa", "thưà"),
        ("hoặc", "họăc"),
        ("ớa", "oá"),
        ("ộa", "oạ"),
        ("Ở", "Ơ"),
        ("ô", "o"),
        ("1.1", "1.10"),
    ],
)
def test_different_for_matching(one: str, other: str) -> None:
    assert normal_form(one) != normal_form(other)


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("", ""),
        (" \u00a0\u200b ", ""),
        ("Điểm TỐI ĐA", "điểm tối đa"),
        ("  Points   MAX ", "points max"),
        ("TT", "tt"),
        ("A\x00B", "ab"),
        ("Hòa Bình", "hoà bình"),
        ("Sở Văn hóa, Thể thao và Du lịch", "sở văn hoá, thể thao và du lịch"),
        ("Thừa Thiên – Huế", "thừa thiên - huế"),
        ("hóặ", "hóặ"),  # the second vowel has a tone of its own: left alone
    ],
)
def test_normal_form_as_written(given_text: str, expected: str) -> None:
    assert normal_form(given_text) == expected


@given(st.one_of(text, vietnamese))
def test_normal_form_is_idempotent(given_text: str) -> None:
    once = normal_form(given_text)
    assert normal_form(once) == once
    assert unicodedata.is_normalized("NFC", once)


def test_normal_form_of_every_character_is_idempotent() -> None:
    for code in range(0x20000):  # beyond lie only ideographs, tags and private characters
        once = viet._normalise(chr(code))
        assert viet._normalise(once) == once, hex(code)


@given(st.one_of(text, vietnamese))
def test_nfc_and_nfd_are_equal(given_text: str) -> None:
    composed, decomposed = unicodedata.normalize("NFC", given_text), unicodedata.normalize("NFD", given_text)
    assert normal_form(given_text) == normal_form(composed) == normal_form(decomposed)
    assert plain_form(composed) == plain_form(decomposed)
    assert collation_key(composed) == collation_key(decomposed)


@given(vietnamese)
def test_case_does_not_count(given_text: str) -> None:
    forms = {normal_form(form) for form in (given_text, given_text.upper(), given_text.lower(), given_text.title())}
    assert len(forms) == 1


@given(st.text(alphabet=st.characters(codec="ascii"), max_size=20))
def test_fast_path_agrees_with_the_full_one(given_text: str) -> None:
    assert normal_form(given_text) == viet._normalise(given_text)


def test_long_text_is_not_kept_in_the_cache() -> None:
    before = viet._cached.cache_info()
    assert normal_form("Ở " * 1000) == ("ở " * 1000).strip()
    assert viet._cached.cache_info() == before
    normal_form("Ở một nơi chưa từng thấy")
    assert viet._cached.cache_info().misses == before.misses + 1


def test_names_stay_apart() -> None:
    assert len(NAMES) >= 40
    assert len({normal_form(name) for name in NAMES}) == len(NAMES)


@given(st.sampled_from(NAMES), st.randoms(use_true_random=False))
def test_a_name_typed_in_another_way_is_the_same_name(name: str, chance: random.Random) -> None:
    typed = "".join(
        chance.choice([letter, letter.upper(), "\u200b" + letter, letter + " " * (letter == " ")]) for letter in name
    )
    typed = unicodedata.normalize(chance.choice(["NFC", "NFD"]), f" {typed}\u00a0")
    matches = [other for other in NAMES if normal_form(other) == normal_form(typed)]
    assert matches == [name]


# --- search without accents


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("Sở Y tế", "so y te"),
        ("Đắk R'Lấp", "dak r lap"),
        ("Ðà Nẵng", "da nang"),
        ("Sở Văn hóa, Thể thao & Du lịch", "so van hoa the thao du lich"),
        ("Thừa Thiên – Huế", "thua thien hue"),
        ("3.2.1", "3 2 1"),
        ("diem_toi_da", "diem toi da"),
        ("«»…!", ""),
        ("", ""),
        ("Ưu ƠI", "uu oi"),
    ],
)
def test_plain_form(given_text: str, expected: str) -> None:
    assert plain_form(given_text) == expected


@given(st.one_of(text, vietnamese))
def test_plain_form_is_idempotent_and_blind_to_normal_form(given_text: str) -> None:
    once = plain_form(given_text)
    assert plain_form(once) == once
    assert plain_form(normal_form(given_text)) == once


@given(vietnamese)
def test_plain_form_of_vietnamese_is_ascii(given_text: str) -> None:
    assert re.fullmatch(r"[a-z0-9 ]*", plain_form(given_text))


# --- order

IN_ORDER = [
    "",
    " ",
    "'",
    "-",
    "–",
    "1",
    "10",
    "2",
    "9",
    "a",
    "A",
    "à",
    "À",
    "ả",
    "ã",
    "á",
    "Á",
    "ạ",
    "a b",
    "à b",
    "ab",
    "an",
    "An",
    "ă",
    "Ă",
    "ằ",
    "ặ",
    "ăn",
    "â",
    "ấ",
    "ân",
    "b",
    "c",
    "d",
    "đ",
    "Đ",
    "e",
    "é",
    "ê",
    "ế",
    "f",
    "g",
    "h",
    "hoa",
    "hoà",
    "hòa",
    "hóa",
    "hòa bình",
    "hoan",
    "i",
    "m",
    "müller",
    "n",
    "ng",
    "nh",
    "o",
    "ô",
    "ơ",
    "p",
    "t",
    "u",
    "ư",
    "v",
    "x",
    "y",
    "ỳ",
    "ỵ",
    "z",
    "я",
    "山",
]
NAMES_IN_ORDER = [
    "An Giang",
    "Bà Rịa",
    "Bạc Liêu",
    "Bắc Giang",
    "Bắc Kạn",
    "Bến Tre",
    "Cà Mau",
    "Cao Bằng",
    "Cần Thơ",
    "Đà Nẵng",
    "Đắk Lắk",
    "Đắk Nông",
    "Đồng Nai",
    "Đồng Tháp",
    "Gia Lai",
    "Hà Nam",
    "Hà Nội",
    "Hải Dương",
    "Hải Phòng",
    "Hòa Bình",
    "Hưng Yên",
    "Khánh Hòa",
    "Lai Châu",
    "Lạng Sơn",
    "Lâm Đồng",
    "Long An",
    "Nam Định",
    "Nghệ An",
    "Ninh Bình",
    "Phú Yên",
    "Quảng Bình",
    "Quảng Nam",
    "Quảng Ngãi",
    "Sóc Trăng",
    "Sơn La",
    "Tây Ninh",
    "Thái Bình",
    "Thanh Hóa",
    "Vĩnh Long",
    "Yên Bái",
]


@pytest.mark.parametrize("ordered", [IN_ORDER, NAMES_IN_ORDER], ids=["letters", "names"])
def test_vietnamese_order(ordered: list[str]) -> None:
    shuffled = list(ordered)
    random.Random(1).shuffle(shuffled)
    assert sorted(shuffled, key=collation_key) == ordered


def _prototype_key(name: str) -> tuple[list[int], list[int], list[bool]]:
    """The key measured against ICU on 36 agency names and 15,524 phrases of Vietnamese letters and spaces."""
    order = {letter: i for i, letter in enumerate("0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz", 1)}
    tone = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
    out: list[tuple[str, int]] = []
    for character in unicodedata.normalize("NFD", name):
        if character in tone:
            out[-1] = (out[-1][0], tone[character])
        elif character in "\u0306\u0302\u031b":
            out[-1] = (unicodedata.normalize("NFC", out[-1][0] + character), out[-1][1])
        else:
            out.append((character, 0))
    primary = [0 if letter == " " else order[letter.lower()] + 1000 for letter, _ in out]
    return primary, [tone_ for _, tone_ in out], [letter != letter.lower() for letter, _ in out]


letters = st.text(alphabet=LETTERS + "01", max_size=12)


@given(letters, letters)
def test_order_agrees_with_the_measured_prototype(one: str, other: str) -> None:
    ours, measured = (collation_key(one), collation_key(other)), (_prototype_key(one), _prototype_key(other))
    if measured[0] != measured[1]:
        assert (ours[0] < ours[1]) == (measured[0] < measured[1])


@given(text, text)
def test_order_is_total(one: str, other: str) -> None:
    same = unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other)
    assert (collation_key(one) == collation_key(other)) == same
    assert (collation_key(one) < collation_key(other)) != (collation_key(other) <= collation_key(one))


# --- slugs


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("Sở Y tế", "so-y-te"),
        ("UBND phường Đắk R'Lấp", "ubnd-phuong-dak-r-lap"),
        ("  Sở   Văn hóa, Thể thao & Du lịch ", "so-van-hoa-the-thao-du-lich"),
        ("../../etc/passwd", "etc-passwd"),
        ("C:\\Windows", "c-windows"),
        ("2025_SYT.xlsx", "2025-syt-xlsx"),
        ("", "khong-ten"),
        ("...", "khong-ten"),
        ("山", "khong-ten"),
        ("CON", "x-con"),
        ("còn", "x-con"),
        ("aux.", "x-aux"),
        ("NUL", "x-nul"),
        ("prn", "x-prn"),
        ("COM1", "x-com1"),
        ("lpt9", "x-lpt9"),
        ("com10", "com10"),
        ("console", "console"),
        ("a" * 100, "a" * 60),
        ("a" * 59 + " bc", "a" * 59),
    ],
)
def test_slug(given_text: str, expected: str) -> None:
    assert slug(given_text) == expected


@given(st.one_of(text, vietnamese, st.sampled_from(["con", "nul", "lpt1"])))
def test_slug_is_safe(given_text: str) -> None:
    name = slug(given_text)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)
    assert len(name) <= 60
    assert name not in {"con", "prn", "aux", "nul"} | {f"{device}{i}" for device in ("com", "lpt") for i in range(10)}
    assert slug(name) == name


DEVICES = {"con", "prn", "aux", "nul"} | {f"{device}{i}" for device in ("com", "lpt") for i in range(10)}


@pytest.mark.parametrize("given_text", ["SYT", "2025_SYT", "P-AN-KHANH", "7", "A" * 48, "SYT-1234567890-"])
def test_an_identifier_is_its_own_file_name(given_text: str) -> None:
    assert safe_name(given_text) == given_text


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("Sở Y tế", "so-y-te-035999b3ec"),
        ("syt", "syt-81a759747a"),
        ("A" * 49, "a" * 49 + "-ff85f0693c"),
        ("CON", "x-con-a3dbc4b644"),
        ("SYT-1234567890", "syt-1234567890-d7c3a4510f"),
        ("../../etc/passwd", "etc-passwd-3754d6cb3a"),
        ("", "khong-ten-e3b0c44298"),
    ],
)
def test_any_other_text_gets_its_digest(given_text: str, expected: str) -> None:
    assert safe_name(given_text) == expected


def twins(name: str) -> set[str]:
    """Texts that some file system, shell or reader takes for the same name, or that a cut would make the same."""
    forms = {unicodedata.normalize(form, name) for form in ("NFC", "NFD")}
    around = {f"{name}.", f"{name} ", f" {name}", f"./{name}", f"{name}/", f"{name}\u200b", f"{name}:x", f"-{name}"}
    return forms | around | {name, name.lower(), name.upper(), name.swapcase(), name + "x" * 300, name + "x" * 301}


@given(st.one_of(text, vietnamese, st.sampled_from(["con", "nul.txt", "COM1", "SYT", "C:\\x", "..", "a/b", "\ud800"])))
def test_names_of_files_are_distinct_and_stay_in_their_folder(given_text: str) -> None:
    variants = twins(given_text)
    variants |= {safe_name(variant).upper() for variant in variants}  # texts that look like names made before
    names = [safe_name(variant) for variant in variants]
    assert len({name.casefold() for name in names}) == len(variants)
    for name in names:
        assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,70}", name)
        assert name.lower() not in DEVICES
        assert name == safe_name(name) or re.search(r"-[0-9a-f]{10}$", name)


def test_many_long_names_with_equal_beginnings() -> None:
    names = {safe_name(f"Ủy ban nhân dân xã {'rất ' * 100}dài {at}") for at in range(1000)}
    assert len(names) == 1000
    assert max(map(len, names)) <= 71


# --- near names


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Sở Nội vụ", "Sở Nội vụ"),
        ("So noi vu", "Sở Nội vụ"),
        ("Sở Nội v", "Sở Nội vụ"),  # distance 1
        ("Sở Nộii vụu", "Sở Nội vụ"),  # 2
        ("Xở Nọi vux x", "Sở Nội vụ"),  # 3 and a space
        ("Sở Tài chinhs", "Sở Tài chính"),
        ("Sở Xâu dưng", "Sở Xây dựng"),
        ("Y tế", "Sở Y tế"),  # all its words
        ("Công Thương Sở", "Sở Công Thương"),  # the same words
        ("Sở Y tế tỉnh Mẫu", "Sở Y tế"),
        ("UBND phường Hòa Binhf", "UBND phường Hòa Bình"),
        ("Ban Quản lí khu kinh tế", "Ban Quản lý Khu kinh tế"),
    ],
)
def test_nearest_comes_first(typed: str, first: str) -> None:
    assert nearest(typed, NAMES)[0] == first


@pytest.mark.parametrize("typed", ["", "...", "xyz", "Kho", "Ngân hàng Thế giới", "q" * 32_767])
def test_nothing_near(typed: str) -> None:
    assert nearest(typed, NAMES) == ()


@pytest.mark.parametrize(
    ("typed", "candidates", "near"),
    [
        ("abc", ["abd"], ("abd",)),  # 1 of 3
        ("abc", ["ade"], ()),  # 2 of 3
        ("abcdef", ["abcdxy"], ("abcdxy",)),  # 2 of 6
        ("abcdef", ["abcxyz"], ()),  # 3 of 6
        ("a", ["b"], ()),  # nothing in common
        ("a", ["A"], ("A",)),
        ("ab", ["ac"], ("ac",)),
        ("maximun", ["minimum", "maximum", "maximal", "max"], ("maximum", "maximal")),
        ("rule", ["rules", "role", "zero_below"], ("rules", "role")),
        ("role", ["rules", "roles", "rule", "rule"], ("roles", "rule")),
        ("sở", ["sở y tế"], ()),  # one word is not enough
        ("sở", ["", "-", "sờ"], ("sờ",)),
        ("3.2.1", ["3.2.2", "3.2.3", "3.1.1", "3.2.4", "4.3.3"], ("3.2.2", "3.2.3", "3.1.1")),
    ],
)
def test_how_near_is_near(typed: str, candidates: list[str], near: tuple[str, ...]) -> None:
    assert nearest(typed, candidates) == near


def test_nearest_counts() -> None:
    assert len(nearest("UBND xã Hòa Bình", NAMES)) == 3
    assert nearest("UBND xã Hòa Bình", NAMES, 1) == ("UBND xã Hòa Bình",)
    assert nearest("UBND xã Hòa Bình", NAMES, 0) == ()


@given(st.sampled_from(NAMES), st.randoms(use_true_random=False), st.integers(1, 3))
def test_a_name_with_a_few_slips_is_found(name: str, chance: random.Random, slips: int) -> None:
    typed = list(name)
    for _ in range(slips):
        place = chance.randrange(len(typed))
        typed[place : place + chance.choice([0, 1])] = chance.choice(["", "a", "nh", " "])[:1]
    found = nearest("".join(typed), NAMES, len(NAMES))
    # Words may have been joined or split; the shortest name has 7 letters, of which a third may differ.
    if _naive_distance(plain_form("".join(typed)), plain_form(name)) <= len(plain_form(name)) // 3:
        assert name in found


def _naive_distance(a: str, b: str) -> int:
    row = list(range(len(b) + 1))
    for i, one in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, other in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (one != other))
    return row[-1]


@given(st.text(alphabet="abc ", min_size=1, max_size=80), st.text(alphabet="abcd ", min_size=1, max_size=80))
def test_edit_distance_agrees_with_the_textbook(one: str, other: str) -> None:
    assert viet._distance(one, other) == _naive_distance(one, other)


# --- quoting


@pytest.mark.parametrize(
    ("found", "shown"),
    [
        ("", ""),
        ("Sở Y tế", "Sở Y tế"),
        ("1\u00a0234", "1\u00a0234"),
        ("a\nb", "a⏎b"),
        ("a\r\nb", "a⏎b"),
        ("a\rb", "a␍b"),
        ("a\tb", "a␉b"),
        ("\x1b[31mred", "␛[31mred"),
        ("\x00\x1f\x7f", "␀␟␡"),
        ("\x85\x9b", "‹U+0085›‹U+009B›"),
        ("a\u202eb", "a‹U+202E›b"),
        ("\u2066x\u2069", "‹U+2066›x‹U+2069›"),
        ("a\u200bb\ufeff\u00ad", "a‹U+200B›b‹U+FEFF›‹U+00AD›"),
        ("a\u2028b", "a‹U+2028›b"),
        ("\ud800", "‹U+D800›"),
        ("\U000e0001", "‹U+E0001›"),
        ("=1+1", "=1+1"),
    ],
)
def test_show(found: str, shown: str) -> None:
    assert show(found) == shown


def test_show_cuts() -> None:
    assert show("x" * 80) == "x" * 80
    assert show("x" * 81) == "x" * 79 + "…"
    assert show("abcdef", 5) == "abcd…"
    assert show("abcde", 5) == "abcde"
    assert show("abc\u202e", 10) == "abc…"  # the name of a character is never cut in two
    assert show("ab\u202e", 10) == "ab‹U+202E›"
    assert show("\r\n" * 80) == "⏎" * 80
    assert show("\r\n" * 81) == "⏎" * 79 + "…"
    assert show("x" * 10_000_000, 1) == "…"


@given(st.text(), st.integers(1, 90))
def test_shown_text_is_one_harmless_line(found: str, limit: int) -> None:
    shown = show(found, limit)
    assert len(shown) <= limit
    assert all(character.isprintable() or unicodedata.category(character) == "Zs" for character in shown)
    shown.encode("utf-8")
    assert len(shown.splitlines()) <= 1
