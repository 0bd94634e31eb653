"""Fixtures for every test of the repository: the database, and the cast."""

pytest_plugins = ["tests.database", "tests.cast", "tests.browser", "tests.duties"]
