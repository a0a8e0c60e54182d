"""Tokens by which programs act for a person, each with scopes and an end."""
