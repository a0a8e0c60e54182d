"""Agendas: sets of indicators of one's own, answered by the machinery of every other index."""
