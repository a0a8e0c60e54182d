"""Time what a reader's own Chromium does: drawing a page, and answering a slider.

A page counts as drawn once its fonts are there, every chart of its own is drawn and the browser
has painted two frames more. The first visit fetches scripts and fonts and does not count.
"""

from __future__ import annotations

import shutil
import statistics
from pathlib import Path

from benchmarks.load import start

RUNS = 5
ARGUMENTS = ["--no-sandbox", "--disable-gpu"]
_DRAWN = """
async () => {
  await document.fonts.ready;
  while (document.querySelector(".drawing:not([data-drawn])"))
    await new Promise((done) => setTimeout(done, 5));
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  return performance.now() / 1000;
}
"""
# From the slider's event to the new numbers in the page, as often as asked.
_SLIDE = """
async (runs) => {
  const slider = document.querySelector("input[type=range]");
  const place = document.getElementById("result");
  const [least, most] = [Number(slider.min), Number(slider.max)];
  const times = [];
  for (let run = 0; run <= runs; run += 1) {
    const changed = new Promise((done) => {
      const seen = new MutationObserver(() => { seen.disconnect(); done(); });
      seen.observe(place, { childList: true });
    });
    const started = performance.now();
    slider.value = least + ((most - least) * (run + 1)) / (runs + 2);
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    await changed;
    times.push((performance.now() - started) / 1000);
    await new Promise((done) => setTimeout(done, 30));
  }
  return times.slice(1);
}
"""


def chromium_seconds(home: Path, drawn: dict[str, str], slid: str) -> dict[str, float]:
    """Return median seconds of pages drawn, by name, and of a slider's answer on the page `slid`.

    Raises:
        FileNotFoundError: there is no Chromium on the path.
    """
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium")
    if program is None:
        raise FileNotFoundError("There is no chromium on the path. On Debian: install chromium")
    server, address = start(home)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            found = {}
            for name, path in drawn.items():
                times = []
                for _ in range(RUNS + 1):
                    page.goto(address + path, wait_until="commit")
                    page.wait_for_load_state("domcontentloaded")
                    times.append(float(page.evaluate(_DRAWN)))
                found[name] = statistics.median(times[1:])
            page.goto(address + slid)
            page.wait_for_selector("input[type=range]")
            found["what-if, slider to numbers"] = statistics.median(page.evaluate(_SLIDE, 15))
            browser.close()
            return found
    finally:
        server.terminate()
        server.wait()
