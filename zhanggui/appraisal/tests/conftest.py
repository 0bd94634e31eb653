from datetime import datetime
from decimal import Decimal

import pytest

from zhanggui.appraisal.services import fill_in
from zhanggui.core.metrics import DEPARTMENT, EvidenceRow, Measure, indicators
from zhanggui.core.periods import SHANGHAI, Month

OCTOBER = Month(2026, 10)
MEASURED = {
    "dept.sales_attainment": (81, 100, 412),
    "shipping.on_time_dispatch": (986, 1000, 1000),
    "shipping.on_time_rate": (981, 1000, 1000),
    "shipping.entry_error_rate": (2, 1000, 1000),
    "books.entry_timeliness": (98, 100, 100),
    "books.entry_error_rate": (0, 100, 100),
}


@pytest.fixture
def now():
    return datetime(2026, 11, 5, 10, tzinfo=SHANGHAI)


@pytest.fixture
def figures(monkeypatch):
    """Let each indicator of the form answer a known figure, that a test may change."""
    told = dict(MEASURED)

    def measure_of(code):
        def measure(_month, people):
            numerator, denominator, n = told[code]
            owners = people if indicators[code].per_person else [DEPARTMENT]
            found = Measure(Decimal(numerator), Decimal(denominator), n)
            return dict.fromkeys(owners, found)

        return measure

    def rows_of(code):
        def rows(_month, person):
            numerator, denominator, _n = told[code]
            key = f"test.row:{person}"
            return [EvidenceRow(key, "一行", "/", Decimal(numerator), Decimal(denominator))]

        return rows

    for code in told:
        monkeypatch.setitem(
            indicators._items,
            code,
            type(indicators[code])(
                **vars(indicators[code]) | {"measure": measure_of(code), "rows": rows_of(code)}
            ),
        )
    return told


@pytest.fixture
def form(figures, shop_guide, service_supervisor, manager, now):
    """The shop guide's form of October, waiting for her self-rating."""
    [made] = fill_in(month=OCTOBER, by=manager, at=now)
    return made
