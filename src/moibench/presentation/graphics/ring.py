"""The ring of a target: the fuller, the nearer; never by colour alone."""

from __future__ import annotations

from moibench.analysis.plan_results import TargetState
from moibench.presentation.graphics.drawing import Markup, drawing

_EDGE = '<circle class="ring{more}" cx="7" cy="7" r="5.5"/>'
# Filled clockwise from the top, as a clock face would be.
_INSIDE: dict[TargetState, str] = {
    "achieved": '<circle class="ring-in" cx="7" cy="7" r="3.6"/>',
    "on_track": '<path class="ring-in" d="M7 7V3.4A3.6 3.6 0 1 1 3.4 7Z"/>',
    "needs_acceleration": '<path class="ring-in" d="M7 3.4A3.6 3.6 0 0 1 7 10.6Z"/>',
    "limited": '<path class="ring-in" d="M7 7V3.4A3.6 3.6 0 0 1 10.6 7Z"/>',
    "moving_away": '<path class="ring-x" d="M5 5L9 9M9 5L5 9"/>',
    "cannot_say": "",
}


def target_ring(state: TargetState) -> Markup:
    """Return the icon of a target's state; a broken ring where nothing can be said."""
    edge = _EDGE.format(more=" open" if state == "cannot_say" else "")
    return drawing(14, 14, edge + _INSIDE[state], css="ico")
