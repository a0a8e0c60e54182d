"""The page that describes the interface: plain HTML, from the same description programs read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from moibench.api.interface import api
from moibench.api.observations import MEDIA_TYPES
from moibench.presentation.language import Language, language_asked, text

GROUPS = ("observations", "results", "potential", "catalogue", "filings", "import", "texts")
# In the order in which a reader tries them.
TRY = (
    "/api/observations?series=gpp_per_capita&units=24&format=csv",
    "/api/profile/24",
    "/api/ranking/overall",
    "/api/units?unit_type=province",
)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an address, or a key of a body."""

    name: str
    kind: str
    about: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that can be asked or written. scope: of the token it wants; empty: none."""

    anchor: str
    method: str
    path: str
    about: str
    parameters: tuple[Parameter, ...]
    body: tuple[Parameter, ...]
    scope: str


@require_safe
def description(request: HttpRequest) -> HttpResponse:
    """Show every address with its parameters; it needs nothing from elsewhere, and no script."""
    language = language_asked(request.GET.get("lang", ""), "")  # a page is Thai unless asked
    schema = api.get_openapi_schema(path_prefix="/api/")
    found = list(_operations(schema))
    context = {
        "language": language,
        "other": "en" if language == "th" else "th",
        "groups": [
            {
                "id": group,
                "title": text(f"api.group.{group}.title", language),
                "about": text(f"api.group.{group}.about", language),
                "operations": [op for tag, op in found if tag == group],
            }
            for group in GROUPS
        ],
        "formats": [(kind, media) for media, kind in MEDIA_TYPES.items()],
        "examples": TRY,
        "said": _Said(language),
    }
    response = render(request, "api/description.html", context)
    response["Content-Language"] = language
    response["Cache-Control"] = "no-cache"
    return response


class _Said:
    """Looks messages of the page up by their last part, for the template."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def __getitem__(self, key: str) -> str:
        return text(f"api.page.{key}", self.language)


def _operations(schema: dict[str, Any]) -> Any:
    for path, methods in schema["paths"].items():
        for method, said in methods.items():
            about = f"{said['summary']}. {said.get('description', '')}".partition(". ")[2]
            yield (
                said["tags"][0],
                Operation(
                    anchor=said["operationId"].rpartition("_api_")[2],
                    method=method.upper(),
                    path=path,
                    about=about,
                    parameters=tuple(map(_parameter, said.get("parameters", ()))),
                    body=tuple(_body(said, schema)),
                    scope=said.get("x-scope", ""),
                ),
            )


def _parameter(said: dict[str, Any]) -> Parameter:
    schema = said["schema"]
    about = said.get("description") or schema.get("description", "")
    return Parameter(said["name"], _kind(schema), about, bool(said.get("required")))


def _body(said: dict[str, Any], schema: dict[str, Any]) -> Any:
    content = said.get("requestBody", {}).get("content", {})
    if not content:
        return
    known = schema["components"]["schemas"]
    form = next(iter(content.values()))["schema"]
    own = known[form["$ref"].rpartition("/")[2]] if "$ref" in form else form
    for name, about in own["properties"].items():
        inner = about.get("items", {}).get("$ref", "").rpartition("/")[2]
        yield Parameter(
            name, _kind(about), about.get("description", ""), name in own.get("required", ())
        )
        for key, each in known.get(inner, {}).get("properties", {}).items():
            required = key in known[inner].get("required", ())
            yield Parameter(f"{name}[].{key}", _kind(each), each.get("description", ""), required)


def _kind(schema: dict[str, Any]) -> str:
    if "enum" in schema:
        return " · ".join(map(str, schema["enum"]))
    kinds = [_kind(s) for s in schema.get("anyOf", ()) if s.get("type") != "null"]
    return " · ".join(kinds) or str(schema.get("type", "string"))
