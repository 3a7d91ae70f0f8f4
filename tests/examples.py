"""Examples of paper files and vocabularies: the notation of the rules' examples, and what they are put into."""

from __future__ import annotations

import re

from generator.core.problems import Part

FIELDS = {
    "title": '"Traveling Waves"',
    "authors": "[T. Anderson Keller]",
    "date": "2023-09-03",
    "added": "2026-11-23",
    "categories": "[neural-dynamics]",
    "tldr": "A recurrent network whose activity travels as waves.",
}
BODY = "(and so on, for 100 words)"
# Those of this list that examples of rules name (tests/test_documents.py).
REAL_CATEGORIES = ("agents-control", "brain-mri-analysis", "microscopy-wiring", "spiking-neuromorphic")
CATEGORIES = "".join(
    f"- key: {key}\n  title: Category {key}\n  definition: What belongs to this category of the list.\n  order: {n}\n"
    for n, key in enumerate(["neural-dynamics", "a", "b", "c", *REAL_CATEGORIES])
)
TAGS = """\
- key: fmri
  title: fMRI
  definition: Functional magnetic resonance imaging, the blood-oxygen signal.
  aliases: [functional MRI]
- key: eeg
  title: EEG
  definition: Electrical activity recorded from the scalp.
- key: recurrent-networks
  title: Recurrent networks
  definition: Networks whose activity depends on their own earlier activity.
- key: traveling-waves
  title: Traveling waves
  definition: Activity that moves over a sheet of neurons as a wave.
"""
VENUES = """\
- name: ICLR
  title: International Conference on Learning Representations
  kind: conference
"""
VOCABULARY = {"papers/_categories.yml": CATEGORIES, "papers/_tags.yml": TAGS, "papers/_venues.yml": VENUES}


def bytes_of(text: str) -> bytes:
    r"""The bytes that an example stands for.

    `\xHH` is a byte and `\uHHHH` a character that one could not see; `(and so on, for N words)` or `characters` is
    that much text.
    """
    text = re.sub(r"\(and so on, for ([\d,]+) words\)", lambda m: " ".join(["word"] * _number(m[1])), text)
    text = re.sub(r"\(and so on, for ([\d,]+) characters\)", lambda m: "x" * _number(m[1]), text)
    text = re.sub(r"\\u([0-9a-f]{4})", lambda m: chr(int(m[1], 16)), text)
    parts = re.split(rb"\\x([0-9a-f]{2})", text.encode())
    return b"".join(bytes([int(part, 16)]) if n % 2 else part for n, part in enumerate(parts))


def _number(text: str) -> int:
    return int(text.replace(",", ""))


def paper(fields: str = "", body: str = BODY, title: str = "Traveling Waves") -> str:
    """A paper file that is right but for `fields`, lines of front matter that replace those of the same name."""
    own = [line for line in fields.split("\n") if line]
    names = {match[1] for line in own if (match := re.match(r"""["']?([\w-]+|<<)["']?:""", line))}
    kept = [f"{name}: {value}" for name, value in {**FIELDS, "title": f'"{title}"'}.items() if name not in names]
    return "\n".join(["---", *own, *kept, "---", body, ""])


def files_of(part: Part, example: str) -> dict[str, str]:
    """The files of a project that shows an example of a rule: path → text as `bytes_of` reads it."""
    if part == "field":
        return {**VOCABULARY, "papers/first-2023.md": paper(example)}
    if part == "body":
        return {**VOCABULARY, "papers/first-2023.md": paper(body=example)}
    if part == "file":
        return {**VOCABULARY, "papers/first-2023.md": example}
    if part == "papers":
        fields = example.split("\n***\n") if example else []
        names = ("first-2023", "second-2024")
        return {**VOCABULARY, **{f"papers/{n}.md": paper(f, title=n) for n, f in zip(names, fields, strict=False)}}
    if part == "name":
        if example.startswith("a folder named "):
            return {
                **VOCABULARY,
                f"papers/{example.removeprefix('a folder named ')}/.keep": "",
                "papers/keller-2022-first.md": paper("date: 2022"),
            }
        return {
            **VOCABULARY,
            "papers/keller-2022-first.md": paper("date: 2022"),
            **{f"papers/{name}": "{}" if name.endswith(".json") else paper(title=name) for name in example.split("\n")},
        }
    entries = CATEGORIES + example if part == "categories" else example
    return {**VOCABULARY, f"papers/_{part}.yml": entries, "papers/first-2023.md": paper()}
