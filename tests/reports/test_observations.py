"""Exports are read again by other programs, hold no formula, and lose no digit."""

from __future__ import annotations

import csv
import io
import json
import tracemalloc
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from openpyxl import load_workbook

from moibench.analysis.observations import CurrentValue
from moibench.catalogue import load_catalogue
from moibench.reports.observations import FORMATS, export_pieces

VALUES = (
    CurrentValue("births", "10", 2019, 144823.0, "final", None, "e1"),
    CurrentValue("births", "10", 2020, None, "missing", None, "e1"),
    CurrentValue("hai", "24", 2019, 0.1 + 0.2, "preliminary", 0.0125, "e2"),
    CurrentValue("hai", "24", 2020, -1234567.891234567, "estimated", None, "=HYPERLINK(1)"),
    CurrentValue("hai", "TH", 2020, 5e-7, "final", None, "@e"),
)


@dataclass
class Asked:
    """Answers as `Question` does, from a list or from as many rows as wanted."""

    values: tuple[CurrentValue, ...] = VALUES
    many: int = 0

    def rows(self) -> Iterator[CurrentValue]:
        yield from self.values
        for i in range(self.many):
            yield CurrentValue(
                "lfs_pop15", f"{i // 100}", 1900 + i % 100, i / 7, "final", None, "e"
            )

    def places(self) -> tuple[tuple[str, ...], tuple[str, ...], tuple[int, ...]]:
        units = {v.unit for v in self.values} | {str(i) for i in range(self.many // 100 + 1)}
        series = {v.series for v in self.values} | {"lfs_pop15"}
        return tuple(sorted(series)), tuple(sorted(units)), tuple(range(1900, 2025))


def written(form: str, asked: Asked | None = None) -> bytes:
    question = asked or Asked()
    return b"".join(export_pieces(form, question, load_catalogue(), "th"))  # type: ignore[arg-type]


def test_csv_keeps_codes_digits_and_marks_and_runs_nothing() -> None:
    content = written("csv")
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [r["value"] for r in rows] == [
        "144823",
        "",
        "0.30000000000000004",
        "-1234567.891234567",
        "5e-07",
    ]
    assert [float(r["value"]) for r in rows if r["value"]] == [
        v.value for v in VALUES if v.value is not None
    ]
    assert [r["status"] for r in rows] == [v.status for v in VALUES]
    assert rows[3]["edition"] == "'=HYPERLINK(1)"
    assert rows[4]["edition"] == "'@e"
    assert rows[2]["unit_name"] == "ฉะเชิงเทรา"


def test_xlsx_keeps_every_digit_and_texts_are_texts() -> None:
    sheet = load_workbook(io.BytesIO(written("xlsx"))).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert [r[5] for r in rows[1:]] == [v.value for v in VALUES]
    cell = sheet.cell(5, 10)
    assert (cell.value, cell.data_type) == ("=HYPERLINK(1)", "s") or cell.data_type == "s"
    assert sheet.cell(2, 3).value == "10"
    assert sheet.cell(2, 3).data_type == "s"


@pytest.mark.parametrize("form", ["sdmx-csv", "sdmx-ml", "sdmx-ml-2.1"])
def test_sdmx_is_read_and_validated_by_pysdmx(form: str, tmp_path: Path) -> None:
    from pysdmx.io import read_sdmx

    path = tmp_path / f"observations.{FORMATS[form][2]}"
    path.write_bytes(written(form))
    message = read_sdmx(path, validate=form != "sdmx-csv")
    table = message.data[0].data
    assert list(table["INDICATOR"]) == [v.series for v in VALUES]
    assert list(table["REF_AREA"]) == [v.unit for v in VALUES]
    assert [int(y) for y in table["TIME_PERIOD"]] == [v.year for v in VALUES]
    assert list(table["OBS_STATUS"]) == ["A", "O", "P", "E", "A"]
    held = [
        float(x) for x, v in zip(table["OBS_VALUE"], VALUES, strict=True) if v.value is not None
    ]
    assert held == [v.value for v in VALUES if v.value is not None]


def test_json_stat_has_each_value_at_its_position() -> None:
    content = json.loads(written("json-stat"))
    assert (content["version"], content["class"]) == ("2.0", "dataset")
    series, units, years = (
        content["dimension"][d]["category"]["index"] for d in ("series", "unit", "year")
    )
    assert content["size"] == [len(series), len(units), len(years)]
    for v in VALUES:
        place = series.index(v.series) * len(units) + units.index(v.unit)
        place = str(place * len(years) + years.index(str(v.year)))
        assert content["value"].get(place) == v.value
        assert place in content["status"]


@pytest.mark.parametrize("form", ["csv", "sdmx-csv", "sdmx-ml", "sdmx-ml-2.1", "json-stat"])
def test_pieces_are_written_in_constant_memory(form: str) -> None:
    def peak(many: int) -> int:
        question = Asked(many=many)
        tracemalloc.start()
        size = sum(map(len, export_pieces(form, question, load_catalogue(), "th")))  # type: ignore[arg-type]
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert size > 20 * many
        return most

    load_catalogue()
    assert peak(40_000) < peak(4_000) + 2_000_000
