"""Native charts, with their data inside, in the colours of every other document."""

from __future__ import annotations

from typing import Any

from lxml import etree
from pptx.chart.data import BubbleChartData, CategoryChartData, XyChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.oxml.ns import qn
from pptx.slide import Slide as Page
from pptx.util import Cm, Pt

from moibench.presentation.language import Language
from moibench.presentation.pictures.native_chart import NativeChart, Series
from moibench.reports.pptx.drawing import ACCENT, GREY, INK, RULE, Box, Line, add_text, set_fonts
from moibench.reports.pptx.placed import make_logarithmic, name_axis, style_placed, write_label

PLACED = frozenset({"points", "bubbles"})
BAND, OTHER = "B4BCC8", "8FA3BC"
_KINDS = {
    "range": XL_CHART_TYPE.BAR_STACKED,
    "bar": XL_CHART_TYPE.BAR_CLUSTERED,
    "column": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "line": XL_CHART_TYPE.LINE_MARKERS,
    "stacked": XL_CHART_TYPE.BAR_STACKED,
    "points": XL_CHART_TYPE.XY_SCATTER,
    "bubbles": XL_CHART_TYPE.BUBBLE,
}
HEADING = 0.95  # cm above the chart for its title


def add_chart(page: Page, box: Box, chart: NativeChart, language: Language) -> None:
    """Add a chart under its title, with a text alternative."""
    heading = Box(box.left, box.top, box.width, HEADING)
    add_text(page, heading, [Line(chart.title, 16, ACCENT, bold=True)], language)
    frame = page.shapes.add_chart(
        _KINDS[chart.kind],
        Cm(box.left),
        Cm(box.top + HEADING),
        Cm(box.width),
        Cm(box.height - HEADING),
        _data(chart),
    )
    frame.name = chart.title
    frame._element.nvGraphicFramePr.cNvPr.set("descr", chart.alternative)
    _style(frame.chart, chart)
    _number_axes(frame.chart._chartSpace)


def _data(chart: NativeChart) -> Any:
    """Return the numbers that go into the workbook of a chart."""
    if chart.kind in PLACED:
        is_sized = chart.kind == "bubbles"
        placed = (BubbleChartData if is_sized else XyChartData)(number_format="General")
        for series in chart.series:
            made = placed.add_series(series.name)
            for place in series.places:
                made.add_data_point(*(place if is_sized else place[:2]))
        return placed
    data = CategoryChartData(number_format=_format(chart.decimals))
    data.categories = chart.categories
    for series in chart.series:
        data.add_series(series.name, series.values)
    return data


def _number_axes(chart_space: Any) -> None:
    """Give the axes numbers of the schema's type; python-pptx gives them negative ones."""
    numbers: dict[str, str] = {}
    for element in chart_space.iter(qn("c:axId"), qn("c:crossAx")):
        held = element.get("val")
        element.set("val", numbers.setdefault(held, str(len(numbers) + 1)))


def _format(decimals: int) -> str:
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def _style(made: Any, chart: NativeChart) -> None:
    made.has_title = False
    made.font.size = Pt(15)
    made.font.color.rgb = RGBColor.from_string(INK)
    set_fonts(made.font._rPr if hasattr(made.font, "_rPr") else made.font._element)
    if chart.kind in PLACED:
        style_placed(made, chart)
        return
    counted = [s for s in chart.series if not s.goes_on and not s.hidden]
    made.has_legend = len(counted) > 1 and chart.kind != "range" and not chart.named
    if made.has_legend:
        made.legend.position = XL_LEGEND_POSITION.BOTTOM
        made.legend.include_in_layout = False
        _name_lines_once(made.legend, chart)
    _style_axes(made, chart)
    plot = made.plots[0]
    if chart.kind == "line":  # a year without a value is passed over, as on the pages
        made._chartSpace.chart.find(qn("c:dispBlanksAs")).set("val", "span")
    else:
        plot.gap_width = 45
    if chart.kind in {"range", "stacked"}:
        plot.overlap = 100
    for series, source in zip(plot.series, chart.series, strict=True):
        _style_series(series, chart, source)
    if chart.labels:
        plot.has_data_labels = True
        labels = plot.data_labels
        labels.number_format = _format(chart.decimals)
        labels.number_format_is_linked = False
        labels.font.size = Pt(13)
        if chart.kind in {"bar", "column"}:
            labels.position = XL_LABEL_POSITION.OUTSIDE_END


def _letters_of(categories: int) -> int:
    """Return the size in points at which that many names stand under or beside one another."""
    return 15 if categories <= 7 else 12 if categories <= 14 else 10


def _style_axes(made: Any, chart: NativeChart) -> None:
    values, categories = made.value_axis, made.category_axis
    values.has_major_gridlines = chart.kind in {"line", "range", "stacked"}
    if values.has_major_gridlines:
        values.major_gridlines.format.line.color.rgb = RGBColor.from_string(RULE)
        values.major_gridlines.format.line.width = Pt(0.5)
    values.format.line.fill.background()
    values.tick_labels.number_format = _format(chart.decimals)
    values.tick_labels.number_format_is_linked = False
    values.tick_labels.font.size = Pt(13)
    if chart.labels and chart.kind != "line":
        values.visible = False
    if chart.kind not in {"line", "stacked"}:
        values.minimum_scale = 0
    if chart.lowest is not None:
        values.minimum_scale = chart.lowest
    if "y" in chart.logarithmic:
        make_logarithmic(values)
    if chart.axes[1]:
        name_axis(values, chart.axes[1])
    if chart.highest is not None:
        values.maximum_scale = chart.highest * (1.08 if chart.kind == "bar" else 1)
    categories.format.line.color.rgb = RGBColor.from_string(GREY)
    categories.tick_labels.font.size = Pt(_letters_of(len(chart.categories)))
    skip = etree.SubElement(categories._element, qn("c:tickLblSkip"))
    skip.set("val", "1")
    categories._element.find(qn("c:lblOffset")).addnext(skip)
    categories.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    if chart.kind in {"bar", "range", "stacked"}:
        categories.reverse_order = True
        values.tick_label_position = XL_TICK_LABEL_POSITION.HIGH


def _name_lines_once(legend: Any, chart: NativeChart) -> None:
    """Take further stretches of a line out of the legend, which would crowd out the chart."""
    before = legend._element.find(qn("c:legendPos"))
    gone = [i for i, s in enumerate(chart.series) if s.goes_on or s.hidden]
    for index in reversed(gone):
        entry = etree.Element(qn("c:legendEntry"))
        etree.SubElement(entry, qn("c:idx")).set("val", str(index))
        etree.SubElement(entry, qn("c:delete")).set("val", "1")
        before.addnext(entry)


def _name_at_end(series: Any, source: Series, colour: str) -> None:
    """Write a line's name beside its last point."""
    last = max(i for i, value in enumerate(source.values) if value is not None)
    label = series.points[last].data_label
    label.position = XL_LABEL_POSITION.RIGHT
    label.has_text_frame = True
    label.text_frame.text = source.name
    write_label(label.text_frame, colour)


def _style_series(series: Any, chart: NativeChart, source: Series) -> None:
    emphasis = source.emphasis
    colour = source.colour or (ACCENT if emphasis else BAND)
    if chart.kind == "line":
        series.smooth = False
        line = source.colour or (ACCENT if emphasis else GREY)
        series.format.line.color.rgb = RGBColor.from_string(line)
        series.format.line.width = Pt(2.5 if emphasis else 1.75)
        if chart.named and emphasis:
            _name_at_end(series, source, line)
        series.marker.format.fill.solid()
        series.marker.format.fill.fore_color.rgb = RGBColor.from_string(line)
        series.marker.format.line.fill.background()
        series.marker.size = 6 if emphasis or not source.colour else 3
        series.marker.style = XL_MARKER_STYLE.CIRCLE
        return
    if source.hidden:
        series.format.fill.background()
        series.format.line.fill.background()
        return
    series.format.fill.solid()
    plain = OTHER if chart.emphasised else colour
    series.format.fill.fore_color.rgb = RGBColor.from_string(source.colour or plain)
    for index in chart.emphasised:
        point = series.points[index]
        point.format.fill.solid()
        point.format.fill.fore_color.rgb = RGBColor.from_string(ACCENT)
