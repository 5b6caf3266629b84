"""Texts in the codes of before Unicode: TCVN3 (fonts .Vn*), VNI (fonts VNI-*), VISCII, VPS; and UTF-8 read as cp1252.

A workbook stores such a text as letters of Western Europe, which only the font turned into Vietnamese ones: ``Së Y tÕ``
is *Sở Y tế*. A text is taken for one where its font says so, or where it holds letters that Vietnamese does not have
and reads as Vietnamese, syllable by syllable, once converted.

Sources of the tables: TCVN 5712:1993 (VN3), the VNI-Windows double-byte code, RFC 1456 (VISCII), the
VPS code of the Vietnamese Professionals Society, whose fonts share one letter between some small ones and capitals.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Final, Literal

from parscore.syllable import is_syllable

Code = Literal["TCVN3", "VNI", "VISCII", "VPS", "UTF-8"]
"""How a text was written; ``UTF-8`` means that its bytes were read as those of cp1252 (``Sá»Ÿ`` for *Sở*)."""

# --- tables -----------------------------------------------------------------------------------------------------

_TCVN3: Final = str.maketrans(
    "¡¢£¤¥¦§"
    "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞ"
    "ßáâãä«åæçèé¬êëìíîïñòóô\u00adõö÷øùúûüýþ",
    "ĂÂÊÔƠƯĐ"
    "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíị"
    "òỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ",
)  # fmt: skip

_VNI_VOWELS: Final = {"a": "a", "e": "e", "o": "o", "ô": "ơ", "u": "u", "ö": "ư", "y": "y"}
_VNI_TONES: Final = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_MARKS: Final = {
    "â": "\u0302", "á": "\u0302\u0301", "à": "\u0302\u0300", "å": "\u0302\u0309", "ã": "\u0302\u0303",
    "ä": "\u0302\u0323", "ê": "\u0306", "é": "\u0306\u0301", "è": "\u0306\u0300", "ú": "\u0306\u0309",
    "ü": "\u0306\u0303", "ë": "\u0306\u0323",
}  # fmt: skip
_VNI_ALONE: Final = {"ô": "ơ", "ö": "ư", "ñ": "đ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


def _vni_pairs() -> dict[str, str]:
    """Every letter of the VNI code, capitals too, by its one or two characters."""
    pairs = {
        base + mark: unicodedata.normalize("NFC", vowel + marks)
        for base, vowel in _VNI_VOWELS.items()
        for mark, marks in (_VNI_TONES | (_VNI_MARKS if base in "aeo" else {})).items()
        if base != "e" or marks[0] != "\u0306"
        if base != "o" or marks[0] != "\u0306"
    }
    pairs |= _VNI_ALONE
    return pairs | {pair.upper(): letter.upper() for pair, letter in pairs.items()}


_VNI: Final[Mapping[str, str]] = _vni_pairs()
_VNI_LETTER: Final = re.compile("|".join(map(re.escape, sorted(_VNI, key=len, reverse=True))))

_VISCII_UPPER: Final = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ"
    "ÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡư"
    "àáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
)
"""The letters of the bytes 0x80 to 0xFF."""
_VISCII: Final = {0x80 + at: letter for at, letter in enumerate(_VISCII_UPPER)} | {
    0x02: "Ẳ", 0x05: "Ẵ", 0x06: "Ẫ", 0x14: "Ỷ", 0x19: "Ỹ", 0x1E: "Ỵ",
}  # fmt: skip
_VPS_UPPER: Final = (
    "ÀẢÃẤẦẨọỗĂếềểệẮẰẲẾ··ỀỂỄỐỒỔỖýỷỵỚỜỞ"
    "·ắằẳẵặỠớÙờởỡŨỨợỪổỬỲỸÍÌộỈĨÓửữÒỎÕự"
    "ầÁÂấẩẫậđẻÉÊẹỉễịỹƯỦồốÔỏơÈừứÚũưÝẺ·"
    "àáâãảạă·èéêẽìí·ĩẴĐòóôõ·Ơụùúủ·ỶẼỳ"
)
"""The letters of the bytes 0x80 to 0xFF; a dot where the code has none."""
_VPS: Final = {0x80 + at: letter for at, letter in enumerate(_VPS_UPPER) if letter != "·"}
_WINDOWS: Final = {
    ord(letter): byte for byte in range(0x80, 0xA0) if len(letter := bytes([byte]).decode("cp1252", "ignore")) == 1
}
"""The letters that Windows has for the bytes 0x80 to 0x9F, by their code point."""


def _from_utf8(text: str) -> str:
    """Undo reading UTF-8 as cp1252; a text that is none comes back as it is."""
    try:
        return text.translate(_WINDOWS).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


_DECODERS: Final[Mapping[Code, Callable[[str], str]]] = {
    "UTF-8": _from_utf8,
    "TCVN3": lambda text: text.translate(_TCVN3),
    "VNI": lambda text: _VNI_LETTER.sub(lambda match: _VNI[match[0]], text),
    "VISCII": lambda text: text.translate(_WINDOWS).translate(_VISCII),
    "VPS": lambda text: text.translate(_WINDOWS).translate(_VPS),
}


def decoded(text: str, code: Code, *, capitals: bool = False) -> str:
    """Return a text written in a code as Unicode; ``capitals`` is for the fonts that show every letter as a capital.

    >>> decoded("Së Y tÕ", "TCVN3"), decoded("Sôû Y teá", "VNI"), decoded("Sá»Ÿ Y táº¿", "UTF-8")
    ('Sở Y tế', 'Sở Y tế', 'Sở Y tế')
    """
    found = _DECODERS[code](text)
    return found.upper() if capitals else found


# --- which code -------------------------------------------------------------------------------------------------

_FONTS: Final[tuple[tuple[str, Code], ...]] = ((".vn", "TCVN3"), ("vni-", "VNI"), ("vni ", "VNI"), ("vps ", "VPS"))


def code_of_font(font: str) -> Code | None:
    """Return the code that a font stands for, by its name, or ``None``.

    >>> code_of_font(".VnTimeH"), code_of_font("VNI-Times"), code_of_font("Times New Roman")
    ('TCVN3', 'VNI', None)
    """
    name = font.strip().lower()
    return next((code for beginning, code in _FONTS if name.startswith(beginning)), None)


def shows_capitals(font: str) -> bool:
    """Tell whether a font of TCVN3 shows small letters as capitals (``.VnTimeH``)."""
    return code_of_font(font) == "TCVN3" and font.rstrip().endswith("H")


_ONLY_UNICODE: Final = re.compile("[ăđĩũơưĂĐĨŨƠƯ\u0300\u0301\u0303\u0309\u0323\u1ea0-\u1ef9]")


def is_unicode(text: str) -> bool:
    """Tell whether a text holds a Vietnamese letter that only Unicode has."""
    return _ONLY_UNICODE.search(text) is not None


# In UTF-8 the letters that Vietnamese does not have begin with the byte C2 (all but NBSP, ° and the like), or follow
# C3; so a search for one byte passes over a season's texts in no time. U+FFFD is EF BF BD; the C1 controls are C2 80.
_ODD: Final = (
    re.compile(rb"\xc2[\x80-\x9f\xa1-\xaf\xb4-\xb6\xb8\xb9\xbb-\xbf]"),
    re.compile(
        rb"\xc3[\x84-\x87\x8b\x8e\x8f\x91\x96\x98\x9b\x9c\x9e\x9f\xa4-\xa7\xab\xae\xaf\xb1\xb6-\xb8\xbb\xbc\xbe]"
    ),
    re.compile(rb"\xef\xbf\xbd"),
)


def suspicious(text: str) -> bool:
    """Tell whether a text, or many texts joined, holds a letter that Vietnamese in Unicode does not have."""
    data = text.encode("utf-8", "surrogatepass")
    return any(odd.search(data) for odd in _ODD)


_WORD: Final = re.compile(r"[^\W\d_][\w\u0300-\u036f]+")  # one letter alone says nothing: µ, ©, × are some in TCVN3
_ABBREVIATION: Final = re.compile("[A-ZĂÂĐÊÔƠƯ]+")
_TELLING: Final = 2


def recognised(text: str, known: frozenset[Code] = frozenset()) -> Code | None:
    """Return the code that a text is written in, by its letters alone, or ``None`` for a text to be left as it is.

    Converted, at least four of five words with a letter beyond ASCII must be Vietnamese syllables, as they are not
    before; two such words are needed, or one where the code is ``known`` from other texts beside it. UTF-8 proves
    itself: what was not UTF-8 cannot be decoded, so one word is enough.
    """
    if text.isascii() or is_unicode(text):
        return None
    as_it_is = _share(text)
    best: tuple[float, Code] | None = None
    for code in _DECODERS:
        found = decoded(text, code)
        valid, words = _share(found)
        sure = code == "UTF-8"
        if found == text or valid < (1 if sure or code in known else _TELLING) or valid * 5 < words * 4:
            continue
        if (sure or as_it_is[0] * 5 < as_it_is[1] * 4) and (best is None or valid / words > best[0]):
            best = valid / words, code
    return best[1] if best else None


def _share(text: str) -> tuple[int, int]:
    """How many of a text's words beyond ASCII are Vietnamese syllables, and how many there are; no abbreviations."""
    words = [word for word in _WORD.findall(text) if not word.isascii() and not _ABBREVIATION.fullmatch(word)]
    return sum(map(is_syllable, words)), len(words)
