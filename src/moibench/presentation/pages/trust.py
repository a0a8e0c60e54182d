"""The trust strip that goes with a number: a short code, and what it stands for on a click."""

from __future__ import annotations

from functools import lru_cache
from html import escape

from moibench.analysis.results import Figure, Stamp
from moibench.catalogue import Catalogue
from moibench.catalogue.comparative import Flag
from moibench.presentation.graphics import Markup
from moibench.presentation.language import Language, text
from moibench.presentation.pages import words
from moibench.presentation.years import format_year, year_number

IMPUTED = ("estimated", "derived")


def trust_code(figure: Figure, language: Language) -> str:
    """Return year, status, verification and revision in a few characters: "62จ2ก"."""
    year = "" if figure.year is None else str(year_number(figure.year, language))[-2:]
    parts = [year, text(f"edition.trust.codes.{figure.status}", language)]
    if figure.grade is not None:
        parts.append(text(f"edition.trust.codes.{figure.grade}", language))
    if figure.revised:
        parts.append(text("edition.trust.codes.revised", language))
    return "".join(parts)


def trust_strip(figure: Figure, catalogue: Catalogue, language: Language) -> Markup:
    """Return the strip of a figure."""
    return _strip(
        trust_code(figure, language),
        figure.year,
        figure.age,
        words.source_text(catalogue, figure, language),
        figure.status,
        figure.revised,
        figure.grade,
        language,
    )


def trust_link(figure: Figure, anchor: str, language: Language) -> Markup:
    """Return the code of a figure, leading to the row of this page that has its strip."""
    code = escape(trust_code(figure, language))
    return Markup(f'<a class="trust" href="#{escape(anchor)}">{code}</a>')


@lru_cache(maxsize=4_000)
def _strip(
    code: str,
    year: int | None,
    age: int | None,
    source: str,
    status: str,
    revised: bool,
    grade: str | None,
    language: Language,
) -> Markup:
    def said(key: str, body: str) -> str:
        return f"{text(f'edition.trust.{key}', language)}: {body}"

    yes_no = {True: "is_so", False: "is_not"}
    parts = []
    if year is not None:
        parts.append(said("year", format_year(year, language)))
        old = text("edition.trust.years_old", language, count=age)
        parts.append(said("age", old if age else text("edition.trust.same_year", language)))
    parts += [
        said("source", source),
        said("status", text(f"site.status.{status}", language)),
        said("revised", text(f"edition.trust.{yes_no[revised]}", language)),
        said("imputed", text(f"edition.trust.{yes_no[status in IMPUTED]}", language)),
        said("grade", text(f"edition.trust.grades.{grade or 'none'}", language)),
    ]
    return _markup(code, parts, language)


def score_strip(stamp: Stamp, year: int, language: Language) -> Markup:
    """Return the strip of a score or rank, which has no source of its own."""
    code = f"{str(year_number(year, language))[-2:]}{text('edition.trust.codes.derived', language)}"
    parts = (
        text("edition.trust.index", language),
        f"{text('edition.trust.year', language)}: {format_year(year, language)}",
        f"{text('edition.design', language)}: {stamp.design_id}",
        f"{text('edition.data', language)}: {stamp.data_version}",
        f"{text('edition.trust.edition', language)}: {stamp.edition or '–'}",
    )
    return _markup(code, parts, language)


def flag_strip(flag: Flag, language: Language) -> Markup:
    """Return the strip of a fact of geography, which has no year."""
    code = text("edition.trust.codes.flag", language)
    source = flag.source.in_language(language)
    parts = (
        text("edition.trust.fact", language),
        f"{text('edition.trust.source', language)}: {source}",
    )
    return _markup(code, parts, language)


def _markup(code: str, parts: list[str] | tuple[str, ...], language: Language) -> Markup:
    label = escape(f"{text('edition.trust.label', language)} {code}")
    body = "<br>".join(escape(part) for part in parts)
    return Markup(
        f'<details class="trust"><summary aria-label="{label}">{escape(code)}</summary>'
        f"<p>{body}</p></details>"
    )
