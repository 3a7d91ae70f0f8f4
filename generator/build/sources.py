"""What a build reads besides the papers, checked without building: the settings, the documents and their slots."""

from __future__ import annotations

from generator.build import document_links, slot_filling, state
from generator.core.problems import Problem, limited
from generator.files import input_files
from generator.files.input_files import document_problems
from generator.files.settings import Settings
from generator.files.source_text import Source
from generator.model.library import Library
from generator.site import pages

LIMIT = 1 << 22  # bytes of a document that are looked at


def check_files(of: Settings) -> list[Problem]:
    """Return the problems of files in `docs/` and the theme that the builder must not be given."""
    found = document_problems(of.docs_dir, of.root)
    theme = of.theme_dir
    if theme is not None and of.root in theme.parents and not theme.resolve().is_relative_to(state.PACKAGE):
        found += document_problems(theme, of.root)
    return found


def check(of: Settings, library: Library) -> list[Problem]:
    """Return the problems of all that a build reads besides the papers. library: what fills the slots."""
    found = check_files(of)
    wrong = {problem.path for problem in found}
    slots = pages.slots(library, of)
    for file in sorted(of.docs_dir.rglob("*.md")):
        name = input_files.relative(file, of.root)
        if name in wrong or not file.is_file():
            continue
        data = input_files.file_bytes(file, name, LIMIT)
        if isinstance(data, Source):
            found += data.problems
            continue
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            found.append(Problem(name, 0, 0, "not-utf-8", f"the byte {error.start} is not UTF-8", "save it as UTF-8"))
            continue
        found += slot_filling.check_document(name, text, slots)
        found += document_links.check_document(name, text.replace("\r\n", "\n"), file, of.docs_dir)
    if of.docs_dir.is_dir():
        found += document_links.check_navigation(of.root, of.docs_dir)
    return limited(found)
