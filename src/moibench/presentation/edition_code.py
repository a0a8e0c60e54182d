"""The code on every document, by which its figures can be found again."""

from __future__ import annotations

import hashlib
from typing import Protocol

from moibench.presentation.language import Language
from moibench.presentation.years import year_number

_DIGEST_LENGTH = 8


class Result(Protocol):
    """What is known of a result: a unit in a CE year; its `repr` says all of it."""

    @property
    def unit_code(self) -> str:
        """The unit's code."""

    @property
    def year(self) -> int:
        """The CE year."""


def edition_code(profile: Result, language: Language) -> str:
    """Return "MB-2562-24-241CE7CC": year, unit, digest of all results.

    One changed figure changes the digest, which is the same in both languages.
    """
    digest = hashlib.sha256(repr(profile).encode()).hexdigest()[:_DIGEST_LENGTH].upper()
    return f"MB-{year_number(profile.year, language)}-{profile.unit_code}-{digest}"
