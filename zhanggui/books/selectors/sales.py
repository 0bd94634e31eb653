"""Sales that are to be posted, and the voucher that each would make. Reads only."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Exists, F, OuterRef, QuerySet, Sum
from django.utils.translation import gettext as _

from zhanggui.books import rules
from zhanggui.books.models import Account, Voucher, VoucherKind
from zhanggui.inventory.models import Move
from zhanggui.orders.models import Order, OrderLine
from zhanggui.orders.services.reserving import LINE
from zhanggui.org.models import User

ORDER = "orders.order"


@dataclass(frozen=True)
class SaleDraft:
    """The voucher that an order would make. `problem` forbids it, `warnings` make one think."""

    order: Order
    postings: Sequence[rules.Posting] = ()
    sku_ids: dict[str, int] = field(default_factory=dict)
    problem: str = ""
    warnings: Sequence[str] = ()

    @property
    def receivable_fen(self) -> int:
        return self.totals.get(rules.Role.RECEIVABLE, 0)

    @property
    def totals(self) -> dict[rules.Role, int]:
        return rules.totals(self.postings)


def is_posted() -> Exists:
    """Return the condition that an order has a live sales voucher."""
    return Exists(
        Voucher.objects.live().filter(
            document_type=ORDER, document_id=OuterRef("pk"), kind=VoucherKind.SALE
        )
    )


def unposted(user: User) -> QuerySet[Order]:
    """Return the orders that left and have no live voucher, the longest waiting first."""
    shipped = Order.objects.visible_to(user).filter(shipped_at__isnull=False)
    return shipped.filter(~is_posted()).order_by("shipped_at", "id")


def draft_sales(orders: Iterable[Order]) -> list[SaleDraft]:
    """Return the voucher that each order would make, in their order; a few queries for all."""
    orders = list(orders)
    ids = [order.pk for order in orders]
    lines: dict[int, list[OrderLine]] = defaultdict(list)
    open_lines = OrderLine.objects.filter(order__in=ids, is_closed=False)
    for line in open_lines.select_related("sku").order_by("pk"):
        lines[line.order_id].append(line)
    costs = costs_of([line.pk for of_order in lines.values() for line in of_order])
    return [_draft(order, lines[order.pk], costs) for order in orders]


def costs_of(line_ids: Sequence[int]) -> dict[int, int]:
    """Return what the goods of each line cost us by the stock moves: out, less taken back."""
    costs: dict[int, int] = defaultdict(int)
    for origin_type, sign in ((LINE, 1), (f"{LINE}.back", -1)):
        moves = Move.objects.filter(origin_type=origin_type, origin_id__in=line_ids)
        values = moves.values_list("origin_id").annotate(
            fen=Sum(F("quantity") * F("unit_cost_fen"))
        )
        for line_id, fen in values:
            costs[line_id] += sign * fen
    return costs


def _draft(order: Order, lines: Sequence[OrderLine], costs: dict[int, int]) -> SaleDraft:
    if order.shipped_at is None:
        return SaleDraft(order, problem=_("The order is not shipped"))
    if not lines:
        return SaleDraft(order, problem=_("Every line of the order is closed or refunded"))
    unknown = [line.title for line in lines if line.sku is None]
    if unknown:
        return SaleDraft(order, problem=_("No SKU is known for %(title)s") % {"title": unknown[0]})
    sold, free = [], []
    for line in lines:
        if line.sku is None:
            continue
        cost = costs.get(line.pk) or line.quantity * line.sku.cost_fen
        if not cost:
            free.append(line.sku.merchant_code)
        sold.append(
            rules.SoldLine(
                line.sku.merchant_code, line.quantity, line.paid_fen, line.sku.vat_bp, cost
            )
        )
    return SaleDraft(
        order,
        rules.sale(sold, order.freight_fen),
        {line.sku.merchant_code: line.sku.pk for line in lines if line.sku},
        warnings=[_("The cost of %(sku)s is not known") % {"sku": sku} for sku in free],
    )


def posting_lines(draft: SaleDraft) -> list[tuple[Account, rules.Posting]]:
    """Return the postings of a draft with their accounts."""
    accounts = {account.role: account for account in Account.objects.exclude(role=None)}
    return [(accounts[posting.role], posting) for posting in draft.postings]
