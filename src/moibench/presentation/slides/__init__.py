"""The slides on a unit, made once from results: ten slides, ten minutes, five of questions."""

from __future__ import annotations

from moibench.presentation.slides.build import Results, unit_deck

__all__ = ["Results", "unit_deck"]
