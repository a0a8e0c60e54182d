"""Drafts of the catalogue: files that are to change, and every step of each draft."""
