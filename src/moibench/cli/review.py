"""The commands about what units report themselves: who owes what, and reminding them."""

from __future__ import annotations

import argparse
import json
import sys

from moibench.cli.prepare import prepare
from moibench.presentation.language import LANGUAGES, text


def add_review(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `remind` and `owed` to the commands."""
    remind = commands.add_parser(
        "remind", help="แจ้งเตือนการรายงานทางอีเมล · remind by e-mail of what is owed"
    )
    remind.add_argument("--dry-run", action="store_true", help="say who would be reminded")
    remind.set_defaults(run=run_remind)
    owed = commands.add_parser("owed", help="ตัวเลขที่ต้องรายงาน · what a person's units owe")
    owed.add_argument("user", metavar="USER", help="user name of an officer or approver")
    owed.add_argument("--json", action="store_true", help="for programs")
    owed.set_defaults(run=run_owed)
    for command in (remind, owed):
        command.add_argument("--language", choices=LANGUAGES, default="th", help="th or en")


def run_remind(given: argparse.Namespace) -> None:
    """Send a mail to everyone for whom something waits; a scheduler runs this once a day.

    Raises:
        Refusal: no mail server is set, or somebody could not be reached.
    """
    prepare()
    from django.conf import settings
    from django.core import mail

    from moibench.analysis.review.reminders import mark_sent, reminders
    from moibench.cli.failures import ASKED_WRONGLY, COULD_NOT, Refusal
    from moibench.presentation.review.mails import reminder_mail

    if not given.dry_run and settings.EMAIL_BACKEND.endswith("dummy.EmailBackend"):
        raise Refusal(text("remind.not_set", given.language), ASKED_WRONGLY)
    sent, failed = 0, []
    found = reminders()
    for one in found:
        name, to = one.asker.name, one.asker.person.email
        if not to:
            print(text("remind.no_address", given.language, name=name), file=sys.stderr)
            continue
        if given.dry_run:
            print(text("remind.dry", given.language, name=name, count=one.count))
            continue
        names = {name: one.asker.person.name}
        subject, body = reminder_mail(one, names, settings.SITE_ADDRESS, given.language)
        try:
            mail.send_mail(subject, body, None, [to])
        except OSError as error:  # an SMTP fault is one too
            failed.append(text("remind.failed", given.language, name=name, reason=error))
            continue
        mark_sent(one)
        sent += 1
    if sent:
        print(text("remind.sent", given.language, count=sent))
    elif not found:
        print(text("remind.none", given.language))
    if failed:
        raise Refusal("\n".join(failed), COULD_NOT)


def run_owed(given: argparse.Namespace) -> None:
    """Print what a person's units owe and what waits for the person, as text or JSON."""
    prepare()
    from moibench.analysis.review import asking, reading
    from moibench.people.accounts import find_person
    from moibench.presentation.review import machine, words

    who = asking.asker(find_person(given.user))
    own, waits = reading.my_numbers(who), reading.inbox(who)
    if given.json:
        print(json.dumps(machine.work(own, waits), ensure_ascii=False, indent=2))
        return
    for step, duty in (*(("", d) for d in own), *waits):
        standing = text(f"review.standing.{duty.standing}", given.language)
        what = words.step_name(step, given.language) if step else standing
        due = words.due_said(duty.due, who.on, words.is_open(duty), given.language)
        print(f"{what}  {words.title(who.catalogue, duty.place, given.language)}  {due}")
