"""How much waits for whoever is signed in, for the frame of every page."""

from __future__ import annotations

from django import template

from moibench.analysis.review import asking, reading
from moibench.presentation.review.words import is_open
from moibench.web.accounts.access import asking as signed_in

register = template.Library()


@register.simple_tag(takes_context=True)
def waiting(context: template.Context) -> int:
    """Return how many filings wait for the reader, to be entered or to be reviewed."""
    request = context.get("request")
    person = signed_in(request) if request is not None and hasattr(request, "user") else None
    if person is None:
        return 0
    who = asking.asker(person)
    return sum(is_open(d) for d in reading.my_numbers(who)) + len(reading.inbox(who))
