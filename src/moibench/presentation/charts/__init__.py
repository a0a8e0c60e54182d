"""Charts the size of a figure, as Vega-Lite specs with their titles, texts and tables."""

from moibench.presentation.charts.classes import Classes, value_classes
from moibench.presentation.charts.figure import Figure
from moibench.presentation.charts.maps import level_map, value_map
from moibench.presentation.charts.slope import slope_chart
from moibench.presentation.charts.track import target_track
from moibench.presentation.charts.trends import small_multiples, trend_chart
from moibench.presentation.charts.waterfall import change_steps, change_waterfall

__all__ = [
    "Classes",
    "Figure",
    "change_steps",
    "change_waterfall",
    "level_map",
    "slope_chart",
    "small_multiples",
    "target_track",
    "trend_chart",
    "value_classes",
    "value_map",
]
