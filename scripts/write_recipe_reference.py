"""Write docs/reference/recipe.md: every step and key, from the classes that read recipes."""

from __future__ import annotations

import sys
import typing
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

from moibench.engine.recipe import STEPS, Vary

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "docs/reference/recipe.md"

HEAD = """# Recipes

A recipe is a YAML file: a list of steps, done in their order, and what the uncertainty varies.
This page is written by `scripts/write_recipe_reference.py` from the code that reads recipes.

```yaml
steps:
  - denominate                                   # a step with its defaults
  - impute: {method: group_mean, group: Cluster} # a step with some keys
  - normalise: {method: min_max, only: [a, b]}   # a step for some indicators
  - normalise: {method: rank, only: [c]}         # and again for others
  - aggregate: {method: [arithmetic_mean, geometric_mean]}
  - rank
uncertainty:
  replicates: 1000
  seed: 1
  weight_noise: 0.25
  choices:
    normalise.method: [min_max, z_score]         # a key of a step
    treat.2: [used, skipped]                     # a whole step, the second of its name
```

Steps on indicators (`denominate`, `impute`, `screen`, `treat`, `normalise`, `weigh`) may come in
any order and more than once, before `aggregate`. Unknown steps and keys are refused, all at once.
A `result.json` holds its recipe and can be given as one. The hash of a recipe is a SHA-256 of
everything it says, defaults included.

## Steps
"""


# What each choice of a key does, where its name does not say it all.
CHOICES = {
    "impute.method": {
        "none": "nothing is filled",
        "mean": "mean of the units in the year",
        "median": "median of the units in the year",
        "group_mean": "mean of the unit's group in the year",
        "group_median": "median of the unit's group in the year",
        "row_mean": "mean of the unit's other indicators of the same parent, on a min–max scale",
        "latest": "the unit's last value, not older than `maximum_age`",
        "linear": "on the line between the values before and after",
        "linear_constant": "likewise, the first and last value held towards the ends",
        "constant": "the last value, and the first one back in time",
    },
    "treat.then": {
        "none": "the drawn-in values stay",
        "log_ct": "log(x − min + 0.01 · range)",
        "log_ct_orig": "log(x − min + 1)",
        "log_ct_plus": "log_ct, mirrored where the long tail is the lower one",
        "log_gii": "log((max − 1)(x − min) / range + 1)",
        "box_cox": "((x − min + 1)^p − 1) / p",
    },
    "normalise.method": {
        "min_max": "from the worst to the best",
        "z_score": "mean in the middle, three deviations to each end",
        "scaled": "between `goalposts`, never capped",
        "goalposts": "between `goalposts`, capped",
        "distance_to_best": "1 − distance to the best, over the range",
        "distance_to_reference": "1 − distance to `reference_unit`, over its distance to the worst",
        "distance_to_target": "1 − distance to the target, over its distance to the worst",
        "target_range": "best inside the range, falling with the distance from it on either side",
        "share_of_best": "x / best, or best / x where low is good",
        "rank": "place among the units; ties as `ties` says",
        "percentile_rank": "the same place, as a share",
        "borda": "the same place, counted from 0",
        "classes": "share of the `thresholds` that are reached",
    },
    "weigh.method": {
        "given": "META's, or those under `weights`",
        "equal": "the same for all children of a parent",
        "budget": "mean share of the judges' `points`",
        "ahp": "principal eigenvector of `judgements`; an inconsistent table is remarked",
        "pca": "squared loadings of the rotated components; the sign is fixed",
        "entropy": "how unevenly a child is spread over units",
        "critic": "spread times conflict with the others",
        "bod": "mean share under the weights that suit each unit best",
        "optimised": "weights that give each child the importance `wanted`",
    },
    "aggregate.method": {
        "arithmetic_mean": "points make up for each other fully",
        "geometric_mean": "0 as soon as one is 0; negative scores are refused",
        "harmonic_mean": "stricter still; negative scores are refused",
        "power_mean": "of exponent `power`",
        "median": "weighted",
        "copeland": "pairs of units won less lost, by the weight of the indicators; no scale",
        "mazziotta_pareto": (
            "mean less deviation times variation; wants z_score to [70, 130] without a cap"
        ),
        "adjusted_mazziotta_pareto": "the same, re-scaled by itself over all years at once",
        "topsis": "closeness to the ideal unit, from 0 to 1",
    },
}
REFERENCES = """## Sources

- Handbook: OECD and JRC (2008), *Handbook on Constructing Composite Indicators*.
- COINr: Becker, Caperna, Del Sorbo, Norlén, Papadimitriou and Saisana (2022), *COINr: An R package
  for developing composite indicators*, Journal of Open Source Software 7(78), 4567.
- Becker et al. (2017), *Weights and importance in composite indicators*, Ecological Indicators 80.
- Box and Cox (1964), *An Analysis of Transformations*; Tukey (1977), *Exploratory Data Analysis*;
  Leys et al. (2013), Journal of Experimental Social Psychology 49; Fisher (1958), JASA 53;
  Saaty (1980), *The Analytic Hierarchy Process*; Mazziotta and Pareto (2016), Social Indicators
  Research 127; UNDP, *Human Development Report*, technical note 1.
- Ours: no other source; a choice of this project.
"""


def main() -> None:
    """Write the page."""
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{TARGET.relative_to(ROOT)}\n")


def page() -> str:
    """Return the whole page."""
    parts = [HEAD]
    for name, step in STEPS.items():
        parts.append(f"### {name}\n\n{_first_line(step)}\n\n{_table(step)}\n")
        parts += [
            _choices(address, own)
            for address, own in CHOICES.items()
            if address.split(".")[0] == name
        ]
    parts.append(f"## uncertainty\n\n{_first_line(Vary)}\n\n{_table(Vary)}\n")
    return "\n".join([*parts, REFERENCES])


def _choices(address: str, meanings: Mapping[str, str]) -> str:
    rows = [f"| `{choice}` | {meaning} |" for choice, meaning in meanings.items()]
    head = [f"| `{address.split('.')[1]}` | what it does |", "|---|---|"]
    return "\n".join([*head, *rows, ""])


def _first_line(model: type[Any]) -> str:
    return (model.__doc__ or "").strip().splitlines()[0]


def _table(model: type[Any]) -> str:
    hints = get_type_hints(model)
    lines = ["| key | takes | default | meaning | source |", "|---|---|---|---|---|"]
    for own in fields(model):
        cells = [
            f"`{own.name}`",
            _kind(hints[own.name]),
            _default(own),
            own.metadata["meaning"],
            own.metadata["source"] or "ours",
        ]
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines)


def _default(own: Field[Any]) -> str:
    value = own.default if own.default is not MISSING else {}
    if value is None:
        return "`null`"
    if value in ((), {}, ""):
        return "none"
    if isinstance(value, tuple):
        return f"`[{', '.join(f'{part:g}' for part in value)}]`"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _kind(hint: Any) -> str:
    """Return what a key takes, in words."""
    arguments = get_args(hint)
    origin = get_origin(hint)
    if origin is Literal and len(arguments) > 6:
        return "one of those below"
    if origin is Literal:
        return ", ".join(f"`{choice}`" for choice in arguments)
    if origin is tuple:
        if arguments[-1] is Ellipsis:
            return f"list of {_kind(arguments[0])}"
        return f"{len(arguments)} numbers"
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        return f"mapping to {_kind(arguments[1])}"
    if arguments:
        several = [_kind(part) for part in arguments if part is not type(None)]
        return " or a ".join(dict.fromkeys(several))
    words = {str: "text", int: "whole number", float: "number", bool: "`true`, `false`"}
    return words.get(hint, "anything") if hint is not typing.Any else "values of the key"


if __name__ == "__main__":
    main()
