"""Finished pages are handed out again until anything is written, and to nobody signed in."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from moibench.store import mark as marks
from moibench.web import finished
from moibench.web.finished import Finished, Kept, finished_pages


class Site:
    """Answers with how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, request: HttpRequest) -> HttpResponse:
        self.asked += 1
        response = HttpResponse(f"{self.asked}", status=404 if "none" in request.path else 200)
        response["ETag"] = f'"{self.asked}"'
        if "sign" in request.path:
            response.set_cookie("csrftoken", "x")
        if "private" in request.path:
            response["Cache-Control"] = "no-store"
        return response


def ask(path: str = "/area/24", **more: str) -> HttpRequest:
    request = RequestFactory().get(path, headers={k.replace("_", "-"): v for k, v in more.items()})
    return request


@pytest.fixture
def mark(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """The mark of the database, to be changed."""
    held: list[str | None] = ["one"]
    monkeypatch.setattr(finished, "change_mark", lambda: held[0])
    return held


@pytest.mark.usefixtures("mark")
def test_the_same_address_gives_the_same_page_without_laying_it_out_again() -> None:
    site = Site()
    answered = finished_pages(site)
    first, second = answered(ask()), answered(ask())
    assert first.content == second.content == b"1"
    assert second["ETag"] == first["ETag"]
    assert answered(ask("/en/area/24")).content == b"2"
    assert answered(ask("/area/24?year=2562")).content == b"3"
    assert answered(ask(Accept_Encoding="gzip")).content == b"4"
    assert answered(ask(HX_Request="true")).content == b"5"


def test_whatever_is_written_drops_every_page(mark: list[str | None]) -> None:
    answered = finished_pages(Site())
    answered(ask())
    mark[0] = "two"
    assert answered(ask()).content == b"2"
    mark[0] = None  # cannot be told: nothing is kept
    assert [answered(ask()).content for _ in range(2)] == [b"3", b"4"]


def test_a_page_laid_out_while_something_was_written_is_not_kept(mark: list[str | None]) -> None:
    class Written(Site):
        def __call__(self, request: HttpRequest) -> HttpResponse:
            mark[0] = f"{self.asked}"
            return super().__call__(request)

    answered = finished_pages(Written())
    assert [answered(ask()).content for _ in range(2)] == [b"1", b"2"]


@pytest.mark.usefixtures("mark")
def test_who_brings_a_cookie_and_what_is_private_is_answered_anew() -> None:
    site = Site()
    answered = finished_pages(site)
    for request in (
        lambda: ask(Cookie="sessionid=abc"),
        lambda: ask(Authorization="Bearer abc"),
        lambda: ask("/api/profile/24"),
        lambda: ask("/people/"),
        lambda: ask("/none"),
        lambda: ask("/sign"),
        lambda: ask("/private"),
        lambda: RequestFactory().post("/area/24"),
    ):
        before = site.asked
        answered(request())
        answered(request())
        assert site.asked == before + 2


@pytest.mark.usefixtures("mark")
def test_who_holds_the_page_already_is_told_so() -> None:
    answered = finished_pages(Site())
    first = answered(ask())
    assert answered(ask(If_None_Match=first["ETag"])).status_code == 304


def test_the_longest_unasked_pages_make_room() -> None:
    kept = Kept(room=25)
    for name in "abc":
        kept.get("m", (name,))
        kept.put("m", (name,), Finished(b"x" * 10, ()))
        kept.get("m", ("a",))
    assert kept.get("m", ("a",)) is not None
    assert kept.get("m", ("b",)) is None
    assert kept.get("m", ("c",)) is not None
    assert kept.used == 20


def test_the_mark_of_a_database_changes_with_every_commit_of_any_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "m.sqlite3"
    writer = sqlite3.connect(path)
    writer.execute("PRAGMA journal_mode=WAL")
    writer.execute("CREATE TABLE t (x)")
    writer.commit()
    described = SimpleNamespace(
        vendor="sqlite", in_atomic_block=False, settings_dict={"NAME": path}
    )
    monkeypatch.setattr(marks, "connection", described)
    seen = {marks.change_mark()}
    for number in range(3):
        other = sqlite3.connect(path)
        other.execute("INSERT INTO t VALUES (?)", (number,))
        other.commit()
        seen.add(marks.change_mark())
        other.close()
    assert len(seen) == 4
    writer.execute("SELECT * FROM t").fetchall()
    assert marks.change_mark() in seen
    writer.close()
    described.in_atomic_block = True
    assert marks.change_mark() is None


@pytest.mark.django_db
def test_inside_a_test_nothing_is_kept() -> None:
    assert marks.change_mark() is None
    assert Client().get("/method").status_code == 200
