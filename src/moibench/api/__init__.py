"""The same results as JSON, for programs."""
