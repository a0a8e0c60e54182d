"""A browser that fills the catalogue's forms as a person does: from what stands in them."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from typing import Any

from django.test import Client

from moibench.people.models import Person
from moibench.people.rights import Role
from tests.web.specimens import made, signed_in


class _Fields(HTMLParser):
    """Reads what the forms of a page would send, untouched."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = {}
        self.select = self.area = ""
        self.offered: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        a = dict(attrs)
        name = a.get("name") or ""
        if tag == "input" and name and a.get("type") not in ("submit", "file"):
            if a.get("type") in ("checkbox", "radio") and "checked" not in a:
                return
            self.sent.setdefault(name, []).append(a.get("value") or "")
        elif tag == "select":
            self.select, self.offered = name, []
        elif tag == "option" and self.select:
            self.offered.append((a.get("value") or "", "selected" in a))
        elif tag == "textarea":
            self.area = name
            self.sent.setdefault(name, [""])

    def handle_data(self, data: str) -> None:
        if self.area:
            self.sent[self.area] = [self.sent[self.area][0] + data]

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.area = ""
        elif tag == "select" and self.select:
            chosen = [v for v, on in self.offered if on] or [v for v, _ in self.offered[:1]]
            if chosen:
                self.sent.setdefault(self.select, []).append(chosen[-1])
            self.select = ""


def fields(html: str) -> dict[str, list[str]]:
    """Return what the forms of a page send when nothing is touched."""
    reader = _Fields()
    reader.feed(html)
    return reader.sent


class Editor:
    """A catalogue editor with a browser."""

    def __init__(self, name: str) -> None:
        self.person: Person = made(name, (Role.CATALOGUE_EDITOR, "TH"))
        self.client: Client = signed_in(self.person)

    def begin(self, title: str = "ร่าง") -> str:
        """Begin a draft and return its address."""
        answer = self.client.post("/catalogue/begin", {"title": title, "reason": "เหตุผล"})
        assert answer.status_code == 302, answer.content.decode()
        return str(answer["Location"])

    def open(self, address: str) -> str:
        """Return a page."""
        answer = self.client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return str(answer.content.decode())

    def send(self, address: str, form: dict[str, Any], **changed: Any) -> Any:
        """Send a form, some of its fields changed; "__" stands for a full stop."""
        data = form | {k.replace("__", "."): v for k, v in changed.items()}
        return self.client.post(address, data)

    def save(self, address: str, changes: dict[str, Any]) -> Any:
        """Open a form, change some fields, save it."""
        return self.send(address, fields(self.open(address)) | changes, do="save")

    def step(self, draft: str, do: str, comment: str = "") -> list[str]:
        """Take a step of a draft; return why it was refused."""
        answer = self.client.post(draft, {"do": do, "comment": comment})
        return [] if answer.status_code == 302 else alerts(answer.content.decode())


def alerts(html: str) -> list[str]:
    """Return the sentences of a page's alerts."""
    found = re.findall(r'role="alert">(.*?)</div>', html, re.DOTALL)
    parts = [p for block in found for p in re.findall(r"<p>(.*?)</p>", block, re.DOTALL)]
    return [unescape(re.sub(r"<[^>]+>", "", p)).replace("\u00a0", " ") for p in parts]


def wrong(html: str) -> dict[str, str]:
    """Return what is wrong at which field."""
    found = re.findall(r'<span class="about wrong" id="f-([^"]+)-said">(.*?)</span>', html)
    return {name: unescape(said).strip() for name, said in found}
