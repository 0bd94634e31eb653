"""Processes that ask for the same goods at the same moment.

python -m zhanggui.inventory.tests.buyers BUYERS ATTEMPTS UNITS

Prints one line of JSON: what each was granted, the level afterwards, its promises, differences.
"""
# ruff: noqa: E402

import json
import multiprocessing
import sys

import django

django.setup()

from django.db import connection
from django.utils import timezone

from zhanggui.catalog.models import Product, Sku
from zhanggui.inventory.models import Reservation
from zhanggui.inventory.selectors.proof import differences
from zhanggui.inventory.services import MAIN, Movement, Wanted, move, place, reserve_many
from zhanggui.inventory.tests.conftest import LINE, level_of


def buy(sku_id, first, attempts, granted):
    """Ask for one unit, many times, each in a transaction of its own."""
    got = 0
    for line in range(first, first + attempts):
        wanted = [Wanted(sku_id, 1, line)]
        got += len(reserve_many(wanted, origin_type=LINE, at=timezone.now()).origin_ids)
    granted.put(got)


def race(buyers, attempts, units):
    product = Product.objects.create(code="P1", name="花洒")
    sku = Sku.objects.create(product=product, merchant_code="HS-01")
    supplier, main = place("supplier").pk, place(MAIN).pk
    move(Movement(sku.pk, units, supplier, main, "tests", 1), at=timezone.now())
    connection.close()  # a connection must not be shared with the children
    fork = multiprocessing.get_context("fork")
    granted = fork.Queue()
    started = [
        fork.Process(target=buy, args=(sku.pk, 1 + n * attempts, attempts, granted))
        for n in range(buyers)
    ]
    for process in started:
        process.start()
    for process in started:
        process.join()
    return {
        "exits": [process.exitcode for process in started],
        "granted": sum(granted.get() for _ in started),
        "level": level_of(sku),
        "promises": Reservation.objects.count(),
        "differences": len(differences()),
    }


if __name__ == "__main__":
    print(json.dumps(race(*map(int, sys.argv[1:]))))  # noqa: T201
