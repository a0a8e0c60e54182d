from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from django.test import RequestFactory

from moibench.web import chart_script


def test_the_script_is_made_once_and_never_seen_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = chart_script.ensure_chart_script(tmp_path / "assets")
    script = path.read_text("utf-8")
    assert all(f"window.{name}=" in script for name in ("vegaEmbed", "vega", "vegaLite"))
    names = {p.name for p in path.parent.iterdir()}
    assert names == {chart_script.NAME, f"{chart_script.NAME}.gz"}

    def made_again() -> str:
        raise AssertionError("the script was made twice")

    monkeypatch.setattr("vl_convert.javascript_bundle", made_again)
    assert chart_script.ensure_chart_script(tmp_path / "assets") == path


@pytest.mark.parametrize("accepts", ["gzip, br", ""])
def test_it_is_sent_compressed_where_the_browser_takes_it(accepts: str) -> None:
    answer = chart_script.serve(RequestFactory().get("/", headers={"accept-encoding": accepts}))
    body = b"".join(answer)
    answer.file_to_stream.close()
    assert ("gzip" in accepts) == (answer.headers.get("Content-Encoding") == "gzip")
    script = gzip.decompress(body) if accepts else body
    assert b"window.vegaEmbed=" in script
    assert len(body) < 400_000 or not accepts
    assert "immutable" in answer["Cache-Control"]
