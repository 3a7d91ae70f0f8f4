"""What the toy collection looks like as a site, kept in the repository: a change shows what it does to the pages.

`python -m tests.golden` writes it anew. Kept is what this program makes: of each page the head and the content, not the
theme around them; and the files that other programs read.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tests.project import papers, toy_project, tree

FOLDER = Path(__file__).parent / "golden"
ADDRESS = "https://toy.example/list/"
_PARTS = re.compile(
    r"<title>.*?</title>|(?<=</script>\n)<meta name=\"description\".*?(?=</head>)|<article.*?</article>", re.DOTALL
)
# Made by hand in docs/, or files of the theme, or made of both.
_NOT_OURS = ("about/", "developing/", "reference/", "assets/", "lists/", "404.html", "index.html", "sitemap.xml")


def built() -> dict[str, str]:
    """The golden files as they would be now: name → text, a file for each folder of the site."""
    with tempfile.TemporaryDirectory() as folder:
        project = toy_project(Path(folder) / "project")
        papers("build", "--no-search", cwd=project, env={"SITE_URL": ADDRESS})
        return _files(tree(project / "site"))


def _files(site: Mapping[str, bytes]) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for path, content in site.items():
        if path.startswith(_NOT_OURS):
            continue
        try:
            text = content.decode()
        except UnicodeDecodeError:
            continue  # an image, or compressed
        if path.endswith(".html"):
            text = "\n".join(match[0] for match in _PARTS.finditer(text)) or text
        found.setdefault(path.partition("/")[0], []).append(f"===== {path}\n{text.rstrip()}\n")
    return {f"{name}.txt": "\n".join(parts) for name, parts in sorted(found.items())}


def kept() -> dict[str, str]:
    """The golden files as they are in the repository."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.txt"))}


def main() -> None:
    """Write them."""
    FOLDER.mkdir(exist_ok=True)
    now = built()
    for name in kept():
        if name not in now:
            (FOLDER / name).unlink()
    for name, text in now.items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")
    print(f"{len(now)} files, {sum(map(len, now.values())):,} characters", file=sys.stderr)


if __name__ == "__main__":
    main()
