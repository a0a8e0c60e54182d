"""Standard errors of observations, where an agency gave them."""

from __future__ import annotations

from moibench.store.models import Observation

Place = tuple[str, str, int]


def standard_errors() -> dict[Place, float]:
    """Return the standard error of each (series, unit code, CE year) that has one.

    Of several observations of one place the current one counts, also where it has none.
    """
    places = Observation.objects.filter(standard_error__isnull=False)
    if not places.exists():
        return {}
    found: dict[Place, float | None] = {}
    rows = (
        Observation.objects.filter(series__in=places.values("series"))
        .order_by("edition__sequence", "id")
        .values_list("series", "unit", "year", "standard_error")
    )
    for series, unit, year, error in rows.iterator(chunk_size=20_000):
        found[series, unit, year] = error
    return {place: error for place, error in found.items() if error is not None}
