"""Charts of positions and sectors are drawn, their names do not overprint, and all may be read."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.visiting import NARROW, WIDE, Axe, drawn, fits

PAGES = (
    "/position/24?year=2562",
    "/position/indicator/hai?year=2562",
    "/sectors/21?year=2562&against=peers",
    "/champions/21",
)
# Marks of a layer of names: those of the rim below them are the same, and not counted.
OVERPRINTED = """(id) => {
  const texts = [...document.querySelectorAll(`.drawing.${id} svg .mark-text text`)]
    .filter((t) => !t.getAttribute('stroke') && t.textContent.trim())
    .map((t) => ({ said: t.textContent, box: t.getBoundingClientRect() }));
  const met = [];
  for (let i = 0; i < texts.length; i++) for (let k = i + 1; k < texts.length; k++) {
    const [a, b] = [texts[i].box, texts[k].box];
    const over = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const below = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    // Boxes of letters hold room above them for Thai tones: a third of a line is not ink.
    if (over > 2 && below > 6) met.push(`${texts[i].said} × ${texts[k].said}`);
  }
  return { met, count: texts.length };
}"""


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_pages_of_potential_are_drawn_legible_and_fit(
    site: str, page: Page, axe: Axe, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    for address in PAGES:
        page.goto(f"{site}{address}")
        drawn(page)
        fits(page)
        if width == NARROW:
            axe(page)
        for chart in ("quadrant", "growth-share", "lq-growth", "network"):
            if page.locator(f".drawing.{chart}").count():
                found = page.evaluate(OVERPRINTED, chart)
                assert found["count"] > 4, (address, chart)
                assert found["met"] == [], (address, chart)
