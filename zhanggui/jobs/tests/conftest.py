import pytest

from zhanggui.jobs import registry


@pytest.fixture
def kind():
    """Declare a kind of work for one test."""
    declared = []

    def declare(run, **changes):
        made = registry.declare(registry.JobKind("test.work", "测试", run, **changes))
        declared.append(made.code)
        return made

    yield declare
    for code in declared:
        del registry.job_kinds._items[code]
