"""The choice of a benchmark on a page, with the saved groups of whoever asks."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.saved_groups import what_is_left
from moibench.presentation.pages.address import State
from moibench.presentation.pages.benchmark_form import BenchmarkForm, benchmark_form
from moibench.web.groups import usable


def form_of(request: HttpRequest, state: State, year: int, **more: Any) -> BenchmarkForm:
    """Return the form for a page that shows a CE `year`; more is as of `benchmark_form`."""
    standing = what_is_left(state.others, year) if state.against == "units" else None
    return benchmark_form(state, current_catalogue(), usable(request), standing, year, **more)
