"""Generated examples are the same in every run, and no slow machine makes them fail."""

from hypothesis import settings

settings.register_profile("engine", deadline=None, derandomize=True)
settings.load_profile("engine")
