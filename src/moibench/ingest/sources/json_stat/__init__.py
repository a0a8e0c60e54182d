"""A JSON-stat 2 dataset."""
