"""Copies the few front-end files that a node serves out of node_modules.

Usage: python tools/copy_vendor.py DESTINATION
"""

import shutil
import sys
from pathlib import Path

FONTS = [
    ("ibm-plex-sans-arabic", "arabic", (400, 600, 700)),
    ("ibm-plex-sans", "latin", (400, 500, 600, 700)),
    ("ibm-plex-sans", "latin-ext", (400, 600)),
    ("ibm-plex-mono", "latin", (400,)),
]


def files() -> list[tuple[Path, str]]:
    """The files to serve, as (path in node_modules, name under the destination)."""
    fonts = [
        (f"@fontsource/{family}/files/{family}-{subset}-{weight}-normal.woff2", f"{family}-{subset}-{weight}.woff2")
        for family, subset, weights in FONTS
        for weight in weights
    ]
    licences = [(f"@fontsource/{family}/LICENSE", f"{family}.LICENSE.txt") for family in sorted({f[0] for f in FONTS})]
    scripts = [("htmx.org/dist/htmx.min.js", "htmx.min.js"), ("htmx.org/LICENSE", "htmx.LICENSE.txt")]
    return [(Path(source), name) for source, name in (*fonts, *licences, *scripts)]


def main(destination: Path) -> None:
    """Copies every file, or stops naming the one that is missing."""
    destination.mkdir(parents=True, exist_ok=True)
    for source, name in files():
        shutil.copyfile(Path("node_modules") / source, destination / name)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
