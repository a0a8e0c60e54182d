"""Graphics the size of a row, as inline SVG: no script, printable, coloured by the style sheet.

The same marks everywhere: small grey dot = a unit of the ranking, filled circle = the unit of
the page, hollow diamond = its cluster, upright stroke = the country.
"""

from moibench.presentation.graphics.axis import RankingAxis, axis_head, ranking_axis, ranking_dot
from moibench.presentation.graphics.continuum import continuum, level_scale
from moibench.presentation.graphics.drawing import Markup
from moibench.presentation.graphics.dumbbell import arrow_dumbbell, dumbbell
from moibench.presentation.graphics.levels import (
    count_bar,
    level_squares,
    presence_squares,
    rank_bar,
    swatch,
)
from moibench.presentation.graphics.locator import locator
from moibench.presentation.graphics.marks import RELATION_CLASS, key_mark
from moibench.presentation.graphics.ring import target_ring
from moibench.presentation.graphics.spark import sparkline, trend_icon
from moibench.presentation.graphics.spine import spine_bar
from moibench.presentation.graphics.swarm import CLIP_WIDTHS, beeswarm
from moibench.presentation.graphics.tiles import tile_grid, tile_lines

__all__ = [
    "CLIP_WIDTHS",
    "RELATION_CLASS",
    "Markup",
    "RankingAxis",
    "arrow_dumbbell",
    "axis_head",
    "beeswarm",
    "continuum",
    "count_bar",
    "dumbbell",
    "key_mark",
    "level_scale",
    "level_squares",
    "locator",
    "presence_squares",
    "rank_bar",
    "ranking_axis",
    "ranking_dot",
    "sparkline",
    "spine_bar",
    "swatch",
    "target_ring",
    "tile_grid",
    "tile_lines",
    "trend_icon",
]
