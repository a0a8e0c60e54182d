"""What stands under every table and chart: whose figures, of which years, in which edition."""

from __future__ import annotations

from collections.abc import Iterable

from moibench.analysis.comparative_results import Peers
from moibench.analysis.results import Figure
from moibench.presentation.language import text
from moibench.presentation.report.question import Question
from moibench.presentation.sentences import words
from moibench.presentation.years import format_year, format_year_list


def source_line(asked: Question, indicator_ids: Iterable[str]) -> str:
    """Return the agencies of the indicators shown, each with the years of its figures."""
    wanted = set(indicator_ids)
    years: dict[str, set[int]] = {}
    for result in asked.profile.indicators:
        figure = result.figure
        if result.indicator_id in wanted and figure.year is not None:
            years.setdefault(agency(asked, figure), set()).add(figure.year)
    if not years:
        return edition_line(asked)
    return text(
        "trust.sources",
        asked.language,
        sources=" · ".join(
            f"{name} {format_year_list(tuple(sorted(held)), asked.language)}"
            for name, held in years.items()
        ),
        edition=edition_line(asked),
    )


def score_line(asked: Question) -> str:
    """Return how scores and ranks came about: reckoned here, by which design, in which edition."""
    design = words.design_of(asked.profile, asked.catalogue)
    return text(
        "trust.scores",
        asked.language,
        design=design.name.in_language(asked.language),
        year=asked.year,
        edition=edition_line(asked),
    )


def peers_line(asked: Question, peers: Peers) -> str:
    """Return what the likeness of units was reckoned from, of which year."""
    model = asked.catalogue.peer_models[peers.model_id]
    return text(
        "trust.peers",
        asked.language,
        model=model.name.in_language(asked.language),
        count=sum(d.weight > 0 for d in peers.descriptors),
        year=format_year(peers.frozen_year, asked.language),
        edition=edition_line(asked),
    )


def edition_line(asked: Question) -> str:
    """Return the edition code with its name."""
    return text("report.edition", asked.language, code=asked.code)


def agency(asked: Question, figure: Figure) -> str:
    """Return the agency a figure comes from, "–" where it is none's."""
    source = asked.catalogue.sources.get(figure.source_id or "")
    return source.agency.in_language(asked.language) if source else "–"
