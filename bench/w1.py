"""W1: two GB18030 order files become orders, with stock reserved, journal and sealed contacts.

The whole way of a person's import: upload, columns found, every row judged, then committed. The
floor is the same rows (raw orders, orders, lines, reservations, people, journal) by bare SQL.
"""

import sqlite3
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench.measure import PeakOfPart, Took, calibrate, is_quick, make_ready, peers_of, tell, timed

ENGINE = make_ready()

from django.db import connection, transaction  # noqa: E402

from bench.files import written  # noqa: E402
from bench.trade import AT, make_trade  # noqa: E402
from zhanggui.connectors.targets import TAOBAO_ORDERS  # noqa: E402
from zhanggui.imports.models import ImportSession, State  # noqa: E402
from zhanggui.imports.services import (  # noqa: E402
    Upload,
    ask_commit,
    receive,
    run_check,
    run_commit,
)
from zhanggui.inventory.models import Reservation, StockLevel  # noqa: E402
from zhanggui.journal.models import Entry  # noqa: E402
from zhanggui.orders.models import Order, OrderHold, OrderLine  # noqa: E402
from zhanggui.org.models import User  # noqa: E402
from zhanggui.shops.models import Shop  # noqa: E402

TABLES = (
    "orders_raworder", "orders_rawline", "orders_order", "orders_ordersource", "orders_orderline",
    "customers_customer", "customers_contact", "inventory_reservation", "journal_entry",
    "journal_delivery",
)  # fmt: skip
BUSINESS = TABLES[:8]


def run_import(
    paths: tuple[Path, Path], shop: Shop, user: User
) -> tuple[ImportSession, Took, Took]:
    """Import a pair of files; return the session and the seconds to its preview and to commit."""

    def to_preview() -> ImportSession:
        session = receive(
            target=TAOBAO_ORDERS,
            uploads=[Upload(path.name, path) for path in paths],
            options={"shop": shop.code},
            by=user,
            at=AT,
        )
        run_check(session.pk, at=AT)
        return session

    made = []
    preview = timed(lambda: made.append(to_preview()))
    session = made[0]
    session.refresh_from_db()
    ask_commit(session=session)
    commit = timed(lambda: run_commit(session.pk, at=AT))
    session.refresh_from_db()
    assert session.state == State.DONE
    return session, preview, commit


def check(count: int) -> None:
    """Refuse a figure whose work was not done."""
    assert Order.objects.count() == count
    assert OrderLine.objects.count() == 3 * count == Reservation.objects.count()
    assert Entry.objects.filter(action="orders.received").count() == count
    assert not OrderHold.objects.exists()
    promised = sum(OrderLine.objects.values_list("quantity", flat=True).iterator())
    assert promised == sum(StockLevel.objects.values_list("reserved", flat=True))


def floor(count: int, last: Mapping[str, int]) -> float:
    """Return orders a second of inserting the first rows into bare tables of the same shape."""
    work = _sqlite_floor if ENGINE == "sqlite" else _postgres_floor
    return count / work({table: _rows(table, last[table]) for table in TABLES})


Rows = tuple[list[str], list[tuple[Any, ...]]]


def _rows(table: str, last: int) -> Rows:
    with connection.cursor() as cursor:
        cursor.execute(f"select * from {table} where id <= {last}")
        return [column[0] for column in cursor.description], cursor.fetchall()


def _sqlite_floor(found: Mapping[str, Rows]) -> float:
    connection.ensure_connection()
    seconds = 0.0
    with tempfile.TemporaryDirectory() as folder:
        db = sqlite3.connect(f"{folder}/floor.sqlite3", isolation_level=None)
        db.execute("pragma journal_mode=wal")
        db.execute("pragma synchronous=normal")
        with connection.cursor() as cursor:
            cursor.execute("select sql from sqlite_master where sql is not null")
            made = [sql for (sql,) in cursor.fetchall() if any(f'"{t}"' in sql for t in TABLES)]
        made = [sql for sql in made if " ON " not in sql or any(f'ON "{t}"' in sql for t in TABLES)]
        for sql in sorted(made, key=lambda sql: not sql.startswith("CREATE TABLE")):
            db.execute(sql)
        for table in TABLES:
            columns, rows = found[table]
            marks = ",".join("?" * len(columns))
            insert = f"insert into {table} values ({marks})"
            for start in range(0, len(rows), 1500):
                batch = rows[start : start + 1500]

                def write(batch: Any = batch, insert: str = insert) -> None:
                    db.execute("begin immediate")
                    db.executemany(insert, batch)
                    db.execute("commit")

                seconds += timed(write).seconds
        db.close()
    return seconds


def _postgres_floor(found: Mapping[str, Rows]) -> float:
    """COPY the same rows into copies of the tables, with their indexes and constraints."""
    seconds = 0.0
    with connection.cursor() as cursor:
        for table in TABLES:
            columns, rows = found[table]
            cursor.execute(f"create table floor_{table} (like {table} including all)")
            casts = {name for name, kind in _types(cursor, table) if kind == "jsonb"}
            places = [i for i, name in enumerate(columns) if name in casts]
            for start in range(0, len(rows), 1500):
                batch = [_with_json(row, places) for row in rows[start : start + 1500]]

                def write(batch: Any = batch, table: str = table) -> None:
                    with (
                        transaction.atomic(),
                        cursor.copy(f"copy floor_{table} from stdin") as copy,
                    ):
                        for row in batch:
                            copy.write_row(row)

                seconds += timed(write).seconds
    return seconds


def _types(cursor: Any, table: str) -> list[tuple[str, str]]:
    cursor.execute(
        "select column_name, data_type from information_schema.columns where table_name = %s",
        [table],
    )
    found: list[tuple[str, str]] = cursor.fetchall()
    return found


def _with_json(row: tuple[Any, ...], places: list[int]) -> list[Any]:
    cells = list(row)
    for place in places:
        if not isinstance(cells[place], str):
            from psycopg.types.json import Jsonb  # noqa: PLC0415 - only on PostgreSQL

            cells[place] = Jsonb(cells[place])
    return cells


def main() -> None:
    calibrate()
    shop, user = make_trade()
    sizes = (1_000, 10_000) if is_quick() else (10_000, 100_000)
    told: list[tuple[str, int, Took, Took, float]] = []
    done = 0
    first_rows: dict[str, int] = {}
    for size in sizes:
        # The second size comes on top of the first.
        with tempfile.TemporaryDirectory() as folder:
            paths = written(folder, size, done)
            with PeakOfPart() as peak:
                _session, preview, commit = run_import(paths, shop, user)
        done += size
        check(done)
        told.append((f"w1.import.{ENGINE}.{size // 1000}k", size, preview, commit, peak.mb))
        first_rows = first_rows or {table: _last(table)[1] for table in TABLES}
    bare = floor(sizes[0], first_rows)
    for name, size, preview, commit, mb in told:
        tell_import(name, size, preview, commit, bare)
        tell(f"{name}.memory", mb, "MB", most=300)
    import_again(shop, user)


def tell_import(name: str, size: int, preview: Took, commit: Took, bare: float) -> None:
    """Print orders a second: of the commit alone, and from the upload to the end."""
    whole = Took(preview.seconds + commit.seconds, preview.cpu + commit.cpu)
    for part, took in (("commit", commit), ("upload_to_done", whole)):
        tell(
            f"{name}.{part}",
            size / took.seconds,
            "orders/s",
            bare,
            per_cpu_second=round(size / took.cpu),
            peers=peers_of(name),
        )


def import_again(shop: Shop, user: User) -> None:
    """Import known orders once more: no row of the business may be written."""
    size, start = (2_000, 1_000) if is_quick() else (20_000, 10_000)
    with tempfile.TemporaryDirectory() as folder:
        paths = written(folder, size, start)
        before = [_last(table) for table in BUSINESS]
        _session, _preview, commit = run_import(paths, shop, user)
        assert [_last(table) for table in BUSINESS] == before, "rows were written"
    name = f"w1.again.{ENGINE}.{size // 1000}k"
    tell(name, commit.seconds, "s", cpu_s=round(commit.cpu, 2), rows_written=0)


def _last(table: str) -> tuple[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(f"select count(*), max(id) from {table}")
        count, last = cursor.fetchone()
    return count, last or 0


if __name__ == "__main__":
    main()
