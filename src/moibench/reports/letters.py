"""Letters that an office document may hold, whoever wrote the text."""

from __future__ import annotations

import re

# XML 1.0 has no place for these, escaped or not; a file that holds one does not open.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")


def writable(content: str) -> str:
    """Return a text without the control characters that no document can hold."""
    return _FORBIDDEN.sub("", content)
