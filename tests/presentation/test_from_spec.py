"""Charts of pages become charts of an office program, with the same numbers."""

from __future__ import annotations

from typing import Any

from moibench.presentation.pictures.from_spec import from_spec
from moibench.presentation.pictures.native_chart import NativeChart


def made(*layers: dict[str, Any], **spec: Any) -> NativeChart | None:
    return from_spec({"layer": list(layers), **spec}, "ชื่อ", "คำบรรยาย", "th")


def layer(mark: str, values: list[dict[str, Any]], **fields: Any) -> dict[str, Any]:
    encoding = {c: {"field": f} if isinstance(f, str) else f for c, f in fields.items()}
    return {"mark": {"type": mark}, "data": {"values": values}, "encoding": encoding}


def row(year: int, value: float, run: int, name: str) -> dict[str, Any]:
    return {"y": year, "v": value, "run": run, "n": name}


def test_lines_are_parted_at_breaks_and_named_once_and_years_without_values_keep_their_place() -> (
    None
):
    rows = [row(2558, 1.25, 0, "ก"), row(2560, 2.5, 1, "ก"), row(2558, 4.0, 0, "ข")]
    colour = {"field": "n", "scale": {"domain": ["ก", "ข"], "range": ["#14375e", "#d9730d"]}}
    band = [{"y": 2558, "a": 1.0, "b": 3.0, "run": 0}]
    chart = made(
        layer("area", band, x="y", y="a", y2="b", detail="run"),
        layer("line", rows, x="y", y="v", detail="run", color=colour),
    )
    assert chart is not None
    assert (chart.kind, chart.categories) == ("line", ("2558", "2559", "2560"))
    drawn = [(s.name, s.values, s.goes_on, s.colour) for s in chart.series]
    assert drawn == [
        ("ขอบล่างของช่วง", (1.0, None, None), False, "C9CED6"),
        ("ขอบบนของช่วง", (3.0, None, None), False, "C9CED6"),
        ("ก", (1.25, None, None), False, "14375E"),
        ("ก (2560–2560)", (None, None, 2.5), True, "14375E"),
        ("ข", (4.0, None, None), False, "D9730D"),
    ]


def test_steps_stand_where_the_ones_before_ended() -> None:
    rows = [
        {"n": "ต้น", "from": 50.0, "to": 53.6, "kind": "score"},
        {"n": "ขึ้น", "from": 53.6, "to": 57.0, "kind": "up"},
        {"n": "ลง", "from": 57.0, "to": 56.0, "kind": "down"},
    ]
    x = {"field": "from", "scale": {"domain": [50.0, 60.0]}}
    chart = made(layer("bar", rows, y="n", x=x, x2="to", color="kind"))
    assert chart is not None
    room, *kinds = chart.series
    assert room.hidden
    assert room.values == (50.0, 53.6, 56.0)
    tops = [(room.values[i] or 0) + sum(s.values[i] or 0 for s in kinds) for i in range(len(rows))]
    assert tops == [53.6, 57.0, 57.0]
    assert (chart.lowest, chart.highest) == (50.0, 60.0)


def test_bubbles_keep_their_places_shares_and_the_lines_between_quarters() -> None:
    rows = [
        {"x": 2.5, "y": -3.0, "a": 900.0, "s": 0.65, "n": "อุตสาหกรรม", "k": True},
        {"x": 0.5, "y": 8.0, "a": 100.0, "s": 0.1, "n": "เกษตร", "k": False},
    ]
    fill = {"condition": {"test": "datum.k", "value": "#85afd5"}, "value": "#ffffff"}
    x = {"field": "x", "scale": {"type": "log", "domain": [0.1, 4.0]}}
    chart = made(
        {"mark": {"type": "rule"}, "encoding": {"x": {"datum": 1.0}}},
        {"mark": {"type": "rule"}, "encoding": {"y": {"datum": 5.0}}},
        layer("point", rows, x=x, y="y", size="a", fill=fill),
    )
    assert chart is not None
    assert chart.kind == "bubbles"
    assert chart.series[0].places == ((2.5, -3.0, 0.65), (0.5, 8.0, 0.1))
    assert chart.categories == ("อุตสาหกรรม", "เกษตร")
    assert (chart.crossing, chart.logarithmic) == ((1.0, 5.0), "x")
    assert chart.emphasised == {0}


def test_maps_networks_and_what_is_not_known_stay_pictures() -> None:
    assert made(vconcat=[]) is None
    lines = layer("rule", [{"x": 1, "x2": 2}], x="x", x2="x2")
    assert made(lines, layer("point", [{"x": 1.0, "y": 1.0, "n": "ก"}], x="x", y="y")) is None
    assert made(layer("line", [{"x": 1.0, "y": 2.0, "i": 0}], x="x", y="y", detail="i")) is None
