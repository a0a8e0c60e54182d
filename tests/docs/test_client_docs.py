"""What the how-to about notebooks shows runs, block after block, against a real server."""

from __future__ import annotations

import re
import subprocess
import sys
import textwrap
from pathlib import Path

import httpx
import pytest

from moibench.api.client import Client, Problem
from tests.browser.conftest import environment_of, serving

HOW_TO = Path(__file__).parents[2] / "docs/how-to"
MAKE_TOKEN = """
import os
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "moibench.config.settings")
import django; django.setup()
from moibench.people import accounts
from moibench.people.rights import Role
from moibench.people.tokens.tokens import Scope, make_token
officer = accounts.add_person("officer", "Officer")
accounts.grant(officer, Role.DATA_OFFICER, "24", accounts.today())
print(make_token(officer, "notebook", tuple(Scope), 30))
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> object:
    folder = tmp_path_factory.mktemp("interface")
    with serving(folder) as address:
        made = subprocess.run(
            [sys.executable, "-c", MAKE_TOKEN],
            env=environment_of(folder),
            capture_output=True,
            text=True,
            check=True,
        )
        yield address, made.stdout.strip()


def test_the_notebook_runs(
    server: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, token = server
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MOIBENCH_TOKEN", token)
    page = (HOW_TO / "read-from-a-notebook.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    assert len(blocks) == 10
    shared: dict[str, object] = {"ADDRESS": address}
    for block in blocks:
        exec(compile(textwrap.dedent(block), "how-to", "exec"), shared)
    assert (tmp_path / "observations.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert shared["rows"][0]["series"] == "gpp_per_capita"  # type: ignore[index]
    saved = {
        c["series"]: c["value"] for c in shared["mine"].filing("area_budget", 2569, "24")["cells"]
    }  # type: ignore[attr-defined]
    assert saved["investment_budget_disbursed"] == 90.5
    filing = shared["mine"].filing("area_budget", 2569, "24")  # type: ignore[attr-defined]
    assert filing["state"] == "submitted"
    assert shared["found"]["asks"]  # type: ignore[index]
    drafts = shared["mine"].filing("province_disasters", 2568, "24")["cells"]  # type: ignore[attr-defined]
    assert {c["series"]: c["value"] for c in drafts}["disaster_affected_persons"] == 12
    assert (tmp_path / "chachoengsao.xlsx").read_bytes().startswith(b"PK")
    shared["site"].close()  # type: ignore[attr-defined]
    shared["mine"].close()  # type: ignore[attr-defined]


def test_what_the_formula_for_excel_asks_is_answered(server: tuple[str, str]) -> None:
    page = (HOW_TO / "refresh-from-excel.md").read_text(encoding="utf-8")
    formula = re.search(r"Query = \[(.*?)\]", page, re.DOTALL)[1]  # type: ignore[index]
    query = dict(re.findall(r'(\w+) = "([^"]*)"', formula))
    answer = httpx.get(f"{server[0]}/api/observations", params=query)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    for column in re.findall(r'\{"(\w+)", (?:type|Int64)', page):
        assert column in lines[0].split(",")
    assert len(lines) > 10


def test_a_question_asked_again_is_not_sent_again(server: tuple[str, str]) -> None:
    with Client(server[0]) as site:
        first = site.get("catalogue")
        assert site.get("catalogue") is first  # the very object: the answer was 304
        with pytest.raises(Problem) as refused:
            site.filing("area_budget", 2569, "24")
        assert refused.value.status == 401


def test_no_torn_file_is_left(server: tuple[str, str], tmp_path: Path) -> None:
    with Client(server[0]) as site, pytest.raises(Problem):
        site.download(tmp_path / "x.csv", series="nothing_such")
    assert list(tmp_path.iterdir()) == []
