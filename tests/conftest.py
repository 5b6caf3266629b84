"""Settings for every test: the same examples on every run, and no clock in the result."""

from hypothesis import settings

settings.register_profile("parscore", derandomize=True, deadline=None, database=None)
settings.load_profile("parscore")
