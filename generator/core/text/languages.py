"""Languages as other programs write them: names and codes, as BCP 47 codes.

Codes: ISO 639-1, and both sets of ISO 639-2, which PubMed and libraries use. Names: English, and those of babel and
BibLaTeX where they differ.
"""

from __future__ import annotations

import re
from functools import cache

_LANGUAGES = """
af afr afrikaans; ar ara arabic; az aze azerbaijani; be bel belarusian; bg bul bulgarian; bn ben bengali;
bs bos bosnian; ca cat catalan; cs cze ces czech; cy wel cym welsh;
da dan danish; de ger deu german ngerman; el gre ell greek;
en eng english; eo epo esperanto; es spa spanish; et est estonian; eu baq eus basque; fa per fas persian farsi;
fi fin finnish; fr fre fra french; ga gle irish; gl glg galician; gu guj gujarati; he heb hebrew; hi hin hindi;
hr hrv croatian; hu hun hungarian magyar; hy arm hye armenian; id ind indonesian; is ice isl icelandic; it ita italian;
ja jpn japanese; ka geo kat georgian; kk kaz kazakh; kn kan kannada; ko kor korean; la lat latin; lt lit lithuanian;
lv lav latvian; mk mac mkd macedonian; ml mal malayalam; mn mon mongolian; mr mar marathi; ms may msa malay;
nb nob; nl dut nld dutch; nn nno nynorsk; no nor norwegian norsk; pa pan punjabi; pl pol polish; pt por portuguese;
ro rum ron romanian; ru rus russian; sa san sanskrit; sk slo slk slovak; sl slv slovenian slovene; sq alb sqi albanian;
sr srp serbian; sv swe swedish; sw swa swahili; ta tam tamil; te tel telugu; th tha thai; tr tur turkish;
uk ukr ukrainian; ur urd urdu; uz uzb uzbek; vi vie vietnamese; zh chi zho chinese;
zh 中文; ja 日本語; ko 한국어; ru русский; uk українська; ar العربية;
fa فارسی; el ελληνικά; he עברית; fr français französisch; de deutsch allemand;
es español castellano castilian; en englisch anglais inglés inglese; it italiano; pt português;
nl nederlands flemish; pl polski; cs čeština; sv svenska; da dansk; fi suomi; tr türkçe; ca català;
zh mandarin;
en-US american usenglish; en-GB british ukenglish; en-AU australian; en-CA canadian; de-AT austrian naustrian;
de-CH swissgerman nswissgerman; fr-CA acadian canadien; pt-BR brazilian brazil; pt-PT portuges; zh-Hans pinyin
"""


def code(text: str) -> str:
    """Return the BCP 47 code of one language, by its name or another code; empty where it is not known.

    `German`, `ger` and `de_DE` give `de`, `de` and `de-DE`.
    """
    word = text.strip().casefold()
    if word in _codes():
        return _codes()[word]
    tag = re.fullmatch(r"([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|[0-9]{3}))?", word)
    if tag is None or tag[1] not in _codes():
        return ""
    return "-".join(part for part in (_codes()[tag[1]], (tag[2] or "").title(), (tag[3] or "").upper()) if part)


@cache
def _codes() -> dict[str, str]:
    found: dict[str, str] = {}
    for entry in _LANGUAGES.split(";"):
        own, *names = entry.split()
        found |= dict.fromkeys((own.casefold(), *names), own)
    return found
