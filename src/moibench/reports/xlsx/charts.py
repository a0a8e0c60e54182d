"""Native charts of the workbook, drawn from the cells beside them, in the colours of the slides."""

from __future__ import annotations

from typing import Any

from moibench.presentation.numbers import number_code
from moibench.presentation.pictures.native_chart import NativeChart, Series
from moibench.reports.xlsx.styles import ACCENT, FONT, GREY, INK, RULE

BAND = "#B4BCC8"
_KINDS = {
    "range": {"type": "bar", "subtype": "stacked"},
    "bar": {"type": "bar"},
    "column": {"type": "column"},
    "line": {"type": "line"},
}
WIDTH, HEIGHT = 760, 470  # pixels


def add_chart(book: Any, sheet: Any, name: str, chart: NativeChart, top: int) -> None:
    """Draw a chart to the right of its data, whose head stands in the row `top`."""
    made = book.add_chart(dict(_KINDS[chart.kind]))
    first, last = top + 1, top + len(chart.categories)
    for k, series in enumerate(chart.series, 1):
        made.add_series(
            {
                "name": [name, top, k],
                "categories": [name, first, 0, last, 0],
                "values": [name, first, k, last, k],
                **_series_style(chart, series),
            }
        )
    if chart.kind == "line":  # a year without a value is passed over, as on the pages
        made.show_blanks_as("span")
    face = {"name": FONT, "size": 12, "color": INK}
    made.set_title({"name": chart.title, "name_font": face | {"size": 14, "bold": True}})
    decimals = number_code(chart.decimals)
    upright = chart.kind in {"bar", "range"}
    values: dict[str, Any] = {
        "num_font": face,
        "num_format": decimals,
        "line": {"none": True},
        "major_gridlines": {"visible": True, "line": {"color": RULE, "width": 0.5}},
    }
    if chart.kind != "line":
        values["min"] = 0
    if chart.highest is not None:
        values["max"] = chart.highest
    categories: dict[str, Any] = {
        "num_font": face,
        "line": {"color": GREY},
        "interval_unit": 1,
        "label_position": "low",
        "reverse": upright,
    }
    if upright:  # of bars, the axis that lies flat is the one of values
        made.set_x_axis(values | {"label_position": "high"})
        made.set_y_axis(categories)
    else:
        made.set_x_axis(categories)
        made.set_y_axis(values)
    if len(chart.series) > 1 and chart.kind != "range":
        again = [k for k, series in enumerate(chart.series) if series.goes_on]
        made.set_legend({"position": "bottom", "font": face, "delete_series": again})
    else:
        made.set_legend({"none": True})
    height = HEIGHT if len(chart.categories) > 6 or chart.kind == "line" else 400
    made.set_size({"width": WIDTH, "height": height})
    options = {"description": chart.alternative, "object_position": 2}
    sheet.insert_chart(top, len(chart.series) + 2, made, options)


def _series_style(chart: NativeChart, series: Series) -> dict[str, Any]:
    emphasis = series.emphasis
    colour = ACCENT if emphasis else BAND
    if chart.kind == "line":
        line = ACCENT if emphasis else GREY
        return {
            "line": {"color": line, "width": 2.5 if emphasis else 1.75},
            "marker": {"type": "circle", "size": 6, "fill": {"color": line},
                       "border": {"none": True}},
        }  # fmt: skip
    style: dict[str, Any] = {"fill": {"color": colour}, "border": {"none": True}, "gap": 45}
    if chart.kind == "range":
        if series.hidden:
            style["fill"] = {"none": True}
        return style
    if chart.labels:
        decimals = number_code(chart.decimals)
        font = {"name": FONT, "size": 12, "color": INK}
        style["data_labels"] = {"value": True, "num_format": decimals, "font": font}
    return style
