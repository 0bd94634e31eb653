"""The database itself refuses to change or delete an entry of the journal."""

from django.db import migrations

SQLITE = [
    """CREATE TRIGGER journal_entry_no_update BEFORE UPDATE ON journal_entry
       BEGIN SELECT RAISE(ABORT, 'journal entries are append-only'); END""",
    """CREATE TRIGGER journal_entry_no_delete BEFORE DELETE ON journal_entry
       BEGIN SELECT RAISE(ABORT, 'journal entries are append-only'); END""",
]
POSTGRES = [
    """CREATE FUNCTION journal_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS
       $$BEGIN RAISE EXCEPTION 'journal entries are append-only'
         USING ERRCODE = 'integrity_constraint_violation'; END$$""",
    """CREATE TRIGGER journal_entry_append_only BEFORE UPDATE OR DELETE ON journal_entry
       FOR EACH ROW EXECUTE FUNCTION journal_entry_refuse()""",
]
UNDO_SQLITE = ["DROP TRIGGER journal_entry_no_update", "DROP TRIGGER journal_entry_no_delete"]
UNDO_POSTGRES = [
    "DROP TRIGGER journal_entry_append_only ON journal_entry",
    "DROP FUNCTION journal_entry_refuse()",
]


def guard(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRES:
        schema_editor.execute(statement)


def unguard(apps, schema_editor):
    for statement in UNDO_SQLITE if schema_editor.connection.vendor == "sqlite" else UNDO_POSTGRES:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]

    operations = [migrations.RunPython(guard, unguard)]
