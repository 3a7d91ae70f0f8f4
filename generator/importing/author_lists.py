"""Lists of authors in one text, such as a cell of a table: how they are written, found from all texts of a file.

Semicolons, bars, line ends and CJK commas separate names wherever they stand. Commas do not: `Lee, Ann, Roe, Bob` is
two persons and `Ann Lee, Bob Roe` is two as well. So every text is read in each of STYLES that it can be written in; a
text that can be read in one style only is evidence of the style of its file, and that style decides the other texts.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from generator.core.text import mending
from generator.importing import author_entries
from generator.importing.author_entries import AuthorEntry
from generator.importing.listed_names import (
    AND,
    COMMA,
    entry_of,
    is_affiliation,
    is_cjk,
    is_initials,
    is_whole,
    join_generations,
    may_be_name,
    pair_of,
    pieces_of,
    read_initialed,
)
from generator.model import group_names, names
from generator.model.field_rules import OTHERS

# Style → a list that is written in it.
STYLES: Mapping[str, str] = {
    "natural": "Ann Lee, Bob Roe and Cy Ode",
    "family-given": "Lee, Ann, Roe, Bob",
    "family-initials": "Lee A, Roe BC",
    "first-inverted": "Lee, Ann, Bob Roe and Cy Ode",
}
_STRONG = re.compile(r"\s*[;；|\n\t、•]\s*|\s[·/+]\s")
_OTHERS = re.compile(
    r"(?:(?<=[\s,;|&])|^)(?:(?:and\s+|&\s*)?(?:\[\s*et al\.?\s*\]|et\.?\s?al(?:ii|ia)?\b\.?|others\b)"
    r"|(?:and\s+|&\s*|\+\s*)?\d+\s+(?:more|others?|other authors)\b|(?:and|&)\s+(?:colleagues|co-?workers)\b"
    r"|et autres\b|y otros\b|y cols?\b\.?|e outros\b|und andere\b|u\.\s?a\.)\.?"
    r"(?=\s*(?:$|[,;|\n]))|\s*(?:\.\.\.|…)\s*(?=$|[,;|\n&]|and\b)|(?<=\S)\s*等$",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"\[?\s*(?:no authors? (?:names? )?(?:available|listed|found)|anonymous|anon\.?|n/?a|none|unknown|[\W_]+)\s*\]?",
    re.IGNORECASE,
)
# Marks of affiliations and of correspondence behind a name: Lee1,2 · Lee¹ · Lee* · Lee^{1,2} · Lee [1]
_SIGN = r"[\d⁰¹²³⁴⁵⁶⁷⁸⁹*†‡§¶#]"
_MARKS = re.compile(
    rf"(?<=[^\W\d_]|[.)])\s?(?:\$?\^(?:\{{[^{{}}]{{0,20}}\}}|\w)\$?|\[[\d,;\s*]{{1,20}}\]"
    rf"|{_SIGN}{{1,4}}(?:\s?,\s?{_SIGN}{{1,4}}(?![^\W_]))*)(?=\s*(?:$|[,，;；|、\n(]|and\b|&))"
)
_BRACKETS = re.compile(
    r"\s*(?:[(（]([^()（）]{1,200})[)）]|<([^<>\s]{1,80}@[^<>\s]{1,80})>)(?=\s*(?:$|[,，;；|、\n]|and\b|&))"
)
_LIFE_DATES = re.compile(r",\s*(?:b\.\s*)?[12]\d{3}\s*[-–]\s*(?:\d{4})?(?=\s*(?:[;|\n]|$))")
_BEHALF = re.compile(r"\s*[,;]?\s+(?:on behalf of|for)\s+(?=((?:the\s+)?\S[^,;|\n]{0,120}))", re.IGNORECASE)
_OPEN_GROUP = re.compile(r"(?:the\s+)?[^\W\d_]+\s+(?:of|for|on|de|für)\s", re.IGNORECASE)
_UND = re.compile(r"\bvon und zu[mr]?\b", re.IGNORECASE)  # of one family name
Found = tuple[list[AuthorEntry], list[str]]  # entries, and what stands beside them and is no name


@dataclass(frozen=True)
class Reading:
    """A list of authors as it is read. left_out: what stands beside the names and is none."""

    entries: tuple[str | tuple[tuple[str, str], ...], ...]
    left_out: tuple[str, ...] = ()

    @property
    def authors(self) -> list[AuthorEntry]:
        """The entries as a paper file holds them."""
        return [entry if isinstance(entry, str) else dict(entry) for entry in self.entries]


@dataclass(frozen=True)
class Style:
    """How the lists of a file are written. name: of STYLES, or empty where nothing shows it.

    evidence: lists that can be read in this style only; counted: lists that can be read in one style only. Both are 0
    where a person stated the style.
    """

    name: str = ""
    evidence: int = 0
    counted: int = 0

    @property
    def text(self) -> str:
        """The style for a person, with what shows it; empty where nothing does."""
        if not self.counted:
            return ""
        if not self.name:
            return "lists of authors are written in several styles; --author-style says how to read the doubtful ones"
        shown = f"as {self.evidence:,} of {self.counted:,} lists show" if self.counted > 1 else "as one list shows"
        return (
            f'lists of authors are read in the style {self.name} ("{STYLES[self.name]}"), {shown}; '
            "--author-style sets another"
        )


def find_style(texts: Iterable[str]) -> Style:
    """Return the style in which the lists of a file are written, from those that can be read in one style only.

    One in ten may be an exception; with more, no style is taken.
    """
    counts = Counter(next(iter(found)) for text in texts if len(found := readings(text)) == 1 and _shows_style(found))
    if not counts:
        return Style()
    name, evidence = counts.most_common(1)[0]
    counted = counts.total()
    return Style(name if evidence * 10 >= counted * 9 else "", evidence, counted)


def _shows_style(found: Mapping[str, Reading]) -> bool:
    """Return whether a reading has a person of more than one word: others are written alike in every style."""
    (reading,) = found.values()
    return any(
        " " in author_entries.name_of(entry)
        for entry in reading.authors
        if not (isinstance(entry, dict) and "group" in entry)
    )


def read(text: str, style: Style = Style()) -> Reading | None:
    """Return the list that a text holds; None where it can be read in several ways, or in none.

    style: of the file; it decides where the text can be written in it. Where nothing shows a style, `Ann Lee, Bob Roe`
    is two persons, though `García Márquez, Gabriel José` is one.
    """
    found = readings(text)
    if style.name in found:
        return found[style.name]
    if len(set(found.values())) == 1:
        return next(iter(found.values()))
    return (
        found["natural"] if {*found} == {"natural", "family-given"} and not style.name and not style.counted else None
    )


def doubt(text: str) -> str:
    """Return what is in doubt about a text for which `read` returns None, in words."""
    shown = mending.text(text)
    shown = f'"{shown[:300]}…"' if len(shown) > 300 else f'"{shown}"'
    ways = [f"{name} ({'; '.join(_shown(entry) for entry in found.authors)})" for name, found in readings(text).items()]
    if not ways:
        return f"authors: {shown} cannot be read as a list of names; write them, one person an entry"
    return f"authors: {shown} can be read as {' or as '.join(ways)}; write them, one person an entry"


def _shown(entry: AuthorEntry) -> str:
    return author_entries.name_of(entry)


def people(text: str, one: bool = False) -> list[AuthorEntry]:
    """Return the entries of the authors in one text. A text that cannot be read for sure is one name.

    one: whether the text is an entry of a list, and so is one name where it can be.
    """
    found = read(text, Style("family-given") if one else Style())
    return found.authors if found else [author_entries.from_text(mending.text(text))]


def of_fields(written: Sequence[str]) -> tuple[list[AuthorEntry], str]:
    """Return the entries of names that stand in a field each, `Last, First` as a rule, or one text of them all.

    The text is for `read`: where a field holds several names, or a family name with initials and no comma.
    """
    lines = [mending.text(name) for name in written]
    unusual = (
        ";" in name.rstrip("; ")
        or "|" in name
        or ("," not in name and read_initialed(name))
        or len(AND.split(_UND.sub(" ", name))) > 1
        for name in lines
        if not group_names.looks_like_group(name)
    )
    return ([], "\n".join(lines)) if any(unusual) else (author_entries.from_names(lines), "")


@lru_cache(maxsize=1 << 14)
def readings(text: str) -> Mapping[str, Reading]:
    """Return style → the list of authors, for each of STYLES in which a text can be written."""
    listed = _printed_list(text)
    left_out: list[str] = []
    parts: list[str] = []
    more = False
    for part in [text] if listed is None else listed:
        lines = "\n".join(filter(None, map(mending.text, part.split("\n"))))
        lines = _BEHALF.sub(lambda match: "; " if group_names.looks_like_group(match[1]) else match[0], lines)
        bare = _without_brackets(_MARKS.sub(";", _LIFE_DATES.sub("", lines)), left_out)  # marks end a name
        whole = _OTHERS.sub("", bare)
        more = more or whole != bare
        parts += _strong_parts(whole) if listed is None else [whole.rstrip(";")]
    parts = [bare for part in parts if (bare := _bare(part)) and not _NOBODY.fullmatch(bare)]
    if not parts:
        return {"natural": Reading((OTHERS,) if more else (), tuple(left_out))}
    found = _separated(parts) if len(parts) > 1 else _in_commas(parts[0])
    return {style: _reading(entries, more, [*left_out, *beside]) for style, (entries, beside) in found.items()}


def _reading(entries: Sequence[AuthorEntry], more: bool, left_out: Sequence[str]) -> Reading:
    frozen = tuple(entry if isinstance(entry, str) else tuple(entry.items()) for entry in entries if entry != OTHERS)
    tail = (OTHERS,) if more or OTHERS in entries else ()
    return Reading((*frozen, *tail), tuple(left_out))


def _bare(text: str) -> str:
    """Return a part without separators at its ends, and without a full stop behind a whole word."""
    text = text.strip(" ,;，&")
    text = re.sub(r"(?i)^(?:(?:and|by)\s+|authors?\s*:\s*)", "", text)
    last = text.rpartition(" ")[2].removesuffix(".")
    word = len(last) > 3 or (len(last) > 1 and last.isupper()) or (len(last) == 3 and text.count(".") == 1)
    ends = text.endswith(".") and last.isalpha() and word
    return text[:-1] if ends else text


def _printed_list(text: str) -> list[str] | None:
    """Return the texts of a list as Python and JSON print it, `['Ann Lee', 'Bob Roe']`; None where it is none."""
    if not re.fullmatch(r"\s*\[\s*['\"].*['\"]\s*\]\s*", text, re.DOTALL) or len(text) > 100_000:
        return None
    try:
        value = ast.literal_eval(text.strip())
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None
    return value if isinstance(value, list) and all(isinstance(part, str) for part in value) else None


def _without_brackets(text: str, left_out: list[str]) -> str:
    """Return the text without brackets behind persons: numbers go, and what else they hold is reported."""

    def replaced(match: re.Match[str]) -> str:
        inside = (match[1] or match[2]).strip()
        name = re.split(r"[,，;；|、\n]\s*|\sand\s", text[: match.start()])[-1].strip()
        if group_names.looks_like_group(name):
            return match[0]
        if author_entries.is_others(inside):
            return ", et al."
        if any(map(str.isalpha, inside)) or "-" in inside:
            left_out.append(f'authors: "({inside})" behind {name} is no part of the name')
        return ";"

    return _BRACKETS.sub(replaced, text)


def _strong_parts(text: str) -> list[str]:
    """Return the parts of a text between signs that separate names wherever they stand."""
    parts = [part for part in _STRONG.split(text) if part]
    if len(parts) != 1 or not names.is_family_first(text):
        return parts
    dotted = [piece for piece in re.split(r"\s*[·・]\s*", text) if piece]
    if len(dotted) > 1 and all(len(piece) < 5 and is_whole(piece) for piece in dotted):
        return dotted  # else the dot stands within a foreign name: 马克·吐温
    spaced = text.split()
    several = len(spaced) > 2 or (len(spaced) == 2 and len(spaced[0]) > 2)
    if several and all(is_cjk(piece) and piece.isalpha() and 2 <= len(piece) <= 5 for piece in spaced):
        return spaced
    return parts


def _separated(parts: Sequence[str]) -> dict[str, Found]:
    """Return the readings of parts that are one name each, or a few with `and` between them."""
    split = [pieces_of(part) for part in parts]
    if not all(may_be_name(piece) for pieces in split for piece in pieces):
        return {}
    commas = [len(COMMA.split(part)) > 1 and len(pieces) > 1 for part, pieces in zip(parts, split, strict=True)]
    if not any(commas):
        return _alone([piece for pieces in split for piece in pieces])
    affiliated = [len(pieces) == 2 and is_whole(pieces[0]) and is_affiliation(pieces[1]) for pieces in split]
    if all(affiliated):  # Ann Lee, MIT; Bob Roe, ETH
        beside = [f'authors: "{place}" behind {name} is no part of the name' for name, place in split]
        return {"natural": ([entry_of(name) for name, _ in split], beside)}
    whole = [all(is_whole(piece) or group_names.looks_like_group(piece) for piece in pieces) for pieces in split]
    if all(whole) and not all(commas):  # Ann Lee, Bob Roe; Cy Ode
        return {"natural": ([entry_of(piece) for pieces in split for piece in pieces], [])}
    entries: list[AuthorEntry] = []
    beside = []
    for part, pieces, entry in zip(parts, split, author_entries.from_names(parts), strict=True):
        initialed = read_initialed(part) if len(pieces) == 1 else None
        own = _in_commas(part) if len(pieces) > 1 else {}
        if own and "family-given" not in own:  # Lee A, Roe B; Lake Group
            found, more = next(iter(own.values()))
            entries, beside = [*entries, *found], [*beside, *more]
        else:
            pairs = _pairs(part) if len(pieces) > 2 else None
            entries += [initialed[0]] if initialed else pairs or [entry]
    return {"family-given": (entries, beside)}


def _in_commas(text: str) -> dict[str, Found]:
    """Return the readings of a text in which only commas and `and` separate."""
    pieces = pieces_of(text)
    if not all(map(may_be_name, pieces)):
        return {}
    groups = [piece for piece in pieces if group_names.looks_like_group(piece)]
    if len(groups) == 1 < len(pieces) and pieces[0] == groups[0]:
        if "," not in text and _OPEN_GROUP.match(text):
            # Ministry of Health and Welfare; Department of Health and Human Services may be two.
            return {} if is_whole(pieces[1]) else {"natural": ([author_entries.group(text)], [])}
        if not any(
            is_whole(piece) or read_initialed(piece) for piece in pieces[1:]
        ):  # World Health Organization, Geneva
            beside = [f'authors: "{piece}" beside {groups[0]} is no whole name' for piece in pieces[1:]]
            return {"natural": ([author_entries.group(groups[0])], beside)}
        if len(pieces) == 2 and len(AND.split(text)) == 1:  # University of Oxford, United Kingdom
            return {}
    found: dict[str, Found] = {}
    single = sum(not is_whole(piece) and not read_initialed(piece) for piece in pieces if piece not in groups)
    if "," not in text or single * 3 <= len(pieces):
        found.update(_alone(pieces))
    pairs = _pairs(text)
    if pairs and "family-initials" not in found and (len(pairs) == 1 or "natural" not in found):
        found["family-given"] = (pairs, [])
    first = pair_of(pieces[0], pieces[1]) if len(pieces) > 2 and not is_whole(pieces[0]) else None
    if first and not is_whole(pieces[1]) and all(map(is_whole, pieces[2:])):
        found["first-inverted"] = ([first, *map(entry_of, pieces[2:])], [])
        found.pop("natural", None)
    return found


def _alone(pieces: Sequence[str]) -> dict[str, Found]:
    """Return the readings of pieces each of which is one name: given names first, or a family name and initials."""
    persons = [piece for piece in pieces if not group_names.looks_like_group(piece)]
    initialed = [one for piece in persons if (one := read_initialed(piece))]
    whole = any(is_whole(piece) and not read_initialed(piece) for piece in persons)
    found: dict[str, Found] = {}
    if initialed and not whole:
        found["family-initials"] = ([entry_of(piece, initials=True) for piece in pieces], [])
    if not any(sure for _, sure in initialed) or whole:
        found["natural"] = ([entry_of(piece) for piece in pieces], [])
    return found


def _pairs(text: str) -> list[AuthorEntry] | None:
    """Return the entries of a text in which family and given names take turns; None where they do not."""
    entries: list[AuthorEntry] = []
    parts = AND.split(text)
    for part in parts:
        pieces = join_generations(COMMA.split(part))
        if len(pieces) == 1 and len(parts) > 2 and len(pieces[0].split()) == 1 and not is_initials(pieces[0]):
            entries.append(pieces[0])  # a person of one name among others
            continue
        while pieces:
            if group_names.looks_like_group(pieces[0]):
                entries.append(author_entries.group(pieces.pop(0)))
            elif len(pieces) > 1 and (entry := pair_of(*pieces[:2])):
                entries.append(entry)
                del pieces[:2]
            else:
                return None
    return entries if "," in text else None
