"""The people of the department, as fixtures: each signed up in their position.

The test database holds the handbook already, so that a person costs three rows.
"""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from zhanggui.org.models import Assignment, Position, User
from zhanggui.org.services.loading import load_handbook

PASSWORD = "correct horse battery staple"
LONG_AGO = timedelta(days=365)


@pytest.fixture
def department(db):
    """The handbook in force: {code: position}."""
    found = {p.code: p for p in Position.objects.select_related("group", "reports_to")}
    if not found:  # a test with real transactions has emptied the database
        load_handbook(at=timezone.now())
        found = {p.code: p for p in Position.objects.select_related("group", "reports_to")}
    return found


@pytest.fixture
def hire(department):
    """Give a function that makes somebody in a position, or in none."""

    def make(position, username="", name="", since=None):
        user = User.objects.create(
            username=username or position or "outsider",
            display_name=name,
            password=make_password(PASSWORD),
        )
        if position:
            Assignment.objects.create(
                user=user,
                position=department[position],
                active_from=since or timezone.now() - LONG_AGO,
            )
            user.groups.add(department[position].group_id)
            user.acting_as = position
        return user

    return make


@pytest.fixture
def general_manager(hire):
    return hire("general-manager", name="陈国栋")


@pytest.fixture
def manager(hire):
    return hire("manager", name="周敏")


@pytest.fixture
def service_supervisor(hire):
    return hire("service-supervisor", name="王海燕")


@pytest.fixture
def marketing_supervisor(hire):
    return hire("marketing-supervisor", name="郑凯")


@pytest.fixture
def shop_guide(hire):
    return hire("shop-guide", name="林晓芸")


@pytest.fixture
def quality_inspector(hire):
    return hire("quality", name="吴建平")


@pytest.fixture
def warehouse_clerk(hire):
    return hire("warehouse", name="胡大勇")


@pytest.fixture
def logistics_clerk(hire):
    return hire("logistics", name="徐亮")


@pytest.fixture
def aftersales_specialist(hire):
    return hire("aftersales", name="孙丽")


@pytest.fixture
def promotion_specialist(hire):
    return hire("promotion", name="蔡文静")


@pytest.fixture
def web_designer(hire):
    return hire("web-designer", name="叶青")


@pytest.fixture
def outsider(hire):
    """An account without a position."""
    return hire(None, "outsider", name="路人")
