"""YAML as the catalogue and recipes read it."""

from __future__ import annotations

from collections import Counter
from typing import Any

import yaml

# PyYAML's C loader, ten times faster, where it was built.
_FastestLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class UniqueKeyLoader(_FastestLoader):  # type: ignore[misc]
    """Refuses a key given twice, of which YAML would silently keep the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Return the mapping, or raise ConstructorError naming the keys given twice."""
        mapping: dict[Any, Any] = super().construct_mapping(node, deep)
        if len(mapping) < len(node.value):
            keys = Counter(key.value for key, _ in node.value)
            twice = ", ".join(key for key, count in keys.items() if count > 1)
            raise yaml.constructor.ConstructorError(
                None, None, f"the key “{twice}” is given twice", node.start_mark
            )
        return mapping
