r"""LaTeX becomes text. A macro is converted, or stays as it is written and is reported; nothing raises an error."""

from __future__ import annotations

import re
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pylatexenc.latex2text import get_default_latex_context_db as text_context
from pylatexenc.latexwalker import get_default_latex_context_db as parser_context

from generator.core.text import mathml
from generator.importing import latex_macros, latex_text


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"{\"o} M{\"u}ller \'Etude \c{c} \v s \"{\i} \'\i x", "ö Müller Étude ç š ï íx"),
        (r"H\"o{\ss}le {\L}ukasz \emph{A}", "Hößle Łukasz A"),
        (r"a -- b --- ``x'' 50% \& c~d", "a – b — “x” 50% & c d"),
        (r"\(x\) $\alpha$-w {B} \[y\] $$z$$", r"$x$ $\alpha$-w B $y$ $z$"),
        (r"Ren\'e} {x", "René x"),
        (r"\O{}ystein \O ystein {\O}ystein \OE uvre", "Øystein Øystein Øystein Œuvre"),
        (r"\'{\^e} \"{ou} \k{a} \H{o} \r a \t{oo} \u{g} \d{h} \={a} \~n \c{\i}", "ế öu ą ő å o͡o ğ ḥ ā ñ i̧"),
        (r"An Index for \TeX", "An Index for TeX"),
        (r"\LaTeX and \LaTeX{}, {\BibTeX}", "LaTeX and LaTeX, BibTeX"),
        (r"{\textless}i{\textgreater}Ab", "<i>Ab"),
        (r"{\textless}i{\textgreater}Ab{\textless}/i{\textgreater} initio", "Ab initio"),
        (r"{\it x} {\bfseries y} \textit{z} \textbf{\emph{w}} \textsc q", "x y z w q"),
        (r"for \$5 and $x$, not $5", r"for \$5 and $x$, not \$5"),
        (r"\(a\$b\)", "a\\$b"),
        ("$ x $, $$", "$x$,"),
        (
            r"CO$_2$ H$_2$0 10\textsuperscript{2} 21\textsuperscript{st} 5$^{th}$ \textsubscript{i}",
            "CO$_2$ H$_2 0$ 10$^{2}$ 21st 5th i",
        ),
        (r"\sqrt{x} \frac{1}{2} \mathcal O(n) \alpha\beta", r"$\sqrt{x}$ $\frac{1}{2}$ $\mathcal{O}$(n) αβ"),
        (r"re\-search 10\,000 a\\b \% \_ \# \{c\} d\/e", "research 10 000 a b % _ # {c} de"),
        (r"?`Que? !`Si!", "¿Que? ¡Si!"),
        ('\\char233\\ \\char"E9 \\symbol{233} \\verb|a_b|', "é éé a_b"),
        (r"\enquote{x} \textquotedblleft y\textquotedblright", "“x” “y”"),
        (r"\"A quote\" \^{} \~{} \'", '"A quote" ^ ~ \''.replace('"A', "Ä")),
        (r"\text{\text{\text{x}}}", "x"),
        ("\\url{https://example.org/a\\_b}", "https://example.org/a_b"),
        (r"\href{https://example.org/}{\emph t}", "t"),
        ("\\", "\\"),
        ("{" * 100 + "x" + "}" * 100, "x"),
        ("", ""),
    ],
)
def test_latex_becomes_text(written: str, meant: str) -> None:
    found = latex_text.convert(written, formulas=True)
    assert (found.text, found.kept) == (meant, ())


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"J. of $\mu$-waves, \$5", "J. of μ-waves, $5"),
        (r"H$_2$O \sqrt{x}", "H₂O √x"),
        (r"\textsuperscript{2}", "²"),
        ("$5 $", "5"),
    ],
)
def test_text_that_holds_no_formulas(written: str, meant: str) -> None:
    assert latex_text.text(written) == meant


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (r"Waves \cite{a}", [r"\cite"]),
        (r"\foo[x]{\'E}{b} c", [r"\foo"]),
        (r"\sqrt", [r"\sqrt"]),
        (r"\fcolorbox{a}{b}", [r"\fcolorbox"]),
        (r"a\footnote", [r"\footnote"]),
        (r"a\footnote{b \bar}", [r"\footnote", r"\bar"]),
        (r"\input{x} \title{y}", [r"\input", r"\title"]),
        (r"\href{a}", [r"\href"]),
        (r"\emph", [r"\emph"]),
        (r"\v", [r"\v"]),
        (r"$\foo{x}$", [r"\foo"]),
        (r"\begin{x}y\end{x}", [r"\begin", r"\end"]),
        (r"\char999999999", [r"\char"]),
        (r"\url", [r"\url"]),
        (r"\ensuremath", [r"\ensuremath"]),
        (r"\textsuperscript", [r"\textsuperscript"]),
    ],
)
def test_what_cannot_be_converted_stays_and_is_reported(written: str, kept: list[str]) -> None:
    for formulas in (True, False):
        found = latex_text.convert(written, formulas)
        assert sorted(found.kept) == sorted(kept)
        assert all(macro in found.text for macro in kept)
        assert all(macro in "".join(found.remarks("title")) for macro in kept)
    assert latex_text.text(r"\foo[x]{\'E}{b} c") == r"\foo[x]{É}{b} c"


def test_arguments_that_are_no_text_are_reported() -> None:
    found = latex_text.convert(
        r"\fcolorbox{red}{blue}{Waves} of \textcolor[rgb]{1,0,0}{lakes} \href{https://example.org/}{here}"
    )
    assert found.text == "Waves of lakes here"
    assert list(found.remarks("title")) == [r'title: "\fcolorbox{red}{blue}, \textcolor[rgb]{1,0,0}" has no field']
    assert found.urls == ("https://example.org/",)


def _macros() -> dict[str, int]:
    """Every macro that pylatexenc knows with the number of its arguments."""
    found: dict[str, int] = {}
    for context in (text_context(), parser_context()):
        for spec in context.iter_macro_specs(context.category_list):
            form = getattr(getattr(spec, "args_parser", None), "argspec", "") or ""
            found[spec.macroname] = max(found.get(spec.macroname, 0), form.count("{"))
    return found


@pytest.mark.parametrize("formulas", [True, False])
@pytest.mark.parametrize("surplus", [-9, -1, 0, 1, 3])
def test_no_macro_and_no_argument_is_dropped(surplus: int, formulas: bool) -> None:
    """With missing, exact and surplus arguments, all are in the text or in the report, and so is what follows."""
    macros = _macros()
    assert len(macros) > 900
    for name, count in macros.items():
        words = [f"word{chr(97 + number)}" for number in range(max(0, count + surplus))]
        written = f"Before \\{name}" + "".join(f"{{{word}}}" for word in words) + " 7 after"
        found = latex_text.convert(written, formulas)
        report = unicodedata.normalize("NFKD", " ".join([found.text, *found.remarks("title"), *found.urls]))
        report = "".join(character for character in report if not unicodedata.combining(character))
        assert found.text.startswith("Before"), written
        assert "after" in found.text, written
        assert "7" in report, written
        assert [word for word in words if word[1:] not in report] == [], (written, found)
        if not words:  # something stands for the macro: itself, a sign, or how the text is set
            silent = name in (
                *latex_macros.SETTINGS,
                *latex_macros.SPACES,
                *latex_macros.ESCAPED,
            )
            assert silent or len(latex_text.text(f"Before \\{name}", formulas)) > len("Before "), written


LATEX = st.lists(
    st.sampled_from(
        [
            *"\\{}$[]~`'-%a1",
            r"\emph",
            r"\'",
            r"\c",
            r"\sqrt",
            r"\href",
            r"\foo",
            r"\(",
            r"\)",
            r"\char",
            r"\verb|",
            " ",
            "\n",
        ]
    )
).map("".join)


@given(st.one_of(LATEX, st.text()), st.booleans())
def test_any_text_becomes_one_line(value: str, formulas: bool) -> None:
    found = latex_text.convert(value, formulas)
    assert found.text == " ".join(found.text.split())
    if formulas:  # dollars begin formulas that can be shown, or are escaped
        assert [latex for formula, latex in mathml.parts(found.text) if formula and mathml.why_not(latex)] == []
        assert not re.search(r"(?<!\\)\$", "".join(text for formula, text in _pieces(found.text) if not formula))


def _pieces(text: str) -> list[tuple[bool, str]]:
    """The parts of a text, with the escapes of dollar signs left as they are."""
    return [(formula, part) for formula, part in mathml.parts(text.replace("\\$", "\\€"))]


@pytest.mark.parametrize(
    "written",
    [
        "{",
        "}",
        "$",
        "\\(",
        "\\({",
        "\\emph{",
        "\\href{",
        "\\foo{",
        "\\'",
        "{}",
        "[",
        "\\texorpdfstring{",
        "`",
        "\\verb|",
        "<i>",
        "$x$1",
    ],
)
def test_long_hostile_text_takes_little_time(written: str) -> None:
    start = time.perf_counter()
    latex_text.convert(written * 20_000, formulas=True)
    assert time.perf_counter() - start < 20


def test_a_dollar_that_braces_leave_alone_is_escaped() -> None:
    assert latex_text.convert("$[${1", True).text == r"\$[\$1"
