"""Imports that were begun and how they ended, and the mappings that are remembered."""
