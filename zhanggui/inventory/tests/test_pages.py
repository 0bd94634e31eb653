import pytest
from django.urls import reverse

from zhanggui.core.queues import queues
from zhanggui.inventory.models import Proof, StockLevel
from zhanggui.inventory.services import consume, prove
from zhanggui.inventory.tests.conftest import AT, LINE, reserve
from zhanggui.journal.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client, hire):
    client.force_login(hire("warehouse"))
    return client


def test_the_stock_list_shows_what_is_free(clerk, sku, other, stock):
    stock(sku, 5)
    stock(other, 2)
    reserve((sku.pk, 3, 1), (other.pk, 2, 2))

    page = clerk.get(reverse("inventory:list"))
    out = clerk.get(reverse("inventory:list"), {"view": "out"})

    assert "HS-01" in page.text
    assert "HS-02" in page.text
    assert "HS-01" not in out.text
    assert "HS-02" in out.text


def test_a_level_is_explained_as_the_sum_of_its_moves(clerk, sku, stock):
    stock(sku, 5)
    stock(sku, 4)
    reserve((sku.pk, 3, 1), (sku.pk, 1, 2))
    consume([1], origin_type=LINE, at=AT)

    page = clerk.get(reverse("inventory:sku", args=[sku.pk]))

    [account] = page.context["accounts"]
    assert [(one.change, one.after) for one in account.moves] == [(-3, 6), (4, 9), (5, 5)]
    assert account.before == 0
    assert account.adds_up
    assert [promise.quantity for promise, _name in page.context["promises"]] == [1]


def test_a_level_that_was_tampered_with_is_found_told_and_left_alone(clerk, sku, stock):
    stock(sku, 5)
    reserve((sku.pk, 2, 1))
    StockLevel.objects.update(on_hand=7, reserved=3)

    proof = prove(at=AT)

    [found] = proof.differences
    assert (found["on_hand"], found["moved"], found["reserved"], found["promised"]) == (7, 5, 3, 2)
    level = StockLevel.objects.get()
    assert (level.on_hand, level.reserved) == (7, 3)
    assert Entry.objects.filter(action="inventory.difference_found").count() == 1
    assert queues["inventory.differences"].waiting(None, AT).late == 1
    assert "HS-01" in clerk.get(reverse("inventory:proofs")).text


def test_a_ledger_that_adds_up_says_so(clerk, sku, stock):
    stock(sku, 5)

    clerk.post(reverse("inventory:prove"))

    assert Proof.objects.get().differences == []
    assert queues["inventory.differences"].waiting(None, AT).count == 0


def test_the_guide_sees_stock_but_proves_nothing(client, shop_guide, sku, stock):
    stock(sku, 5)
    client.force_login(shop_guide)

    assert client.get(reverse("inventory:list")).status_code == 200
    assert client.get(reverse("inventory:sku", args=[sku.pk])).status_code == 200
    assert client.get(reverse("inventory:proofs")).status_code == 403
    assert client.post(reverse("inventory:prove")).status_code == 403


def test_the_stock_stands_on_the_page_of_the_product(client, shop_guide, sku, stock):
    stock(sku, 5)
    client.force_login(shop_guide)

    page = client.get(sku.product.get_absolute_url())

    assert reverse("inventory:sku", args=[sku.pk]) in page.text


def test_the_list_costs_the_same_however_long(
    clerk, sku, other, stock, django_assert_max_num_queries
):
    stock(sku, 5)
    stock(other, 5)

    with django_assert_max_num_queries(18):
        assert clerk.get(reverse("inventory:list")).status_code == 200
