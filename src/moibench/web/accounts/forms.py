"""What people type about people. Labels are the templates'; the messages are Django's in Thai."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from moibench.people.models import USER_NAME_PATTERN, Person
from moibench.people.rights import Role

LAST_YEAR = 2400  # a later year was typed in the Buddhist era


class Day(forms.DateField):
    """A day as a browser's calendar sends it; a Buddhist year is refused, never misread."""

    input_formats = ("%Y-%m-%d",)

    def clean(self, value: Any) -> dt.date | None:
        """Return the day.

        Raises:
            ValidationError: it is none, or its year is of the Buddhist era.
        """
        day: dt.date | None = super().clean(value)
        if day is not None and day.year >= LAST_YEAR:
            raise ValidationError(
                gettext("Use the Common Era here: %(year)d is %(common)d.")
                % {"year": day.year, "common": day.year - 543}
            )
        return day


class NewPerson(forms.Form):
    """An account to be made."""

    username = forms.RegexField(
        USER_NAME_PATTERN,
        max_length=64,
        error_messages={
            "invalid": Person._meta.get_field("username").validators[0].message  # type: ignore[union-attr]
        },
    )
    name = forms.CharField(max_length=150)
    email = forms.EmailField(required=False)

    def __init__(self, data: Any = None, **more: Any) -> None:
        if data is not None:
            data = data.copy()
            data["username"] = data.get("username", "").strip().lower()
        super().__init__(data, **more)


class TwicePassword(forms.Form):
    """A new password, typed twice; kept as typed, spaces and all."""

    password1 = forms.CharField(strip=False)
    password2 = forms.CharField(strip=False)

    def __init__(self, data: Any = None, *, person: Person | None = None, **more: Any) -> None:
        self.person = person
        super().__init__(data, **more)

    def owner(self) -> Person | None:
        """Return whose password it is to be."""
        return self.person

    def clean(self) -> dict[str, Any]:
        """Check that both are the same and that the password may be used."""
        cleaned = super().clean() or {}
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second:
            if first != second:
                self.add_error("password2", gettext("You must type the same password each time."))
            try:
                validate_password(first, self.owner())
            except ValidationError as error:
                self.add_error("password1", error)
        return cleaned


class FirstAdministrator(TwicePassword, NewPerson):
    """The first account, password and all."""

    field_order = ("username", "name", "email", "password1", "password2")

    def owner(self) -> Person | None:
        """Return a person of what was typed, so that the password is not the name again."""
        typed = self.cleaned_data
        return Person(
            username=typed.get("username", ""),
            name=typed.get("name", ""),
            email=typed.get("email", ""),
        )


class Grant(forms.Form):
    """A role to be given."""

    role = forms.ChoiceField(choices=[(r.value, r.value) for r in Role])
    unit = forms.ChoiceField()
    held_from = Day()
    held_to = Day(required=False)

    def __init__(self, data: Any = None, *, units: tuple[str, ...], **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["unit"].choices = [(u, u) for u in units]  # type: ignore[attr-defined]


class LogFilter(forms.Form):
    """What of the log is asked for."""

    person = forms.CharField(max_length=64, required=False)
    action = forms.CharField(max_length=64, required=False)
    first = Day(required=False)
    last = Day(required=False)
