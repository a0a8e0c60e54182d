"""A page's chart as one that an office program draws: read from what its spec draws."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from math import ceil, floor, log10
from typing import Any

from moibench.presentation.language import Language, text
from moibench.presentation.pictures.native_chart import NativeChart, Series

Row = Mapping[str, Any]
Spec = Mapping[str, Any]
GREY_LINE = "C9CED6"
MOST_POINTS = 400  # more would not be edited by hand


def from_spec(spec: Spec, title: str, alternative: str, language: Language) -> NativeChart | None:
    """Return lines, stacked bars, steps, points or bubbles of a spec; None for maps and the like.

    Values stay unrounded, as the page's chart holds them.
    """
    layers = [_Layer(layer, spec) for layer in spec.get("layer", ())]
    lines = [layer for layer in layers if layer.mark == "line"]
    bars = [layer for layer in layers if layer.mark == "bar"]
    points = [layer for layer in layers if layer.mark in {"point", "circle"}]
    if any("x2" in layer.encoding and layer.mark == "rule" for layer in layers):
        return None  # a network: its lines join points
    if len(points) == 1 and points[0].field("x") and points[0].field("y"):
        return _points(points[0], layers, title, alternative)
    if lines and all(layer.is_named for layer in lines):
        return _lines(lines, layers, title, alternative, language)
    if len(bars) == 1 and bars[0].field("y") and bars[0].field("x"):
        return (
            _steps(bars[0], title, alternative)
            if bars[0].field("x2")
            else _stacked(bars[0], title, alternative)
        )
    return None


class _Layer:
    """A layer of a spec, with the rows it draws."""

    def __init__(self, layer: Spec, spec: Spec) -> None:
        mark = layer.get("mark", "")
        self.mark: str = mark if isinstance(mark, str) else mark.get("type", "")
        self.encoding: Spec = layer.get("encoding", {})
        data = layer.get("data") or spec.get("data") or {}
        self.rows: list[Row] = [r for r in data.get("values", ()) if _is_kept(r, layer)]

    def field(self, channel: str) -> str:
        found = self.encoding.get(channel)
        return str(found.get("field") or "") if isinstance(found, dict) else ""

    @property
    def is_named(self) -> bool:
        """Whether its rows have a place, and belong to a line that has a name."""
        wanted = {self.field("x"), self.field("y"), "n" if self.by_unit else self.field("color")}
        return "" not in wanted and all(wanted <= row.keys() for row in self.rows)

    @property
    def by_unit(self) -> str:
        """The field that parts a line from others, where that is not its colour."""
        detail = self.field("detail")
        return "" if detail == "run" else detail

    def datum(self, channel: str) -> float | None:
        found = self.encoding.get(channel)
        value = found.get("datum") if isinstance(found, dict) else None
        return None if value is None else float(value)

    def scale(self, channel: str) -> Spec:
        scale: Spec = self.encoding.get(channel, {}).get("scale") or {}
        return scale

    def axis_title(self, channel: str) -> str:
        axis = self.encoding.get(channel, {}).get("axis") or {}
        return str(axis.get("title") or "")

    def colours(self) -> dict[Any, str]:
        scale = self.scale("color")
        return {
            name: str(colour).lstrip("#").upper()
            for name, colour in zip(scale.get("domain", ()), scale.get("range", ()), strict=False)
        }


def _is_kept(row: Row, layer: Spec) -> bool:
    """Tell whether a row passes a layer's filters of one field and one word."""
    for transform in layer.get("transform", ()):
        said = str(transform.get("filter", ""))
        for sign, wanted in (("==", True), ("!=", False)):
            left, found, right = said.partition(f" {sign} ")
            if found and left.startswith("datum."):
                return (row.get(left.removeprefix("datum.")) == right.strip("'")) is wanted
    return True


def _lines(
    lines: list[_Layer], layers: list[_Layer], title: str, alternative: str, language: Language
) -> NativeChart | None:
    drawn = lines[0]
    x, y = drawn.field("x"), drawn.field("y")
    years = list(dict.fromkeys(r[x] for layer in lines for r in layer.rows))
    bands = [layer for layer in layers if layer.mark == "area" and layer.field("y2")]
    if all(isinstance(year, int) for year in years):
        held = [*years, *(r[x] for band in bands for r in band.rows)]
        years = list(range(min(held), max(held) + 1)) if held else []
    series: list[Series] = []
    for band in bands:
        for channel, key in (("y", "lower"), ("y2", "upper")):
            name = text(f"tray.native.{key}", language)
            field, run = band.field(channel), band.field("detail")
            series += _runs(name, band.rows, years, x, field, run, colour=GREY_LINE)
    named = _names_at_ends(layers)
    for layer in lines:
        colours, kind = layer.colours(), layer.field("color")
        by = layer.by_unit or kind
        for _, rows in _grouped(layer.rows, by):
            row = rows[0]
            name = str(row["n" if layer.by_unit else by])
            quiet = bool(named) and name not in named
            colour = GREY_LINE if quiet else colours.get(row.get(kind), "")
            run = "run" if "run" in row else ""
            made = list(_runs(name, rows, years, x, y, run, colour=colour, emphasis=not quiet))
            series += made if not quiet else [_quiet(s) for s in made]
    if not series or len(series) > MOST_POINTS:
        return None
    is_log = drawn.scale("y").get("type") == "log"
    low, high = _ends(v for s in series for v in s.values) if is_log else (None, None)
    return NativeChart(
        "line", title, alternative, tuple(map(str, years)), tuple(series),
        decimals=_decimals(v for s in series for v in s.values), labels=False,
        logarithmic="y" if is_log else "", named=bool(named), lowest=low, highest=high,
    )  # fmt: skip


def _quiet(series: Series) -> Series:
    return Series(series.name, series.values, goes_on=True, colour=series.colour)


def _names_at_ends(layers: list[_Layer]) -> frozenset[str]:
    """Return the names written beside lines, where a chart has names instead of a legend."""
    return frozenset(
        str(row.get(layer.field("text")))
        for layer in layers
        if layer.mark == "text" and layer.field("text") == "n"
        for row in layer.rows
    )


def _runs(
    name: str,
    rows: Iterable[Row],
    years: list[Any],
    x: str,
    y: str,
    run: str,
    *,
    colour: str = "",
    emphasis: bool = False,
) -> Iterator[Series]:
    """Yield one series a stretch between breaks, so that no line joins what is kept apart."""
    for n, (_, held) in enumerate(_grouped(rows, run)):
        at = {row[x]: row[y] for row in held}
        yield Series(
            name if n == 0 else f"{name} ({held[0][x]}–{held[-1][x]})",
            tuple(at.get(year) for year in years),
            emphasis, goes_on=n > 0, colour=colour,
        )  # fmt: skip


def _grouped(rows: Iterable[Row], by: str) -> Iterator[tuple[Any, list[Row]]]:
    order: dict[Any, list[Row]] = {}
    for row in rows:
        order.setdefault(row.get(by) if by else None, []).append(row)
    yield from order.items()


def _stacked(layer: _Layer, title: str, alternative: str) -> NativeChart | None:
    name, value, part = layer.field("y"), layer.field("x"), layer.field("color")
    names = tuple(dict.fromkeys(str(r[name]) for r in layer.rows))
    colours = layer.colours()
    series = []
    for key, rows in _grouped(layer.rows, part):
        at = {str(r[name]): r[value] for r in rows}
        values = tuple(at.get(n) for n in names)
        series.append(Series(str(key or value), values, colour=colours.get(key, "")))
    return NativeChart(
        "stacked", title, alternative, names, tuple(series), labels=False,
        decimals=_decimals(v for s in series for v in s.values),
        axes=("", layer.axis_title("x")),
    )  # fmt: skip


def _steps(layer: _Layer, title: str, alternative: str) -> NativeChart | None:
    """Return a waterfall: room that is not drawn, and on it a bar of the colour of its kind."""
    name, start, end, kind = (layer.field(c) for c in ("y", "x", "x2", "color"))
    rows, colours = layer.rows, layer.colours()
    low, high = layer.scale("x").get("domain", (None, None))
    names = tuple(f"{r[name]}: {r['t']}" if "t" in r else str(r[name]) for r in rows)
    room = tuple(min(r[start], r[end]) for r in rows)
    series = [Series(start, room, hidden=True)]
    for key in sorted({str(r.get(kind)) for r in rows}):
        lengths = tuple(abs(r[end] - r[start]) if str(r.get(kind)) == key else None for r in rows)
        series.append(Series(key, lengths, goes_on=True, colour=colours.get(key, "")))
    return NativeChart(
        "stacked", title, alternative, names, tuple(series), labels=False, decimals=1,
        lowest=low, highest=high,
    )  # fmt: skip


def _points(
    layer: _Layer, layers: list[_Layer], title: str, alternative: str
) -> NativeChart | None:
    x, y = layer.field("x"), layer.field("y")
    if not 0 < len(layer.rows) <= MOST_POINTS or any("n" not in r for r in layer.rows):
        return None
    size = layer.field("size")
    share = "s" if size and "s" in layer.rows[0] else size
    rules = [one for one in layers if one.mark == "rule"]
    at = [[d for r in rules if (d := r.datum(c)) is not None][:1] for c in "xy"]
    fill = layer.encoding.get("fill") or {}
    test = str((fill.get("condition") or {}).get("test", "")).removeprefix("datum.")
    rows = layer.rows
    places = tuple((float(r[x]), float(r[y]), float(r[share]) if share else 1.0) for r in rows)
    tails = tuple(
        _joined(str(held[0].get("n", key)), [(float(r[x]), float(r[y]), 1.0) for r in held])
        for one in layers
        if one.mark == "line" and (one.field("x"), one.field("y")) == (x, y) and not size
        for key, held in _grouped(one.rows, one.field("detail"))
    )
    return NativeChart(
        "bubbles" if size else "points",
        title,
        alternative,
        tuple(str(r["n"]) for r in rows),
        (Series(title, tuple(p[1] for p in places), True, places=places), *tails),
        decimals=_decimals(p[1] for p in places),
        crossing=(at[0][0], at[1][0]) if at[0] and at[1] else None,
        logarithmic="".join(c for c in "xy" if layer.scale(c).get("type") == "log"),
        axes=(layer.axis_title("x"), layer.axis_title("y")),
        emphasised=frozenset(i for i, r in enumerate(rows) if test and r.get(test)),
    )


def _joined(name: str, places: list[tuple[float, float, float]]) -> Series:
    return Series(name, tuple(p[1] for p in places), goes_on=True, places=tuple(places))


def _ends(values: Iterable[float | None]) -> tuple[float, float]:
    """Return round ends of a logarithmic axis, which by itself would reach over whole decades."""
    held = [v for v in values if v is not None and v > 0]
    low, high = min(held), max(held)
    first, last = (10.0 ** floor(log10(v)) for v in (low, high))
    return floor(low / first) * first, ceil(high / last) * last


def _decimals(values: Iterable[float | None]) -> int:
    """Return the decimals of an axis over these values: the fewer the larger they are."""
    held = [abs(v) for v in values if v is not None]
    reach = max(held, default=0.0)
    return 0 if reach >= 100 else 1 if reach >= 10 else 2
