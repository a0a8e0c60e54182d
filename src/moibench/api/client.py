"""A small client of the interface for programs. It needs httpx and nothing else of this package.

The file may be copied beside a notebook; see docs/how-to/read-from-a-notebook.md.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx


class Problem(Exception):
    """The interface refuses; `title` and `detail` say why, `content` is the whole answer."""

    def __init__(self, status: int, content: Mapping[str, Any]) -> None:
        self.status = status
        self.content = content
        self.error = str(content.get("error", ""))
        self.title = str(content.get("title", ""))
        self.detail = str(content.get("detail", ""))
        super().__init__(f"{status} {self.title} {self.detail}".strip())


class Client:
    """Asks one site. What has not changed since the last question is not sent again."""

    def __init__(
        self, address: str, token: str = "", *, language: str = "th", seconds: float = 60
    ) -> None:
        """Make a client.

        Args:
            address: of the site, such as "http://127.0.0.1:8000".
            token: for filings; published figures need none.
            language: "th" or "en", of names and of refusals.
            seconds: how long to wait for an answer.
        """
        headers = {"Accept-Language": language}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        self._http = httpx.Client(
            base_url=f"{address.rstrip('/')}/api/", headers=headers, timeout=seconds
        )
        self._known: dict[str, tuple[str, Any]] = {}

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *failure: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the connection go."""
        self._http.close()

    def get(self, path: str, **asked: Any) -> Any:
        """Return the JSON at a path below /api/, such as "profile/24".

        Args:
            path: below /api/.
            asked: parameters; lists become commas, None is left out.

        Raises:
            Problem: with the reason.
            httpx.HTTPError: the site cannot be reached, or is too slow.
        """
        request = self._http.build_request("GET", path, params=_said(asked))
        tag, kept = self._known.get(str(request.url), ("", None))
        if tag:
            request.headers["If-None-Match"] = tag
        answer = self._http.send(request)
        if answer.status_code == httpx.codes.NOT_MODIFIED:
            return kept
        content = _content(answer)
        if answer.headers.get("ETag"):
            self._known[str(request.url)] = (answer.headers["ETag"], content)
        return content

    def each(self, path: str, **asked: Any) -> Iterator[dict[str, Any]]:
        """Yield every item of a list, page after page.

        Raises:
            Problem: with the reason.
        """
        page = self.get(path, **asked)
        yield from page["items"]
        while page["next"]:
            page = _content(self._http.get(page["next"]))
            yield from page["items"]

    def profile(self, unit: str, **asked: Any) -> Any:
        """Return a unit's profile; `unit` is a code or a name."""
        return self.get(f"profile/{_part(unit)}", **asked)

    def ranking(self, subject: str = "overall", **asked: Any) -> Any:
        """Return the units of a level in order of an indicator, a dimension or the index."""
        return self.get(f"ranking/{_part(subject)}", **asked)

    def observations(self, **asked: Any) -> Iterator[dict[str, Any]]:
        """Yield observations: series, unit, CE year, value, status, standard error, edition."""
        return self.each("observations", **({"limit": 10_000} | asked))

    def download(self, path: str | Path, form: str = "csv", **asked: Any) -> Path:
        """Write observations to a file in any format of the interface: whole, or not at all.

        Raises:
            Problem: with the reason; no file was written.
        """
        return self._write("observations", path, {**asked, "format": form})

    def filing(self, source: str, year: int | str, unit: str) -> Any:
        """Return a filing with its cells; needs a token."""
        return self.get(f"filings/{_part(source)}/{_part(year)}/{_part(unit)}")

    def save_drafts(
        self,
        source: str,
        year: int | str,
        unit: str,
        cells: Iterable[Mapping[str, Any]],
        *,
        check_only: bool = False,
    ) -> Any:
        """Save drafts of a filing: all of them or none; needs a token.

        cells: `series` and `value` with the `version` that was read, and what else a cell says.

        Raises:
            Problem: with every fault, finding, or what others have written in between.
        """
        address = f"filings/{_part(source)}/{_part(year)}/{_part(unit)}"
        body = {"cells": [dict(c) for c in cells], "check_only": check_only}
        return _content(self._http.put(address, json=body))

    def send(self, method: str, path: str, content: Mapping[str, Any] | None = None) -> Any:
        """Write JSON to a path below /api/ and return the answer; needs a token.

        Raises:
            Problem: with everything that is wrong; nothing was written.
        """
        return _content(self._http.request(method, path, json=content))

    def check(self, figures: Iterable[Mapping[str, Any]]) -> Any:
        """Return what the rules find in figures (series, unit, year, value); needs a token."""
        return self.send("POST", "check/figures", {"figures": [dict(f) for f in figures]})

    def check_table(self, path: str | Path, **understood: Any) -> Any:
        """Return what importing a table would change; nothing is kept. Needs a token.

        understood: `mapping` (its text, or a remembered source), `series`, `year`.
        """
        return self._hand_in("check/table", path, understood)

    def check_workbook(self, path: str | Path) -> Any:
        """Return what a filled template would change and what is found in it; needs a token."""
        return self._hand_in("check/workbook", path, {})

    def save_workbook(self, path: str | Path) -> Any:
        """Save a filled template as drafts, all of it or nothing; needs a token.

        Raises:
            Problem: with every finding, or what others have written in between.
        """
        return self._hand_in("workbooks", path, {})

    def preview(self, path: str | Path, **understood: Any) -> Any:
        """Hand a table in to be imported and return what it would change; needs a token.

        understood: as `check_table`.
        """
        return self._hand_in("imports", path, understood)

    def commit(self, preview: Mapping[str, Any], reason: str = "") -> Any:
        """Store what `preview` showed, all of it or nothing; needs a token.

        Raises:
            Problem: something in it is impossible, or improbable without a reason, or figures
                were stored since.
        """
        wanted = {key: preview[key] for key in ("mapping", "state")}
        wanted |= {"name": preview["file"], "reason": reason}
        return self.send("POST", f"imports/{preview['sha256']}/commit", wanted)

    def take_step(
        self, source: str, year: int | str, unit: str, step: str, seen: int, **words: Any
    ) -> Any:
        """Take a step of a filing's review (submit, return, approve, …); needs a token.

        seen: of the filing as it was read. words: `comment`, `questions`, `verified`.
        """
        address = f"filings/{_part(source)}/{_part(year)}/{_part(unit)}/steps"
        return self.send("POST", address, {"step": step, "seen": seen, **words})

    def report(self, unit: str, path: str | Path, form: str = "docx", **asked: Any) -> Path:
        """Write a unit's report to a file: docx, pptx, xlsx, pdf or profile.

        Raises:
            Problem: with the reason; no file was written.
        """
        return self._write(f"profile/{_part(unit)}/report", path, {**asked, "format": form})

    def _write(self, address: str, path: str | Path, asked: Mapping[str, Any]) -> Path:
        wanted = Path(path)
        part = wanted.with_name(f"{wanted.name}.part")
        params = _said(asked)
        try:
            with (
                self._http.stream("GET", address, params=params) as answer,
                part.open("wb") as file,
            ):
                if answer.status_code != httpx.codes.OK:
                    answer.read()
                    _content(answer)
                for piece in answer.iter_bytes():
                    file.write(piece)
            os.replace(part, wanted)  # noqa: PTH105 - one step on every system
        finally:
            part.unlink(missing_ok=True)
        return wanted

    def _hand_in(self, address: str, path: str | Path, understood: Mapping[str, Any]) -> Any:
        said = {name: str(value) for name, value in understood.items() if value is not None}
        with Path(path).open("rb") as file:
            handed = {"file": (Path(path).name, file)}
            return _content(self._http.post(address, data=said, files=handed))


def _said(asked: Mapping[str, Any]) -> dict[str, str]:
    said = {}
    for name, value in asked.items():
        if isinstance(value, bool):
            said[name] = "true" if value else "false"
        elif isinstance(value, list | tuple | set):
            said[name] = ",".join(map(str, value))
        elif value is not None:
            said[name] = str(value)
    return said


def _part(name: object) -> str:
    return quote(str(name), safe="")


def _content(answer: httpx.Response) -> Any:
    if answer.is_success:
        return answer.json()
    try:
        content = answer.json()
    except ValueError:
        content = {"title": answer.reason_phrase}
    raise Problem(answer.status_code, content if isinstance(content, dict) else {})
