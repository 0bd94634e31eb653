"""Many rows at once, without an object for each. For the paths whose speed is measured.

bulk_create() builds, checks and compiles each object: about 40 µs a row. An order file makes some
fifteen rows an order, so the import writes tuples instead: executemany on SQLite, COPY on
PostgreSQL, about 4 µs a row. Constraints and foreign keys are checked by the database as ever.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any, cast

from django.db import connection, models

# Their Python values are what the driver takes.
_PLAIN = (models.CharField, models.IntegerField, models.ForeignKey, models.BooleanField)


@models.Field.register_lookup
class Among(models.Lookup[Any]):
    """`tid__among=[…]`: one of many texts or numbers, sent as one parameter.

    `__in` prepares and compiles each value by itself; with thousands of them that is a tenth of an
    import. The index serves both.
    """

    lookup_name = "among"

    def get_prep_lookup(self) -> Any:
        return list(self.rhs)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, parameters = self.process_lhs(compiler, connection)
        if connection.vendor == "sqlite":
            some = f"{column} IN (SELECT value FROM json_each(%s))"  # noqa: S608 - our column
            return some, (*parameters, json.dumps(self.rhs, ensure_ascii=False))
        return f"{column} = ANY(%s)", (*parameters, self.rhs)


def claim_ids(model: type[models.Model], count: int) -> Sequence[int]:
    """Return primary keys that no other writer uses, ascending.

    On SQLite the caller's transaction (IMMEDIATE) keeps other writers out until it has inserted.

    :raises RuntimeError: outside a transaction
    """
    if not count:
        return ()
    if not connection.in_atomic_block:
        raise RuntimeError("claim_ids() must run inside the transaction that inserts the rows")
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            row = cursor.fetchone()
            start = (row[0] if row else 0) + 1
            return range(start, start + count)
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [f'"{table}"', model._meta.pk.column, count],
        )
        return sorted(row[0] for row in cursor.fetchall())


def _as_is(value: Any) -> Any:
    return value


def _adapter_of_moments() -> Callable[[Any], Any]:
    """Return what the driver takes for a moment; rows of one insert share most of theirs."""
    adapt = connection.ops.adapt_datetimefield_value
    known: dict[int, Any] = {}

    def of_moment(value: Any) -> Any:
        # By identity, for the rows outlive the insert: hashing an aware moment costs as much.
        key = id(value)
        if key not in known:
            known[key] = adapt(value)
        return known[key]

    return of_moment


def _preparer(field: models.Field[Any, Any]) -> Callable[[Any], Any]:
    """Return what turns a Python value of the field into what the driver takes."""
    if isinstance(field, _PLAIN):
        return _as_is
    if isinstance(field, models.DateTimeField):
        return _adapter_of_moments()
    if isinstance(field, models.JSONField) and connection.vendor == "sqlite":
        return (field.encoder or json.JSONEncoder)().encode
    return lambda value: field.get_db_prep_save(value, connection)


def _prepared(
    model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]
) -> tuple[list[str], list[Sequence[Any]]]:
    fields = [cast("models.Field[Any, Any]", model._meta.get_field(name)) for name in names]
    columns = [connection.ops.quote_name(str(field.column)) for field in fields]
    odd = [(i, p) for i, f in enumerate(fields) if (p := _preparer(f)) is not _as_is]

    def prepare(row: Sequence[Any]) -> Sequence[Any]:
        cells = list(row)
        for i, of_cell in odd:
            cells[i] = of_cell(cells[i])
        return cells

    kept = list(rows)
    return columns, [prepare(row) for row in kept] if odd else kept


def insert_rows(
    model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Insert tuples whose places are the named fields; give every field that has no default in SQL.

    Neither save() nor auto_now_add runs, and the keys are those given (see claim_ids).
    """
    columns, cells = _prepared(model, names, rows)
    if not cells:
        return
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            marks = ", ".join(["%s"] * len(columns))
            # Table and columns are our own models'.
            sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608
            cursor.executemany(sql, cells)
            return
        sql = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
        with connection.wrap_database_errors, cursor.copy(sql) as copy:
            for row in cells:
                copy.write_row(row)


def update_rows(
    model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Set the named fields of many rows, each to its own values; the key is the last of a tuple."""
    columns, cells = _prepared(model, [*names, model._meta.pk.name], rows)
    if not cells:
        return
    table = connection.ops.quote_name(model._meta.db_table)
    changes = ", ".join(f"{column} = %s" for column in columns[:-1])
    with connection.cursor() as cursor:
        # Table and columns are our own models'.
        cursor.executemany(f"UPDATE {table} SET {changes} WHERE {columns[-1]} = %s", cells)  # noqa: S608
