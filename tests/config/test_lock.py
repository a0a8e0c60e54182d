"""Several first starts on one folder: one makes it ready, the others wait and say so."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from moibench.config.home import HomeError, secret_key
from moibench.config.lock import NAME, one_at_a_time

ROOT = Path(__file__).parents[2]
HOLD = """
import sys, pathlib
from moibench.config.lock import one_at_a_time
with one_at_a_time(pathlib.Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.readline()
"""


def begun(home: Path, *command: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "MOIBENCH_HOME": str(home), "PYTHONPATH": str(ROOT / "src")}
    environment.pop("MOIBENCH_DATABASE", None)
    return subprocess.Popen(
        [sys.executable, *command],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.slow
def test_first_starts_at_the_same_moment_all_succeed(tmp_path: Path) -> None:
    both = [begun(tmp_path, "-m", "moibench", "source", "list") for _ in range(2)]
    told = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [0, 0], told
    said = sorted(error for _, error in told)
    assert said[0] == ""
    assert "อีกโปรแกรมหนึ่งกำลังเตรียมโฟลเดอร์ข้อมูลนี้" in said[1]
    assert "waiting" in said[1]


def test_the_lock_is_let_go_when_its_process_dies(tmp_path: Path) -> None:
    holder = begun(tmp_path, "-c", HOLD, str(tmp_path))
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    waited: list[bool] = []

    def end_the_other() -> None:
        waited.append(True)
        holder.kill()
        holder.communicate()

    with one_at_a_time(tmp_path, end_the_other):
        assert waited == [True]
    with one_at_a_time(tmp_path, lambda: waited.append(False)):
        assert waited == [True]


def test_a_lock_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / NAME).mkdir()
    with pytest.raises(HomeError, match=NAME), one_at_a_time(tmp_path):
        pass


def test_the_first_key_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    exists = Path.exists
    first = secret_key(tmp_path)
    # As a second process sees it that looked before the first one had written.
    monkeypatch.setattr(Path, "exists", lambda p: p.name != "secret_key" and exists(p))
    assert secret_key(tmp_path) == first
    assert [p.name for p in tmp_path.iterdir()] == ["secret_key"]
