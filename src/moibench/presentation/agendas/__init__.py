"""Agendas for people and programs: sentences, pages, the terminal, JSON, documents."""
