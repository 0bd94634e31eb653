import csv
from pathlib import Path

from django.db import migrations

ACCOUNTS = Path(__file__).parents[1] / "data" / "accounts.tsv"


def add_known_accounts(apps, schema_editor):
    Account = apps.get_model("books", "Account")
    lines = [line for line in ACCOUNTS.read_text().splitlines() if not line.startswith("#")]
    for row in csv.DictReader(lines, delimiter="\t"):
        Account.objects.update_or_create(
            code=row["code"],
            defaults={"name": row["name"], "side": row["side"], "role": row["role"] or None},
        )


class Migration(migrations.Migration):
    dependencies = [("books", "0001_initial")]

    operations = [migrations.RunPython(add_known_accounts, migrations.RunPython.noop)]
