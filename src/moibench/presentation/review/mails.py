"""A reminder as an e-mail."""

from __future__ import annotations

from collections.abc import Mapping

from moibench.analysis.review.reading import Duty
from moibench.analysis.review.reminders import Reminder
from moibench.presentation.language import Language, text
from moibench.presentation.review import lists, words


def reminder_mail(
    reminder: Reminder, names: Mapping[str, str], site: str, language: Language
) -> tuple[str, str]:
    """Return subject and plain text. site: the address people reach the site by."""
    who = reminder.asker
    lines = [text("review.mail.hello", language, name=names.get(who.name, who.name)), ""]
    if reminder.own:
        lines += [text("review.mail.mine", language)]
        lines += [_line(reminder, d, "", site, language) for d in reminder.own]
        where = site + lists.mine_address(language)
        lines += [text("review.mail.where", language, address=where), ""]
    if reminder.waits:
        lines += [text("review.mail.waits", language)]
        lines += [_line(reminder, d, step, site, language) for step, d in reminder.waits]
        where = site + lists.inbox_address(language)
        lines += [text("review.mail.where", language, address=where), ""]
    lines += [text("review.mail.end", language)]
    subject = text("review.mail.subject", language, count=reminder.count)
    return subject, "\n".join(lines) + "\n"


def _line(reminder: Reminder, duty: Duty, step: str, site: str, language: Language) -> str:
    name = words.title(reminder.asker.catalogue, duty.place, language)
    what = (
        words.step_name(step, language)
        if step
        else text(f"review.standing.{duty.standing}", language)
    )
    due = words.due_said(duty.due, reminder.asker.on, not step, language)
    return f"- {name}: {what} ({due})\n  {site}{words.address(duty.place, language)}"
