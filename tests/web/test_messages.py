"""Texts: every key asked for exists, every key of the pages is asked for, none is in a template."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import moibench
from moibench.presentation.language import FOLDER, messages

PACKAGE = Path(moibench.__file__).parent
OF_THE_PAGES = (
    "site",
    "home",
    "area",
    "indicator",
    "compare",
    "method",
    "search",
    "errors",
    "chart",
    "graphic",
    "before_after",
    "change",
    "position",
    "sectors",
    "sector_page",
    "champions",
    "levers",
    "targets",
    "moments",
    "account",
    "people",
    "drafting",
    "review",
    "tray",
    "writing",
    "benchmark",
    "groups",
    "ranking",
    "peers_panel",
    "since",
    "swot",
    "agendas",
    "unit_template",
    "value_chain",
)
FILES = "|".join(OF_THE_PAGES)
UNTRANSLATED = {"site.switch"}  # the name of the other language, in that language
TEMPLATES = sorted((PACKAGE / "web/templates").rglob("*.html"))
THAI = re.compile(r"[\u0e00-\u0e7f]")


def asked_for() -> tuple[set[str], list[str]]:
    """Return the keys asked for literally, and patterns of those put together."""
    exact: set[str] = set()
    patterns: list[str] = []
    rooms = ("presentation", "web", "analysis", "reports")
    files = sorted(p for room in rooms for p in (PACKAGE / room).rglob("*.py"))
    for path in [*files, PACKAGE / "people/errors.py"]:
        if path.name == "language.py":  # its example names no real key
            continue
        source = path.read_text(encoding="utf-8")
        source = re.sub(r'draft\.say\(\s*"', 'draft.say("report.', source)  # its keys are short
        for key in re.findall(rf'(?<!f)"((?:{FILES})\.[a-z0-9_.]+)"', source):
            exact.add(key)
        for key in re.findall(rf'f"((?:{FILES})\.[^"]+)"', source):
            patterns.append(re.sub(r"\\\{.*?\\\}", "[a-z0-9_]+", re.escape(key)))
    for key in list(exact):  # a prefix handed on to be completed
        patterns.append(re.escape(key) + r"\.[a-z0-9_]+")
    patterns.append(r"errors\.[a-z_]+\.(title|body|offer)")
    patterns.append(r"people\.act\.[a-z_.]+")  # by the action that the log holds
    patterns.append(r"indicator\.terms\.[a-z_]+")
    for path in TEMPLATES:
        source = path.read_text(encoding="utf-8")
        exact.update(re.findall(r'{% (?:message|plain) "([^"]+)"', source))
        exact.update(re.findall(r'(?:label|hint)="((?:account|people)\.[^"]+)"', source))
    return exact, patterns


def test_every_key_asked_for_exists() -> None:
    exact, _ = asked_for()
    known = set(messages())
    prefixes = {key.rsplit(".", 1)[0] for key in known}
    missing = {k for k in exact if k not in known and k not in prefixes}
    assert missing == set()


@pytest.mark.slow
def test_every_message_of_the_pages_is_asked_for() -> None:
    exact, patterns = asked_for()
    own = [k for k in messages() if k.split(".")[0] in OF_THE_PAGES]
    unused = [k for k in own if k not in exact and not any(re.fullmatch(p, k) for p in patterns)]
    assert unused == []
    assert {p.stem for p in FOLDER.glob("*.yaml")} >= set(OF_THE_PAGES)


def test_both_languages_fill_the_same_fields() -> None:
    for key, pair in messages().items():
        if key.split(".")[0] in OF_THE_PAGES:
            fields = {lang: set(re.findall(r"{([a-z_]+)}", t)) for lang, t in pair.items()}
            assert fields["th"] == fields["en"], key
            words = re.sub(r"{[a-z_]+}", "", pair["th"])
            assert THAI.search(words) or not re.search(r"[a-z]{4}", words) or key in UNTRANSLATED


def test_no_template_holds_a_text_of_its_own() -> None:
    for path in TEMPLATES:
        bare = re.sub(r"{%.*?%}|{{.*?}}|<[^>]*>|&[a-z]+;", " ", path.read_text(encoding="utf-8"))
        words = [w for w in re.findall(r"[A-Za-z\u0e00-\u0e7f]{2,}", bare) if w != "JSON"]
        assert words == [], path.name


def test_nothing_is_declared_safe_by_hand() -> None:
    for path in TEMPLATES:
        source = path.read_text(encoding="utf-8")
        assert "|safe" not in source
        assert "autoescape off" not in source
    for path in sorted((PACKAGE / "web").rglob("*.py")):
        assert "mark_safe" not in path.read_text(encoding="utf-8")
