import csv
from pathlib import Path

from django.db import migrations

CARRIERS = Path(__file__).parents[1] / "data" / "carriers.tsv"


def add_known_carriers(apps, schema_editor):
    Carrier = apps.get_model("shipping", "Carrier")
    lines = [line for line in CARRIERS.read_text().splitlines() if not line.startswith("#")]
    for rank, row in enumerate(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)):
        Carrier.objects.update_or_create(
            code=row.pop("code"), defaults={**{k: v or "" for k, v in row.items()}, "rank": rank}
        )


class Migration(migrations.Migration):
    dependencies = [("shipping", "0001_initial")]

    operations = [migrations.RunPython(add_known_carriers, migrations.RunPython.noop)]
