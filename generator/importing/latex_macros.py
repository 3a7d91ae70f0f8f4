"""Macros of LaTeX that stand in the fields of other programs: what they mean, and how many arguments they have.

Commands: Lamport, LaTeX: A Document Preparation System, chapter 3 and appendix C; usrguide.pdf and encguide.pdf of
LaTeX2e; the table of pylatexenc.
"""

from __future__ import annotations

from functools import cache


def _words(written: str) -> frozenset[str]:
    return frozenset(written.split())


# A combining mark, and the sign that stands for an accent without a letter.
ACCENTS = {
    '"': "\u0308\"", "'": "\u0301'", "`": "\u0300`", "^": "\u0302^", "~": "\u0303~", "=": "\u0304=", ".": "\u0307.",
    "c": "\u0327¸", "u": "\u0306˘", "v": "\u030cˇ", "H": "\u030b˝", "k": "\u0328˛", "r": "\u030a˚", "d": "\u0323.",
    "b": "\u0331_", "t": "\u0361⁀", "textcommabelow": "\u0326,", "textogonekcentered": "\u0328˛",
    "textdotbelow": "\u0323.",
    "newtie": "\u0361⁀", "G": "\u030f˵", "f": "\u0311˘", "U": "\u030e\"",
}  # fmt: skip
ESCAPED = {
    "&": "&", "%": "%", "#": "#", "_": "_", "{": "{", "}": "}", " ": " ", "\n": " ", "\t": " ", ",": " ", ";": " ",
    ":": " ", ">": " ", "\\": " ", "!": "", "-": "", "/": "", "@": "", "|": "‖",
}  # fmt: skip
# Fonts, sizes and what else says how a text is set, without an argument.
SETTINGS = _words(
    """
    it bf rm sf tt sl sc em itshape bfseries rmfamily sffamily ttfamily slshape scshape upshape mdseries normalfont
    boldmath unboldmath tiny scriptsize footnotesize small normalsize large Large LARGE huge Huge protect relax noindent
    indent null ignorespaces unskip xspace allowbreak nobreak nolinebreak break sloppy centering raggedright
    displaystyle textstyle scriptstyle limits nolimits left right mathstrut leavevmode selectfont strut bgroup egroup
    """
)
SPACES = _words("quad qquad newline linebreak par enspace enskip thinspace negthinspace space nobreakspace hfill hfil")
# Macros of one argument, whose text is the argument's.
TRANSPARENT = _words(
    """
    emph textbf textit textrm textsf texttt textsc textsl textup textmd textnormal text textlf textulc mbox hbox vbox
    fbox makebox framebox underline uline uuline uwave sout xout ul hl uppercase lowercase MakeUppercase MakeLowercase
    MakeTextUppercase MakeTextLowercase NoCaseChange bibnamefont bibfnamefont mkbibemph mkbibbold mkbibitalic ce mathrm
    mathnormal mathop mathord operatorname smash nohyphens centerline leftline rightline textgreek textcyrillic
    textlatin natexlab textinit boldsymbol
    """
)
QUOTES = _words("enquote textquote mkbibquote")
# Macros of several arguments: how many, and which of them is the text.
CHOSEN = {
    "href": (2, 1), "textcolor": (2, 1), "colorbox": (2, 1), "fcolorbox": (3, 2), "texorpdfstring": (2, 0),
    "bibinfo": (2, 1), "bibfield": (2, 1), "foreignlanguage": (2, 1), "scalebox": (2, 1), "raisebox": (2, 1),
    "textlang": (2, 1), "hyperref": (2, 1), "href@noop": (2, 1),
}  # fmt: skip
ADDRESSES = _words("url nolinkurl path")
# Commands of formulas with how many arguments: outside of one they become one.
MATH = {
    **dict.fromkeys(_words(
        "sqrt mathbf mathit mathsf mathtt mathcal mathbb mathfrak mathscr bm pmb hat widehat tilde widetilde bar "
        "overline vec dot ddot check breve acute grave mathring overrightarrow overleftarrow overbrace underbrace"
    ), 1),
    **dict.fromkeys(_words("frac dfrac tfrac binom overset underset stackrel"), 2),
}  # fmt: skip
_LOGO_WORDS = """
    TeX LaTeX BibTeX XeTeX LuaTeX pdfTeX ConTeXt XeLaTeX LuaLaTeX pdfLaTeX BibLaTeX MATLAB MiKTeX TikZ AmSTeX AmSLaTeX
    SLiTeX METAFONT
"""
LOGOS = {name: name for name in _LOGO_WORDS.split()} | {
    "LaTeXe": "LaTeX2ε",
    "MF": "METAFONT",
    "MP": "METAPOST",
    "AmS": "AMS",
}
SYMBOLS = {
    "textless": "<", "textgreater": ">", "textbar": "|", "textbardbl": "‖", "textbackslash": "\\",
    "textasciitilde": "~", "textasciicircum": "^", "textbraceleft": "{", "textbraceright": "}",
    "textquotesingle": "'", "textasciigrave": "`", "textdegree": "°", "textmu": "µ", "texttimes": "×", "textpm": "±",
    "lbrace": "{", "rbrace": "}", "textunderscore": "_", "textdollar": "$", "textsterling": "£", "pounds": "£",
    "textbullet": "•", "slash": "/", "textellipsis": "…", "ldots": "…", "dots": "…", "cdots": "⋯",
    "textperiodcentered": "·", "textasteriskcentered": "*", "textdagger": "†", "textdaggerdbl": "‡", "ddag": "‡",
    "ddagger": "‡", "textsection": "§", "S": "§", "P": "¶", "textparagraph": "¶", "copyright": "©",
    "textregistered": "®", "texttrademark": "™", "textnumero": "№", "numero": "№", "textquoteleft": "‘",
    "textquoteright": "’", "textquotedblleft": "“", "textquotedblright": "”", "lq": "‘", "rq": "’",
    "quotesinglbase": "‚", "quotedblbase": "„", "glqq": "„", "grqq": "“", "glq": "‚", "grq": "‘", "flqq": "«",
    "frqq": "»", "guillemetleft": "«", "guillemetright": "»", "guilsinglleft": "‹", "guilsinglright": "›", "flq": "‹",
    "frq": "›", "textemdash": "—", "textendash": "–", "textminus": "−", "textohm": "Ω", "textmarried": "⚭",
    "textcelsius": "℃", "textrightarrow": "→", "textleftarrow": "←", "textuparrow": "↑", "textdownarrow": "↓",
    "textfractionsolidus": "⁄", "textasciidieresis": "¨", "textasciiacute": "´", "textasciimacron": "¯",
    "textasciibreve": "˘", "textasciicaron": "ˇ", "textvisiblespace": "␣", "textinterrobang": "‽",
    "textpertenthousand": "‱", "textperthousand": "‰", "textwon": "₩", "texteuro": "€", "euro": "€", "EUR": "€",
    "textpeso": "₱", "SS": "ẞ", "textsuperscripttwo": "²", "phi": "φ", "epsilon": "ε", "prime": "′", "circ": "°",
    "degree": "°", "percent": "%", "hyp": "-", "textlquill": "⁅", "aa": "å", "AA": "Å", "ae": "æ", "AE": "Æ",
    "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "ss": "ß", "l": "ł", "L": "Ł", "i": "ı", "j": "ȷ", "dj": "đ", "DJ": "Đ",
    "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "ng": "ŋ", "NG": "Ŋ", "ij": "ĳ", "IJ": "Ĳ",
}  # fmt: skip


@cache
def _signs() -> dict[str, str]:
    """Return the signs of pylatexenc's table: those of macros that stand for one character."""
    from pylatexenc.latex2text import get_default_latex_context_db

    known = get_default_latex_context_db()
    found: dict[str, str] = {}
    for spec in known.iter_macro_specs(known.category_list):
        sign = spec.simplify_repl
        if isinstance(sign, str) and len(sign) == 1 and sign.isprintable() and not sign.isspace():
            found.setdefault(spec.macroname, sign)
    return found


def sign(name: str) -> str:
    """Return the sign that a macro without arguments stands for; empty where it stands for none."""
    return SYMBOLS.get(name) or _signs().get(name, "")
