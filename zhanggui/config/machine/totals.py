"""Counts and sums of every table: what a restored database must show again."""

import sqlite3
from collections.abc import Callable, Mapping
from typing import Any

from django.apps import apps
from django.db import connection, models

ROWS = "rows"
Totals = dict[str, dict[str, int]]  # {table: {"rows": number, column: sum, …}}
Execute = Callable[[str], Any]  # one SQL statement to one row


def read_totals(execute: Execute, columns: Mapping[str, list[str]]) -> Totals:
    """Count each table's rows and sum each of its whole-number columns.

    The sums reconcile money, quantities and ids without naming any of them.
    """
    quote = connection.ops.quote_name
    # As decimals on PostgreSQL, where a sum of big integers would be one anyway.
    kind = "NUMERIC" if connection.vendor == "postgresql" else "INTEGER"
    totals: Totals = {}
    for table, names in columns.items():
        sums = "".join(f", COALESCE(SUM(CAST({quote(c)} AS {kind})), 0)" for c in names)
        row = execute(f"SELECT COUNT(*){sums} FROM {quote(table)}")  # noqa: S608 - our own names
        totals[table] = dict(zip([ROWS, *names], map(int, row), strict=True))
    return totals


def columns_of(totals: Totals) -> dict[str, list[str]]:
    """Name the tables and columns that totals were read from."""
    return {table: [name for name in sums if name != ROWS] for table, sums in totals.items()}


def whole_numbers() -> dict[str, list[str]]:
    """Name every table of the models and its whole-number columns, keys included."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            fields = model._meta.local_concrete_fields
            whole = [field for field in fields if isinstance(field, models.IntegerField)]
            found[model._meta.db_table] = [str(field.column) for field in whole]
    return found


def in_django(sql: str) -> Any:
    """Run one statement on the product's own connection."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()


def in_file(db: sqlite3.Connection) -> Execute:
    """Run statements on a copy of the database."""
    return lambda sql: db.execute(sql).fetchone()


def differences(before: Totals, after: Totals) -> list[str]:
    """Name the tables whose totals differ; a table that only one side knows is one too."""
    return [table for table in sorted(before | after) if before.get(table) != after.get(table)]
