"""Names that look like those of groups: consortia, laboratories, and others that are no persons."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_WORDS = _words(
    """
    consortium consortia collaboration collaborative collaborators collaboratory team teams group groups subgroup
    workgroup laboratory laboratories lab labs initiative network networks project projects program programme committee
    subcommittee society association institute institution foundation organization organisation university centre
    center council commission agency academy alliance coalition federation partnership taskforce investigators
    researchers contributors developers authors members participants volunteers panel community corporation
    inc inc. ltd ltd. llc gmbh department ministry hospital registry database platform
    konsortium arbeitsgruppe forschungsgruppe forschungsverbund verbund gruppe gesellschaft institut verein groupe
    équipe collectif réseau laboratoire société grupo equipo consorcio consórcio laboratorio laboratório gruppo
    consorzio equipe rede
    """
)
_LINKS = frozenset(
    {"of", "for", "on", "and", "the", "in", "&", "at", "de", "des", "du", "di", "der", "für", "da", "do"}
)


def looks_like_group(name: str) -> bool:
    """Return whether a name looks like that of a group: it ends in a word such as Consortium, or holds one and a link.

    `the ENIGMA Consortium`, `Human Brain Project`, `Consortium for Small Brains`, `Able Lab (Paris)`.
    """
    words = name.replace("(", " ").replace(")", " ").replace(",", " ").replace("-", " ").casefold().split()
    if len(words) < 2:
        return False
    known = [word in _WORDS for word in words]
    last = next((place for place in range(len(words) - 1, -1, -1) if not words[place].isdigit()), 0)
    linked = any(word in _LINKS for word in words)
    return known[last] or (any(known) and (linked or "(" in name)) or (words[0] == "the" and len(words) > 2)


def short(name: str) -> str:
    """Return one word that stands for a group, for a key: `ENIGMA` of the ENIGMA Consortium."""
    words = name.split()
    return next((word for word in words if word.casefold() != "the"), name)
