"""Reminders: of what presses, to whom it concerns, once a week, by e-mail."""

from __future__ import annotations

import datetime as dt
import smtplib
import socket
from typing import Any

import pytest
from django.core import mail

from moibench.analysis.review import reminders
from moibench.cli import main
from moibench.config.mail import mail as mail_settings
from moibench.people.models import Act
from moibench.store.review.models import Reminder
from tests.analysis.review.made import PLACE, approver, fill, officer, step

pytestmark = pytest.mark.django_db


def told(on: dt.date) -> dict[str, tuple[list[str], list[str]]]:
    return {
        r.asker.name: ([d.standing for d in r.own], [name for name, _ in r.waits])
        for r in reminders.reminders(on)
    }


def test_what_presses_is_told_to_whom_it_concerns() -> None:
    who, own = officer(), approver("24")
    approver("20")
    assert told(dt.date(2026, 11, 1)) == {who.name: (["overdue"], [])}
    assert told(dt.date(2026, 11, 16)) == {who.name: (["overdue", "due"], [])}
    fill(who)
    step(who, "submit")
    assert told(dt.date(2026, 11, 16)) == {
        who.name: (["overdue"], []),
        own.name: ([], ["approve"]),
    }
    step(own, "return", comment="โปรดตรวจสอบ")
    assert told(dt.date(2026, 11, 16)) == {who.name: (["questioned", "overdue"], [])}
    who.person.is_active = False
    who.person.save()
    assert told(dt.date(2026, 11, 16)) == {}


def test_the_same_is_said_once_a_week_and_something_new_at_once() -> None:
    who = officer()
    day = dt.datetime.now(dt.UTC).astimezone(reminders.BANGKOK_TIME).date()
    (one,) = reminders.reminders(day)
    reminders.mark_sent(one)
    assert told(day) == {}
    assert told(day + dt.timedelta(days=6)) == {}
    assert list(told(day + dt.timedelta(days=7))) == [who.name]
    fill(who)
    step(who, "submit")
    step(approver("24"), "return", comment="โปรดตรวจสอบ")
    assert list(told(day)) == [who.name]


@pytest.fixture
def _a_server(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.SITE_ADDRESS = "https://bench.example.go.th"


@pytest.mark.usefixtures("_a_server")
def test_the_command_sends_one_mail_a_person_and_says_so(
    capsys: pytest.CaptureFixture[str],
) -> None:
    who = officer()
    fill(who)
    step(who, "submit")
    step(approver("24"), "return", comment="โปรดตรวจสอบ")
    silent = officer("20")
    silent.person.email = ""
    silent.person.save()
    assert main(["remind"]) == 0
    out = capsys.readouterr()
    assert "1 คน" in out.out
    assert f"{silent.name} ไม่มีอีเมล" in out.err
    (sent,) = mail.outbox
    assert sent.to == ["officer-24@example.go.th"]
    assert "นาย officer-24" in sent.body
    assert "มีข้อทักท้วง" in sent.body
    assert "https://bench.example.go.th/filing/area_budget/2569/24" in sent.body
    assert Reminder.objects.get().username == who.name
    assert Act.objects.filter(action="filing.reminded", subject=who.name).exists()
    assert main(["remind"]) == 0
    assert len(mail.outbox) == 1
    assert PLACE.unit == "24"


@pytest.mark.usefixtures("_a_server")
def test_a_dry_run_sends_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    officer()
    assert main(["remind", "--dry-run", "--language", "en"]) == 0
    assert "officer-24 would be reminded" in capsys.readouterr().out
    assert mail.outbox == []
    assert not Reminder.objects.exists()


def test_without_a_mail_server_it_says_how_to_name_one(
    settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.EMAIL_BACKEND = mail_settings("")["EMAIL_BACKEND"]
    officer()
    assert main(["remind"]) == 2
    assert "MOIBENCH_MAIL" in capsys.readouterr().err


@pytest.mark.parametrize("fault", [smtplib.SMTPServerDisconnected("gone"), socket.gaierror("no")])
@pytest.mark.usefixtures("_a_server")
def test_one_who_cannot_be_reached_is_named_and_tried_again(
    fault: OSError, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    officer()

    def broken(*_: object, **__: object) -> None:
        raise fault

    monkeypatch.setattr(mail, "send_mail", broken)
    assert main(["remind"]) == 1
    assert "officer-24" in capsys.readouterr().err
    assert not Reminder.objects.exists()


def test_what_is_owed_is_said_as_text_and_json(capsys: pytest.CaptureFixture[str]) -> None:
    import json

    officer()
    assert main(["owed", "officer-24"]) == 0
    assert "จังหวัดฉะเชิงเทรา" in capsys.readouterr().out
    assert main(["owed", "officer-24", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {d["source"] for d in found["mine"]} >= {"area_budget"}
    assert main(["owed", "nobody"]) == 2
