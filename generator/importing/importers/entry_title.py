"""The title of an entry of a Markdown list, and the parts of the text beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from generator.importing.importers import entry_words
from generator.importing.importers.entry_pieces import Piece, is_title, leads_to_paper, words_of
from generator.importing.importers.entry_words import clean, column, is_badge, is_label, parse

_SENTENCE = re.compile(r"(?<=[^\W_]{2}[.?!)])\s+(?=[^\W\d_]|\d{4}\b)|(?<=[。？！；])\s*|(?<=\w[?!])\s+(?=[^\W\d_])")
_ABBREVIATION = re.compile(
    r"\b(?:Acad|Adv|Ann|Appl|Biol|Chem|Commun|Comput|Conf|Dr|Eng|Eur|Fig|Inf|Int|Lett|Mach|Math|Med|Nat|Natl|Neurosci|No"
    r"|Phys|Proc|Prof|Res|Rev|Sci|Soc|St|Symp|Syst|Trans|Univ|Vol|vs)\.$"
)
_QUOTED = re.compile(r"[\"“«《「]([^\"“”«»《》「」]{6,})[\"”»》」]")
_REFERENCE = re.compile(r"(.{4,300}?)[,.]?\s*\(((?:19|20)\d\d)[a-z]?(?:,[^()]{0,20})?\)[.,:]?\s+(.+)", re.DOTALL)
_SEPARATOR = re.compile(r"(\s+[-–—|·•/]+\s+|\s*[|｜]\s*|，\s*|;\s+)")
_BAR = re.compile(r"(\s*[|｜]\s*)")
_ASIDE_GLUE = "\n"  # before a venue or date that stood in brackets
_ASIDE = re.compile(r"[(（\[【]([^()（）\[\]【】]{2,60})[)）\]】]")


@dataclass(frozen=True)
class Words:
    """A part of the text: what separates it from the part before, in a word and as written."""

    text: str
    gap: str = ""  # "": emphasis begins or ends; line, break, link, sentence, dash
    glue: str = ""
    strong: bool = False
    italic: bool = False


def title_of(pieces: Sequence[Piece]) -> str:
    """Return the title that an entry states; empty where it states none."""
    return find_title(pieces)[0]


def find_title(pieces: Sequence[Piece]) -> tuple[str, list[Words], bool]:
    """Return the title, the other parts of the text, and whether the first of them directly follows a plain title.

    The title is, the first that there is: words of a link to a paper; words of another link beside one, where no other
    words stand before it; bold words; quoted words between names and venue; the first words that are neither names, a
    venue, a date, nor called something.
    """
    first = next((n for n, p in enumerate(pieces) if p.kind == "link" and is_title(p) and leads_to_paper("", p)), None)
    if first is None:
        begins = next((n for n, p in enumerate(pieces) if is_title(p) and not parse(p.text)), None)
        other = begins is not None and pieces[begins].kind == "link" and pieces[begins].url.startswith("http")
        first = begins if other else None
    if first is not None:
        parts = [*split_words(pieces[:first]), *split_words(pieces[first + 1 :], "link")]
        return _bare_title(pieces[first].text, parts)
    parts = list(split_words(pieces))
    bold = next((n for n, _ in enumerate(parts) if _is_bold_title(parts, n)), None)
    if bold is not None:
        end = bold + 1
        if _is_short(parts, bold):
            while (
                end < len(parts) and parts[end].gap not in ("break", "link") and not _follows(parts[end], dated=False)
            ):
                end += 1
        while end < len(parts) and parts[end].strong and parts[end].gap in ("line", "sentence", "dash"):
            end += 1
        return _bare_title(_join(parts[bold:end]), [*parts[:bold], *parts[end:]])
    return _plain_title(pieces, parts)


def _bare_title(title: str, rest: list[Words]) -> tuple[str, list[Words], bool]:
    """Return a title without names, venue or year behind it, as in `Waves of lakes (ICLR 2020)`."""
    parts = list(split_words([Piece("text", title)]))
    asides = [part for part in parts if part.glue == _ASIDE_GLUE]
    parts = [part for part in parts if part.glue != _ASIDE_GLUE]
    first = next((n for n, _ in enumerate(parts) if _begins_title(parts, n)), 0)
    end = next((n for n, part in enumerate(parts) if n > first and _follows(part, dated=False)), len(parts))
    words = clean(_join(parts[first:end]))
    behind = [replace(part, gap="break") for part in (*parts[:first], *parts[end:], *asides)]
    if match := re.fullmatch(r"(.{4,}),\s*([^,]{4,30})", words):
        said = parse(match[2])
        if said and said.date and (not said.venue or re.search(r"[A-Z].*[A-Z]", said.venue)) and not said.names:
            words, behind = clean(match[1]), [Words(match[2], "break"), *behind]
    return words, [*behind, *rest], False


def _join(parts: Sequence[Words]) -> str:
    return "".join((part.glue if number else "") + part.text for number, part in enumerate(parts))


def _is_bold_title(parts: Sequence[Words], number: int) -> bool:
    """Return whether bold words are the title or its beginning, and no mark before it: `**GPT** Waves of lakes`."""
    part, behind = parts[number], parts[number + 1 : number + 2]
    if not part.strong or not (_can_be_title(part) or _is_short(parts, number)):
        return False
    title_follows = behind and not behind[0].gap and _can_be_title(behind[0]) and behind[0].text[:1].strip(" )") == ""
    words = len(clean(part.text).split())
    return not (
        words == 1 and title_follows and len(clean(behind[0].text).split()) > 2 and not _follows(behind[0], True)
    )


def _is_short(parts: Sequence[Words], number: int) -> bool:
    """Return whether bold words are the short name that a title begins with: `**GPT**: Waves of lakes`."""
    part, behind = parts[number], parts[number + 1 : number + 2]
    if not behind or behind[0].gap or not clean(behind[0].text) or len(clean(part.text).split()) > 3:
        return False
    colon = part.text.rstrip().endswith((":", "：")) or behind[0].text.lstrip().startswith((":", "："))
    words = clean(part.text).rstrip(":： ")
    return colon and not column(words) and not is_label(words) and not is_badge(words)


def _can_be_title(part: Words) -> bool:
    words = clean(part.text)
    return len(words) >= 4 and not is_label(words) and not is_badge(words) and words[-1] not in ":：" and not (
        entry_words.key_value(part.text)[0]
    )  # fmt: skip


def _plain_title(pieces: Sequence[Piece], parts: list[Words]) -> tuple[str, list[Words], bool]:
    """Find the title among words without bold: parts of the text up to names, a venue, a date, a link or a break."""
    whole = words_of(piece for piece in pieces if piece.kind in ("text", "line"))
    quoted = _QUOTED.search(whole)
    if quoted and all(_is_said(text) for text in (whole[: quoted.start()], whole[quoted.end() :])):
        before, after = whole[: quoted.start()], whole[quoted.end() :]
        return clean(quoted[1]), [*split_words([Piece("text", before)]), *split_words([Piece("text", after)])], False
    open_ones = [n for n, _ in enumerate(parts) if _begins_title(parts, n)]
    first = open_ones[0] if open_ones else None
    if len(open_ones) > 1 and parts[open_ones[1]].gap == "break" and " " not in clean(parts[open_ones[0]].text):
        first = open_ones[1]  # 2020 | NeurIPS | Waves of lakes
    if first is None:
        keyed = next((v for part in parts for k, v in [entry_words.key_value(part.text)] if k == "title" and v), "")
        return clean(keyed), [part for part in parts if entry_words.key_value(part.text)[0] != "title"], False
    reference = _REFERENCE.match(words_of(pieces[: _first_link(pieces)]))
    behind = list(split_words([Piece("text", reference[3])])) if reference else []
    if reference and behind and (said := parse(reference[1])) and said.names and not said.rest:
        people = Words(f"{reference[1]}, {reference[2]}", italic=True)
        venue = [Words(f"{clean(_join(behind[1:]))}, {reference[2]}", "break")] if behind[1:] else []
        return clean(behind[0].text), [people, *venue, *split_words(pieces[_first_link(pieces) :], "link")], False
    dated = any(said and (said.venue or said.date) for said in (parse(part.text) for part in parts))
    end = first + 1
    ends = (
        parts[first].italic and end < len(parts) and re.match(r"\s*[,.;(]|\s*by\b", parts[end].glue + parts[end].text)
    )
    while not ends and end < len(parts) and parts[end].gap not in ("break", "link") and not _follows(parts[end], dated):
        end += 1
    title, rest, _ = _bare_title(_join(parts[first:end]), [*parts[:first], *parts[end:]])
    return title, rest, bool(not parts[:first] and rest[:1] and rest[0] in parts and rest[0].gap != "link")


def _first_link(pieces: Sequence[Piece]) -> int:
    return next((n for n, piece in enumerate(pieces) if piece.kind == "link"), len(pieces))


def _begins_title(parts: Sequence[Words], number: int) -> bool:
    part = parts[number]
    if not _can_be_title(part):
        return False
    said = parse(part.text)
    if said is None or (said.rest and not said.more and not said.date):
        return True
    another = any(_can_be_title(later) and not parse(later.text) for later in parts[number + 1 :])
    return not (another or said.venue or said.date or said.sure or said.more or len(said.names) > 1)


def _is_said(text: str) -> bool:
    """Return whether a text is nothing but names, venue, date and labels."""
    words = clean(text)
    said = parse(words)
    return len(words) < 3 or is_label(words) or (said is not None and not said.rest)


def _follows(part: Words, dated: bool) -> bool:
    """Return whether a part behind a title is no part of it: names, a venue with a year, a date, a named value."""
    said = parse(part.text)
    if re.match(r"(?i)\W*(?:arxiv|doi)\s*:", part.text) or is_label(clean(part.text)):
        return True
    if entry_words.key_value(part.text)[0] in ("authors", "venue", "date", "abstract", "tldr", "tags"):
        return True
    if said is None or said.rest:
        return False
    return bool(said.venue or said.date or said.sure or len(said.names) > (0 if dated else 1))


def split_words(pieces: Iterable[Piece], gap: str = "") -> Iterator[Words]:
    """Yield the parts of the text: between links and breaks, by emphasis, by sentence and by dash."""
    glue = ""
    for piece in _fields_joined(pieces):
        if piece.kind == "image":
            if is_badge(words := clean(piece.text)):
                yield Words(words, "break")
        elif piece.kind == "link":
            gap, glue = "link", ""
            if is_badge(words := clean(piece.text)):  # [[ICLR 2020](URL)]
                yield Words(words, "link")
        elif piece.kind != "text":
            gap = gap if gap in ("link", "break") else "line" if piece.kind == "line" else "break"
            glue = " "
        else:
            for number, (text, before, how) in enumerate(_sentences(piece.text)):
                if number:
                    gap, glue = gap or how, glue + before
                if re.search(r"\w", text):
                    yield Words(text, gap, glue, piece.strong, piece.italic)
                    gap = glue = ""
                else:
                    glue += text


def _fields_joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield the pieces, names of fields joined to what follows: `**Authors**: Ann Lee`."""
    held: Piece | None = None
    for piece in pieces:
        if (
            held is not None
            and piece.kind == "text"
            and (held.text.rstrip()[-1:] in ":：" or piece.text.lstrip()[:1] in (":", "："))
        ):
            yield Piece("text", held.text + piece.text)
            held = None
            continue
        if held is not None:
            yield held
        held = piece if piece.kind == "text" and piece.strong and column(piece.text) else None
        if held is None:
            yield piece
    if held is not None:
        yield held


def _sentences(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield the sentences of a text and its parts between dashes and bars: text, what is before it, and in a word."""
    asides: list[str] = []

    def cut(match: re.Match[str]) -> str:
        said = parse(match[1])
        named = said is not None and (said.more or (said.date and not said.venue and len(said.rest.split()) < 5))
        if not named and not is_badge(match[1]):
            return match[0]
        asides.append(match[1])
        return " "

    text = _ASIDE.sub(cut, text)
    glue, how = "", ""
    separator = _BAR if entry_words.key_value(text)[0] else _SEPARATOR
    for number, part in enumerate(separator.split(text)):
        if number % 2:
            glue, how = part, "break" if re.search(r"[|｜]", part) else "dash"
            continue
        place = 0
        ends = [match for match in _SENTENCE.finditer(part) if not _ABBREVIATION.search(part[: match.start()])]
        for match in [*ends, None]:
            end = match.start() if match else len(part)
            yield part[place:end], glue, how
            place = match.end() if match else end
            glue, how = match[0] if match else "", "sentence"
    for aside in asides:
        yield aside, _ASIDE_GLUE, "break"
