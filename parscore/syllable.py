"""Whether a word can be a Vietnamese syllable: how a text in a legacy code is told from one in Unicode.

A syllable is an optional onset, a rhyme and one tone; a rhyme that ends in c, ch, p or t takes only the tones sắc and
nặng. The rhymes are those of ordinary spelling; a rare one that is missing here makes a text less likely to be
recognised, never a wrong one.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

_ONSETS: Final = "ngh|ng|nh|n|gh|gi|g|kh|k|ch|c|ph|p|th|tr|t|qu|b|d|đ|h|l|m|r|s|v|x"
_RHYMES: Final = (
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây "
    "e ec em en eng eo ep et ê êch êm ên ênh êp êt êu "
    "i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu "
    "o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong "
    "op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt "
    "u ua uân uâng uât uây uc uê uêch uênh uêu ui um un ung uôc uôi uôm uôn uông uôt uơ up ut uy uya uych uyên uyêt "
    "uyn uynh uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu ynh yt ych"
)
_STOPPED: Final = ("c", "ch", "p", "t")
_TONES: Final = str.maketrans(dict.fromkeys("\u0300\u0301\u0303\u0309\u0323"))
_STOPPED_TONES: Final = ("\u0301", "\u0323")
_SYLLABLE: Final = re.compile(f"(?:{_ONSETS})?(?:{'|'.join(sorted(_RHYMES.split(), key=len, reverse=True))})").fullmatch


@lru_cache(maxsize=4096)
def is_syllable(word: str) -> bool:
    """Tell whether a word is spelt like a Vietnamese syllable, in any case, with the tone on either vowel.

    >>> is_syllable("Tỉnh"), is_syllable("hoà"), is_syllable("hòa"), is_syllable("tØnh"), is_syllable("tỉch")
    (True, True, True, False, False)
    """
    decomposed = unicodedata.normalize("NFD", word.lower())
    tones = [character for character in decomposed if ord(character) in _TONES]
    bare = unicodedata.normalize("NFC", decomposed.translate(_TONES))
    if len(tones) > 1 or not _SYLLABLE(bare):
        return False
    return not bare.endswith(_STOPPED) or (bool(tones) and tones[0] in _STOPPED_TONES)
