"""A backup holds everything; what is restored equals it, or nothing was restored."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from moibench.ingest import backup
from tests.prepared import prepared_home

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("backup")]
SOURCES = Path(__file__).parents[2] / "src"


def run(home: Path, *arguments: str, database: str = "") -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "PYTHONPATH": str(SOURCES),
        "MOIBENCH_HOME": str(home),
        "MOIBENCH_DATABASE": database,
    }
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=300, check=False
    )


def moibench(home: Path, *arguments: str, database: str = "") -> str:
    done = run(home, "-m", "moibench", *arguments, database=database)
    assert done.returncode == 0, done.stderr
    return done.stdout


_LIFE = """
import sys
from moibench.cli import main
assert main(["edition", "publish", "2569/1", "--by", "a test"]) == 0
from moibench.store.record import Entry, add_evidence, record_edition
proof = add_evidence("letter.pdf", "application/pdf", b"%PDF-proof", "an officer")
entry = Entry("gpp_current", "24", 2019, 400000.0, "final", 12.5, "verified")
record_edition("nesdc_gpp_2563", "nesdc_gpp", 0, "fix", [entry], "an officer",
               reason="misprint", evidence=proof)
from moibench.analysis.unit_templates import put_template
from moibench.store.content import fetched_folder, keep
put_template("24", "docx", "letterhead.docx", b"PK-letterhead", "an officer", None)
keep(fetched_folder(), b"as it came")
assert main(["edition", "publish", "2569/2", "--by", "a test"]) == 0
from pathlib import Path
Path(sys.argv[1], "mail.yaml").write_text("server: none\\n", encoding="utf-8")
sys.exit(main(["backup", sys.argv[2]]))
"""
_HISTORY = """
import json, sys
import django
django.setup()
from moibench.ingest import tables
applied = tables.applied_migrations()
print(json.dumps({t: tables.digest(m) for t, m in sorted(tables.models_at(applied).items())}))
"""
# What the commands that are given print, in one process.
_ANSWERS = """
import contextlib, io, json, sys
from moibench.cli import main
said = []
for command in json.loads(sys.argv[1]):
    with contextlib.redirect_stdout(io.StringIO()) as output:
        assert main(command) == 0
    said.append(output.getvalue())
print(json.dumps(said))
"""


_SIGN_IN = """
import re, sys, time
from moibench.cli.prepare import prepare
prepare()
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from moibench.people import accounts
from moibench.people.rights import Role
code = lambda secret: format_hotp_value(hotp_value(secret, int(time.time()) // 30))
client, password = Client(SERVER_NAME="localhost"), "ชาเย็นหวานน้อยสองแก้ว"
if sys.argv[1] == "set up":
    person = accounts.add_person("somsri", "somsri", password=password)
    accounts.grant(person, Role.READER, "24", accounts.today())
    client.post("/account/sign-in", {"login": "somsri", "password": password})
    client.post("/account/confirm?next=/account/", {"password": password})
    page = client.get("/account/two-factor/set-up").content.decode()
    secret = re.findall(r'class="key-text">([A-Z2-7]+)<', page)[0]
    client.post("/account/two-factor/set-up", {"code": code(secret)})
    print(secret)
else:
    client.post("/account/sign-in", {"login": "somsri", "password": password})
    client.post("/account/code", {"code": code(sys.argv[2])})
    print(client.get("/account/").status_code)
"""


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A system with an edition, a correction with evidence, and a setting; backed up."""
    home = prepared_home(tmp_path_factory.mktemp("data") / "old")
    done = run(home, "-c", _LIFE, str(home), str(whole(home)))
    assert done.returncode == 0, done.stderr
    return home


@pytest.fixture(scope="module")
def old_history(old: Path) -> dict[str, str]:
    return history(old)


@pytest.fixture(scope="module")
def new(old: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same system, restored from that backup; copied by who changes it."""
    home = tmp_path_factory.mktemp("data") / "new"
    moibench(home, "restore", str(whole(old)))
    return home


def whole(old: Path) -> Path:
    return old / "kept" / "whole.zip"


def history(home: Path, database: str = "") -> dict[str, str]:
    done = run(home, "-c", _HISTORY, database=database)
    assert done.returncode == 0, done.stderr
    found: dict[str, str] = json.loads(done.stdout)
    return found


def answers(home: Path, *commands: tuple[str, ...]) -> list[str]:
    done = run(home, "-c", _ANSWERS, json.dumps(commands))
    assert done.returncode == 0, done.stderr
    found: list[str] = json.loads(done.stdout)
    return found


def test_the_restored_system_equals_the_old_one(
    old: Path, new: Path, old_history: dict[str, str]
) -> None:
    assert history(new) == old_history
    commands = (
        ("profile", "24", "--edition", "2569/1", "--json"),
        ("profile", "24", "--edition", "2569/2", "--json"),
        ("profile", "24", "--json"),
        ("edition", "diff", "2569/1", "2569/2", "--json"),
    )
    said = answers(new, *commands)
    assert said == answers(old, *commands)
    assert len({*said}) == len(commands)
    sha = hashlib.sha256(b"%PDF-proof").hexdigest()
    assert (new / "evidence" / sha[:2] / sha).read_bytes() == b"%PDF-proof"
    for folder, content in (("templates", b"PK-letterhead"), ("fetched", b"as it came")):
        sha = hashlib.sha256(content).hexdigest()
        assert (new / folder / sha[:2] / sha).read_bytes() == content
    assert (new / "mail.yaml").read_text(encoding="utf-8") == "server: none\n"


def test_the_key_and_the_settings_are_kept_for_the_owners_eyes_alone(old: Path, new: Path) -> None:
    with zipfile.ZipFile(whole(old)) as archive:
        assert archive.read("settings/secret_key") == (old / "secret_key").read_bytes()
        assert "settings/mail.yaml" in archive.namelist()
    assert whole(old).stat().st_mode & 0o077 == 0
    assert (new / "secret_key").read_bytes() == (old / "secret_key").read_bytes()
    assert (new / "secret_key").stat().st_mode & 0o077 == 0


def test_whoever_signed_in_with_two_steps_does_so_after_a_restore(
    new: Path, tmp_path: Path
) -> None:
    lived = Path(shutil.copytree(new, tmp_path / "lived"))
    secret = run(lived, "-c", _SIGN_IN, "set up").stdout.split()[-1]
    file = tmp_path / "later.zip"
    moibench(lived, "backup", str(file))
    restored = tmp_path / "restored"
    moibench(restored, "restore", str(file))
    keyless = Path(shutil.copytree(restored, tmp_path / "keyless"))
    (keyless / "secret_key").write_text("another machine's key", encoding="ascii")
    signed_in = run(restored, "-c", _SIGN_IN, "sign in", secret)
    assert signed_in.stdout.split()[-1:] == ["200"], signed_in.stderr
    assert run(keyless, "-c", _SIGN_IN, "sign in", secret).stdout.split()[-1:] != ["200"]


def test_a_backup_without_a_key_says_who_must_set_up_anew(old: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(whole(old)) as archive:
        entries = json.loads(archive.read("manifest.json"))["entries"]
    del entries["settings/secret_key"]
    first = rewritten(whole(old), tmp_path / "a.zip", "settings/secret_key", None)
    manifest = manifest_with(first, entries=entries)
    keyless = rewritten(first, tmp_path / "b.zip", "manifest.json", manifest)
    said = moibench(tmp_path / "new", "restore", str(keyless))
    assert "ผู้ที่ใช้การยืนยันสองขั้น" in said


def rewritten(source: Path, target: Path, name: str, content: bytes | None) -> Path:
    """Copy a backup with one entry changed, or left out."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for entry in old.namelist():
            if entry == name and content is None:
                continue
            new.writestr(entry, content if entry == name and content else old.read(entry))
    return target


def manifest_with(source: Path, **changed: object) -> bytes:
    with zipfile.ZipFile(source) as archive:
        return json.dumps({**json.loads(archive.read("manifest.json")), **changed}).encode()


def reason_for(path: Path) -> str:
    with pytest.raises(backup.BackupError) as refused:
        backup.verify(path)
    return refused.value.reason


@pytest.mark.django_db
def test_damaged_and_newer_files_are_refused_with_the_reason(old: Path, tmp_path: Path) -> None:
    source = whole(old)
    assert backup.verify(source)["format"] == backup.FORMAT
    table = "tables/store_observation.jsonl"
    changed = tmp_path / "changed.zip"
    assert reason_for(rewritten(source, changed, table, b'{"id": 1}\n')) == "damaged"
    assert reason_for(rewritten(source, changed, table, None)) == "damaged"
    assert reason_for(rewritten(source, changed, "manifest.json", b"{}")) == "damaged"
    assert reason_for(rewritten(source, changed, "manifest.json", b"not json")) == "damaged"
    newer = manifest_with(source, format=backup.FORMAT + 1)
    assert reason_for(rewritten(source, changed, "manifest.json", newer)) == "newer"
    migrations = [["store", "9999_from_the_future"]]
    newer = manifest_with(source, migrations=migrations)
    assert reason_for(rewritten(source, changed, "manifest.json", newer)) == "newer"
    (tmp_path / "no.zip").write_bytes(b"no zip at all")
    assert reason_for(tmp_path / "no.zip") == "damaged"
    assert reason_for(tmp_path / "absent.zip") == "unreadable"
    content = bytearray(source.read_bytes())
    for place in range(len(content) // 3, len(content) // 3 + 200):
        content[place] ^= 0xFF
    changed.write_bytes(content)
    assert reason_for(changed) == "damaged"
    changed.write_bytes(source.read_bytes()[:-500])
    assert reason_for(changed) == "damaged"


def test_a_refused_restore_changes_nothing(
    old: Path, old_history: dict[str, str], tmp_path: Path
) -> None:
    home = prepared_home(tmp_path / "home")
    moibench(home, "edition", "publish", "2569/1", "--by", "someone else")
    before = history(home)
    done = run(home, "-m", "moibench", "restore", str(whole(old)))
    assert done.returncode == 1
    assert "--replace" in done.stderr
    assert "Traceback" not in done.stderr
    damaged = rewritten(whole(old), tmp_path / "x.zip", "tables/store_edition.jsonl", b"\n")
    done = run(home, "-m", "moibench", "restore", str(damaged), "--replace")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert history(home) == before
    moibench(home, "restore", str(whole(old)), "--replace")
    assert history(home) == old_history


def test_an_insert_that_fails_leaves_the_old_database(old: Path, tmp_path: Path) -> None:
    home = prepared_home(tmp_path / "home")
    before = history(home)
    with zipfile.ZipFile(whole(old)) as archive:
        line = archive.read("tables/store_edition.jsonl").splitlines()[0] + b"\n"
        entries = json.loads(archive.read("manifest.json"))["entries"]
    entries["tables/store_edition.jsonl"] = {
        "sha256": hashlib.sha256(line).hexdigest(),
        "size": len(line),
    }
    first = rewritten(whole(old), tmp_path / "a.zip", "tables/store_edition.jsonl", line)
    manifest = manifest_with(first, entries=entries)
    broken = rewritten(first, tmp_path / "b.zip", "manifest.json", manifest)
    assert run(home, "-m", "moibench", "restore", str(broken), "--replace").returncode == 1
    assert history(home) == before
    assert not list(home.glob("*.restoring*"))


@pytest.mark.database
def test_a_backup_goes_over_to_the_other_database(
    old: Path, old_history: dict[str, str], tmp_path: Path
) -> None:
    address = os.environ.get("MOIBENCH_DATABASE", "")
    if not address:
        return  # SQLite to SQLite is the first test; this one crosses over on PostgreSQL
    import psycopg

    parts = psycopg.conninfo.conninfo_to_dict(address)
    name = f"restored_{os.getpid()}"
    own = f"postgresql://{parts['user']}@/{name}?host={parts['host']}"
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            moibench(tmp_path, "restore", str(whole(old)), database=own)
            assert history(tmp_path, own) == old_history
            moibench(tmp_path, "restore", str(whole(old)), "--replace", database=own)
            moibench(tmp_path, "backup", str(tmp_path / "again.zip"), database=own)
            question = ("profile", "24", "--edition", "2569/1", "--json")
            assert moibench(tmp_path, *question, database=own) == moibench(old, *question)
            back = tmp_path / "back"
            moibench(back, "restore", str(tmp_path / "again.zip"))
            assert history(back) == old_history
            # Numbering goes on after what was restored.
            folder = str(tmp_path / "written")
            moibench(tmp_path, "catalogue", "export", folder, database=own)
            moibench(tmp_path, "catalogue", "load", folder, database=own)
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
