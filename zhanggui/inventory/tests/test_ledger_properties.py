"""Whatever happens in whatever order, levels are the sum of the moves, and promises are kept."""

from itertools import count

import pytest
from django.test import TestCase
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from zhanggui.catalog.models import Product, Sku
from zhanggui.inventory.selectors.proof import differences
from zhanggui.inventory.services import (
    MAIN,
    CannotMoveError,
    Movement,
    Wanted,
    consume,
    move,
    place,
    release,
    reserve_many,
    take_back,
)
from zhanggui.inventory.tests.conftest import AT, LINE, level_of

NUMBERS = st.integers(1, 6)
SKUS = st.integers(0, 2)
# Histories share one database: each gets a number of its own.
HISTORIES = count(1)


class Ledger(RuleBasedStateMachine):
    """A model in plain numbers beside the real ledger."""

    def __init__(self):
        super().__init__()
        self.mine = mine = next(HISTORIES)
        product = Product.objects.create(code=f"P{mine}", name="花洒")
        self.skus = [
            Sku.objects.create(product=product, merchant_code=f"S{mine}-{n}") for n in range(3)
        ]
        self.on_hand = [0, 0, 0]
        self.lines = f"{LINE}{mine}"
        self.promised = {}
        self.shipped = {}
        self.documents = count(1)

    def free(self, n):
        return self.on_hand[n] - sum(q for sku, q in self.promised.values() if sku == n)

    @rule(n=SKUS, quantity=NUMBERS)
    def bring_in(self, n, quantity):
        self._move(n, quantity, "supplier", MAIN)
        self.on_hand[n] += quantity

    @rule(n=SKUS, quantity=NUMBERS)
    def write_off(self, n, quantity):
        if quantity > self.free(n):
            with pytest.raises(CannotMoveError):
                self._move(n, quantity, MAIN, "adjustment")
        else:
            self._move(n, quantity, MAIN, "adjustment")
            self.on_hand[n] -= quantity

    def _move(self, n, quantity, source, destination):
        movement = Movement(
            self.skus[n].pk,
            quantity,
            place(source).pk,
            place(destination).pk,
            f"t{self.mine}",
            next(self.documents),
        )
        assert move(movement, at=AT)

    @rule(lines=st.lists(st.tuples(SKUS, NUMBERS, st.integers(1, 20)), max_size=5))
    def reserve(self, lines):
        asked = {line: (n, quantity) for n, quantity, line in lines}
        wanted = [Wanted(self.skus[n].pk, q, line) for line, (n, q) in asked.items()]
        granted = reserve_many(wanted, origin_type=self.lines, at=AT)
        for line, (n, quantity) in asked.items():
            if line in self.promised or line in self.shipped:
                assert line in granted.origin_ids
            elif quantity <= self.free(n):
                self.promised[line] = (n, quantity)
                assert line in granted.origin_ids
            else:
                assert line not in granted.origin_ids

    @rule(lines=st.sets(st.integers(1, 20), max_size=5))
    def give_back(self, lines):
        mine = lines & self.promised.keys()
        assert release(lines, origin_type=self.lines, at=AT) == len(mine)
        for line in mine:
            del self.promised[line]

    @rule(lines=st.sets(st.integers(1, 20), max_size=5))
    def ship(self, lines):
        mine = lines & self.promised.keys()
        moved = consume(lines, origin_type=self.lines, at=AT)
        assert {one.origin_id for one in moved} == mine
        for line in mine:
            n, quantity = self.shipped[line] = self.promised.pop(line)
            self.on_hand[n] -= quantity

    @rule(lines=st.sets(st.integers(1, 20), max_size=3))
    def take_back(self, lines):
        mine = lines & self.shipped.keys()
        moved = take_back(lines, origin_type=self.lines, at=AT)
        assert {one.origin_id for one in moved} == mine
        for line in mine:
            n, quantity = self.promised[line] = self.shipped.pop(line)
            self.on_hand[n] += quantity

    @invariant()
    def levels_say_what_the_model_says(self):
        for n, sku in enumerate(self.skus):
            assert level_of(sku) == (self.on_hand[n], self.on_hand[n] - self.free(n))
        assert differences() == []


class LedgerTest(TestCase):
    def test_any_history_adds_up(self):
        run_state_machine_as_test(
            Ledger, settings=settings(max_examples=8, stateful_step_count=25, deadline=None)
        )
