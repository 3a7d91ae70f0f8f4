"""Pieces of a list of authors: whether one is a whole name, a family name, initials or a group, and its entry."""

from __future__ import annotations

import re
from collections.abc import Iterable

from generator.importing import author_entries
from generator.importing.author_entries import AuthorEntry
from generator.model import group_names, names, surnames

AND = re.compile(r"\s*[,，]?\s+(?:and|und|et)\s+|\s*[,，]?\s*&\s*", re.IGNORECASE)
_BETWEEN_SURNAMES = re.compile(r"\s+[ye]\s+")  # of one person, too: Ramón y Cajal
COMMA = re.compile(r"\s*[,，]\s*")
_TITLE = re.compile(r"(?:(?:Dr|Prof|Professor|Mr|Mrs|Ms)\.?\s+)+(?=\S+\s)")
# Names without a separator, as Springer exports them: Ann LeeBob Roe; and no McDonald, LeCun or VanRullen.
_GLUED = re.compile(
    r"(?<![^\W_])(?!(?:Mac|De|Del|Della|Du|Le|La|Di|Da|Van|Vander|Von|Fitz|San|Ter|Ten|Al|El|Abu|Ben)[A-Z])"
    r"[A-Z][a-zà-öø-ÿ]{2,}[A-Z][a-zà-öø-ÿ]"
)
_DOTTED = re.compile(r"(?:[^\W\d_]{1,2}\.[-‐]?)+[^\W\d_]?|[^\W\d_]\.?(?:[-‐][^\W\d_]\.?)+")
_GENERATIONS = frozenset({"jr", "jr.", "sr", "sr.", "2nd", "3rd", "4th", "ii", "iii", "iv"})
# The commonest Chinese family names, in both scripts, to tell whole names of two letters from family or given names.
_HAN_FAMILIES = frozenset(
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何高林罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾肖田董袁潘蒋蔣蔡余杜叶葉程苏蘇"
    "魏吕呂丁任沈姚卢盧姜崔钟鐘谭譚陆陸汪范金石廖贾賈夏韦韋付方白邹鄒孟熊秦邱江尹薛闫段雷侯龙龍史陶黎贺賀顾顧毛郝龚龔邵万萬钱錢严嚴"
)


def pair_of(family: str, given: str) -> AuthorEntry | None:
    """Return the entry of a person by family and given names; None where they cannot be such."""
    family, before = _without_generation(family)
    given, behind = _without_generation(given)
    if not 0 < len(given.split()) < 6 or not 0 < len(family.split()) < 6 or any(map(str.isdigit, family + given)):
        return None
    if any(map(is_initials, family.split())) or any(map(group_names.looks_like_group, (family, given))):
        return None
    if is_cjk(family) and len(family) > 2:
        return None
    return author_entries.from_text(", ".join(filter(None, (family, given, before or behind))))


def pieces_of(text: str) -> list[str]:
    """Return the pieces of a text between commas and `and`; Jr. belongs to the piece before it."""
    pieces: list[str] = []
    for part in AND.split(text):
        pieces += join_generations(COMMA.split(part))
    parted: list[str] = []
    for piece in pieces:
        around = _BETWEEN_SURNAMES.split(piece)
        parted += around if len(around) > 1 and all(map(is_whole, around)) else [piece]
    return parted


def join_generations(pieces: Iterable[str]) -> list[str]:
    """Return the pieces without those that are Jr., III or the like, which are joined to the piece before them."""
    joined: list[str] = []
    for piece in (bare for piece in pieces if (bare := piece.strip(" ,;"))):
        if joined and _is_generation(piece) and (" " in joined[-1] or not piece.isalpha() or not piece.isupper()):
            joined[-1] += f" {piece}"
        else:
            joined.append(piece)
    return joined


def _without_generation(name: str) -> tuple[str, str]:
    before, _, last = name.rpartition(" ")
    return (before, last) if before and _is_generation(last) else (name, "")


def _is_generation(word: str) -> bool:
    """Return whether a word is Jr., III or the like, and no initials: PubMed's `Lee V` is a person with one."""
    return word.casefold() in _GENERATIONS or (surnames.is_suffix(word) and not set(word) <= set("IVX"))


def entry_of(piece: str, initials: bool = False) -> AuthorEntry:
    """Return the entry of one name. initials: whether capitals behind a family name are, where that is open."""
    if group_names.looks_like_group(piece):
        return author_entries.group(piece)
    found = read_initialed(piece)
    if found and (initials or found[1]):
        return found[0]
    name = _TITLE.sub("", piece)
    first, _, rest = name.partition(" ")
    if len(first) > 3 and first.isalpha() and first.isupper() and any(map(str.islower, rest)):
        return author_entries.person(rest, "", first)  # DUPONT Jean
    return author_entries.from_text(name)


def may_be_name(piece: str) -> bool:
    """Return whether a piece may be a name or a part of one: no address, no number, no sentence."""
    words = piece.split()
    if len(words) > 2 and any(_GLUED.search(word) for word in words):
        return False
    small = [word for word in words if surnames.is_particle(word) and word not in _PARTICLES and word not in _LINKS]
    if len(small) > 1 and not (piece.islower() and len(words) < 4):
        return False
    if group_names.looks_like_group(piece):
        return True
    if "@" in piece or "://" in piece or len(words) > 8 or not all(any(map(str.isalpha, word)) for word in words):
        return False
    return not any(map(str.isdigit, piece)) or re.fullmatch(r"(?:[^\d]*\s)?\d(?:nd|rd|th)\.?", piece) is not None


def is_whole(piece: str) -> bool:
    """Return whether a piece is a whole name, given names first or in an order of its own: two words, mostly."""
    name, _ = _without_generation(piece)
    words = name.split()
    if is_cjk(name):
        if len(words) > 1:
            return True
        return len(name) > 2 or (len(name) == 2 and name[0] in _HAN_FAMILIES)
    if len(words) < 2 or len(words) > 7 or any(map(str.isdigit, name)):
        return False
    if {"of", "for", "the"} & {word.casefold() for word in words}:
        return False
    if name.islower():
        return not all(surnames.is_particle(word) and word in _PARTICLES for word in words[:-1])
    if all(map(surnames.is_particle, words[:-1])):
        return False  # van der Berg: a family name alone
    found = read_initialed(name)
    return not (found and found[1]) and not is_initials(words[-1])


_SMALL = """
van von vom der den de del della delle dello di da das do dos du des la las le les los el al ter ten te zu zum zur y e i
af av bin bint ibn ben abu op het in
"""
_PARTICLES = frozenset(_SMALL.split())
_LINKS = frozenset({"the", "of", "and", "for", "on", "at"})  # in names of groups


def read_initialed(name: str) -> tuple[AuthorEntry, bool] | None:
    """Return the entry of a family name with initials behind it, and whether it can be nothing else.

    `Ann LEE` could be one, since capitals are used for family names, too.
    """
    bare, suffix = _without_generation(name)
    if suffix and " " not in bare:
        bare, suffix = name, ""  # Lee MD: initials
    words = bare.split()
    start = len(words)
    while start > 1 and is_initials(words[start - 1]):
        start -= 1
    family, given = words[:start], words[start:]
    if not given or not family or len(family) > 5 or any(map(is_initials, family)) or is_cjk(name):
        return None
    if any(map(str.isdigit, bare)):
        return None
    dotted = all("." in word or len(word) == 1 for word in given)
    capitals = not any(map(str.islower, "".join(family)))
    sure = dotted or (not capitals and all(len(word) < 3 or "-" in word for word in given))
    particle, surname = author_entries.surname(" ".join(family))
    return author_entries.person(" ".join(given), particle, surname, suffix), sure


def is_initials(word: str) -> bool:
    """Return whether a word is initials: `A.`, `B.C.`, `J.-P.`, `A`, `BC`, up to four capitals."""
    if _DOTTED.fullmatch(word):
        return word[0].isupper()
    return len(word) <= 4 and word.isalpha() and word.isupper()


def is_affiliation(text: str) -> bool:
    """Return whether a text behind a name is no given name: an acronym, or a group's name."""
    return group_names.looks_like_group(text) or (len(text) > 2 and text.isalpha() and text.isupper())


def is_cjk(text: str) -> bool:
    """Return whether all letters of a text are Chinese, Japanese or Korean."""
    letters = [letter for letter in text if letter.isalpha()]
    return bool(letters) and all(names.is_family_first(letter) for letter in letters)
