"""Every kind of entry that has a form, in the order an officer meets them."""

from __future__ import annotations

from moibench.web.drafting.entries import (
    Form,
    IndicatorForm,
    PlanForm,
    SeriesForm,
    SourceForm,
    TargetForm,
)
from moibench.web.drafting.trees import DesignForm, FrameworkForm

FORMS: dict[str, Form] = {
    form.kind: form
    for form in (
        IndicatorForm(),
        SeriesForm(),
        SourceForm(),
        FrameworkForm(),
        DesignForm(),
        PlanForm(),
        TargetForm(),
    )
}
