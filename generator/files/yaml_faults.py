"""What can be wrong with YAML, in plain words, and how it is to be written instead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from generator.core.problems import Fault, quoted, rule
from generator.files.source_text import Check, Place
from generator.model import field_rules

_FIELD = re.compile(r"(\s*(?:- +)?)([\w-]+):(\s+|$)(.*)$")
_OUTSIDE = re.compile(r"^(?:%|---|\.\.\.|[A-Za-z][\w-]*:[^\s/])", re.MULTILINE)
_FLOW_END = {"[": "]", "{": "}"}
# Fields that hold a list of texts.
LISTS = frozenset({"authors", "categories", "tags", "former_keys", "not_same_as", "aliases", "variants", "papers"})


def field_line(name: str, text: str) -> str:
    """Return the field `name` with `text` between quotes, in the form that the field has."""
    if name in LISTS:
        return f"{name}: [{', '.join(map(quoted, field_rules.split_entries(name, text)))}]"
    if name == "venue":
        short, year = field_rules.name_and_year(text)
        return f"venue: {{name: {quoted(short)}, year: {year}}}" if year else f"venue: {{name: {quoted(short)}}}"
    if name == "links":
        return f"links: {{project: {quoted(text)}}}"
    return f"{name}: {quoted(text)}"


@rule("yaml-syntax", wrong='title: "Waves" in the brain', right='title: "\\"Waves\\" in the brain"')
def yaml_syntax(message: str, advice: str) -> Fault:
    """The front matter and the vocabulary files are YAML: one document, fields as `name: value`."""
    return Fault(message, advice)


@rule(
    "unquoted-colon",
    wrong="title: Waves: how the cortex remembers",
    right='title: "Waves: how the cortex remembers"',
)
def unquoted_colon(value: str, advice: str) -> Fault:
    """A text in which a colon is followed by a space stands between double quotes."""
    return Fault("a colon and a space stand in a text without quotes", f"write {quoted(advice) if value else advice}")


@rule("unquoted-hash", wrong="title: Area 17 #1", right='title: "Area 17 #1"')
def unquoted_hash(advice: str) -> Fault:
    """A text in which a space is followed by `#` stands between double quotes: YAML would cut it off there.

    A comment behind a title, a name or a sentence goes on a line of its own.
    """
    return Fault("YAML cuts the text off at this #", f"write {advice}, or put the comment on a line of its own")


@rule("backslash", wrong='title: "Learning $\\tau$"', right="title: 'Learning $\\tau$'")
def backslash(escape: str, raw: str) -> Fault:
    """Between double quotes a backslash is written twice, or the text stands between single quotes."""
    mended = re.sub(r'\\(?=[^\\"])', r"\\\\", raw) if raw.endswith('"') and len(raw) > 1 else ""
    return Fault(
        f"between double quotes YAML does not read {escape} as it stands",
        f"write {mended}" if mended else "write two backslashes, or use single quotes",
    )


@rule("duplicate-field", wrong="doi: 10.1000/182\ndoi: 10.1000/183", right="doi: 10.1000/182")
def duplicate_field(name: str, line: int) -> Fault:
    """A field stands once."""
    return Fault(f'"{name}" stands here for the second time; the first is on line {line}', "take one of them out")


@rule("anchor-or-alias", wrong="title: &best Waves", right='title: "&best Waves"')
def anchor_or_alias(mark: str, rest: str, name: str = "") -> Fault:
    """YAML's anchors (`&name`) and aliases (`*name`) are not used: what a field says stands in it."""
    shown = field_line(name, rest) if name in {*LISTS, "venue", "links"} else quoted(rest)
    advice = "write the value itself" if re.search(r"[\[{]", rest) else f"write {shown}, or the value itself"
    return Fault(f"{mark} is one of YAML's anchors or aliases", advice)


@rule("yaml-tag", wrong="pmid: !!int 37138088", right="pmid: 37138088")
def yaml_tag(tag: str, rest: str) -> Fault:
    """YAML's tags (`!name`) are not used: the field says what kind of value it has."""
    bare = rest.split(" ", 1)[1] if " " in rest else ""
    advice = f"write {bare}" if bare else "take it out"
    return Fault(
        f"{rest.split(' ', 1)[0]} is one of YAML's tags", f"{advice}, or {quoted(rest)} if it belongs to the text"
    )


@rule("merge-key", wrong="<<: {doi: 10.1000/182}", right="doi: 10.1000/182")
def merge_key() -> Fault:
    """YAML's merge key `<<` is not used."""
    return Fault("<< is YAML's merge key", "write the fields themselves")


@rule("empty-entry", wrong="tags: [fmri, '']", right="tags: [fmri]")
def empty_entry() -> Fault:
    """A list has no empty entries."""
    return Fault("an entry of the list is empty", "write the value, or take the entry out")


@rule("too-deep", wrong="tags: [[[[[[[[fmri]]]]]]]]", right="tags: [fmri]")
def too_deep(limit: int) -> Fault:
    """Lists and mappings stand at most eight deep inside each other."""
    return Fault(f"lists and mappings stand more than {limit} deep inside each other", "take brackets away")


def block(lines: Sequence[str], at: int) -> tuple[int, int]:
    """First line and end (from 0) of the top-level field or entry that the line `at` belongs to."""
    at = min(at, len(lines) - 1)
    start = at
    while start > 0 and not _begins(lines[start]):
        start -= 1
    end = start + 1
    while end < len(lines) and not _begins(lines[end]):
        end += 1
    return start, end


def _begins(line: str) -> bool:
    return bool(line) and line[0] not in " \t#]}" and not (line.startswith("-") and line[1:2].strip())


def lines_outside_yaml(text: str, lines: Sequence[str]) -> Iterator[tuple[int, Check, Fault]]:
    """Lines of `text` (from 0) that would end or spoil the whole document, though only they are wrong."""
    if not _OUTSIDE.search(text):
        return
    begun = False
    for number, line in enumerate(lines):
        if line[:1] == "%":
            yield number, yaml_syntax, yaml_syntax("a line that begins with % is a YAML directive", "take the line out")
        elif re.match(r"(?:---|\.\.\.)(?:\s|$)", line) and (begun or line[0] == "."):
            fault = yaml_syntax(f"a line {line[:3]} ends the YAML document", "take the line out: a file holds one")
            yield number, yaml_syntax, fault
        elif glued := re.match(r"([A-Za-z][\w-]*):([^\s/].*)$", line):
            advice = f"write {glued[1]}: {glued[2].strip()}"
            yield number, yaml_syntax, yaml_syntax("a space is missing behind the colon", advice)
        begun = begun or bool(line.strip() and line[0] != "#")


Explained = tuple[Check, Place, Fault]


def explain(error: Any, lines: Sequence[str]) -> Explained:
    """What PyYAML's `error` means: the rule, the place in `lines`, and the fault in plain words."""
    problem = str(getattr(error, "problem", "") or error)
    context = str(getattr(error, "context", "") or "")
    mark = getattr(error, "problem_mark", None)
    begun = getattr(error, "context_mark", None)
    if begun is not None and re.search(r"flow|quoted scalar|simple key|block scalar|alias|anchor|tag", context):
        mark = begun
    line = min(mark.line if mark is not None else 0, len(lines) - 1)
    column = mark.column if mark is not None and mark.line == line else 0
    special = _unclosed_quote(lines, line) or _cut_off(lines, line)
    if special is not None:
        return special
    match = _FIELD.match(lines[line])
    if match and match[1][:1] == " " and "expected key" in problem:
        fault = yaml_syntax("the field is indented too far", "indent it like its neighbours")
        return yaml_syntax, Place(line + 1, match.start(2) + 1, len(match[2])), fault
    if match and match[4]:
        found = _value(problem, match, column)
        if found is not None:
            check, at, fault = found
            length = 2 if check is backslash else max(1, len(match[4].rstrip()) - at + match.start(4))
            return check, Place(line + 1, at + 1, length), fault
    if "simple key" in context and not match:
        fault = yaml_syntax(
            "the line is neither a field nor part of one",
            "write name: value, or indent the line if it goes on with the field above",
        )
    elif "did not find expected '-'" in problem:
        fault = yaml_syntax("an entry of the list does not begin with a hyphen", "write a hyphen and a space before it")
    else:
        fault = yaml_syntax(f"this is not YAML ({problem})", "compare with a paper file that is right")
    return yaml_syntax, Place(line + 1, column + 1, 1), fault


def _value(problem: str, match: re.Match[str], column: int) -> tuple[Check, int, Fault] | None:
    """What is wrong with the value of a field that stands on one line."""
    name, value, start = match[2], match[4].rstrip(), match.start(4)
    first = value[0]
    write = f"write {field_line(name, value)}"
    if "mapping values" in problem:
        if column == match.end(2):
            advice = "indent it like its neighbours, or put the text above it in quotes"
            return yaml_syntax, match.start(2), yaml_syntax("the field is indented too far", advice)
        return unquoted_colon, column, unquoted_colon("", field_line(name, value))
    if first in "\"'":
        if "escape" in problem or "hexdecimal" in problem:
            escape = re.search(r'(?<!\\)(?:\\\\)*(\\[^\\"/])', value)
            if escape:
                return backslash, start + escape.start(1), backslash(escape[1], value)
        inner = value[1:-1] if value.endswith(first) else value
        # `'The Brain's Waves'` and `"The "Traveling" Waves"` were meant as one; `"Waves" and "Spikes"` were not.
        if value.endswith(first) and (first == "'" or re.fullmatch(r"|.*[\s(\[{/–—-]", inner.partition(first)[0])):
            write = f"write {field_line(name, _unescaped(inner, first))}"
        return yaml_syntax, column, yaml_syntax("text follows the closing quote", write)
    if first in _FLOW_END:
        hidden = re.search(r"\s(#.*)$", value)
        if hidden and _FLOW_END[first] in hidden[1]:
            advice = "the part with the # between double quotes"
            return unquoted_hash, start + hidden.start(1), unquoted_hash(advice)
        if "expected ','" in problem:
            closing = _FLOW_END[first]
            kind = "list" if first == "[" else "mapping"
            advice = (
                f"write {name}: {value}{closing}" if closing not in value else f"check its commas and its {closing}"
            )
            return yaml_syntax, start, yaml_syntax(f"the {kind} is not closed", advice)
        if value.rstrip("]}")[:1] and value.endswith(_FLOW_END[first] * 2):
            write = f"write {name}: {value[:-1]}"
        elif name in {*LISTS, "venue", "links"}:
            write = _quoted_entries(name, value) or "put what holds a colon, comma, bracket or quote in double quotes"
        return yaml_syntax, column, yaml_syntax("text follows the closing bracket", write)
    if first in "@`%&*!|>":
        return yaml_syntax, start, yaml_syntax(f"a text without quotes cannot begin with {first}", write)
    if value.startswith(("- ", "? ")):
        entry = value[2:].strip()
        simple = re.fullmatch(r"[\w][\w .'()-]*", entry)
        advice = f"write {name}: [{entry}]" if name in LISTS and simple else f"write {field_line(name, entry)}"
        return yaml_syntax, start, yaml_syntax("a list cannot begin on the line of its field", advice)
    return None


def _quoted_entries(name: str, value: str) -> str:
    """The advice for a list in brackets in which an entry has to be quoted; empty where that is not plain."""
    inner = value[1:-1] if name in LISTS and value.endswith("]") else ""
    if not inner or re.search(r"[\[\]{}\"']", inner):
        return ""
    return f"write {name}: [{', '.join(quoted(entry.strip()) for entry in inner.split(',') if entry.strip())}]"


def _unescaped(inner: str, quote: str) -> str:
    """The text between quotes without the escapes of these quotes that are in it already."""
    return re.sub(r'\\(["\\])', r"\1", inner) if quote == '"' else inner.replace("''", "'")


def _cut_off(lines: Sequence[str], line: int) -> Explained | None:
    """The `#` that ends a text which goes on, indented, on the next line."""
    above = lines[line - 1] if line else ""
    match = re.match(r"\s*[\w-]+:\s+[^\s\"'\[{#].*?\s(#.*)$", above)
    if not match or not lines[line].startswith(" ") or _FIELD.match(lines[line]):
        return None
    place = Place(line, match.start(1) + 1, len(match[1].rstrip()))
    return unquoted_hash, place, unquoted_hash("the whole text between double quotes")


def _unclosed_quote(lines: Sequence[str], until: int) -> Explained | None:
    """The quote that opens a value, is not closed on its line, and runs into the next field."""
    for number in range(until + 1):
        match = re.match(r"""([\w-]+:\s+)(["'])(.*)$""", lines[number])
        if not match:
            continue
        rest = match[3].replace("\\\\", "").replace('\\"', "") if match[2] == '"' else match[3].replace("''", "")
        if match[2] in rest:
            continue
        for later in lines[number + 1 :]:
            if re.match(r"[\w-]+:(\s|$)", later):
                text = quoted(match[3].rstrip())
                return (
                    yaml_syntax,
                    Place(number + 1, match.start(2) + 1, len(match[3]) + 1),
                    yaml_syntax("the quote is not closed", f"write {match[1]}{text}"),
                )
            if match[2] in later:
                break
        else:
            return (
                yaml_syntax,
                Place(number + 1, match.start(2) + 1, len(match[3]) + 1),
                yaml_syntax("the quote is not closed", f"write {match[1]}{quoted(match[3].rstrip())}"),
            )
    return None
