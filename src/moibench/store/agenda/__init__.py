"""Agendas that officers made, version by version."""
