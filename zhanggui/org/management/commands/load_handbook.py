from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from zhanggui.org.services.granting import sync_people
from zhanggui.org.services.loading import load_handbook


class Command(BaseCommand):
    help = "Load the handbook into an empty house; compute everybody's permissions anew."

    def handle(self, **options: Any) -> None:
        now = timezone.now()
        version = load_handbook(at=now)
        changed = sync_people(at=now)
        if options["verbosity"] > 1:
            self.stdout.write(f"Edition {version.number} in force; {changed} rows changed")
