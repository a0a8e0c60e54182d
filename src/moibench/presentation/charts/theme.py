"""Colours and settings that every chart shares.

The colours are those of the light page; in the page a script swaps each for the value of its
custom property, so that the charts follow the dark style too.
"""

from __future__ import annotations

from typing import Any

PALETTE = {
    "--paper": "#ffffff",
    "--ink": "#1a2027",
    "--ink-2": "#47515d",
    "--ink-3": "#626d7a",
    "--rule": "#dfe3e8",
    "--rule-2": "#a9b1bb",
    "--accent": "#123f6d",
    "--dot": "#b3bcc6",
    "--dot-2": "#8793a1",
    "--band": "#eef1f4",
    "--band-2": "#d5dbe2",
    "--l1": "#e6eef6",
    "--l2": "#bdd4e8",
    "--l3": "#85afd5",
    "--l4": "#3873ab",
    "--l5": "#144d82",
    "--s1": "#b3500b",
    "--s2": "#5a7d2a",
    "--s3": "#7a4fa3",
    "--s4": "#0f7d84",
}
STEP_COLOURS = tuple(PALETTE[f"--l{n}"] for n in range(1, 6))
SERIES_COLOURS = (PALETTE["--accent"], *(PALETTE[f"--s{n}"] for n in range(1, 5)))
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
FONT = "Sarabun, sans-serif"


def chart(description: str, content: dict[str, Any], **usermeta: Any) -> dict[str, Any]:
    """Wrap a spec's content with the schema, the text alternative and the shared settings."""
    return {
        "$schema": SCHEMA,
        "description": description,
        "background": "transparent",
        "padding": {"left": 4, "right": 12, "top": 8, "bottom": 4},
        "usermeta": {"palette": PALETTE, **usermeta},
        "config": {
            "aria": False,
            "font": FONT,
            "view": {"stroke": None},
            "axis": {
                "domainColor": PALETTE["--rule-2"],
                "gridColor": PALETTE["--rule"],
                "labelColor": PALETTE["--ink-2"],
                "labelFontSize": 12,
                "tickColor": PALETTE["--rule-2"],
                "titleColor": PALETTE["--ink-3"],
                "titleFontSize": 12,
                "titleFontWeight": "normal",
            },
            "header": {
                "labelColor": PALETTE["--ink"],
                "labelFontSize": 13,
                "labelFontWeight": 600,
                "labelAnchor": "start",
                "labelPadding": 4,
            },
            "legend": {
                "labelColor": PALETTE["--ink-2"],
                "labelFontSize": 13,
                "labelLimit": 260,
                "orient": "top",
                "symbolType": "stroke",
                "title": None,
            },
            "text": {"color": PALETTE["--ink-2"], "fontSize": 12},
        },
        **content,
    }
