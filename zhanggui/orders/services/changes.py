"""Known orders beside the newer telling of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from zhanggui.orders.models import Order, OrderLine, OrderSource, OrderState, RawLine, RawOrder
from zhanggui.orders.rules import ReceivedLine, code_key
from zhanggui.orders.services.codes import skus_by_code
from zhanggui.orders.services.receiving_new import Telling
from zhanggui.shops.models import Shop

LEFT = frozenset({OrderState.SHIPPED.value, OrderState.FINISHED.value})


@dataclass(slots=True)
class Change:
    """A known order beside the newer telling of it."""

    telling: Telling
    raw: RawOrder
    order: Order
    was: str
    # Our lines, each with what is told of it now (None: nothing).
    lines: list[tuple[OrderLine, ReceivedLine | None]] = field(default_factory=list)
    newly_closed: list[int] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        return bool(self.lines) and all(told is not None for _line, told in self.lines)


def loaded(tellings: Sequence[Telling], shop: Shop) -> list[Change]:
    raws = RawOrder.objects.filter(shop=shop, tid__in=[t.order.tid for t in tellings])
    sources = {
        source.raw_order.tid: source
        for source in OrderSource.objects.filter(raw_order__in=raws).select_related(
            "raw_order", "order"
        )
    }
    return [
        Change(t, found.raw_order, found.order, found.order.state)
        for t in tellings
        if (found := sources.get(t.order.tid))
    ]


def pair_lines(changes: Sequence[Change], shop: Shop) -> None:
    """Lay what is told beside our lines: by number, then by content, for old files number none."""
    by_order: dict[int, list[OrderLine]] = {change.order.pk: [] for change in changes}
    ours = OrderLine.objects.filter(order__in=by_order).select_related("raw_line").order_by("pk")
    for line in ours:
        by_order[line.order_id].append(line)
    for change in changes:
        told = {line.oid: line for line in change.telling.order.lines}
        lines = by_order[change.order.pk]
        unpaired = []
        for line in lines:
            match = told.pop(line.raw_line.oid, None) if line.raw_line else None
            change.lines.append((line, match))
            if match is None:
                unpaired.append(len(change.lines) - 1)
        rest = list(told.values())
        for place in unpaired:
            line = change.lines[place][0]
            match = next((x for x in rest if _same_goods(line, x)), None)
            if match is not None:
                rest.remove(match)
                change.lines[place] = (line, match)
        change.lines += [(made, x) for x, made in _added(change, rest, shop)]


def _same_goods(line: OrderLine, told: ReceivedLine) -> bool:
    return (line.merchant_code, line.spec, line.quantity) == (
        told.merchant_code,
        told.spec,
        told.quantity,
    )


def _added(
    change: Change, rest: Iterable[ReceivedLine], shop: Shop
) -> list[tuple[ReceivedLine, OrderLine]]:
    """Make lines that no earlier file had: it was cut short, or exported for a part of them."""
    added = []
    for told in rest:
        key = code_key(told.merchant_code, told.title, told.spec)
        raw_line = RawLine.objects.create(raw_order=change.raw, oid=told.oid, data=dict(told.data))
        line = OrderLine.objects.create(
            order=change.order,
            raw_line=raw_line,
            sku_id=skus_by_code(shop_id=shop.pk, keys=[key]).get(key),
            merchant_code=told.merchant_code,
            title=told.title,
            spec=told.spec,
            quantity=told.quantity,
            unit_price_fen=told.unit_price_fen,
        )
        added.append((told, line))
    return added
