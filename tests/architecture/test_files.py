"""What must hold of every file that is committed."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
CODE = {".py", ".html", ".css", ".js", ".sh"}
# Written so that this very file does not match.
MACHINE_PATH = re.compile(r"(?<![\w.])/(w[o]rk|r[o]ot|h[o]me/\w+|t[m]p/wt|o[p]t/\w+)/[A-Za-z._-]")
REGISTRY = re.compile(
    r"--(extra-)?inde[x]-url [^\\]|--find-link[s]|--trusted-hos[t] "
    r"|pyp[i]\.org/simple|pythonhoste[d]\.org|registr[y]\.npmjs"
)


def committed() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    paths = (ROOT / name.decode() for name in listed.stdout.split(b"\0") if name)
    return [p for p in paths if p.is_file()]


def texts() -> dict[str, str]:
    found = {}
    for path in committed():
        content = path.read_bytes()
        if b"\0" not in content:
            found[path.relative_to(ROOT).as_posix()] = content.decode("utf-8")
    assert len(found) > 20
    return found


def test_no_file_names_a_path_of_the_machine_it_was_written_on() -> None:
    assert {n: m.group() for n, t in texts().items() if (m := MACHINE_PATH.search(t))} == {}


def test_no_file_names_the_host_of_a_package_registry() -> None:
    assert {n: m.group() for n, t in texts().items() if (m := REGISTRY.search(t))} == {}


def test_no_code_file_is_longer_than_500_lines() -> None:
    long = {
        name: lines
        for name, text in texts().items()
        if Path(name).suffix in CODE and (lines := text.count("\n")) > 500
    }
    assert long == {}


def test_every_locked_package_has_one_version_and_hashes_and_no_address() -> None:
    for name in ("run.txt", "test.txt"):
        lock = (ROOT / "requirements" / name).read_text(encoding="utf-8")
        assert "://" not in lock
        entries = re.findall(r"^(?![ #])(\S+)((?: \\\n    \S+)*)", lock, re.MULTILINE)
        assert len(entries) > 20
        for requirement, hashes in entries:
            assert re.fullmatch(r"[a-z0-9-]+==[0-9][^=,]*", requirement), requirement
            assert "--hash=sha256:" in hashes, requirement


def test_the_two_locks_agree() -> None:
    pins = [
        dict(re.findall(r"^([a-z0-9-]+)==(\S+)", path.read_text(encoding="utf-8"), re.MULTILINE))
        for path in (ROOT / "requirements/run.txt", ROOT / "requirements/test.txt")
    ]
    shared = pins[0].keys() & pins[1].keys()
    assert shared
    assert {name: pins[0][name] for name in shared} == {name: pins[1][name] for name in shared}


def test_decision_records_are_numbered_without_gaps() -> None:
    records = sorted(p.name for p in (ROOT / "docs/decisions").glob("*.md"))
    assert records
    assert [name[:5] for name in records] == [f"{n:04}-" for n in range(1, len(records) + 1)]
    for name in records:
        text = (ROOT / "docs/decisions" / name).read_text(encoding="utf-8")
        assert text.startswith(f"# {name[:4]} ")
        for heading in ("## Context", "## Decision", "## Refused", "## Consequences"):
            assert heading in text, f"{name}: {heading}"
