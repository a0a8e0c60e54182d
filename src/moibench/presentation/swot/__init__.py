"""The SWOT of a unit in words: sentences of its rules, evidence, documents, terminal."""
