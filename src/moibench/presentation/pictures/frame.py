"""What every picture has: caption, note, words for it, rows with names, axes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from moibench.analysis.results import NodeResult, Profile
from moibench.catalogue import Catalogue
from moibench.presentation.language import Language, text
from moibench.presentation.names import OVERALL
from moibench.presentation.pictures import theme
from moibench.presentation.pictures.native_chart import NativeChart
from moibench.presentation.sentences import words

PLOT_WIDTH, NAME_WIDTH, ROW = 350, 215, 30


@dataclass(frozen=True)
class Picture:
    """A chart for a document: title from exactly what is drawn, how to read it, in words, spec.

    native: the same numbers as charts that an office program draws.
    """

    caption: str
    note: str
    alternative: str
    spec: dict[str, Any]
    native: tuple[NativeChart, ...] = ()


def rows_spec(names: list[str], layers: list[dict[str, Any]], row: int = ROW) -> dict[str, Any]:
    """Return a spec of one row a name, names at the left."""
    y = {
        "field": "name",
        "type": "nominal",
        "sort": names,
        "scale": {"padding": 0.4},
        "axis": {
            "title": None,
            "labelLimit": NAME_WIDTH,
            "minExtent": NAME_WIDTH,
            "labelFontSize": theme.LABEL_SIZE,
            "labelColor": theme.INK,
        },
    }
    return {
        "width": PLOT_WIDTH,
        "height": {"step": row},
        "encoding": {"y": y},
        "layer": layers,
        "config": theme.CONFIG,
    }


def score_axis(language: Language) -> dict[str, Any]:
    """Return the axis of scores."""
    return {
        "values": [0, 20, 40, 60, 80, 100],
        "title": text("pictures.score_axis", language),
    }


def node_name(profile: Profile, catalogue: Catalogue, node: NodeResult, language: Language) -> str:
    """Return the short name of the index or a dimension."""
    if node.node_id == OVERALL:
        return text("table.overall", language)
    dimension = words.dimension_of(profile, catalogue, node.node_id)
    return dimension.short_name.in_language(language)


def has_country(profile: Profile, catalogue: Catalogue) -> bool:
    """Tell whether there is a country value to set the unit against."""
    return catalogue.units[profile.unit_code].unit_type != "country"


def alternative_line(name: str, value: str, language: Language) -> str:
    """Say one row in words."""
    return text("pictures.alt_line", language, name=name, value=value)


def in_a_row(parts: list[str]) -> str:
    """Join the rows said in words."""
    return "; ".join(parts)
