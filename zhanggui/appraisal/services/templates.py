from pathlib import Path

import yaml
from django.db import transaction

from zhanggui.appraisal.models import FormTemplate
from zhanggui.core.periods import Month
from zhanggui.org.models import Position

TEMPLATES_FILE = Path(__file__).resolve().parents[1] / "data" / "templates.yaml"
WHOLE = 100_00


class BadTemplateError(Exception):
    """A form template does not add up."""


@transaction.atomic
def load_templates(file: Path = TEMPLATES_FILE) -> list[FormTemplate]:
    """Add the template versions of a file that are not there yet; those there stay as they are.

    :raises BadTemplateError: if the weights of a template are not 100.00 together
    """
    positions = {position.code: position for position in Position.objects.all()}
    loaded = []
    for text in yaml.safe_load(file.read_text(encoding="utf-8")):
        if text["position"] not in positions:
            continue
        lines = [line | {"weight": round(line["weight"] * 100)} for line in text["lines"]]
        if sum(line["weight"] for line in lines) != WHOLE:
            raise BadTemplateError(f"{text['position']} v{text['version']}: not 100.00 together")
        template, new = FormTemplate.objects.get_or_create(
            position=positions[text["position"]],
            version=text["version"],
            defaults={"valid_from": text["valid_from"], "lines": lines},
        )
        loaded += [template] if new else []
    return loaded


def templates_for(month: Month) -> dict[int, FormTemplate]:
    """Return the template that each position's form of a month follows, by position id."""
    found = {}
    for template in FormTemplate.objects.filter(valid_from__lte=month.first).order_by("version"):
        found[template.position_id] = template
    return found
