"""What is right and wrong with tracking numbers about to be entered. Reads only."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db.models import Max, Sum
from django.utils.translation import gettext as _

from zhanggui.customers.models import Contact
from zhanggui.customers.services import phone_hashes
from zhanggui.orders.models import Order, OrderHold, OrderLine, OrderState
from zhanggui.org.models import User
from zhanggui.shipping import rules
from zhanggui.shipping.models import Carrier, Parcel, ParcelLine, ParcelState
from zhanggui.shipping.selectors.waiting import carriers, shapes
from zhanggui.shops.models import Shop

# How many of the latest parcels tell which carrier a shop mostly uses.
_RECENT = 200


@dataclass(frozen=True)
class Entry:
    """A tracking number that somebody wants to enter for an order.

    `carrier` is the code of the one they chose, "" to have it guessed; `accepted` says that they
    stand by the number although it does not look like the carrier's. `contents` is how many of
    which order line are in the parcel; None for all that is left.
    """

    order_number: str
    number: str
    carrier: str = ""
    accepted: bool = False
    contents: Mapping[int, int] | None = None


@dataclass(frozen=True)
class Verdict:
    """What would happen to an entry, or what did.

    `problem` refuses it, `warning` asks to be accepted; `contents` is what the parcel holds, and
    `completes` whether the order has then left whole. `waits`: the order is good, its number is
    still to come. `is_repeat`: this very number was entered for this order before. `parcel` is set
    once it is entered.
    """

    entry: Entry
    order: Order | None = None
    carrier: Carrier | None = None
    guessed: bool = False
    problem: str = ""
    warning: str = ""
    waits: bool = False
    is_repeat: bool = False
    contents: Mapping[int, int] = field(default_factory=dict)
    completes: bool = False
    due_at: datetime | None = None
    parcel: Parcel | None = None

    @property
    def passes(self) -> bool:
        return not self.problem and (not self.warning or self.entry.accepted)


@dataclass
class Known:
    """All that judging needs to know, read in a handful of queries."""

    shop_ids: set[int]
    orders: dict[str, list[Order]]
    holds: dict[int, list[str]]
    free_since: dict[int, datetime | None]
    lines: dict[int, list[OrderLine]]
    packed: dict[int, int]
    parcels: dict[str, Parcel]
    last_parcel: dict[int, Parcel]
    phones: set[str]
    carriers: Sequence[Carrier]
    shapes: list[rules.Shapes]
    favourites: dict[int, str]

    def carrier(self, code: str) -> Carrier | None:
        return next((c for c in self.carriers if c.code == code), None)

    def fault_of(self, number: str) -> str:
        """Say why a tidy number cannot be anybody's tracking number, "" when it can."""
        fault = rules.fault_of(number)
        if fault:
            return {
                rules.Fault.EMPTY: _("The tracking number is missing"),
                rules.Fault.LENGTH: _("A tracking number has 4 to 35 characters"),
                rules.Fault.CHARACTERS: _("A tracking number has only letters, digits and -"),
            }[fault]
        if number in self.orders:
            return _("This is an order number, not a tracking number")
        if number in self.phones:
            return _("This is a buyer's phone number, not a tracking number")
        parcel = self.parcels.get(number)
        if parcel is None:
            return ""
        return _("The number is already used for order %(number)s") % {"number": parcel.order}

    def is_parcel_of(self, order: Order, number: str) -> bool:
        return number in self.parcels and self.parcels[number].order_id == order.pk

    def warning_of(self, number: str, carrier: Carrier | None) -> str:
        """Say that a number does not look like the carrier's, "" when it does."""
        for shape in self.shapes:
            if carrier and shape.code == carrier.code and not shape.may_be(number):
                return _("%(carrier)s does not use numbers of this shape") % {"carrier": carrier}
        return ""

    def order_fault(self, order: Order) -> str:
        """Say why the order cannot leave, "" when it can."""
        if order.state == OrderState.TO_SHIP and order.open_holds:
            reasons = "、".join(dict.fromkeys(self.holds.get(order.pk, [])))
            return _("The order is held: %(reasons)s") % {"reasons": reasons}
        if order.state == OrderState.SHIPPED and order.pk in self.last_parcel:
            parcel = self.last_parcel[order.pk]
            return _("The order was shipped with %(carrier)s %(number)s") % {
                "carrier": parcel.carrier,
                "number": parcel.number,
            }
        if not order.can_ship:
            return _("The order cannot be shipped: %(state)s") % {"state": order.state_shown}
        if not self.lines.get(order.pk):
            return _("Every line of the order is closed or refunded")
        return ""

    def left(self, order: Order) -> dict[int, int]:
        """Return how many of each open line are in no parcel yet."""
        rest = {
            line.pk: line.quantity - self.packed.get(line.pk, 0) for line in self.lines[order.pk]
        }
        return {pk: quantity for pk, quantity in rest.items() if quantity > 0}


def known_for(order_numbers: Iterable[str], numbers: Iterable[str], *, by: User) -> Known:
    """Read what judging these needs."""
    numbers = set(numbers) - {""}
    tokens = (set(order_numbers) | numbers) - {""}
    orders = list(Order.objects.filter(number__in=tokens).select_related("shop").order_by("pk"))
    ids = [order.pk for order in orders]
    by_number: dict[str, list[Order]] = defaultdict(list)
    for order in orders:
        by_number[order.number].append(order)
    found = carriers()
    live = Parcel.objects.live().select_related("order", "carrier")
    packed = ParcelLine.objects.filter(parcel__order__in=ids).exclude(
        parcel__state=ParcelState.VOID
    )
    free_since = OrderHold.objects.filter(order__in=ids).values_list("order")
    return Known(
        shop_ids=set(Shop.objects.visible_to(by).values_list("pk", flat=True)),
        orders=dict(by_number),
        holds=_holds(ids),
        free_since=dict(free_since.annotate(at=Max("cleared_at"))),
        lines=_open_lines(ids),
        packed=dict(packed.values_list("order_line").annotate(n=Sum("quantity"))),
        parcels={parcel.number: parcel for parcel in live.filter(number__in=numbers)},
        last_parcel={parcel.order_id: parcel for parcel in live.filter(order__in=ids)},
        phones=_phones(numbers),
        carriers=found,
        shapes=shapes(found),
        favourites=_favourites({order.shop_id for order in orders}),
    )


def _holds(order_ids: list[int]) -> dict[int, list[str]]:
    holds: dict[int, list[str]] = defaultdict(list)
    for hold in OrderHold.objects.filter(order__in=order_ids, cleared_at=None).order_by("pk"):
        holds[hold.order_id].append(str(hold.get_kind_display()))
    return holds


def _open_lines(order_ids: list[int]) -> dict[int, list[OrderLine]]:
    lines: dict[int, list[OrderLine]] = defaultdict(list)
    for line in OrderLine.objects.filter(order__in=order_ids, is_closed=False).order_by("pk"):
        lines[line.order_id].append(line)
    return lines


def _phones(numbers: Iterable[str]) -> set[str]:
    hashes = {phone_hashes(n)[0]: n for n in numbers if rules.looks_like_phone(n)}
    if not hashes:
        return set()
    found = Contact.objects.filter(phone_hash__in=hashes).values_list("phone_hash", flat=True)
    return {hashes[one] for one in found}


def _favourites(shop_ids: set[int]) -> dict[int, str]:
    """Return the carrier that each shop used most among its latest parcels."""
    latest = (
        Parcel.objects.live()
        .filter(order__shop__in=shop_ids)
        .order_by("-entered_at", "-id")
        .values_list("order__shop", "carrier__code")[:_RECENT]
    )
    uses = Counter(latest)
    return {shop: code for (shop, code), _n in reversed(uses.most_common())}


def judge(entries: Sequence[Entry], *, by: User) -> list[Verdict]:
    """Say what would happen to each entry, in their order; write nothing."""
    known = known_for(
        [entry.order_number for entry in entries], [entry.number for entry in entries], by=by
    )
    verdicts: list[Verdict] = []
    rows: dict[str, int] = {}
    for row, entry in enumerate(entries, start=1):
        verdict = _judge_one(_righted(entry, known), known, rows)
        if verdict.passes and verdict.order:
            rows.setdefault(verdict.entry.number, row)
            rows.setdefault(f"order {verdict.order.pk}", row)
            for line_id, quantity in verdict.contents.items():
                known.packed[line_id] = known.packed.get(line_id, 0) + quantity
        verdicts.append(verdict)
    return verdicts


def _righted(entry: Entry, known: Known) -> Entry:
    """Turn an entry round whose two numbers stand in the wrong places."""
    if entry.order_number not in known.orders and entry.number in known.orders:
        return Entry(
            entry.number, entry.order_number, entry.carrier, entry.accepted, entry.contents
        )
    return entry


def _judge_one(entry: Entry, known: Known, rows: Mapping[str, int]) -> Verdict:
    found = [o for o in known.orders.get(entry.order_number, []) if o.shop_id in known.shop_ids]
    if len(found) != 1:
        problem = (
            _("Two of your shops have this order number")
            if found
            else _("There is no such order in your shops")
        )
        return Verdict(entry, problem=problem if entry.order_number else _("Which order?"))
    [order] = found
    fault = known.order_fault(order)
    problem = fault or known.fault_of(entry.number)
    if not problem and entry.number in rows:
        problem = _("Row %(row)s has the same number") % {"row": rows[entry.number]}
    carrier, guessed = _carrier_of(entry, order, known)
    if not problem and carrier is None:
        problem = _("Choose the carrier: the number does not tell")
    verdict = Verdict(
        entry,
        order,
        carrier,
        guessed=guessed,
        problem=problem,
        waits=not (fault or entry.number),
        is_repeat=known.is_parcel_of(order, entry.number),
    )
    return verdict if problem else _with_contents(verdict, order, known, rows)


def _carrier_of(entry: Entry, order: Order, known: Known) -> tuple[Carrier | None, bool]:
    if entry.carrier:
        return known.carrier(entry.carrier), False
    favourite = known.favourites.get(order.shop_id, "")
    return known.carrier(rules.guess(entry.number, known.shapes, favourite)), True


def _with_contents(
    verdict: Verdict, order: Order, known: Known, rows: Mapping[str, int]
) -> Verdict:
    left = known.left(order)
    asked = verdict.entry.contents
    contents = left if asked is None else dict(asked)
    problem = ""
    if not left:
        row = rows.get(f"order {order.pk}")
        problem = _("Row %(row)s ships all of this order") % {"row": row}
    elif not contents or any(not 0 < n <= left.get(pk, 0) for pk, n in contents.items()):
        problem = _("The parcel holds more than is left of the order, or nothing")
    return replace(
        verdict,
        problem=problem,
        warning=known.warning_of(verdict.entry.number, verdict.carrier),
        contents=contents,
        completes=contents == left,
        due_at=rules.due_at(ship_by=order.ship_by, free_since=known.free_since.get(order.pk)),
    )
