"""Names of units and indicators as they stand in a sentence, a heading or a table."""

from __future__ import annotations

from moibench.analysis.results import Stamp
from moibench.analysis.vantage import current_vantage
from moibench.catalogue import Catalogue
from moibench.catalogue.schema import Dimension, Framework, Indicator
from moibench.presentation.language import Language

OVERALL = "overall"


def stamped_framework(stamp: Stamp, catalogue: Catalogue) -> Framework:
    """Return the framework that a result was computed under."""
    if stamp.framework_id:
        return catalogue.frameworks[stamp.framework_id]
    return next(f for f in catalogue.frameworks.values() if f.design == stamp.design_id)


def find_dimension(catalogue: Catalogue, dimension_id: str) -> Dimension | None:
    """Return a dimension by its id: the chosen framework's, else any other's that has one."""
    chosen = current_vantage().framework_id
    frameworks = sorted(catalogue.frameworks.values(), key=lambda f: f.id != chosen)
    dimensions = (d for f in frameworks for d in f.dimensions)
    return next((d for d in dimensions if d.id == dimension_id), None)


def unit_name(catalogue: Catalogue, code: str, language: Language) -> str:
    """Return the bare name, as in a table: "ฉะเชิงเทรา", "Chachoengsao"."""
    return catalogue.units[code].name.in_language(language)


def full_unit_name(catalogue: Catalogue, code: str, language: Language) -> str:
    """Return the name with its kind, as in a sentence: "จังหวัดฉะเชิงเทรา"."""
    unit = catalogue.units[code]
    name = unit.name.in_language(language)
    if unit.unit_type == "province":
        return f"จังหวัด{name}" if language == "th" else f"{name} Province"
    if unit.unit_type == "region" and language == "en":
        return f"the {name} region"
    if unit.unit_type == "cluster" and language == "en":
        return f"the {name}"
    return name


def indicator_name(indicator: Indicator, language: Language) -> str:
    """Return the indicator's full name."""
    return indicator.name.in_language(language)


def short_indicator_name(indicator: Indicator, language: Language) -> str:
    """Return the short name where there is one, else the full one."""
    return (indicator.short_name or indicator.name).in_language(language)
