"""The words of a paper as terms with weights: the ground on which papers are compared (tf-idf).

A term is a word, two words that stand side by side, or a tag. Words of the grammar, and those that every abstract has,
are no terms. What a plural and a singular say is one term.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from math import log, log2, sqrt
from typing import Protocol

from generator.model.vocabulary import Vocabulary

STEPS = 2  # in which numbers of texts are counted, for each doubling
MOST_COUNTED = 999  # times that a term stands in a text
WEIGHT = (1.0, *(1 + log(count) for count in range(1, MOST_COUNTED + 1)))  # by that number
TAG = "#"  # a term that starts with it is a tag's key: no word does
TITLE, TLDR, SUMMARY = 3, 2, 1  # how much a word counts in each
OF_TAG = 3
OF_PARENT = 1  # of the broader tag, for papers that carry the narrower one
MOST = 0.2  # a word in more than this share of the papers ties nothing
MANY = 2000  # papers; nor does a word in more: else the time of neighbours would grow as the square of the list
HEAVIEST = 64  # terms of a text that count, and those as heavy as the last; the rest adds time and nothing that is seen
FEW = 10  # papers; in a list so small such a word still counts

_FORMULA = re.compile(r"\$[^$]*\$|`[^`]*`|\]\([^)]*\)|https?://\S+")
_WORD = re.compile(r"[^\W\d_][\w'’-]*\w|[.,;:!?()]", re.UNICODE)


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_IDLE = _set(
    """
    a able about above according across after again against agree all almost alone along already also although always am
    among an and another any anything apart are around as at away be became because become becomes been before behind
    being below between beyond both but by came can cannot carry come could did do does doing done down due during each
    either else end enough even ever every everything few fewer first five for four from full fully further gain gave
    get give given gives go goes greatly had hard has have having he hence her here hers highly him his hold how however
    i if in including indeed instead into is it its itself just keep kept last lately later lead least leave less let
    like likely likewise little look made mainly make makes making many may me might more moreover most mostly much must
    my near nearly need needed needs neither never new next no none nor not nothing now of off often on once one ones
    only onto or other others otherwise our out over own part people per perhaps person place put quite raise rather
    really remain remains right said same save say says second see seem seems seen serve several shall she should since
    six so some still stay such take taken takes ten than that the their them then there therefore these they thing
    things third this those though three through throughout thus to together too toward towards turn two under unlike
    until up upon us use used useful uses using usually various very via want was way ways we well were what when where
    whereas whether which while who whole whom whose why widely will with within without would yet you your
    adapt advance classify comparably correspond corresponding generate generated generator guide handle huge
    modeled modeling multiple occurring structural surpass surpassed viewed visually
    accuracy accurate accurately achieve add added addition advantage affect aim allow alternative amount
    apply applied approach argue article ask aspect author automatically available baseline basis beat believe best
    better bring broader build building built call called capture captured carry case certain change changing choice
    chosen claim clear clearly close closely closer code combine combined combining common comparable compare compared
    comparing comparison complement complex component compute conclude concern condition confirm consider consist
    consistent consistently constrain contain contribute contribution cost cover covering crucial current cut data
    define demonstrate depend derived describe described design designed detail detailed develop developed differ
    difference different difficult difficulty direct direction directly discover discovery discuss distinct
    diverse draw drive driven earlier early easier easy effect effective effectively efficiently establish established
    examine example exist existing expected experiment experimental explain explicit explicitly explore explored
    extend extra extremely fact factor far fast find finding fit follow form former found framework future gap general
    generally good great greater group grow help high higher highest hour idea identified identify ignore implement
    implication importance important improve improved include included increase indicate individual initial insight
    inspired instance integrate interact interest introduce introduced investigate involve issue join joint jointly
    kind known lack large largely larger largest large-scale leading length level lie limit limited line link literature
    long longer low lower magnitude main manage match matching matter mean meant measure measured meet method million
    model more notably novel number observed obtain occur offer open order original outperform outperformed paper
    parameter particular pass people perform performance piece place play point poor poorly popular possible potential
    powerful practice precise prefer preferred present presented principle prior probably problem process produce
    progress promise promising propose proposed prove provide public publicly published pure purpose question quick
    quickly raise range rapidly rate reach real recent recently record reduce reduced relate related relative relevant
    rely report reported require required research researcher respond rest result resulting reveal review role run
    scale scarce score separate series set setting several share shared shift show shown showing significant
    significantly similar similarly simple single size small smaller solution solve sophisticated source specific
    split standard start starting state-of-the-art step strong strongly studied study studying succeed successfully
    suggest support survey system task technique test tested theirs time tool traditional train trained training
    typically type understand understanding unclear update value varied vary version view wide work world year yield
    e.g i.e vs cf et al
    """
)


_terms: dict[str, str] = {}  # word as written → term, empty where it is none: most words come again and again


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one text, each with how often and how prominently it stands there; and how they are written."""

    counts: Mapping[str, int]
    written: Mapping[str, str]


def of(title: str, tldr: str, summary: str, tags: Iterable[str], vocabulary: Vocabulary) -> Terms:
    """The terms of a paper."""
    counts: dict[str, int] = {}
    written: dict[str, str] = {}
    for text, weight in ((title, TITLE), (tldr, TLDR), (summary, SUMMARY)):
        before = before_term = ""
        for word in _WORD.findall(_FORMULA.sub(" . ", text)):
            term = _terms.get(word)
            if term is None:
                term = _terms[word] = "" if idle(word) else folded(word)
            if term:
                counts[term] = counts.get(term, 0) + weight
                written.setdefault(term, word)
                if before:
                    pair = f"{before_term} {term}"
                    counts[pair] = counts.get(pair, 0) + weight
                    written.setdefault(pair, f"{before} {word}")
            before, before_term = (word, term) if term else ("", "")
    for tag in tags:
        counts[TAG + tag] = counts.get(TAG + tag, 0) + OF_TAG
        entry = vocabulary.tags.get(tag)
        if entry and entry.parent:
            counts[TAG + entry.parent] = counts.get(TAG + entry.parent, 0) + OF_PARENT
    return Terms(counts, written)


def weighted(texts: Sequence[Terms]) -> list[dict[str, float]]:
    """All texts against each other: for each its terms with their weights, whose squares sum to 1 at most.

    (1 + ln tf) · ln(N / df), cosine-normalized (Manning, Raghavan and Schütze, *Introduction to Information Retrieval*,
    section 6.4.3, with weights of place for tf). N and df count in steps, so that one text more or less changes few
    weights. A term of one text only has its share in the length, and is left out: it ties nothing.
    """
    frequency = Counter(chain.from_iterable(text.counts for text in texts))
    weights = []
    for text in texts:
        own = [
            (WEIGHT[min(n, MOST_COUNTED)] * rarity(frequency[term], len(texts), term[0] == TAG), term)
            for term, n in text.counts.items()
        ]
        length = sqrt(sum([value * value for value, _ in own])) or 1.0
        own = [(value / length, term) for value, term in own if value and frequency[term] > 1]
        if len(own) > HEAVIEST:
            least = sorted([value for value, _ in own])[-HEAVIEST]
            own = [(value, term) for value, term in own if value >= least]
        weights.append({term: value for value, term in own})
    return weights


@lru_cache(maxsize=1 << 16)
def rarity(texts: int, of: int, tag: bool) -> float:
    """How much it says that a text has a term which so many texts of all have; 0: nothing, for a word of too many."""
    limit = max(FEW, min(MANY, MOST * 2 ** (step(of) / STEPS)))
    return max(step(of) - step(texts), 0) * log(2) / STEPS if tag or texts <= limit else 0.0


def step(count: int) -> int:
    """A number of texts in steps, STEPS from each power of two to the next."""
    return round(STEPS * log2(max(count, 1)))


class Written(Protocol):
    """How a text writes its terms, but for those that are written as they are."""

    def get(self, term: str, default: str, /) -> str:
        """How it writes `term`; `default` where that is not told."""


def shown(term: str, *written: Written) -> str:
    """A term of two texts as they write it; where they differ, with small letters before capitals."""
    words = {of.get(term, term) for of in written}
    return min(words, key=lambda word: (-sum(letter.islower() for letter in word), word))


def idle(word: str) -> bool:
    """Whether a word, or a mark, is no term."""
    return len(word) < 3 or word.lower() in _IDLE or folded(word) in _IDLE


def folded(word: str) -> str:
    """A word without case, accents and the ending of a plural or possessive."""
    plain = word
    if not word.isascii():
        parts = unicodedata.normalize("NFKD", word.replace("’", "'"))
        plain = "".join(part for part in parts if not unicodedata.combining(part))
    plain = plain.removesuffix("'s")
    if plain.endswith("s") and plain[:-1].isupper():  # RNNs
        return plain[:-1].lower()
    plain = plain.lower()
    if len(plain) > 4 and plain.endswith("ies"):
        return plain[:-3] + "y"
    if plain.endswith(("sses", "ches", "shes", "xes", "zes")):
        return plain[:-2]
    if len(plain) > 3 and plain.endswith("s") and plain[-2:] not in ("ss", "us", "is"):
        return plain[:-1]
    return plain
