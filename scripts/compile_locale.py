"""Compile the Thai that the libraries lack into the form that Django reads.

GNU's msgfmt is not on every machine, and the form is simple: two tables of offsets, then strings
in order of their bytes (GNU gettext manual, "The Format of GNU MO Files").
"""

from __future__ import annotations

import struct
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src/moibench/web/locale/th.yaml"
TARGET = ROOT / "src/moibench/web/locale/th/LC_MESSAGES/django.mo"
# One form, as Thai has: nothing changes with the number.
HEADER = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=1; plural=0;\n"
MAGIC, HEAD_SIZE = 0x950412DE, 28


def main() -> None:
    """Write the compiled file."""
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_bytes(compiled())
    sys.stdout.write(f"{TARGET.relative_to(ROOT)}\n")


def compiled() -> bytes:
    """Return the compiled form of the source."""
    source = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))
    texts = {"": HEADER} | source["plain"]
    texts |= {f"{c['one']}\0{c['many']}": c["th"] for c in source["counted"]}
    pairs = sorted((english.encode(), thai.encode()) for english, thai in texts.items())
    tables, strings = [b"", b""], b""
    start = HEAD_SIZE + 16 * len(pairs)
    for side in (0, 1):
        for pair in pairs:
            tables[side] += struct.pack("<II", len(pair[side]), start + len(strings))
            strings += pair[side] + b"\0"
    head = struct.pack("<7I", MAGIC, 0, len(pairs), HEAD_SIZE, HEAD_SIZE + 8 * len(pairs), 0, start)
    return head + tables[0] + tables[1] + strings


if __name__ == "__main__":
    main()
