"""Papers that break citation formats: some sixty of them, one reason each."""

from __future__ import annotations

from typing import Any

from generator.model import model, paper
from generator.model.paper import Paper
from generator.model.vocabulary import VenueEntry, Vocabulary

VENUES = (
    VenueEntry(name="ICLR", title="International Conference on Learning Representations", kind="conference"),
    VenueEntry(name="NN", title="Nature Neuroscience", kind="journal"),
    VenueEntry(name="T&A", title="Theory & Applications: 100 % of {It} in C#", kind="journal"),
    VenueEntry(name="Löwe", title="Löwes Archiv für Gehirn und Maschine", kind="journal"),
    VenueEntry(name="Waves", title="A Handbook of Waves: From Sea to Cortex", kind="book"),
    VenueEntry(name="WS", title="A Workshop on Spikes at a Conference", kind="workshop"),
)
VOCABULARY = Vocabulary(venues={venue.name: venue for venue in VENUES})

# (reason, fields that differ from an ordinary paper's)
CASES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("a lone opening brace", {"title": "Sets { and What They Hold"}),
    ("a lone closing brace", {"title": "What Sets Hold } at Last"}),
    ("braces the wrong way round", {"title": "Back }and{ Forth"}),
    ("nested braces", {"title": "A {B {C} D} E"}),
    ("straight quotes", {"title": 'Joint Encoding of "What" and "When"'}),
    ("one straight quote", {"title": 'A Screen of 7" for Mice'}),
    ("curly quotes and an apostrophe", {"title": "The “Brain’s” ‘Network’"}),
    ("per cent", {"title": "100% of Neurons"}),
    ("ampersand", {"title": "Brains & Machines & More"}),
    ("hash", {"title": "Neurons in C# and F#"}),
    ("backslash", {"title": r"The \emph{Brain} and \LaTeX"}),
    ("backslash at the end", {"title": "The Last Word \\"}),
    ("one dollar", {"title": "A Brain for $5"}),
    ("three dollars", {"title": "From $1 to $2 and $ More"}),
    ("a formula", {"title": "Learning in $O(n^2)$ Steps"}),
    ("a formula with commands and braces", {"title": r"The Rate $\tau_{m} < \frac{1}{2}$ of a Cell"}),
    ("a formula with a lone brace", {"title": r"Where $\{x$ Begins"}),
    ("only a formula", {"title": "$x^2$"}),
    ("at signs", {"title": "@article{evil, title = {No}} @ Home"}),
    ("underscore, caret and tilde", {"title": "snake_case ^ and ~ tilde"}),
    ("angles and a bar", {"title": "When a<b & c>d | e"}),
    ("markup", {"title": "<script>alert(1)</script> in <i>Brains</i>"}),
    ("a formula of a spreadsheet", {"title": '=HYPERLINK("https://example.org","x")'}),
    ("a command of a spreadsheet", {"title": "+cmd|' /C calc'!A0"}),
    ("a minus in front", {"title": "-1 Is a Number"}),
    ("comma, semicolon and quotes as in CSV", {"title": 'One, two; "three", four'}),
    ("what ends a record of RIS", {"title": "ER - and TY - JOUR"}),
    ("right-to-left text", {"title": "الدماغ والآلة and שלום"}),
    ("marks of direction", {"title": "Left \u200fand\u200e Right"}),
    ("emoji, one of several code points", {"title": "Brains 🧠 and Families 👨‍👩‍👧 Together"}),
    ("a letter and its mark apart", {"title": "Cafe\u0301 und Lo\u0308we"}),
    ("letters of Latin alphabets", {"title": "Čeština, Þórr, Søren, Łódź, İstanbul, Ñandú, ąęįų, ðđŋß"}),
    ("Greek letters", {"title": "From α to Ω: β-Oscillations"}),
    ("Cyrillic", {"title": "Мозг и машина"}),
    ("Chinese", {"title": "大脑与机器"}),
    ("signs of mathematics", {"title": "x ≤ y ± 3 × 10⁻² → ∞"}),
    ("dashes and dots", {"title": "One – Two — Three… and 3–4"}),
    ("a joiner that nobody sees", {"title": "e\u2060V and soft\u00adhyphens"}),
    ("camel case", {"title": "hvEEGNet, BrainSCUBA and fMRI with GPT2"}),
    ("a species", {"title": "The Whole Brain of C. elegans and E. coli"}),
    ("a name in sentence case", {"title": "How the brain of Alzheimer's patients meets Langevin dynamics"}),
    ("a question and a colon", {"title": "Why? Because: A Theory"}),
    ("a very long title", {"title": "Long " * 150 + "Title"}),
    ("one word", {"title": "no"}),
    ("digits only", {"title": "1984"}),
    ("a name of one word", {"authors": ["Sejnowski", "Plato"]}),
    ("a name of five words", {"authors": ["Maria José de la Cruz", "Juan Carlos Antonio Luis Pérez"]}),
    ("particles", {"authors": ["Laurens van der Maaten", "Charles de Gaulle", "David Van Essen"]}),
    ("suffixes", {"authors": ["Robert Downey Jr.", "Martin Luther King, Jr.", "John Smith III"]}),
    ("names of other scripts", {"authors": ["李飞飞", "김 민수", "Юрий Иванов", "محمد الفارسي"]}),
    ("groups", {"authors": [{"group": "Drill and Test Team"}, "Al Able", {"group": "Équipe 名前, Paris"}]}),
    ("linked surnames", {"authors": ["Santiago Ramón y Cajal", "Antoni Soler i Puig", "Ana Costa e Silva"]}),
    ("letters of Iceland", {"authors": ["Guðrún Ósk Þorvaldsdóttir", "Þóra Éðvarðsdóttir", {"group": "Þing"}]}),
    ("a name with and in it", {"authors": [{"name": "Tom and Jerry", "family": "and Jerry"}, "Andy Anderson"]}),
    ("hyphens, apostrophes and initials", {"authors": ["Jean-Rémi King", "Conor O'Neill", "J. R. R. Tolkien", "X Æ"]}),
    ("a name with signs", {"authors": ['Jane "Q" Public', "Per % Cent", "A{B C}D"]}),
    ("no authors", {"authors": []}),
    ("more authors than are named", {"authors": ["Ann Able", "others"]}),
    ("forty authors", {
        "authors": [f"{letter}nn {family}" for family in ("Able", "Baker") for letter in "ABCDEFGHIJKLMNOPQRST"]}),
    ("a year only, old identifiers, in a book", {"date": "1987", "arxiv": "q-bio/0501001", "pmid": "37138088",
        "venue": {"name": "Waves", "pages": "10–20", "publisher": "Sea & Sons"}}),
    ("every detail of a journal that is hard to write", {
        "doi": "10.1002/(SICI)1097-4571(1999)50:1<1::AID-ASI1>3.0.CO;2-7#_%", "pmid": "1", "openreview": "p4S5Z6Sah4",
        "venue": {"name": "T&A", "year": "2024", "volume": "22", "number": "1–2", "pages": "S1—S9",
                  "publisher": "A & B"}}),
    ("a venue of another alphabet than its year", {"venue": {"name": "Löwe", "year": "2021", "pages": "e1014340"}}),
)  # fmt: skip


def papers() -> tuple[Paper, ...]:
    """The collection, in order of key."""
    found = []
    for number, (reason, fields) in enumerate(CASES):
        values = {
            "title": "An Ordinary Title",
            "authors": ["T. Anderson Keller", "Frieda Löwe"],
            "date": "2023-09-03",
            "added": "2026-11-23",
            "categories": ["theory"],
            "arxiv": f"2309.{number:05d}",
            "tldr": "A made-up paper that a format of citations may stumble over.",
            **fields,
        }
        key = f"torture-{number:02d}"
        found.append(
            Paper(
                **paper.fields_of(model.front_matter(values)),
                key=key,
                path=f"papers/{key}.md",
                summary=f"About {reason}.",
                digest=key,
            )
        )
    return tuple(found)
