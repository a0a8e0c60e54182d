"""The charts' script draws under the very policy that every page is sent with."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import path
from playwright.sync_api import Page, expect

from moibench.web import chart_script

PAGE = f"""<!doctype html><html lang="th"><title>แผนภูมิ</title>
<link rel="icon" href="data:,"><h1>แผนภูมิ</h1>
<script src="/{chart_script.NAME}"></script><div id="chart"></div><script src="/DRAW"></script>
</html>"""
DRAW = """
const spec = {
  width: 300,
  description: "น้ำหนักสามค่า",
  data: {values: [{name: "ลำปาง", value: 3}, {name: "น่าน", value: 5}, {name: "ตราด", value: 4}]},
  transform: [{calculate: "datum.value * 2", as: "double"}],
  params: [{name: "chosen", select: {type: "point", on: "pointerover"}}],
  mark: {type: "bar", tooltip: true},
  encoding: {
    x: {field: "double", type: "quantitative"},
    y: {field: "name", type: "nominal"},
    opacity: {condition: {param: "chosen", value: 1}, value: 0.5},
  },
};
vegaEmbed("#chart", spec, {
  ast: true, actions: false, renderer: "svg", defaultStyle: false,
  tooltip: {disableDefaultStyle: true},
}).then(() => document.body.dataset.drawn = "yes");
"""


def _page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(PAGE.replace("DRAW", f"draw.js?{request.GET.urlencode()}"))


def _draw(request: HttpRequest) -> HttpResponse:
    script = DRAW.replace("ast: true", "ast: false") if "evaluated" in request.GET else DRAW
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")


urlpatterns = [
    path("", _page),
    path("draw.js", _draw),
    path(chart_script.NAME, chart_script.serve),
]


class _Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class _Threading(ThreadingMixIn, WSGIServer):
    """Chromium opens connections ahead of what it asks; one at a time would wait for those."""

    daemon_threads = True


@pytest.fixture
def chart_site() -> Iterator[str]:
    # These pages show no figures, so nobody asks the database from where they are seen.
    middleware = [name for name in settings.MIDDLEWARE if "vantage" not in name]
    with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=middleware):
        server = make_server("127.0.0.1", 0, WSGIHandler(), _Threading, _Silent)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_chart_is_drawn_and_answers_the_pointer(
    chart_site: str, page: Page, axe: Callable[[Page], None]
) -> None:
    answer = page.goto(chart_site)
    assert answer is not None
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    expect(page.locator("body[data-drawn]")).to_be_attached()
    bars = page.locator("#chart svg path[aria-roledescription=bar]")
    expect(bars).to_have_count(3)
    widths = [box["width"] for i in range(3) if (box := bars.nth(i).bounding_box())]
    assert max(widths) == pytest.approx(300, abs=2)
    bars.nth(0).hover()
    expect(page.locator("#vg-tooltip-element.visible")).to_contain_text("ลำปาง")
    axe(page)


def test_the_policy_stops_a_chart_that_would_evaluate_text(
    chart_site: str, visitor: Callable[..., Page]
) -> None:
    opened = visitor()
    with opened.expect_event("pageerror") as caught:
        opened.goto(f"{chart_site}?evaluated=1")
    assert "unsafe-eval" in str(caught.value)
    expect(opened.locator("#chart svg")).to_have_count(0)
