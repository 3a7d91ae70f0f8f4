r"""Formulas for documents that load no package: which compile with LaTeX alone, and what stands for the rest.

Commands: Lamport, LaTeX: A Document Preparation System, section 3.3 and tables 3.3 to 3.12.
"""

from __future__ import annotations

import re
from functools import lru_cache

from generator.core.text import formula_text


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_INSTEAD = {  # commands of amsmath, amssymb and bm, and what LaTeX itself has that looks most like them
    "mathbb": "mathbf", "boldsymbol": "mathbf", "bm": "mathbf", "pmb": "mathbf", "mathscr": "mathcal",
    "mathfrak": "mathcal", "text": "mbox", "operatorname": "mathrm", "dfrac": "frac", "tfrac": "frac",
    "lvert": "vert", "rvert": "vert", "lVert": "Vert", "rVert": "Vert", "varnothing": "emptyset",
    "leqslant": "leq", "geqslant": "geq", "implies": "Longrightarrow", "dots": "ldots", "degree": "circ",
}  # fmt: skip
_KNOWN = _words(
    r"""
    alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi varpi rho varrho
    sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega
    pm mp times div ast star circ bullet cdot cap cup uplus sqcap sqcup vee wedge setminus wr diamond bigtriangleup
    bigtriangledown triangleleft triangleright oplus ominus otimes oslash odot bigcirc dagger ddagger amalg
    leq le prec preceq ll subset subseteq sqsubseteq in vdash geq ge succ succeq gg supset supseteq sqsupseteq ni dashv
    equiv sim simeq asymp approx cong neq ne doteq notin models perp mid parallel bowtie smile frown propto
    leftarrow gets Leftarrow rightarrow to Rightarrow leftrightarrow Leftrightarrow mapsto hookleftarrow
    hookrightarrow leftharpoonup leftharpoondown rightharpoonup rightharpoondown rightleftharpoons longleftarrow
    Longleftarrow longrightarrow Longrightarrow longleftrightarrow Longleftrightarrow longmapsto uparrow Uparrow
    downarrow Downarrow updownarrow Updownarrow nearrow searrow swarrow nwarrow iff
    ldots cdots vdots ddots aleph hbar imath jmath ell wp Re Im prime emptyset nabla surd top bot Vert vert angle
    forall exists neg flat natural sharp backslash partial infty triangle clubsuit diamondsuit heartsuit spadesuit
    sum prod coprod int oint bigcap bigcup bigsqcup bigvee bigwedge bigodot bigotimes bigoplus biguplus
    arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim liminf limsup ln log max min
    Pr sec sin sinh sup tan tanh langle rangle lfloor rfloor lceil rceil lbrace rbrace
    hat widehat check breve acute grave tilde widetilde bar vec dot ddot mathring overline underline overbrace
    underbrace frac sqrt mathrm mathbf mathit mathsf mathtt mathcal mathnormal mbox quad qquad left right
    displaystyle textstyle colon textrm textit textbf textsf texttt textnormal ensuremath
    """
)
_COMMAND = re.compile(r"\\([A-Za-z]+)")
_LETTERS = frozenset(f"\\{sign}" for sign in ",:;!> {}|%_&#$")
_TEXT = r"\\(?:mbox|text(?:rm|it|bf|sf|tt|normal))"
_DELIMITER = r"\s*(?:[()\[\]|./<>]|\\[{}|]|\\(?:[lr]angle|[lr]floor|[lr]ceil|[lr]brace|[vV]ert)(?![A-Za-z]))"
_ERRORS = (  # what TeX refuses, though braces and arguments are complete
    re.compile(rf"{_TEXT}(?!\s*\{{[^{{}}\\^_]*\}})"),
    re.compile(rf"\\(?:left|right)(?![A-Za-z])(?!{_DELIMITER})"),
    re.compile(
        r"[\^_]\s*\\(?:hat|widehat|check|breve|acute|grave|w?i?d?e?tilde|bar|vec|d?dot|mathring|sqrt|left|mbox|text)"
    ),
    re.compile(r"[\^_]\s*\\(?:over|under)(?:line|brace)"),
)


@lru_cache(maxsize=1024)
def compiling(latex: str) -> str:
    """Return a formula without dollars that LaTeX and BibTeX take without any package; empty where there is none."""
    written = _COMMAND.sub(lambda found: f"\\{_INSTEAD.get(found[1], found[1])}", latex)
    commands = set(_COMMAND.findall(written))
    others = re.findall(r"\\[^A-Za-z]", written)
    whole = commands <= _KNOWN and _LETTERS.issuperset(others)
    return written if whole and _is_complete(written) else ""


def _is_complete(latex: str) -> bool:
    bare = re.sub(r"\\.", "", latex)
    depth = 0
    for character in latex:  # BibTeX counts escaped braces, too
        depth += (character == "{") - (character == "}")
        if depth < 0:
            return False
    if depth or not latex.isascii() or re.search(r"[%&#~$]", bare):
        return False
    pairs = latex.count("\\left") - len(re.findall(r"\\left[a-zA-Z]", latex))
    if pairs != latex.count("\\right") - len(re.findall(r"\\right[a-zA-Z]", latex)):
        return False
    if any(error.search(latex) for error in _ERRORS) or _has_double_script(latex):
        return False
    return formula_text.is_complete(latex)


_SCRIPT = r"\s*(?:\{[^{}]*\}|\\[A-Za-z]+|[^\\{}\s])\s*"


def _has_double_script(latex: str) -> bool:
    """Whether two superscripts or two subscripts stand on one letter, which TeX refuses."""
    flat = latex
    for _ in range(20):  # inner groups first
        if re.search(rf"\^{_SCRIPT}(?:_{_SCRIPT})?[\^']|_{_SCRIPT}(?:\^{_SCRIPT})?_|'\s*\^", flat):
            return True
        shorter = re.sub(r"\{[^{}]*\}", "x", flat)
        if shorter == flat:
            return False
        flat = shorter
    return True
