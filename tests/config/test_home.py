from __future__ import annotations

import stat
from pathlib import Path

import pytest

from moibench.config.home import HomeError, home, secret_key


def test_the_folder_named_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOIBENCH_HOME", str(tmp_path / "a" / "b"))
    assert home() == tmp_path / "a" / "b"
    assert home().is_dir()


def test_without_a_name_it_is_the_users_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MOIBENCH_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert home() == tmp_path / "moibench"


def test_a_file_in_the_way_is_one_sentence_with_the_mend(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    monkeypatch.setenv("MOIBENCH_HOME", str(in_the_way))
    with pytest.raises(HomeError, match=r"file.*MOIBENCH_HOME") as raised:
        home()
    assert raised.value.path == in_the_way
    assert "\n" not in str(raised.value)


def test_a_folder_that_refuses_writing_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOIBENCH_HOME", str(tmp_path))
    monkeypatch.setattr("os.access", lambda *_: False)  # root may write anywhere
    with pytest.raises(HomeError, match="not writable"):
        home()


def test_the_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    first = secret_key(tmp_path)
    assert len(first) >= 50
    assert secret_key(tmp_path) == first
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    (tmp_path / "other").mkdir()
    assert secret_key(tmp_path / "other") != first
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == ["secret_key"]


def test_a_key_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "secret_key").mkdir()
    with pytest.raises(HomeError, match="secret_key") as raised:
        secret_key(tmp_path)
    assert raised.value.path == tmp_path
