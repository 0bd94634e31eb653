from datetime import timedelta

from django.utils import timezone

from zhanggui.core.tools import Tool, tools
from zhanggui.org.models import HandbookVersion, User
from zhanggui.org.permissions import Can
from zhanggui.org.rules.reading import read_handbook
from zhanggui.org.selectors.rights import permissions_of
from zhanggui.org.services.granting import sync_people, sync_permissions
from zhanggui.org.services.seating import assign, delegate, end_assignment


def test_a_position_may_do_what_the_tools_of_its_duties_grant(manager, shop_guide):
    assert manager.has_perms([Can.ASSIGN, Can.PUBLISH_HANDBOOK, Can.SEE_CHART])
    assert shop_guide.has_perm(Can.SEE_CHART)
    assert not shop_guide.has_perm(Can.ASSIGN)


def test_somebody_without_a_position_may_do_nothing(outsider):
    assert outsider.get_all_permissions() == set()


def test_superiors_look_into_the_tools_of_their_reports(department):
    handbook = read_handbook(HandbookVersion.objects.get(number=1).tree)
    tools.add(Tool("quality/defects", "", "x", "q.add", grants=("q.mend",), oversight=("q.look",)))
    try:
        assert {"q.add", "q.mend"} <= permissions_of(handbook, "quality")
        for superior in ("service-supervisor", "manager", "general-manager"):
            held = permissions_of(handbook, superior)
            assert "q.look" in held
            assert "q.add" not in held
        assert not {"q.add", "q.mend", "q.look"} & permissions_of(handbook, "marketing-supervisor")
    finally:
        tools._items.pop("quality/defects")


def test_permissions_are_made_equal_and_then_left_alone(department):
    group = department["shop-guide"].group
    right = set(group.permissions.values_list("codename", flat=True))
    extra = department["manager"].group.permissions.get(codename="add_assignment")
    group.permissions.clear()
    group.permissions.add(extra)

    assert sync_permissions() == len(right) + 1
    assert set(group.permissions.values_list("codename", flat=True)) == right
    assert sync_permissions() == 0


def test_the_account_closes_with_the_last_position_and_opens_with_a_new_one(
    manager, shop_guide, department
):
    now = timezone.now()
    held = shop_guide.assignments.get()

    end_assignment(held, by=manager, active_until=now - timedelta(minutes=1), at=now)

    shop_guide = User.objects.get(pk=shop_guide.pk)
    assert not shop_guide.is_active
    assert not shop_guide.groups.exists()

    assign(shop_guide, department["quality"], by=manager, active_from=now, at=now)

    shop_guide = User.objects.get(pk=shop_guide.pk)
    assert shop_guide.is_active
    assert [group.name for group in shop_guide.groups.all()] == ["quality"]


def test_the_daily_run_starts_and_ends_what_was_agreed_before(manager, shop_guide, department):
    now = timezone.now()
    start, end = now + timedelta(days=3), now + timedelta(days=10)
    delegate(
        department["service-supervisor"],
        shop_guide,
        by=manager,
        active_from=start,
        active_until=end,
        at=now,
    )
    names = shop_guide.groups.order_by("name").values_list("name", flat=True)
    assert list(names.all()) == ["shop-guide"]

    assert sync_people(at=start) == 1
    assert list(names.all()) == ["service-supervisor", "shop-guide"]
    assert sync_people(at=start) == 0
    assert sync_people(at=end) == 1
    assert list(names.all()) == ["shop-guide"]


def test_everybody_is_put_in_place_with_few_queries(
    manager, shop_guide, web_designer, outsider, django_assert_num_queries
):
    with django_assert_num_queries(7):
        assert sync_people(at=timezone.now()) == 0
