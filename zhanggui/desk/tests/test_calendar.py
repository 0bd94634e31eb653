from datetime import timedelta

import pytest
from django.utils import timezone

from zhanggui.jobs.services import enqueue
from zhanggui.org.models import Assignment, User

pytestmark = pytest.mark.django_db


def test_a_position_that_ended_grants_nothing_any_more(shop_guide):
    now = timezone.now()
    assert shop_guide.has_perm("shipping.view_parcel")
    Assignment.objects.filter(user=shop_guide).update(active_until=now - timedelta(minutes=5))

    enqueue("desk.follow_the_calendar", by=None, at=now)

    found = User.objects.get(pk=shop_guide.pk)
    assert not found.has_perm("shipping.view_parcel")
    assert not found.is_active
