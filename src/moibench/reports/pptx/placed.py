"""Points and bubbles on a plane, and what axes may have: names, logarithms, where they cross."""

from __future__ import annotations

from typing import Any

from lxml import etree
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_LABEL_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION
from pptx.enum.dml import MSO_LINE
from pptx.oxml.ns import qn
from pptx.util import Pt

from moibench.presentation.pictures.native_chart import NativeChart
from moibench.reports.pptx.drawing import ACCENT, GREY, INK, set_fonts

BUBBLE_SCALE = 40  # per cent of the program's own size, which would cover the plane
FULL, TAIL, LETTERS = "85AFD5", "A9B1BB", 11


def style_placed(made: Any, chart: NativeChart) -> None:
    """Style a chart of points or bubbles: names beside them, dashed axes where they cross."""
    made.has_legend = False
    across, up = made.category_axis, made.value_axis
    for axis in (across, up):
        axis.has_major_gridlines = False
        axis.tick_labels.font.size = Pt(12)
        axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
        axis.format.line.color.rgb = RGBColor.from_string(GREY)
        axis.format.line.dash_style = MSO_LINE.DASH
        axis.tick_labels.number_format = "General"
        axis.tick_labels.number_format_is_linked = False
    for axis, said in ((across, chart.axes[0]), (up, chart.axes[1])):
        if said:
            name_axis(axis, said)
    if chart.crossing is not None:  # what an axis is told is where the other one is crossed
        _cross_at(across, chart.crossing[1])
        _cross_at(up, chart.crossing[0])
    for axis, name in ((across, "x"), (up, "y")):
        if name in chart.logarithmic:
            make_logarithmic(axis)
    if chart.kind == "bubbles":
        made.plots[0].bubble_scale = BUBBLE_SCALE
    drawn = list(made.plots[0].series)
    _style_points(drawn[0], chart)
    for tail in drawn[1:]:  # a line that leads to a point
        tail.format.line.color.rgb = RGBColor.from_string(TAIL)
        tail.format.line.width = Pt(1)
        tail.marker.style = XL_MARKER_STYLE.NONE
        tail.smooth = False


def _style_points(series: Any, chart: NativeChart) -> None:
    if chart.kind == "points":
        series.format.line.fill.background()
        series.marker.style = XL_MARKER_STYLE.CIRCLE
        series.marker.size = 9
    for index, name in enumerate(chart.categories):
        point = series.points[index]
        drawn = point.format if chart.kind == "bubbles" else point.marker.format
        drawn.line.color.rgb = RGBColor.from_string(ACCENT)
        if index in chart.emphasised:
            drawn.fill.solid()
            drawn.fill.fore_color.rgb = RGBColor.from_string(FULL)
        else:
            drawn.fill.background()
        label = point.data_label
        label.position = XL_LABEL_POSITION.RIGHT
        label.has_text_frame = True
        label.text_frame.text = name
        write_label(label.text_frame, INK)


def write_label(frame: Any, colour: str) -> None:
    """Write the letters of a label, in the font of every script."""
    for paragraph in frame.paragraphs:
        for run in paragraph.runs:
            run.font.size = Pt(LETTERS)
            run.font.color.rgb = RGBColor.from_string(colour)
            set_fonts(run._r.get_or_add_rPr())


def name_axis(axis: Any, said: str) -> None:
    """Write what an axis shows beside it."""
    axis.has_title = True
    axis.axis_title.text_frame.text = said
    write_label(axis.axis_title.text_frame, INK)


def make_logarithmic(axis: Any) -> None:
    """Give an axis a logarithmic scale; its element comes first, as the schema orders."""
    scaling = axis._element.find(qn("c:scaling"))
    base = etree.Element(qn("c:logBase"))
    base.set("val", "10")
    scaling.insert(0, base)


def _cross_at(axis: Any, value: float) -> None:
    """Say at which of its values an axis is crossed by the other; python-pptx knows the element."""
    other = axis._element.find(qn("c:crosses"))
    at = etree.Element(qn("c:crossesAt"))
    at.set("val", repr(float(value)))
    if other is not None:
        axis._element.replace(other, at)
