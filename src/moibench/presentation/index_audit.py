"""The audit of an index as a page to read: one HTML file, in Thai or English."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from moibench.engine.audit import Audit
from moibench.engine.index_data import IndexData
from moibench.engine.recipe import Recipe
from moibench.presentation.language import Language, text
from moibench.presentation.numbers import NO_VALUE
from moibench.presentation.years import year_number

# What the engine's sentences on principal components have in common.
REASONS = {
    "one_child": "but one child",
    "few_units": "units have every child",
    "no_variation": "does not vary",
    "singular": "singular",
}
STYLE = (
    "body{font:16px/1.5 Sarabun,sans-serif;max-width:90rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse;margin:1rem 0;font-variant-numeric:tabular-nums}"
    "th,td{border-bottom:1px solid #bbb;padding:.2rem .6rem;text-align:left}"
    "td.n,th.n{text-align:right}"
)


def audit_page(
    audit: Audit, index: IndexData, recipe: Recipe, year: int, language: Language
) -> str:
    """Return the whole page.

    Args:
        audit: of one year.
        index: what was audited, for the names.
        recipe: what it was built by.
        year: CE; not shown where the data have no years.
        language: of the texts; names are those of META.
    """
    names = index.structure.names
    root = names[index.structure.nodes[-1]]
    key = "index_audit.of" if index.dated else "index_audit.of_undated"
    stamp = text(
        "index_audit.stamp",
        language,
        hash=recipe.hash,
        units=len(index.units),
        indicators=len(audit.distributions),
    )
    title = text("index_audit.title", language)
    parts = [
        f"<h1>{escape(title)}</h1>",
        _paragraph(text(key, language, index=root, year=year_number(year, language))),
        _paragraph(stamp),
        _section("distributions", language, _distributions(audit, names, language)),
        _section("findings", language, _findings(audit, language)),
        _section("consistency", language, _consistency(audit, language)),
        _section("balance", language, _balance(audit, language)),
        _section("robustness", language, _robustness(audit, language)),
    ]
    return (
        f'<!doctype html>\n<html lang="{language}">\n<meta charset="utf-8">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n" + "\n".join(parts) + "\n"
    )


def _distributions(audit: Audit, names: dict[str, str], language: Language) -> str:
    heads = [
        *("code", "name", "present", "missing", "zeros", "mean", "deviation", "minimum"),
        *("median", "maximum", "skewness", "kurtosis", "outliers"),
    ]
    rows = [
        (
            own.leaf,
            names[own.leaf],
            own.present,
            own.missing,
            own.zeros,
            own.mean,
            own.deviation,
            own.minimum,
            own.median,
            own.maximum,
            own.skewness,
            own.kurtosis,
            text("index_audit.has_outliers", language) if own.outliers else "",
        )
        for own in audit.distributions
    ]
    return _table(heads, rows, language)


def _findings(audit: Audit, language: Language) -> str:
    rows = [
        (
            text(f"index_audit.finding.{own.kind}", language),
            f"{own.first} – {own.second}",
            own.node,
            own.correlation,
        )
        for own in audit.findings
    ]
    return _table(("finding", "pair", "node", "correlation"), rows, language)


def _consistency(audit: Audit, language: Language) -> str:
    rows = [
        (
            own.node,
            own.alpha,
            parts.explained[0] if parts.explained else None,
            parts.kmo,
            None if parts.bartlett is None else parts.bartlett[2],
            _reason(parts.reason, language),
        )
        for own, parts in zip(audit.consistency, audit.components, strict=True)
    ]
    heads = ("node", "alpha", "explained", "kmo", "bartlett", "reason")
    return _table(heads, rows, language)


def _balance(audit: Audit, language: Language) -> str:
    rows = [(own.node, own.part, own.weight, own.importance, own.ratio) for own in audit.balance]
    return _table(("node", "code", "weight", "importance", "ratio"), rows, language)


def _robustness(audit: Audit, language: Language) -> str:
    share = _number(100 * audit.dominance_share)
    told = [text("index_audit.dominance", language, share=share)]
    own = audit.robustness
    if own is None:
        told.append(text("index_audit.no_replicates", language))
    else:
        told.append(
            text(
                "index_audit.interval",
                language,
                interval=_number(own.median_interval),
                shift=_number(own.mean_shift),
                replicates=own.replicates,
            )
        )
        told.append(text("index_audit.apart", language, share=_number(100 * own.told_apart)))
    return "".join(map(_paragraph, told))


def _section(name: str, language: Language, content: str) -> str:
    return f"<h2>{escape(text(f'index_audit.section.{name}', language))}</h2>\n{content}"


def _paragraph(sentence: str) -> str:
    return f"<p>{escape(sentence)}</p>"


def _table(heads: Sequence[str], rows: Sequence[Sequence[object]], language: Language) -> str:
    if not rows:
        return _paragraph(text("index_audit.nothing", language))
    first = rows[0]
    head = "".join(
        _cell("th", text(f"index_audit.head.{name}", language), not isinstance(cell, str))
        for name, cell in zip(heads, first, strict=True)
    )
    body = "".join(
        "<tr>" + "".join(_cell("td", _shown(c), not isinstance(c, str)) for c in row) + "</tr>\n"
        for row in rows
    )
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody></table>"


def _cell(tag: str, shown: str, number: bool) -> str:
    kind = ' class="n"' if number else ""
    return f"<{tag}{kind}>{escape(shown)}</{tag}>"


def _shown(cell: object) -> str:
    if cell is None:
        return NO_VALUE
    return cell if isinstance(cell, str) else _number(float(str(cell)))


def _number(value: float) -> str:
    size = abs(value)
    if value == int(value) or size >= 1000:
        return f"{value:,.0f}"
    if size < 0.001:
        return "> −0.001" if value < 0 else "< 0.001"
    return f"{value:.3g}" if size < 100 else f"{value:.1f}"


def _reason(sentence: str, language: Language) -> str:
    """Return why components could not be had, in the language of the page."""
    for name, mark in REASONS.items():
        if mark in sentence:
            return text(f"index_audit.reason.{name}", language)
    return sentence
