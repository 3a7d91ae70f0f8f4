"""Capitals in titles: which must stay whatever a style does with the rest, and the title in sentence case.

A style that prints titles in sentence case (BibTeX's `plain`, APA) makes every capital small that is not protected.
Acronyms and camel case are known by their form. Proper names look like every other word in a title whose words all
begin with capitals; they are known by the paper's own summary, which is written in sentences, and by a short list.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from generator.core.text import formula_text, mathml


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Adjectives and names of persons, places and peoples that are common in titles of the field.
_PROPER = _words(
    """
    Alzheimer Bayes Bayesian Boltzmann Boolean Brownian Cartesian Dale Darwin Darwinian Dirichlet Drosophila English
    Euclidean Fisher Fourier French Gabor Gaussian German Granger Hamiltonian Hebb Hebbian Hermitian Hessian Hilbert
    Hodgkin Hopfield Huntington Huxley Ising Jacobian Kalman Kuramoto Lagrangian Langevin Laplacian Lipschitz
    Lyapunov Mandarin Markov Markovian Newton Newtonian Parkinson Pavlovian Poisson Purkinje Python Riemannian
    Shannon Spanish Turing Wasserstein Wiener
    """
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SAXON = re.compile(r"['’]s$")
_ROW = (" ", "-")
_STARTS = re.compile(r"(?:^|[:?!.—–]\s+)[\"'“‘(\[«]*\Z")
_SENTENCE = re.compile(r"(?:(?:^|[.!?:]\s+|\n)[\"“‘(\[*_]*|[#|]\s*)\Z")


class Piece(NamedTuple):
    """A stretch of a title. kept: its capitals must stay. formula: LaTeX, without the dollars."""

    text: str
    kept: bool = False
    formula: bool = False


def pieces(title: str, prose: str = "") -> tuple[Piece, ...]:
    """`title` cut into pieces. prose: sentences about the paper, which show what has a capital inside one."""
    found: list[Piece] = []
    parts = list(mathml.parts(title)) if "$" in title else [(False, title)]
    plain = " ".join(text for formula, text in parts if not formula)
    names: frozenset[str] | None = None
    by_sentence = _in_sentence_case(plain)
    for formula, text in parts:
        if formula:
            found.append(Piece(text, kept=True, formula=True))
            continue
        end = 0
        for match in _WORD.finditer(text):
            word = match[0]
            if word.islower() or not any(map(str.isupper, word)):
                continue
            start = (not found and not text[: match.start()].strip()) or _starts(text, match.start())
            kept = _kept(word, text[match.end() : match.end() + 1])
            if not kept and not (start and by_sentence):
                stem = _SAXON.sub("", word)
                if stem in _PROPER or by_sentence:
                    kept = True
                else:
                    names = _proper(prose) if names is None else names
                    kept = stem in names
            if kept:
                if match.start() > end:
                    found.append(Piece(text[end : match.start()]))
                found.append(Piece(word, kept=True))
                end = match.end()
        if end < len(text):
            found.append(Piece(text[end:]))
    return tuple(found)


def sentence_case(title: tuple[Piece, ...]) -> str:
    """The title as a sentence: small letters but for its beginnings and what is kept; formulas as Unicode."""
    done = ""
    for piece in title:
        if piece.formula:
            done += formula_text.plain(piece.text)
        elif piece.kept:
            done += piece.text
        else:
            done = _small(done, piece.text)
    return done


def _small(before: str, text: str) -> str:
    """`before` with `text` behind it, whose words lose their capitals but where a sentence begins."""
    whole = before + text
    if text == text.lower():
        return whole

    def small(match: re.Match[str]) -> str:
        lower = match[0].lower()
        return match[0] if _starts(whole, match.start()) or len(lower) != len(match[0]) else lower

    return before + "".join(_replaced(whole, len(before), small))


def _replaced(text: str, start: int, new: Callable[[re.Match[str]], str]) -> Iterator[str]:
    for match in _WORD.finditer(text, start):
        yield text[start : match.start()]
        yield new(match)
        start = match.end()
    yield text[start:]


def _kept(word: str, behind: str) -> bool:
    """Whether the form of `word` says that it is no common word: fMRI, BrainSCUBA, GPT2, C. (elegans), X-ray."""
    if len(word) == 1:
        return word != "A" or behind == "."
    return any(map(str.isupper, word[1:])) or any(map(str.isdigit, word))


def _starts(text: str, at: int) -> bool:
    """Whether a sentence begins at `at`."""
    if text[at - 1 : at] == " " and text[at - 2 : at - 1].isalnum():  # nearly always, and quicker to see
        return False
    return at == 0 or _STARTS.search(text, max(0, at - 8), at) is not None


def _in_sentence_case(title: str) -> bool:
    """Whether most long words that could have a capital have none: then those that have one are names."""
    small = large = 0
    for match in _WORD.finditer(title):
        word = match[0]
        if len(word) > 3 and not any(map(str.isupper, word[1:])) and not _starts(title, match.start()):
            if word[0].isupper():
                large += 1
            else:
                small += 1
    return small > large


def _proper(prose: str) -> frozenset[str]:
    """The words that stand inside sentences of `prose` with a capital, alone, and nowhere without.

    Capitals in a row ("the Brain Interaction Transformer") are the name of a method, spelled out: no proper names.
    """
    large: set[str] = set()
    small: set[str] = set()
    words = list(_WORD.finditer(prose))
    capital = [match[0][0].isupper() for match in words]
    for number, match in enumerate(words):
        word = _SAXON.sub("", match[0])
        if not capital[number]:
            small.add(word)
            continue
        row = (number and capital[number - 1] and prose[words[number - 1].end() : match.start()] in _ROW) or (
            number + 1 < len(words) and capital[number + 1] and prose[match.end() : words[number + 1].start()] in _ROW
        )
        if not row and not _SENTENCE.search(prose, max(0, match.start() - 8), match.start()):
            large.add(word)
    return frozenset(word for word in large if word.lower() not in small)
