"""Draw the rooms of the package and their layers, from the import contract itself."""

from __future__ import annotations

import sys
import tomllib
from html import escape
from pathlib import Path

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "docs/images/rooms.svg"

WIDTH, HEIGHT, GAP, STEP = 132, 34, 12, 58
MIDDLE = 240
DOES = {
    "cli": "terminal",
    "config": "settings",
    "web": "pages",
    "api": "for programs",
    "reports": "documents",
    "presentation": "sentences, tables, charts",
    "analysis": "answers questions",
    "ingest": "reads files in",
    "store": "database",
    "people": "accounts, rights",
    "catalogue": "what is measured",
    "engine": "arithmetic",
}


def main() -> None:
    """Write the picture."""
    TARGET.write_text(picture(), encoding="utf-8")
    sys.stdout.write(f"{TARGET.relative_to(ROOT)}\n")


def picture() -> str:
    """Return the SVG of the layers that pyproject.toml names, the highest on top."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    layers = next(c["layers"] for c in contracts if c["type"] == "layers")
    rows = [layer.replace(" ", "").split("|") for layer in layers]
    drawn = [
        _room(room, MIDDLE + (i - (len(row) - 1) / 2) * (WIDTH + GAP), 10 + n * STEP)
        for n, row in enumerate(rows)
        for i, room in enumerate(row)
    ]
    arrows = [
        f'<path d="M{MIDDLE} {10 + n * STEP + HEIGHT + 4}v{STEP - HEIGHT - 12}" '
        'stroke="#5b6770" marker-end="url(#tip)"/>'
        for n in range(len(rows) - 1)
    ]
    said = ", then ".join(" and ".join(row) for row in rows)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {2 * MIDDLE} '
            f'{10 + len(rows) * STEP - (STEP - HEIGHT) + 10}" role="img" '
            f'font-family="Sarabun, sans-serif" text-anchor="middle">',
            f"<title>The rooms from the top: {said}. Imports go down only.</title>",
            '<defs><marker id="tip" viewBox="0 0 6 6" refX="5" refY="3" markerWidth="7" '
            'markerHeight="7" orient="auto"><path d="M0 0 6 3 0 6z" fill="#5b6770"/></marker>'
            "</defs>",
            '<rect width="100%" height="100%" fill="#fff"/>',
            *arrows,
            *drawn,
            "</svg>\n",
        ]
    )


def _room(name: str, middle: float, top: int) -> str:
    return (
        f'<g><rect x="{middle - WIDTH / 2:g}" y="{top}" width="{WIDTH}" height="{HEIGHT}" rx="3" '
        f'fill="#f3f6f8" stroke="#1f4e79"/><text x="{middle:g}" y="{top + 15}" font-size="13" '
        f'font-weight="600" fill="#1b2228">{escape(name)}</text><text x="{middle:g}" '
        f'y="{top + 28}" font-size="10" fill="#4a555e">{escape(DOES[name])}</text></g>'
    )


if __name__ == "__main__":
    main()
