"""Vietnamese text: the form that is compared, search without accents, collation, slugs, quoting.

All forms are for comparing and finding; what people read stays as it was written. Nothing depends on the locale.
"""

import hashlib
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Final

# --- the form that is compared ---------------------------------------------------------------------------------

_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
_DASHES: Final = "\u058a\u1806\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\u2e3a\u2e3b\ufe58\ufe63\uff0d"
_APOSTROPHES: Final = "\u2018\u2019\u201b\u02bc\u02b9\u2032\u00b4\uff07"
# Cyrillic letters whose small or capital form looks like a Latin one; applied to case-folded text.
_CYRILLIC: Final = dict(zip("авекмнорстухіјѕһԁԛԝ", "abekmhopctyxijshdqw", strict=True))
_ALIKE: Final = str.maketrans(
    _CYRILLIC
    | dict.fromkeys("\u00f0\u0256", "đ")  # ð and ɖ: the small forms of Ð and Ɖ, both typed for Đ
    | dict.fromkeys(_DASHES, "-")
    | dict.fromkeys(_APOSTROPHES, "'")
)
_TONES: Final = "\u0300\u0301\u0303\u0309\u0323"
_OLD_TONE: Final = re.compile(f"(?:(?<=o)([{_TONES}])([ae])|(?<=u)([{_TONES}])(y))(?![\u0300-\u036f])")
_LONGEST_CACHED: Final = 512


def normal_form(text: str) -> str:
    """Return the form in which headers, row names and agency names are compared; never shown, idempotent.

    NFC; without case; invisible characters (zero-width, BOM, soft hyphen, bidi and other controls) dropped; white
    space of any kind and length is one space, none around; dashes are ``-``, apostrophes ``'``; Ð and Ɖ are Đ,
    Cyrillic look-alikes Latin; a tone on oa, oe, uy stands on the second vowel (hòa = hoà, thúy = thuý). Kept apart:
    y and i, different accents, ``TP.`` and ``Thành phố``.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.lower().split())
    return _cached(text) if len(text) <= _LONGEST_CACHED else _normalise(text)


def _normalise(text: str) -> str:
    folded = unicodedata.normalize("NFD", unicodedata.normalize("NFD", _UNSEEN.sub("", text)).casefold())
    alike = _OLD_TONE.sub(r"\2\1\4\3", folded.translate(_ALIKE))
    return " ".join(unicodedata.normalize("NFC", alike).split())


_cached = lru_cache(maxsize=8192)(_normalise)


def written_alike(text: str, other: str) -> bool:
    """Tell whether two texts are the same but for case and white space, letter by letter as they are stored."""
    return text == other or text.casefold().split() == other.casefold().split()


def plain_form(text: str) -> str:
    """Return the text for a search without accents: ``Sở Y tế`` -> ``so y te``; punctuation becomes spaces."""
    decomposed = unicodedata.normalize("NFD", normal_form(text).replace("đ", "d"))
    letters = "".join(character for character in decomposed if unicodedata.category(character) != "Mn")
    return " ".join(re.sub(r"[\W_]+", " ", unicodedata.normalize("NFC", letters)).split())


# --- order -----------------------------------------------------------------------------------------------------

_ORDER: Final = {letter: 1000 + i for i, letter in enumerate("0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz", 1)}
_TONE_ORDER: Final = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}

CollationKey = tuple[tuple[int, ...], tuple[int, ...], tuple[bool, ...], str]


def collation_key(text: str) -> CollationKey:
    """Return a sort key of the Vietnamese order, the same on every machine.

    First the letters (a ă â b c d đ e ê ... o ô ơ ... u ư ... y z; space lowest, then punctuation, then digits, then
    these letters, then those of other scripts; foreign accents do not count), then the tones (none, huyền, hỏi, ngã,
    sắc, nặng), then small before capital, at last the code points, so that only equal texts (NFC) have equal keys.
    """
    letters: list[str] = []
    tones: list[int] = []
    for character in unicodedata.normalize("NFD", text):
        if letters and character in _TONE_ORDER:
            tones[-1] = _TONE_ORDER[character]
        elif letters and unicodedata.combining(character):
            composed = unicodedata.normalize("NFC", letters[-1] + character)
            letters[-1] = composed if composed.lower() in _ORDER else letters[-1]  # a + breve is the letter ă
        else:
            letters.append(character)
            tones.append(0)
    cases = tuple(letter != letter.lower() for letter in letters)
    return tuple(map(_primary, letters)), tuple(tones), cases, unicodedata.normalize("NFC", text)


def _primary(letter: str) -> int:
    known = 0 if letter.isspace() else _ORDER.get(letter.lower())
    if known is not None:
        return known
    return 2000 + ord(letter) if letter.isalpha() else min(1 + ord(letter), 999)


# --- names of files --------------------------------------------------------------------------------------------

_RESERVED: Final = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")  # Windows devices, with any extension
_LONGEST_SLUG: Final = 60


def slug(text: str) -> str:
    """Return an ASCII name that is safe in file names everywhere: ``Sở Y tế`` -> ``so-y-te``.

    Only a-z, 0-9 and single ``-`` between words; at most 60 characters; ``khong-ten`` if nothing is left; ``x-``
    before a name that Windows reserves. Different texts can have one slug: uniqueness is the caller's business.
    """
    words = re.sub(r"[^a-z0-9]+", "-", plain_form(text)).strip("-")
    name = words[:_LONGEST_SLUG].rstrip("-") or "khong-ten"
    return f"x-{name}" if _RESERVED.fullmatch(name) else name


_IDENTIFIER: Final = re.compile(r"[A-Z0-9][A-Z0-9_-]{0,47}")
_DIGEST: Final = re.compile(r"-[0-9A-F]{10}$")


def safe_name(text: str) -> str:
    """Return a name for a file or a part of one: ``SYT`` -> ``SYT``, ``Sở Y tế`` -> ``so-y-te-035999b3ec``.

    Identifiers of capitals, digits, ``-`` and ``_`` stay as they are; everything else becomes its slug with ten hex
    digits of the SHA-256 of the text. So different texts have different names, also where the file system folds case
    or composes accents; a name is ASCII, at most 71 characters, no path, no device of Windows, no option.
    """
    if _IDENTIFIER.fullmatch(text) and not _RESERVED.fullmatch(text.lower()) and not _DIGEST.search(text):
        return text
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{slug(text)}-{digest[:10]}"


# --- near names ------------------------------------------------------------------------------------------------


def nearest(text: str, candidates: Sequence[str], count: int = 3) -> tuple[str, ...]:
    """Return at most ``count`` candidates that may have been meant, nearest first, equals in the order given.

    Compared without accents by edit distance (insert, delete, replace one character). Near is a distance of at most a
    third of the longer text (at least 1), or two words or more that all occur in the other text.
    """
    wanted = plain_form(text)
    found = []
    for position, candidate in enumerate(dict.fromkeys(candidates)):
        distance = _nearness(wanted, plain_form(candidate))
        if distance is not None:
            found.append((distance, position, candidate))
    return tuple(candidate for _, _, candidate in sorted(found)[:count])


def _nearness(a: str, b: str) -> int | None:
    """Return the edit distance of two plain forms, ``None`` if they are not near."""
    longest = max(len(a), len(b))
    allowed = min(max(1, longest // 3), longest - 1)
    within = _within(a, b)
    if abs(len(a) - len(b)) > allowed and not within:
        return None  # the distance is never less: spares the work for a comment of 32,767 characters
    distance = _distance(a, b)
    return distance if within or distance <= allowed else None


def _within(a: str, b: str) -> bool:
    fewer, more = sorted((set(a.split()), set(b.split())), key=len)
    return len(fewer) >= 2 and fewer <= more


def _distance(a: str, b: str) -> int:
    """Edit distance, all rows of a column at once in the bits of two integers.

    Source: G. Myers, Journal of the ACM 46 (1999) 395-415, in the form of H. Hyyrö, "Explaining and extending the
    bit-parallel approximate string matching algorithm of Myers" (2001).
    """
    rows: dict[str, int] = {}
    for i, character in enumerate(a):
        rows[character] = rows.get(character, 0) | 1 << i
    mask, last = (1 << len(a)) - 1, 1 << (len(a) - 1)
    up, down, distance = mask, 0, len(a)  # bits of rows where the column's value rises or falls by 1
    for character in b:
        match = rows.get(character, 0)
        same = (((match & up) + up) ^ up) | match | down
        right_up, right_down = down | ~(same | up), up & same
        distance += bool(right_up & last) - bool(right_down & last)
        right_up, right_down = right_up << 1 | 1, right_down << 1
        up, down = (right_down | ~(match | down | right_up)) & mask, right_up & (match | down) & mask
    return distance


# --- quoting ---------------------------------------------------------------------------------------------------


def show(text: str, limit: int = 80) -> str:
    """Return a found text fit for a message: one line, at most ``limit`` characters, a cut marked by ``…``.

    A line break is ``⏎``, other ASCII controls their pictures (``␀``, ``␉``, ``␛``); other characters that cannot be
    seen or that turn the writing direction are named (``‹U+202E›``). Spaces, NBSP included, stay as they are.
    """
    head = text[: 2 * limit + 2].replace("\r\n", "\n")
    pieces = [_seen(character) for character in head]
    ends = list(accumulate(map(len, pieces)))
    if not ends or ends[-1] <= limit:
        return "".join(pieces)
    return "".join(pieces[: bisect_left(ends, limit)]) + "…"


def _seen(character: str) -> str:
    if character.isprintable() or unicodedata.category(character) == "Zs":
        return character
    if character == "\n":
        return "⏎"
    if character < " ":
        return chr(0x2400 + ord(character))
    return "␡" if character == "\x7f" else f"‹U+{ord(character):04X}›"
