"""W1: two GB18030 order files become orders, with stock reserved, journal and sealed contacts.

The whole way of a person's import: upload, columns found, every row judged, then committed. The
floor is the same rows (raw orders, orders, lines, reservations, people, journal) by bare SQL.
"""

import sqlite3
import tempfile
from pathlib import Path

from bench.measure import PeakOfPart, Took, calibrate, is_quick, make_ready, peers_of, tell, timed

ENGINE = make_ready()

from django.db import connection, transaction  # noqa: E402

from bench.trade import AT, make_trade, orders  # noqa: E402
from zhanggui.connectors.taobao.writer import write_files  # noqa: E402
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

TABLES = (
    "orders_raworder", "orders_rawline", "orders_order", "orders_ordersource", "orders_orderline",
    "customers_customer", "customers_contact", "inventory_reservation", "journal_entry",
    "journal_delivery",
)  # fmt: skip


def run_import(paths: tuple[Path, Path], shop, user) -> tuple[ImportSession, Took, Took]:
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
    assert session.state == State.DONE, session.error
    return session, preview, commit


def check(count: int) -> None:
    """Refuse a figure whose work was not done."""
    assert Order.objects.count() == count
    assert OrderLine.objects.count() == 3 * count == Reservation.objects.count()
    assert Entry.objects.filter(action="orders.received").count() == count
    assert not OrderHold.objects.exists()
    promised = sum(OrderLine.objects.values_list("quantity", flat=True).iterator())
    assert promised == sum(StockLevel.objects.values_list("reserved", flat=True))


def floor() -> float:
    """Return orders a second of inserting the rows just made into bare tables of the same shape."""
    count = Order.objects.count()
    return count / (_sqlite_floor() if ENGINE == "sqlite" else _postgres_floor())


def _rows(table: str):
    with connection.cursor() as cursor:
        cursor.execute(f"select * from {table}")
        return [column[0] for column in cursor.description], cursor.fetchall()


def _sqlite_floor() -> float:
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
            columns, rows = _rows(table)
            marks = ",".join("?" * len(columns))
            insert = f"insert into {table} values ({marks})"
            for start in range(0, len(rows), 1500):
                batch = rows[start : start + 1500]

                def write(batch=batch, insert=insert) -> None:
                    db.execute("begin immediate")
                    db.executemany(insert, batch)
                    db.execute("commit")

                seconds += timed(write).seconds
        db.close()
    return seconds


def _postgres_floor() -> float:
    """COPY the same rows into copies of the tables, with their indexes and constraints."""
    seconds = 0.0
    with connection.cursor() as cursor:
        for table in TABLES:
            columns, rows = _rows(table)
            cursor.execute(f"create table floor_{table} (like {table} including all)")
            casts = {name for name, kind in _types(cursor, table) if kind == "jsonb"}
            places = [i for i, name in enumerate(columns) if name in casts]
            for start in range(0, len(rows), 1500):
                batch = [_with_json(row, places) for row in rows[start : start + 1500]]

                def write(batch=batch, table=table) -> None:
                    with (
                        transaction.atomic(),
                        cursor.copy(f"copy floor_{table} from stdin") as copy,
                    ):
                        for row in batch:
                            copy.write_row(row)

                seconds += timed(write).seconds
    return seconds


def _types(cursor, table: str):
    cursor.execute(
        "select column_name, data_type from information_schema.columns where table_name = %s",
        [table],
    )
    return cursor.fetchall()


def _with_json(row, places):
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
    done = 0
    for size in sizes:
        # The files are written before the clock starts; the second size comes on top of the first.
        with tempfile.TemporaryDirectory() as folder:
            paths = write_files(list(orders(size, first=done)), Path(folder), made_at=AT)
            with PeakOfPart() as peak:
                _session, preview, commit = run_import(paths, shop, user)
            done += size
            check(done)
            named = f"w1.import.{ENGINE}.{size // 1000}k"
            bare = floor() if size == sizes[0] else None
            cpu = round(size / commit.cpu)
            tell(
                f"{named}.commit",
                size / commit.seconds,
                "orders/s",
                bare,
                per_cpu_second=cpu,
                peers=peers_of(named),
            )
            whole = Took(preview.seconds + commit.seconds, preview.cpu + commit.cpu)
            cpu = round(size / whole.cpu)
            tell(
                f"{named}.upload_to_done",
                size / whole.seconds,
                "orders/s",
                bare,
                per_cpu_second=cpu,
            )
            tell(f"{named}.memory", peak.mb, "MB", most=300)
            if size == sizes[-1]:
                _again(folder, shop, user)


def _again(folder: str, shop, user) -> None:
    """Import known orders once more: no row of the business may be written."""
    size = 2_000 if is_quick() else 20_000
    start = 1_000 if is_quick() else 10_000
    paths = write_files(list(orders(size, first=start)), Path(folder), made_at=AT)
    before = _last_rows()
    _session, _preview, commit = run_import(paths, shop, user)
    assert _last_rows() == before, "rows were written"
    cpu = round(commit.cpu, 2)
    tell(f"w1.again.{ENGINE}.{size // 1000}k", commit.seconds, "s", cpu_s=cpu, rows_written=0)


def _last_rows() -> list[tuple]:
    with connection.cursor() as cursor:
        found = []
        for table in TABLES:
            cursor.execute(f"select count(*), max(id) from {table}")
            found.append(cursor.fetchone())
    return found[:8]


if __name__ == "__main__":
    main()
