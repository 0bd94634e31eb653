"""Fixtures for every test of the repository: the database, and the cast."""

from tools.messages import compile_all

pytest_plugins = ["tests.database", "tests.cast", "tests.browser", "tests.duties"]


def pytest_configure() -> None:
    """The tests read the screen in Chinese, as people do."""
    compile_all()
