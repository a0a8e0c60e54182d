"""What the columns of the CSV mean, as metadata of CSV on the Web (W3C, 2015)."""

from __future__ import annotations

from typing import Any

from moibench.catalogue import Catalogue
from moibench.presentation.language import LANGUAGES, Language, text
from moibench.reports.observations.labels import COLUMNS

MEDIA_TYPE = "application/csvm+json"
_DATATYPES: dict[str, Any] = {
    "year": {"base": "gYear"},
    "value": "double",
    "standard_error": "double",
    "status": {"base": "string", "format": "final|preliminary|estimated|missing|not_applicable"},
}
_REQUIRED = ("series", "unit", "year", "status")


def table_metadata(address: str, catalogue: Catalogue, language: Language) -> dict[str, Any]:
    """Return the metadata of the CSV at an address: titles and types of its columns, its key."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": language}],
        "url": address,
        "dc:title": {code: text("export.title", code) for code in LANGUAGES},
        "dc:identifier": catalogue.version,
        "dialect": {"encoding": "utf-8", "header": True, "delimiter": ","},
        "tableSchema": {
            "columns": [
                {
                    "name": name,
                    "titles": name,
                    "dc:description": {
                        code: text(f"api.column.{name}", code) for code in LANGUAGES
                    },
                    "datatype": _DATATYPES.get(name, "string"),
                    "required": name in _REQUIRED,
                }
                for name in COLUMNS
            ],
            "primaryKey": ["series", "unit", "year"],
        },
    }
