"""Fixtures for every test of the repository: the database, and the cast."""

from tools.messages import compile_all

pytest_plugins = ["tests.database", "tests.cast", "tests.browser", "tests.duties"]

# The tests read the screen in Chinese, as people do: before Django reads the catalogues.
compile_all()
