"""Write an entry of the catalogue as the YAML file that says it, as those that ship are written."""

from __future__ import annotations

from typing import Any

import yaml

from moibench.catalogue import comparative, schema
from moibench.catalogue.schema import Definition
from moibench.catalogue.sectors import SectorTable

FOLDERS: dict[str, type[Definition]] = {
    "sources": schema.Source,
    "series": schema.Series,
    "indicators": schema.Indicator,
    "plans": schema.Plan,
    "frameworks": schema.Framework,
    "designs": schema.Design,
    "flags": comparative.Flag,
    "peers": comparative.PeerModel,
    "targets": comparative.TargetSet,
    "sectors": SectorTable,
}
_WIDTH = 100


def place_of(entry: Definition) -> str:
    """Return the path of an entry's file inside the catalogue."""
    folder = next(name for name, model in FOLDERS.items() if type(entry) is model)
    name: str = entry.id  # type: ignore[attr-defined]
    if isinstance(entry, schema.Indicator):
        return f"{folder}/{entry.dimension}/{name}.yaml"
    return f"{folder}/{name}.yaml"


def written(entry: Definition, old: str = "") -> str:
    """Return the file of an entry; the comment that heads the old file stays on top.

    What has its default value is left out, as in the files that ship.
    """
    content = entry.model_dump(exclude={"id"}, exclude_defaults=True)
    body = yaml.dump(
        _plain(content), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDTH
    )
    return _comment_of(old) + body


def _comment_of(old: str) -> str:
    head = []
    for line in old.splitlines(keepends=True):
        if not line.startswith("#"):
            break
        head.append(line)
    return "".join(head)


def _plain(content: Any) -> Any:
    if isinstance(content, dict):
        return {key: _plain(value) for key, value in content.items()}
    if isinstance(content, tuple | list):
        return [_plain(value) for value in content]
    return content


class _Dumper(yaml.SafeDumper):
    """Writes short lists of numbers and codes on one line, all else a line each."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Indent the lines of a list under its key."""
        super().increase_indent(flow, False)


def _list(dumper: _Dumper, items: list[Any]) -> yaml.Node:
    short = all(not isinstance(i, dict | list | str) or _is_code(i) for i in items)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=short)


def _is_code(item: object) -> bool:
    return isinstance(item, str) and len(item) < 4


_Dumper.add_representer(list, _list)
