"""Editions and their differences as lines for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from moibench.analysis.edition_results import EditionDifference
from moibench.analysis.vantage import Frozen
from moibench.presentation.language import Language, text
from moibench.presentation.moments import format_date, format_moment
from moibench.presentation.years import format_year

SHOWN = 20


def editions_text(editions: Sequence[Frozen], language: Language) -> str:
    """Return a paragraph for each edition."""
    if not editions:
        return text("edition.none", language)
    return "\n".join(
        f"{e.name}  {text('edition.published', language)} {format_moment(e.moment, language)}"
        f" ({e.published_by})  {text('edition.data', language)} {e.data_version}"
        f"  {text('edition.catalogue', language)} {e.catalogue.version}"
        f"  {text('vantage.framework_field', language)} {e.framework}"
        f"  {text('edition.map_date', language)} {format_date(e.map_date, language)}"
        for e in editions
    )


def difference_text(difference: EditionDifference, language: Language) -> str:
    """Return what differs, the first of each kind; the JSON has everything."""
    year = format_year(difference.year, language) if difference.year else ""
    parts = [
        (
            text("edition.values", language),
            [
                f"{text(f'edition.kind.{v.kind}', language)} {v.series} {v.unit} {v.year}: "
                f"{_plain(v.before)} → {_plain(v.after)}"
                for v in difference.values
            ],
        ),
        (
            text("edition.definitions", language),
            [
                f"{text(f'edition.kind.{d.kind}', language)} {d.path} "
                + "; ".join(f"{k}: {b} → {a}" for k, b, a in d.keys[:3])
                for d in difference.definitions
            ],
        ),
        (
            text("edition.moves", language, year=year),
            [
                f"{m.node_id} {m.unit}: {_plain(m.score_before)} → {_plain(m.score_after)}, "
                f"{_plain(m.rank_before)} → {_plain(m.rank_after)} "
                f"({', '.join(text(f'edition.because.{b}', language) for b in m.because)})"
                for m in difference.moves
            ],
        ),
    ]
    lines = [text("edition.differences", language, older=difference.older)]
    for title, found in parts:
        lines += [f"{title}: {len(found) or text('edition.nothing', language)}"]
        lines += [f"- {line}" for line in found[:SHOWN]]
        if len(found) > SHOWN:
            lines.append(text("edition.more", language, count=len(found) - SHOWN))
    return "\n".join(lines)


def _plain(number: float | None) -> str:
    return "–" if number is None else f"{number:g}"
