"""Fill an empty house with the demo company."""

import sys
import time
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from zhanggui.core.periods import Month
from zhanggui.desk.demo.company import NAME, found
from zhanggui.desk.demo.days import Desk, live
from zhanggui.desk.demo.goods import goods
from zhanggui.desk.demo.months import close_month, set_pay, set_targets
from zhanggui.desk.demo.people import PASSWORD, PEOPLE
from zhanggui.desk.demo.store import stock
from zhanggui.desk.demo.talks import talk
from zhanggui.desk.demo.trade import DAYS
from zhanggui.shops.models import Shop
from zhanggui.website.models import HomePage

# Orders a shop and day.
SIZES = {"small": 4, "normal": 16, "large": 160}


class Command(BaseCommand):
    help = "Fill an empty house with the demo company: people, goods, ninety days of orders."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--size", choices=SIZES, default="normal")

    def handle(self, *_args: Any, **options: Any) -> None:
        if Shop.objects.exists():
            raise CommandError(
                "There is a company here already. Set ZG_HOME to an empty folder for the demo."
            )
        began = time.monotonic()
        # All of it or nothing: a start that is stopped half-way begins anew next time.
        with transaction.atomic(), override("zh-hans"):
            self.load(options["size"])
        self.bar(1, 1, f"{time.monotonic() - began:.0f} s")
        for person in PEOPLE if options["verbosity"] else ():
            self.stdout.write(f"  {person.position:22} {person.username:18} {PASSWORD}")

    def load(self, size: str) -> None:
        """Found the company and let it work up to now."""
        now = timezone.now()
        company = found(now)
        everything = goods()
        stock(everything, at=now - timedelta(days=DAYS + 2))
        desk = Desk(company, everything, now, SIZES[size])
        live(desk, DAYS, lambda day: self.bar(day, DAYS + 6, "orders"))
        months = [Month.of(now)]
        while len(months) < 3:
            months.append(months[-1].previous)
        set_targets(company, months, at=now)
        set_pay(company, at=now)
        for month in reversed(months[1:]):
            close_month(company, month)
        talk(company, now=now)
        HomePage.objects.update(
            title=NAME, draft_title=NAME, tagline="一滴水的分寸",
            introduction="<p>瑞安塘下的卫浴工厂，做水龙头、花洒、马桶、浴室柜、地漏、角阀和五金挂件。</p>",
            phone="400-800-1234",
        )  # fmt: skip

    def bar(self, done: int, total: int, text: str) -> None:
        """Draw how far the loading has come: a line that moves, or one line a tenth in a log."""
        width = 30 * done // total
        line = f"\r  demo [{'█' * width}{'·' * (30 - width)}] {done * 100 // total:3d} % {text}"
        if sys.stdout.isatty():
            self.stdout.write(line, ending="" if done < total else "\n")
        elif done == total or done % 10 == 0:
            self.stdout.write(line.strip())
        self.stdout.flush()
