r"""How pdfLaTeX draws characters that LaTeX has no command for, from letters and signs of its own fonts.

Nothing here needs a package: the fonts of amsfonts are in every installation of LaTeX and are taken by their names
(`\usefont{U}{msa}{m}{n}`), with positions as in amsfonts.pdf, tables 2 and 3. A letter with marks is drawn by its
canonical decomposition, a ligature by its compatibility decomposition (Unicode Standard Annex 15); the table holds the
rest. A character without a shape is absent: nothing else may be printed in its place.

In a shape, `!X{...}` is a macro of `_MACROS`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

_MACROS = {
    "C": r"[2]{\ooalign{#1\crcr\hidewidth#2\hidewidth\crcr}}",  # centred over it
    "L": r"[2]{\ooalign{#1\crcr#2\hidewidth\crcr}}",  # over its left edge
    "R": r"[2]{\ooalign{#1\crcr\hidewidth#2\crcr}}",  # over its right edge
    "A": r"[2]{\setbox0\hbox{#1}\dimen0\ht0\advance\dimen0-1ex"  # an accent above it, at any height
    r"\ooalign{\box0\crcr\hidewidth\raise\dimen0\hbox{#2}\hidewidth\crcr}}",
    "U": r"[2]{\oalign{\relax#1\crcr\hidewidth\vbox to.2ex{\hbox{#2}\vss}\hidewidth\crcr}}",  # an accent below it
    # Turned by 180 degrees, and mirrored. Readers of PDF take the place of a character from its first and last glyph,
    # and these would be read without the matrix: so an invisible dot stands at either side.
    "T": r"[1]{\ifnum\pdfoutput>0 \bibcharI\setbox0\hbox{#1}\hskip\wd0\raise\ht0\hbox{\pdfsave"
    r"\pdfsetmatrix{-1 0 0 -1}\rlap{\copy0}\pdfrestore}\bibcharI\else?\fi}",
    "M": r"[1]{\ifnum\pdfoutput>0 \bibcharI\setbox0\hbox{#1}\hskip\wd0\pdfsave"
    r"\pdfsetmatrix{-1 0 0 1}\rlap{\copy0}\pdfrestore\bibcharI\else?\fi}",
    "F": r"[2]{{\usefont{U}{#1}{m}{n}#2}}",  # of a font of symbols
}
# `bibchar` marks what is printed as the character that it is, in a PDF: for search and for copying (PDF 1.7, section
# 14.9.4). `bibcharI` is the dot above. `bibcharD` says what a character is drawn as, where LaTeX has nothing for it:
# LaTeX keeps that in a command that is named by `u8:` and the character (utf8ienc.dtx).
_DOT = r"\providecommand\bibcharI{\pdfliteral direct{3 Tr}\rlap{$\cdot$}\pdfliteral direct{0 Tr}}"
_CHARACTER = (
    (
        r"\providecommand\bibchar[2]{\ifnum\pdfoutput>0 \mbox{\pdfliteral direct{/Span<</ActualText<FEFF#1>>>BDC}#2"
        r"\pdfliteral direct{EMC}}\else#2\fi}"
    ),
    (
        r"\providecommand\bibcharD[3]{\ifcsname bibchar:\detokenize{#1}\endcsname\else"
        r"\expandafter\let\csname bibchar:\detokenize{#1}\expandafter\endcsname\csname u8:\detokenize{#1}\endcsname"
        r"\expandafter\providecommand\csname bibchar:\detokenize{#1}\endcsname{#3}"
        r"\expandafter\edef\csname u8:\detokenize{#1}\endcsname{"
        r"\noexpand\bibchar{#2}{\expandafter\noexpand\csname bibchar:\detokenize{#1}\endcsname}}\fi}"
    ),
)
_MACRO = re.compile(r"!([A-Z])(?=\{)")
GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "varepsilon", "ζ": "zeta", "η": "eta", "θ": "theta",
    "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "π": "pi", "ρ": "rho", "σ": "sigma",
    "ς": "varsigma", "τ": "tau", "υ": "upsilon", "φ": "varphi", "χ": "chi", "ψ": "psi", "ω": "omega", "Γ": "Gamma",
    "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda", "Ξ": "Xi", "Π": "Pi", "Σ": "Sigma", "Φ": "Phi", "Ψ": "Psi",
    "Ω": "Omega",
}  # fmt: skip
# The signs of the two fonts of amssymb, each before its position (hexadecimal).
_AMS = {
    "msa": """
        ⊡00 ⊞01 ⊠02 ∎04 ↻08 ↺09 ⇋0B ⊟0C ⊩0D ⊪0E ⊨0F ↠10 ↞11 ⇇12 ⇉13 ⇈14 ⇊15 ↾16 ⇂17 ↿18 ⇃19 ↣1A ↢1B ⇆1C ⇄1D ↰1E ↱1F
        ⇝20 ↭21 ↫22 ↬23 ≗24 ≿25 ≳26 ⊸28 ∴29 ∵2A ≑2B ≜2C ≾2D ≲2E ⋞32 ⋟33 ≼34 ≦35 ≶37 ‵38 ≓3A ≒3B ≽3C ≧3D ≷3F ⊏40 ⊐41
        ⊳42 ⊲43 ⊵44 ⊴45 ≬47 ‣49 ≖50 ⋚51 ⋛52 ⇛56 ⇚57 ⊻59 ⊼5A ∡5D ∢5E ⋐62 ⋑63 ⋓64 ⋒65 ⋏66 ⋎67 ⋋68 ⋌69 ≏6C ≎6D ⋘6E ⋙6F
        ⋔74 ∔75 ∽76 ⋍77 ∁7B ⊺7C ⊚7D ⊛7E ⊝7F
    """,
    "msb": """
        ≨08 ≩09 ⋨10 ⋩11 ⋦12 ⋧13 ⊊28 ⊋29 ∦2C ∤2D ⊬30 ⊮31 ⊭32 ⊯33 ⋭34 ⋬35 ⋪36 ⋫37 ↚38 ↛39 ⇍3A ⇏3B ⇎3C ↮3D ⋇3E ∄40 Ⅎ60
        ⅁61 ℧66 ≂68 ℶ69 ℷ6A ℸ6B ⋖6C ⋗6D ⋉6E ⋊6F ≊75 ↶78 ↷79 ϝ7A ϰ7B ϶7F
    """,
}
# Combining marks: on letters the macro that places them, and the mark.
_MARKS = {
    "\u0300": ("A", r"\`{}"), "\u0301": ("A", r"\'{}"), "\u0302": ("A", r"\^{}"), "\u0303": ("A", r"\~{}"),
    "\u0304": ("A", r"\={}"), "\u0306": ("A", r"\u{}"), "\u0307": ("A", r"\.{}"), "\u0308": ("A", r"\"{}"),
    "\u0309": ("A", r"\raise1.1ex\hbox{\tiny !M{c}}"), "\u030a": ("A", r"\r{}"), "\u030b": ("A", r"\H{}"),
    "\u030c": ("A", r"\v{}"), "\u030f": ("A", r"!M{\H{}}"), "\u0311": ("A", r"\raise1ex\hbox{!T{\u{}}}"),
    "\u0305": ("A", r"\={}"), "\u0324": ("U", r"\"{}"), "\u0325": ("U", r"\r{}"), "\u0326": ("U", ","),
    "\u032d": ("U", r"\^{}"), "\u032e": ("U", r"\u{}"), "\u0330": ("U", r"\~{}"), "\u0338": ("C", "$/$"),
}  # fmt: skip
_KERNEL_MARKS = {"\u0323": "d", "\u0327": "c", "\u0328": "k", "\u0331": "b"}
# Commands of LaTeX's font encoding T1, which a document may have or not (encguide.pdf, section 2.3); old names first.
_T1 = {
    "Ð": "DH", "ð": "dh", "Þ": "TH", "þ": "th", "Đ": "DJ", "đ": "dj", "Ŋ": "NG", "ŋ": "ng",
    "«": "guillemotleft guillemetleft", "»": "guillemotright guillemetright", "‹": "guilsinglleft",
    "›": "guilsinglright", "„": "quotedblbase", "‚": "quotesinglbase",
}  # fmt: skip
_TABLE = r"""
    ¢ !C{c}{/}  ¤ !C{o}{$\times$}  ¥ !C{Y}{=}  ¦ !U{$'$}{$'$}  ¨ \"{}  ¬ $\neg$  ® \textcircled{\tiny R}  ¯ \={}
    ° $^\circ$  ´ \'{}  ¸ \c{}  ¼ $\frac14$  ½ $\frac12$  ¾ $\frac34$  Æ \AE{}  Ø \O{}  æ \ae{}  ø \o{}
    Ħ !C{H}{\raise.8ex\hbox{-}}  ħ !L{h}{\raise1ex\hbox{-}}  ĸ \textsc{k}  Ŀ L\kern-.2em$\cdot$  ŀ l\kern-.1em$\cdot$
    ŉ 'n  Ŧ !C{T}{-}  ŧ !C{t}{-}  ƀ !L{b}{\raise1ex\hbox{-}}  Ɓ `\kern-.1em B  Ƃ !L{b}{\raise1.2ex\hbox{--}}
    ƃ !L{b}{\raise1.2ex\hbox{-}}  Ɔ !M{C}  Ƈ C\kern-.15em'  ƈ c\kern-.15em'  Ɖ !L{D}{-}  Ɗ `\kern-.1em D
    Ƌ !M{!L{b}{\raise1.2ex\hbox{--}}}  ƌ !R{d}{\raise1.2ex\hbox{-}}  ƍ !T{$\delta$}  Ǝ !M{E}  Ə !T{\Large e}  Ɛ !M{3}
    Ƒ !L{F}{\lower.2ex\hbox{,}}  ƒ $f$  Ɠ G\kern-.15em'  Ɣ $\gamma$  ƕ hv  Ɩ $\iota$  Ɨ !C{I}{-}  Ƙ K\kern-.15em'
    ƙ `\kern-.1em k  ƚ !C{l}{-}  ƛ !C{$\lambda$}{-}  Ɯ !T{M}  Ɲ !L{N}{\lower.2ex\hbox{,}}  ƞ $\eta$  Ɵ !C{O}{--}
    Ƥ `\kern-.1em P  ƥ `\kern-.1em p  Ʀ \textsc{r}  Ƨ !M{S}  ƨ !M{s}  Ʃ $\Sigma$  ƫ !R{t}{\lower.2ex\hbox{,}}
    Ƭ `\kern-.1em T  ƭ `\kern-.1em t  Ʈ !C{T}{\lower.2ex\hbox{,}}  Ʊ !T{$\Omega$}  Ʋ V\kern-.15em'  Ƴ Y\kern-.15em'
    ƴ y\kern-.15em'  Ƶ !C{Z}{-}  ƶ !C{z}{-}  ƻ !C{2}{-}  ǀ $|$  ǁ $\|$  ǂ !C{$|$}{=}  ǃ !  ǝ !T{e}  Ǥ !R{G}{-}
    ǥ !C{g}{\lower.6ex\hbox{-}}  Ƕ Hv  Ƞ !R{N}{\lower.2ex\hbox{,}}  ȡ !R{d}{\lower.2ex\hbox{,}}
    Ȥ !R{Z}{\lower.2ex\hbox{,}}  ȥ !R{z}{\lower.2ex\hbox{,}}  ȴ !R{l}{\lower.2ex\hbox{,}}  ȵ !R{n}{\lower.2ex\hbox{,}}
    ȶ !R{t}{\lower.2ex\hbox{,}}  ȸ d\kern-.1em b  ȹ q\kern-.1em p  Ⱥ !C{A}{/}  Ȼ !C{C}{/}  ȼ !C{c}{/}  Ƚ !L{L}{-}
    Ⱦ !C{T}{/}  ȿ !R{s}{\lower.2ex\hbox{,}}  ɀ !R{z}{\lower.2ex\hbox{,}}  Ƀ !L{B}{-}  Ʉ !C{U}{--}  Ʌ $\Lambda$
    Ɇ !C{E}{/}  ɇ !C{e}{/}  Ɉ !C{J}{-}  ɉ !C{j}{-}  Ɋ !R{Q}{\lower.2ex\hbox{,}}  ɋ !R{q}{\lower.2ex\hbox{,}}
    Ɍ !L{R}{-}  ɍ !L{r}{-}  Ɏ !C{Y}{-}  ɏ !C{y}{-}  ə !T{e}  ʹ $'$  Ͱ $\vdash$  ͵ ,  Ͷ !M{N}  ͷ !M{\textsc{n}}
    ͺ \lower.6ex\hbox{\tiny$\iota$}  ͻ !M{c}  ͼ !C{c}{.}  ͽ !M{!C{c}{.}}  Ϳ J  ΄ \'{}  Α A  Β B  Ε E  Ζ Z  Η H  Ι I
    Κ K  Μ M  Ν N  Ο O  Ρ P  Τ T  Υ Y  Χ X  ο o  ϐ $\beta$  ϑ $\vartheta$  ϒ $\Upsilon$  ϕ $\phi$  ϖ $\varpi$  Ϝ F
    ϱ $\varrho$  ϲ c  ϳ j  ϴ $\Theta$  ϵ $\epsilon$  Ϲ C  Ϻ M  ϼ !C{$\rho$}{-}  Ͻ !M{C}  Ͼ !C{C}{$\cdot$}
    Ͽ !M{!C{C}{$\cdot$}}  ẚ a'  ẞ SS  ẟ $\delta$  ‒ --  ― ---  ‖ $\Vert$  ‗ !U{\_}{\_}  ‛ !M{'}  ‟ !M{''}  ․ .
    ‧ $\cdot$  ‰ \%\kern-.1em{\scriptsize 0}  ‱ \%\kern-.1em{\scriptsize 00}  ‶ !M{$''$}  ‷ !M{$'''$}
    ‸ \lower1.2ex\hbox{\^{}}  ※ !C{$\times$}{:}  ‽ !C{?}{!}  ‾ \={}  ‿ $\smile$  ⁀ $\frown$  ⁁ $\wedge$
    ⁂ !U{$\ast$}{$\ast\ast$}  ⁃ -  ⁄ /  ⁅ !C{[}{-}  ⁆ !C{]}{-}  ⁋ !M{\P}  ⁌ !L{$\bullet$}{$|$}  ⁍ !R{$\bullet$}{$|$}
    ⁎ \lower.8ex\hbox{$\ast$}  ⁏ !M{;}  ⁐ !U{$\frown$}{$\smile$}  ⁑ !U{$\ast$}{$\ast$}  ⁒ $./.$  ⁓ $\sim$
    ⁔ \lower1ex\hbox{$\frown$}  ⁖ $\cdot$:  ⁗ $^{\prime\prime\prime\prime}$  ⁘ $\cdot$:$\cdot$  ⁙ :$\cdot$:  ⁚ :
    ⁛ $\cdot$:$\cdot$  ⁝ $\vdots$  ⁞ $\vdots$  ₔ $_{\mbox{\tiny !T{e}}}$  ₠ C\kern-.3em E  ₡ !C{C}{/}  ₢ C\kern-.3em r
    ₣ !L{F}{-}  ₤ !C{\pounds}{=}  ₥ !C{m}{/}  ₦ !C{N}{=}  ₧ Pts  ₩ !C{W}{=}  ₫ !U{d}{\={}}  € !C{C}{=}  ₭ !C{K}{--}
    ₮ !C{T}{=}  ₯ Dr  ₱ !C{P}{=}  ₲ !C{G}{$|$}  ₳ !C{A}{--}  ₴ !M{!C{S}{=}}  ₵ !C{C}{$|$}  ₶ lt  ₷ Sm  ₸ !A{T}{\={}}
    ₹ !C{R}{=}  ₺ !C{L}{=}  ₼ !C{m}{$|$}  ₽ !L{P}{-}  ₿ !C{B}{$|$}  ⃀ !U{c}{\={}}  ℂ !F{msb}{C}  ℃ $^\circ$C
    ℄ !C{C}{L}  ℆ c/u  ℇ !M{3}  ℉ $^\circ$F  ℋ $\mathcal{H}$  ℌ !F{euf}{H}  ℍ !F{msb}{H}  ℎ $h$  ℏ $\hbar$
    ℐ $\mathcal{I}$  ℒ $\mathcal{L}$  ℔ !C{lb}{-}  ℕ !F{msb}{N}  № N$^{\mbox{\scriptsize\b{o}}}$
    ℗ \textcircled{\tiny P}  ℙ !F{msb}{P}  ℚ !F{msb}{Q}  ℛ $\mathcal{R}$  ℝ !F{msb}{R}  ℞ R\kern-.3em x
    ℟ R\kern-.4em/  ℠ $^{\mbox{\tiny SM}}$  ™ $^{\mbox{\tiny TM}}$  ℣ V\kern-.4em/  ℤ !F{msb}{Z}  ℨ !F{euf}{Z}
    ℩ !T{$\iota$}  ℬ $\mathcal{B}$  ℭ !F{euf}{C}  ℰ $\mathcal{E}$  ℱ $\mathcal{F}$  ℳ $\mathcal{M}$  ℹ i  ℼ $\pi\!\pi$
    ℽ $\gamma\!\gamma$  ℾ $\Gamma\!\!\Gamma$  ℿ $\Pi\!\!\Pi$  ⅀ $\sum\!\!\sum$  ⅂ !T{\textsf{L}}  ⅃ !M{\textsf{L}}
    ⅄ !T{\textsf{Y}}  ⅅ $D\!\!D$  ⅆ $d\!d$  ⅇ $e\!e$  ⅈ $i\!i$  ⅉ $j\!j$  ⅊ !C{P}{L}  ⅋ !T{\&}  ⅍ A/S
    ⅎ !T{\textsc{f}}  ↜ !M{!F{msa}{\char32}}  ↝ !F{msa}{\char32}  ↟ !C{$\uparrow$}{\lower.4ex\hbox{$\uparrow$}}
    ↡ !C{$\downarrow$}{\raise.4ex\hbox{$\downarrow$}}  ↤ !M{$\mapsto$}  ↥ !U{$\uparrow$}{\={}}  ↦ $\mapsto$
    ↧ !A{$\downarrow$}{\={}}  ↨ !U{$\updownarrow$}{\={}}  ↩ $\hookleftarrow$  ↪ $\hookrightarrow$
    ↲ !M{!F{msa}{\char31}}  ↳ !T{!F{msa}{\char30}}  ↹ !U{$|\!\!\leftarrow$}{$\rightarrow\!\!|$}
    ⇅ $\uparrow\!\downarrow$  ⇌ $\rightleftharpoons$  ⇖ !C{$\nwarrow$}{\kern.3em$\nwarrow$}
    ⇗ !C{$\nearrow$}{\kern.3em$\nearrow$}  ⇘ !C{$\searrow$}{\kern.3em$\searrow$}
    ⇙ !C{$\swarrow$}{\kern.3em$\swarrow$}  ⇜ !M{!F{msa}{\char32}}  ⇞ !C{$\uparrow$}{=}  ⇟ !C{$\downarrow$}{=}
    ⇠ $\leftarrow$-  ⇡ !U{$\uparrow$}{$\cdot$}  ⇢ -$\rightarrow$  ⇣ !A{$\downarrow$}{.}  ⇤ $|\!\!\leftarrow$
    ⇥ $\rightarrow\!\!|$  ⇴ !C{$\rightarrow$}{$\circ$}  ⇵ $\downarrow\!\uparrow$
    ⇶ !U{!F{msa}{\char19}}{$\rightarrow$}  ⇷ !C{$\leftarrow$}{$|$}  ⇸ !C{$\rightarrow$}{$|$}
    ⇹ !C{$\leftrightarrow$}{$|$}  ⇺ !C{$\leftarrow$}{$\|$}  ⇻ !C{$\rightarrow$}{$\|$}  ⇼ !C{$\leftrightarrow$}{$\|$}
    ∆ $\Delta$  ∉ $\notin$  ∊ $\scriptstyle\in$  ∌ $\not\ni$  ∍ $\scriptstyle\ni$  ∐ $\coprod$  ∕ $/$  ∖ $\setminus$
    ∘ $\circ$  ∙ $\bullet$  ∛ $^3\!\surd$  ∜ $^4\!\surd$  ∟ !F{msa}{\char120}  ∠ $\angle$  ∣ $\mid$  ∬ $\int\!\!\int$
    ∭ $\int\!\!\int\!\!\int$  ∮ $\oint$  ∯ !C{$\int\!\!\int$}{$\circ$}  ∰ !C{$\int\!\!\int\!\!\int$}{$\circ$}  ∶ :
    ∷ ::  ∸ $\stackrel{.}{-}$  ∹ $-$:  ∺ !C{$-$}{::}  ∻ !C{$\sim$}{:}  ∾ !M{$\wr$}  ≁ $\not\sim$  ≄ $\not\simeq$
    ≅ $\cong$  ≆ !C{$\simeq$}{$/$}  ≇ $\not\cong$  ≉ $\not\approx$  ≋ !C{$\approx$}{\raise.5ex\hbox{$\sim$}}
    ≌ !M{$\cong$}  ≐ $\doteq$  ≔ $:=$  ≕ $=:$  ≘ $\stackrel{\frown}{=}$  ≙ $\stackrel{\wedge}{=}$
    ≚ $\stackrel{\vee}{=}$  ≛ $\stackrel{\star}{=}$  ≝ $\stackrel{\mathrm{def}}{=}$  ≞ $\stackrel{\mathrm{m}}{=}$
    ≟ $\stackrel{?}{=}$  ≢ $\not\equiv$  ≣ !C{$\equiv$}{\raise1ex\hbox{$-$}}  ≭ $\not\asymp$  ≮ $\not<$  ≯ $\not>$
    ≰ $\not\leq$  ≱ $\not\geq$  ⊀ $\not\prec$  ⊁ $\not\succ$  ⊄ $\not\subset$  ⊅ $\not\supset$  ⊈ $\not\subseteq$
    ⊉ $\not\supseteq$  ⊌ !C{$\cup$}{$\leftarrow$}  ⊍ !C{$\cup$}{$\cdot$}  ⊜ !C{$\bigcirc$}{$=$}  ⊦ $\vdash$
    ⊧ $\models$  ⊫ $\|\!\!=$  ⊰ $\prec\!\!\cdot$  ⊱ $\cdot\!\!\succ$  ⊶ $\circ\!\!-\!\!\bullet$
    ⊷ $\bullet\!\!-\!\!\circ$  ⊽ !A{$\vee$}{\={}}  ⋀ $\bigwedge$  ⋁ $\bigvee$  ⋂ $\bigcap$  ⋃ $\bigcup$  ⋅ $\cdot$
    ⋈ $\bowtie$  ⋕ !C{$=$}{$\|$}  ⋜ !A{$<$}{\={}}  ⋝ !A{$>$}{\={}}  ⋢ $\not\sqsubseteq$  ⋣ $\not\sqsupseteq$
    ⋤ !C{$\sqsubseteq$}{$/$}  ⋥ !C{$\sqsupseteq$}{$/$}  ⋮ $\vdots$  ⋯ $\cdots$  ⋰ !M{$\ddots$}  ⋱ $\ddots$
    ⋲ !C{$\in$}{--}  ⋳ !L{$\in$}{$|$}  ⋴ !L{$\scriptstyle\in$}{$|$}  ⋵ !A{$\in$}{\.{}}  ⋶ !A{$\in$}{\={}}
    ⋷ !A{$\scriptstyle\in$}{\={}}  ⋸ !U{$\in$}{\={}}  ⋹ !C{$\in$}{=}  ⋺ !C{$\ni$}{--}  ⋻ !R{$\ni$}{$|$}
    ⋼ !R{$\scriptstyle\ni$}{$|$}  ⋽ !A{$\ni$}{\={}}  ⋾ !A{$\scriptstyle\ni$}{\={}}
"""
_SHAPES = dict(
    re.split(" ", cell, maxsplit=1) for line in _TABLE.splitlines() for cell in re.split("  +", line.strip()) if cell
)


def definitions(text: str, letters: Mapping[str, str]) -> list[str]:
    """Return the definitions that pdfLaTeX needs to print `text`, a BibTeX file.

    letters: each character that is not ASCII, and what stands for it where `shape` knows nothing; empty for nothing.

    A command that an encoding lacks is what one named by `?` and the command says (ltoutenc.dtx).
    """
    drawn = {letter: shape(letter) or other for letter, other in letters.items()}
    commands = {name: "" for letter in drawn if letter in _T1 for name in _T1[letter].split()}
    if any(r"\k{" in written for written in (text, *drawn.values())):
        commands["k"] = "[1]"
    used = sorted(set(_MACRO.findall("".join(drawn.values()))))
    done = [rf"\providecommand\bibchar{macro}{_MACROS[macro]}" for macro in used]
    done += [_DOT] if {"M", "T"}.intersection(used) else []
    done += _CHARACTER if drawn else ()
    for command, argument in sorted(commands.items()):
        known = command.replace("guillemet", "guillemot")
        body = rf"\fontencoding{{T1}}\selectfont\{known}" + ("{#1}" if argument else "")
        done.append(rf"\expandafter\providecommand\csname ?\string\{command}\endcsname{argument}{{{{{body}}}}}")
    for letter, one in drawn.items():
        written = _MACRO.sub(r"\\bibchar\1", one)
        done.append(rf"\bibcharD{{{letter}}}{{{letter.encode('utf-16-be').hex().upper()}}}{{{written}}}")
    return done


@lru_cache(maxsize=4096)
def shape(character: str) -> str:
    """How pdfLaTeX draws a character in text, with macros as `!X{...}`; empty where it cannot."""
    if character.isascii():
        return character if character.isalnum() or character in "!?./" else ""
    if character in GREEK:
        return rf"\ensuremath{{\{GREEK[character]}}}"
    if command := _T1.get(character):
        return rf"{{\fontencoding{{T1}}\selectfont\{command.partition(' ')[0]}}}"
    return _SHAPES.get(character) or _sign(character) or _composed(character)


def _sign(character: str) -> str:
    for font, signs in _AMS.items():
        if found := re.search(rf"{re.escape(character)}([0-9A-F]{{2}})", signs):
            return rf"!F{{{font}}}{{\char{int(found[1], 16)}}}"
    return ""


def _composed(character: str) -> str:
    """A letter with marks, a ligature, or a raised or lowered letter; empty where a part has no shape."""
    kind, _, codes = unicodedata.decomposition(character).rpartition("> ")
    parts = [chr(int(code, 16)) for code in codes.split()]
    if not kind and parts:
        parts = list(unicodedata.normalize("NFD", character))
        return _marked(parts[0], parts[1:])
    drawn = [shape(part) for part in parts]
    if not all(drawn):
        return ""
    text = "".join(drawn)
    level = {"<sub": "_", "<super": "^"}.get(kind)
    return rf"${level}{{\mbox{{\scriptsize {text}}}}}$" if level else text if kind == "<compat" else ""


def _marked(base: str, marks: list[str]) -> str:
    dotless = base in "ij" and any(unicodedata.combining(mark) == 230 for mark in marks)
    drawn = rf"\{base}{{}}" if dotless else shape(base)
    for mark in marks:
        if not drawn:
            return ""
        if mark == "\u031b":
            drawn = rf"{drawn}\kern-.15em'"
        elif command := _KERNEL_MARKS.get(mark):
            drawn = rf"\{command}{{{drawn}}}"
        else:
            macro, sign = _MARKS.get(mark, ("", ""))
            drawn = f"!{macro}{{{drawn}}}{{{sign}}}" if macro else ""
    return drawn
