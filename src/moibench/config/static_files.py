"""Where the static files are, and a name for their state."""

from __future__ import annotations

import hashlib
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
WEB = PACKAGE / "web/static"
FONTS = PACKAGE / "presentation/fonts"


def digest(*folders: Path) -> str:
    """Return a short SHA-256 over the names and contents of the files in the folders.

    It stands in the address of every static file, so that a browser may keep a file for a year,
    whatever links to it, and still never sees an old one after an upgrade.
    """
    sha = hashlib.sha256()
    for folder in folders:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            sha.update(path.relative_to(folder).as_posix().encode())
            sha.update(path.read_bytes())
    return sha.hexdigest()[:12]
