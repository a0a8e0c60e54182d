"""Agendas: the list, the results of one, making and comparing versions."""
