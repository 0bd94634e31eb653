from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhanggui.catalog.models import Product
from zhanggui.journal.actions import Action
from zhanggui.journal.services import record
from zhanggui.orders.models import Order
from zhanggui.org.models import User
from zhanggui.service.actions import (
    CALL_RECORDED,
    FEEDBACK_RECORDED,
    FOLLOWED_UP,
    IM_RECORDED,
    PAGE_FAULT_RECORDED,
)
from zhanggui.service.models import Channel, ContactRecord, Topic
from zhanggui.shops.models import Shop

# A contact is the work of the duty that its topic belongs to; the rest goes by the channel.
BY_TOPIC = {Topic.SUGGESTION: FEEDBACK_RECORDED, Topic.PAGE: PAGE_FAULT_RECORDED}
BY_CHANNEL = {Channel.IM: IM_RECORDED, Channel.PHONE: CALL_RECORDED}


class CannotRecordError(Exception):
    """The contact cannot be written down as it was told."""


class CannotFollowUpError(Exception):
    """Nothing is owed to the customer of this contact."""


def action_of(channel: str, topic: str) -> Action:
    """Return the kind of work that a contact is."""
    return BY_TOPIC.get(Topic(topic)) or BY_CHANNEL[Channel(channel)]


@transaction.atomic
def record_contact(
    *,
    shop: Shop,
    channel: str,
    topic: str,
    text: str,
    by: User,
    at: datetime,
    who: str = "",
    answer: str = "",
    order: Order | None = None,
    product: Product | None = None,
    follow_up_at: datetime | None = None,
) -> ContactRecord:
    """Write down a contact with a customer that happened on a messenger or the phone.

    :raises CannotRecordError: if a page fault names no product, or the promise lies in the past
    """
    if topic == Topic.PAGE and product is None:
        raise CannotRecordError(_("Say which product's page is at fault."))
    if follow_up_at is not None and follow_up_at <= at:
        raise CannotRecordError(_("The time to call back by has passed already."))

    contact = ContactRecord.objects.create(
        shop=shop,
        channel=channel,
        topic=topic,
        who=who,
        order=order,
        product=product,
        text=text,
        answer=answer,
        taken_by=by,
        taken_at=at,
        follow_up_at=follow_up_at,
    )
    record(action_of(channel, topic), by=by, subject=contact, at=at, facts={"topic": str(topic)})
    return contact


@transaction.atomic
def follow_up(*, record_id: int, answer: str, by: User, at: datetime) -> ContactRecord:
    """Note that the customer was called back, and what they were told.

    :raises CannotFollowUpError: if nothing is owed, or somebody has done it already
    """
    contact = ContactRecord.objects.select_for_update().get(pk=record_id)
    if not contact.is_owed():
        raise CannotFollowUpError(_("Nobody waits for a call back on this record."))

    contact.answer = f"{contact.answer}\n{answer}".strip()
    contact.followed_up_at = at
    contact.save(update_fields=["answer", "followed_up_at"])
    late = contact.follow_up_at is not None and at > contact.follow_up_at
    record(FOLLOWED_UP, by=by, subject=contact, at=at, facts={"late": late})
    return contact
