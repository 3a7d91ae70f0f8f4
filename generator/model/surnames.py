"""Where the family name begins in a person's name: particles, linked surnames, suffixes, and family names in front.

Only conventions that the words themselves show are followed. What they cannot show (two surnames, a Hungarian name in
its own order) a paper file states with `family`. Practice: IFLA, Names of Persons (1996); BibTeX's "von" part.
"""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_MARKS = "'’‘ʼ`´"  # apostrophes, and what is typed for one
# Written with a capital, these begin the family name itself (David Van Essen is filed under V); written small they
# are a particle (Laurens van der Maaten is filed under M).
_CAPITALS = _words(
    """
    Van Vande Vanden Vander Von Vom Zum Zur Den Der Ter Ten De Del Dela Della Delle Delli Dello Dei Degli Dal Dalla
    Dalle Dallo Di Da Das Dos Du Des La Las Le Lo Los El Al Af St St. Saint Sainte San Santa São Mac Mc Fitz Ó Ní Nic Uí
    Ua Ben Ibn Abu Abi Abd Abdel Abdul Ait Aït Ould
    """
)
# The same with a capital where an article follows: Sanne In 't Veld, Ann Op de Beeck.
_BEFORE_ARTICLES = _words("In Op Aan Uit Bij Onder Over Auf An")
_ARTICLES = frozenset({"de", "den", "der", "het", "dem", *(f"{mark}t" for mark in _MARKS)})
# A name in small letters alone (adrienne maree brown) shows no particle by its case.
_SMALL = _words(
    """
    van von vom vande vanden vander den der de del della delle dello dei degli dal dalla di da das do dos du des la las
    le los el al af av ap ab bin bint ben ibn abu zu zum zur ter ten te op in het of
    """
)
_LINKS = frozenset({"y", "i", "e"})  # Spanish, Catalan, Portuguese: between the two surnames of one person
_GENERATION = frozenset({"Filho", "Neto", "Netto", "Sobrinho", "Júnior", "Bisneto"})  # Brazilian: part of the surname
_SUFFIX = re.compile(
    r"(?i:(?:jr|sr|jnr|snr|esq)\.?|junior)|II|III|IV|V|VI|VII|VIII|[2-5](?:nd|rd|th)|Ph\.?D\.?|D\.?Phil\.?|M\.?D\.?"
)
# Particles that are written together with the name: d'Alembert, al-Khwarizmi, 's-Gravesande.
_CLIP = rf"(?:(?:d|l|dell|dall|nell|sull|all|t)[{_MARKS}]|[{_MARKS}][st]-|(?:al|el|an|ar|as|ash|at|ad|az|ul)[-‐‑])"
_CLIPPED = re.compile(rf"{_CLIP}(?=[^\W\d_])")
_ENDS_CLIPPED = re.compile(rf"(?:^|\s){_CLIP}$")
_INITIAL = re.compile(r"(?:[^\W\d_]\.[-‐‑]?)+")

# The commonest Vietnamese surnames; a name that begins with one, and shows that it is Vietnamese, has it in front.
_VIETNAMESE = _words(
    """
    Nguyễn Trần Lê Phạm Huỳnh Hoàng Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Trịnh Đoàn Mai Lâm Tô Tạ Đào Cao Châu
    Hà Trương Lương Lưu Phùng Thái Tăng Vương Quách Kiều Hứa Nguyen Tran Pham Huynh Hoang Vu Vo Dang Bui Ngo Duong Dinh
    Trinh Doan Truong Luong
    """
)
_SPECIAL = _CAPITALS | _BEFORE_ARTICLES | _VIETNAMESE
_VIETNAMESE_LETTER = re.compile("[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)
_VIETNAMESE_SECOND = frozenset({"Van", "Văn", "Thi", "Thị"})


def are_plain(words: list[str]) -> bool:
    """Whether the words of a name are given names and a family name, seen at once: most names are such."""
    if len(words) < 2:
        return False
    last = words[-1]
    return (
        last.isascii()
        and last.isalpha()
        and last[0].isupper()
        and not (len(words) > 2 and (last in _GENERATION or (len(last) < 7 and is_suffix(last))))
        and all(
            word.isascii() and word[0].isupper() and word not in _SPECIAL and word[-1] != "," for word in words[:-1]
        )
    )


def is_suffix(text: str) -> bool:
    """Whether `text` is what may stand behind a name: Jr., III, PhD."""
    return _SUFFIX.fullmatch(text) is not None


def without_suffix(words: list[str]) -> tuple[list[str], str]:
    """The words of a name without the suffixes at its end, and these. A suffix follows a comma, or two words."""
    end = len(words)
    while end > 1 and is_suffix(words[end - 1].rstrip(",")) and (end > 2 or words[end - 2].endswith(",")):
        end -= 1
    suffix = " ".join(word.rstrip(",") for word in words[end:])
    return ([*words[: end - 1], words[end - 1].rstrip(",") or words[end - 1]] if suffix else words), suffix


def start(words: list[str]) -> tuple[int, int]:
    """Where the particles begin in the words of a name, given names first, and where the family name does.

    The first word is a given name, but where all of them are two linked surnames, or it is a particle itself.
    """
    cased = any(map(str.isupper, "".join(words)))
    family = place = len(words) - 1
    if family > 1 and words[family] in _GENERATION:
        family = place = family - 1
    while place > 1:
        word = words[place - 1]
        if word in _LINKS and not is_particle(words[place - 2]):
            family = place = place - 2
        elif word in _CAPITALS or (word in _BEFORE_ARTICLES and words[place].lower() in _ARTICLES):
            family = place = place - 1
        elif is_particle(word) and (cased or word in _SMALL):
            place -= 1
        else:
            break
    return (0 if place == 1 and cased and words[0] in _SMALL else place), family


def is_particle(word: str) -> bool:
    """Whether a word before a family name is a particle: written small, perhaps clipped (`'t`), and no `al-Rahman`."""
    bare = word.lstrip(_MARKS)
    return bare[:1].islower() and not any(map(str.isupper, bare))


def clipped(family: str) -> str:
    """The particle that is written together with a family name, `d'` or `al-`; empty where there is none."""
    match = _CLIPPED.match(family)
    return match[0] if match and not family[match.end()].islower() else ""


def is_clipped(text: str) -> bool:
    """Whether `text` ends in a particle that is written together with what follows."""
    return _ENDS_CLIPPED.search(text) is not None


def trailing_initials(words: list[str]) -> int:
    """The place of the first initial where a name is a family name and initials, `van der Maaten L. J. P.`; else 0."""
    place = len(words)
    while place > 0 and _INITIAL.fullmatch(words[place - 1]):
        place -= 1
    if not 0 < place < len(words):
        return 0
    return place if place == 1 or start(["", *words[:place]])[0] == 1 else 0


def is_vietnamese(words: list[str]) -> bool:
    """Whether a name is Vietnamese in Vietnamese order: its letters or its second word show the first."""
    if words[0] not in _VIETNAMESE or words[-1] in _VIETNAMESE:
        return False
    if not words[0].isascii() or _VIETNAMESE_LETTER.search("".join(words)):
        return True
    return len(words) > 2 and words[1] in _VIETNAMESE_SECOND
