"""Triggers that keep posted vouchers as they are. A migration that makes a table anew (SQLite
does so to change a column) loses its trigger and must call keep_posted() again."""

from django.db import migrations

VOUCHER = (
    "kind, document_type, document_id, document_number, shop_id, period_id, number, date,"
    " reverses_id, reason, note, is_repost, receivable_fen, debit_fen, credit_fen, made_by_id,"
    " made_at, due_at"
)
LINE = "voucher_id, account_id, debit_fen, credit_fen, text, sku_id, quantity"
KEPT = (("books_voucher", VOUCHER), ("books_voucherline", LINE))
FUNCTION = """
CREATE OR REPLACE FUNCTION books_refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'What is posted is never changed'; END $$
"""


def keep_posted(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for table, columns in KEPT:
            schema_editor.execute(
                f"CREATE TRIGGER {table}_kept BEFORE UPDATE OF {columns} ON {table}"
                " BEGIN SELECT RAISE(ABORT, 'What is posted is never changed'); END"
            )
        return
    schema_editor.execute(FUNCTION)
    for table, columns in KEPT:
        schema_editor.execute(
            f"CREATE TRIGGER {table}_kept BEFORE UPDATE OF {columns} ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION books_refuse_change()"
        )


def let_go(apps, schema_editor):
    on_table = schema_editor.connection.vendor != "sqlite"
    for table, _columns in KEPT:
        schema_editor.execute(f"DROP TRIGGER {table}_kept" + (f" ON {table}" if on_table else ""))


class Migration(migrations.Migration):
    dependencies = [("books", "0002_known_accounts")]

    operations = [migrations.RunPython(keep_posted, let_go)]
