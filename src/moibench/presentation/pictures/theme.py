"""Colours and type of the pictures in documents; sizes are CSS pixels, 16 cm are 605."""

from __future__ import annotations

from typing import Any

INK, GREY, RULE = "#1A1D21", "#5B6470", "#C9CED6"
BAND, FULL_RANGE, ACCENT = "#B4BCC8", "#E6E9EE", "#14375E"
RELATION_COLOURS = {"better": "#1F5FA6", "similar": "#FFFFFF", "worse": "#D9730D"}
RELATION_EDGES = {"better": "#1F5FA6", "similar": GREY, "worse": "#D9730D"}
RELATION_SHAPES = {"better": "circle", "similar": "circle", "worse": "diamond"}
LEVEL_SHADES = ("#F3F5F8", "#E6E9EE", "#D8DDE5", "#C6CDD8", "#B4BCC8")
LABEL_SIZE = 15

CONFIG: dict[str, Any] = {
    "font": "Sarabun",
    "background": "white",
    "padding": {"left": 4, "right": 12, "top": 10, "bottom": 4},
    "view": {"stroke": None},
    "axis": {
        "labelFont": "Sarabun",
        "titleFont": "Sarabun",
        "labelFontSize": LABEL_SIZE - 1,
        "titleFontSize": LABEL_SIZE - 1,
        "labelColor": GREY,
        "titleColor": GREY,
        "titleFontWeight": "normal",
        "domain": False,
        "ticks": False,
        "grid": False,
        "gridColor": FULL_RANGE,
        "labelPadding": 6,
    },
    "text": {"font": "Sarabun", "fontSize": LABEL_SIZE, "color": INK},
    "title": {
        "font": "Sarabun",
        "fontSize": LABEL_SIZE,
        "fontWeight": 600,
        "anchor": "start",
        "color": INK,
        "offset": 14,
    },
}
