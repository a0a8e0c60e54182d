"""Targets that officers entered: rows that are added and never changed."""
