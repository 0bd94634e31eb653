"""The order of the apps, from the top: an app may use those below it only.

pyproject.toml holds the same list for import-linter; tests/test_architecture.py
checks that both agree, and that foreign keys point downwards too.
"""

LAYERS: tuple[frozenset[str], ...] = tuple(
    frozenset(line.split())
    for line in """
    desk security
    payroll
    appraisal
    planning processes reports
    connectors
    website
    marketing
    traffic
    service
    books
    aftersales training
    shipping
    warehouse
    quality
    orders
    payments promotions
    inventory
    catalog
    shops customers
    imports
    jobs
    org
    journal
    core
    """.strip().splitlines()
)
APPS = tuple(sorted(app for layer in LAYERS for app in layer))
