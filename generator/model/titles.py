"""Titles of works as they are compared: without what says nothing of the work, and whether they tell a work at all."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from generator.model import names

# Accents, commands that take an argument, and signs: what stays of `\emph{V}\"{o}gel $\alpha$` is `Vogel alpha`.
_LATEX = re.compile(r"\\[\"'`^~=.](?=\{?[A-Za-z])|\\[a-z]+(?=\{)|[\\{}$^_]")
_NO_ALNUM = bytes(n for n in range(128) if not chr(n).isalnum())
_SUBTITLE = re.compile(r":\s|\s[-–—]\s|—")
# Points of vowels in Arabic and Hebrew, which most writers leave out. Marks of other scripts make other letters.
_POINTS = re.compile("[\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]")
# Titles of parts of journals and books: two with one of these are two works unless everything else agrees, too.
_GENERIC = """
    Abstracts; Acknowledgements; Acknowledgments; Afterword; Announcement; Appendix; Author reply; Authors' reply;
    Back matter; Background; Book review; Book reviews; Calendar; Comment; Commentary; Conclusion; Conclusions;
    Contents; Corrigenda; Corrigendum; Correction; Corrections; Correspondence; Discussion; Editor's note;
    Editorial; Editorial note; Editorial board; Editor's introduction; Epilogue; Errata; Erratum; Foreword;
    From the editor; From the editors; Front matter; General discussion; General introduction; Glossary;
    Guest editorial; Highlights; In brief; In memoriam; In this issue; Index; Interview; Introduction;
    Introduction to the special issue; Letter; Letter to the editor; Letters; Letters to the editor; Literature review;
    Methods; News; News and views; Obituary; Opinion; Overview; Perspective; Perspectives; Poster abstracts; Preface;
    Proceedings; Prologue; References; Reply; Research highlights; Response; Results; Retraction; Retraction notice;
    Review; Special issue; Summary; Supplement; Table of contents; Untitled; Viewpoint; Workshop report; Einleitung;
    Einführung; Vorwort; Nachwort; Nachruf; Rezension; Buchbesprechung; Literaturverzeichnis; Inhaltsverzeichnis;
    Avant-propos; Préface; Éditorial; Compte rendu; Introducción; Prólogo; Prefacio; Presentación; Reseña; Introdução;
    Prefácio; Apresentação; Resenha; Introduzione; Prefazione; Recensione; Editoriale; Введение; Предисловие;
    前言; 序; 序言; 编者按; 編集後記; はじめに
"""
# Beginnings and subtitles of works about another work, and of its parts.
_ABOUT = re.compile(
    r"\b(?:part|pt|paper|chapter|volume|vol|teil|partie|parte)\s*\.?\s*(?:\d+|[ivx]+|one|two|three)\b"
    r"|\b(?:erratum|errata|corrigend(?:um|a)|retraction|addendum|expression of concern"
    r"|(?:author|publisher) correction|correction(?= to\b))\b"
    r"|(?:^|[:.?!–—-]\s+)(?:an? |the |authors?['’]?s?['’]? )?(?:reply|response|comments?|commentary|rejoinder|rebuttal"
    r"|discussion|editorial|book review|appendix|supplement(?:ary material)?)(?=\s+(?:to|on|by|of)\b|\s*[:.]|\s*$)",
    re.IGNORECASE,
)
_SHORT_WORD = 3  # characters: a word that is no longer says little
_MOST_WORDS = 0.6  # share of the words of two titles that both have, from which they may be one


@lru_cache(maxsize=1 << 17)
def title_key(title: str) -> str:
    r"""Return what is compared of a title: its letters and digits, without case, accents, punctuation and LaTeX.

    Greek letters count as their names, so that `$\alpha$` and `α` are one. Of a title with neither letter nor digit all
    signs count. Empty only where nothing is to be seen.
    """
    if title.isascii() and "\\" not in title:
        found = title.lower().encode().translate(None, _NO_ALNUM).decode()
    else:
        found = _letters(_LATEX.sub("", title))
    return found or _signs(title)


def _letters(text: str) -> str:
    folded = _POINTS.sub("", names.fold(text))
    # A mark is a part of the letter before it; alone it says nothing, nor does what chooses the picture of a sign.
    kept, after_letter = [], False
    for character in folded:
        if character.isalnum():
            after_letter = True
            kept.append(_letter(character))
        elif after_letter and unicodedata.category(character) in ("Mn", "Mc"):
            kept.append(character)
        elif unicodedata.category(character) != "Cf":
            after_letter = False
    return "".join(kept)


def _signs(title: str) -> str:
    folded = unicodedata.normalize("NFKC", title).casefold()
    return "".join(c for c in folded if not c.isspace() and unicodedata.category(c) not in ("Cc", "Cf", "Mn"))


@lru_cache(maxsize=1 << 10)
def _letter(character: str) -> str:
    name = unicodedata.name(character, "") if "\u0370" <= character <= "\u03ff" else ""
    match = re.match(r"GREEK (?:SMALL|CAPITAL) LETTER (\w+)", name)
    return match[1].lower() if match else character


@lru_cache(maxsize=1 << 17)
def main_title(title: str) -> str:
    """Return the `title_key` of a title without its subtitle; empty where there is none, or only one word stays."""
    match = _SUBTITLE.search(title)
    main = title[: match.start()] if match else ""
    return title_key(main) if len(main.split()) > 1 else ""


_GENERIC_KEYS = frozenset(title_key(title) for title in _GENERIC.split(";"))


def is_generic(title: str) -> bool:
    """Return whether a title is one that many works have, such as `Editorial`."""
    return title_key(re.sub(r"^[\W\d_]+|[\W\d_]+$", "", title)) in _GENERIC_KEYS


def is_about_another(title: str, other: str) -> bool:
    """Return whether one of two titles says that it is a part, a correction, or a reply, and the other does not."""
    one_says, other_says = ({title_key(m[0]) for m in _ABOUT.finditer(text)} for text in (title, other))
    return one_says != other_says


def are_alike(title: str, other: str) -> bool:
    """Return whether two titles could be those of one work: the same, shortened, or with most of their words shared."""
    one_key, other_key = title_key(title), title_key(other)
    if not one_key or not other_key or one_key == other_key:
        return True
    if is_about_another(title, other):
        return False
    shorter, longer = sorted((one_key, other_key), key=len)
    if len(shorter) > 5 and shorter in longer:
        return True
    one_words, other_words = _words(title), _words(other)
    return len(one_words & other_words) >= _MOST_WORDS * len(one_words | other_words) > 0


@lru_cache(maxsize=1 << 10)
def _words(title: str) -> frozenset[str]:
    """Return the words of a title that say something; of a script without spaces its pairs of characters."""
    words = names.slug(_LATEX.sub("", title)).split("-")
    found = {word for word in words if len(word) > _SHORT_WORD}
    found |= {word[n : n + 2] for word in words if names.is_family_first(word) for n in range(len(word) - 1)}
    return frozenset(found)
