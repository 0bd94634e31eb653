import json
from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from zhanggui.org.rules.proof import Standing
from zhanggui.org.selectors.dutymap import MappedDuty, map_duties
from zhanggui.org.services.loading import load_handbook

SIGNS = {Standing.PROVEN: "●", Standing.PARTIAL: "◐", Standing.MISSING: "○"}


class Command(BaseCommand):
    help = "The duty map: what the product lets each duty do, and which test proves it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON object for programs")

    def handle(self, **options: Any) -> None:
        load_handbook(at=timezone.now())
        mapped = map_duties()
        if options["json"]:
            self.stdout.write(json.dumps({"duties": [row(m) for m in mapped]}, ensure_ascii=False))
            return
        for one in mapped:
            said = f"{SIGNS[one.standing]} {one.duty.code:<8} {one.duty.text}"
            self.stdout.write(" ".join(filter(None, (said, one.screen, one.reason))))
        counts = Counter(one.standing for one in mapped)
        self.stdout.write(", ".join(f"{name}: {counts[name]}" for name in Standing))


def row(mapped: MappedDuty) -> dict[str, Any]:
    """Write one duty for programs."""
    return {
        "id": mapped.duty.code,
        "state": mapped.standing.value,
        "screen": mapped.screen,
        "actions": [action.code for action in mapped.actions],
        "indicators": [indicator.code for indicator in mapped.indicators],
        "test": mapped.test,
        "reason": mapped.reason,
    }
