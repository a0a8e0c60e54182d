"""The code on a document that a telephone reads, leading to the page its figures come from."""

from __future__ import annotations

import io


def qr_png(address: str, scale: int = 8) -> bytes:
    """Return a PNG picture of an address, `scale` pixels a square."""
    import segno

    drawn = io.BytesIO()
    segno.make(address, error="m").save(drawn, kind="png", scale=scale, border=1)
    return drawn.getvalue()
