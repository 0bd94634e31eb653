from datetime import datetime, timedelta

import pytest

from zhanggui.core.periods import SHANGHAI
from zhanggui.journal.models import Entry
from zhanggui.org.models import Duty, HandbookVersion, Position, User
from zhanggui.org.models import VersionState as State
from zhanggui.org.permissions import Can
from zhanggui.org.rules import editing
from zhanggui.org.rules.changes import About, Change, changes_between
from zhanggui.org.rules.faults import BadHandbookError
from zhanggui.org.rules.reading import read_handbook
from zhanggui.org.services.editions import (
    CannotEditHandbookError,
    acknowledge,
    bring_into_force,
    change_draft,
    drop_draft,
    publish,
    start_draft,
)

NOON = datetime(2026, 11, 24, 12, tzinfo=SHANGHAI)
TODAY = NOON.date()


@pytest.fixture
def draft(manager):
    return start_draft(by=manager, at=NOON)


def edit(draft, tree, by):
    change_draft(draft, tree, by=by, at=NOON)


def send(draft, by, on=TODAY, readers=()):
    publish(draft, effective_on=on, readers=list(readers), note="更新", by=by, at=NOON)


def test_a_published_edition_changes_duties_and_what_people_may_do(manager, draft, shop_guide):
    tree = editing.with_duty(draft.tree, "shop-guide", "SG-07", {"zh": "新的文字", "tool": "org"})
    edit(draft, tree, manager)
    assert not User.objects.get(pk=shop_guide.pk).has_perm(Can.ASSIGN)

    send(draft, manager)

    assert Duty.objects.get(code="SG-07").text == "新的文字"
    assert User.objects.get(pk=shop_guide.pk).has_perm(Can.ASSIGN)
    states = dict(HandbookVersion.objects.values_list("number", "state"))
    assert states == {0: State.AS_WRITTEN, 1: State.PAST, 2: State.IN_FORCE}
    assert set(Entry.objects.values_list("action", flat=True)) >= {
        "org.handbook_published",
        "org.handbook_in_force",
    }


def test_an_edition_waits_for_its_day(manager, draft, department):
    later = NOON + timedelta(days=3)
    edit(draft, editing.with_position(draft.tree, "midsale", {"reports_to": "manager"}), manager)
    send(draft, manager, on=later.date())

    def superior():
        return Position.objects.get(code="midsale").reports_to.code

    assert bring_into_force(at=later - timedelta(days=1)) is None
    assert superior() == "service-supervisor"
    assert bring_into_force(at=later).number == 2
    assert superior() == "manager"
    assert bring_into_force(at=later) is None


def test_what_leaves_the_handbook_is_kept_as_past(manager, draft, department):
    edit(draft, editing.without_duty(draft.tree, "shop-guide", "SG-07"), manager)
    edit(draft, editing.without_position(draft.tree, "midsale"), manager)
    send(draft, manager)

    assert not Position.objects.get(code="midsale").is_current
    # The last edit began from the draft as it then stood.
    assert not Duty.objects.get(code="SG-07").is_current
    assert not Duty.objects.get(code="QC-07").is_current


def test_a_position_can_get_its_own_text_of_copied_duties(draft):
    tree = editing.with_own_duties(draft.tree, "quality")
    tree = editing.with_duty(tree, "quality", "QC-01", {"zh": "质检的在线客服"})

    before, after = read_handbook(draft.tree), read_handbook(tree)
    assert changes_between(before, after) == [
        Change(
            "quality",
            About.DUTY,
            "淘宝平台与企业网站的在线客服 / Online service on Taobao and the website",
            "质检的在线客服 / Online service on Taobao and the website",
            "QC-01",
        )
    ]


def test_a_draft_with_faults_is_refused_and_stays_as_it_was(manager, draft):
    tree = editing.with_position(draft.tree, "manager", {"reports_to": "shop-guide"})

    with pytest.raises(BadHandbookError):
        edit(draft, tree, manager)

    draft.refresh_from_db()
    assert changes_between(read_handbook(draft.tree), read_handbook(draft.tree)) == []


@pytest.mark.parametrize("number", [0, 1])
def test_what_was_published_never_changes(manager, number):
    edition = HandbookVersion.objects.get(number=number)

    with pytest.raises(CannotEditHandbookError):
        edit(edition, edition.tree, manager)
    with pytest.raises(CannotEditHandbookError):
        drop_draft(edition, by=manager, at=NOON)
    with pytest.raises(CannotEditHandbookError):
        send(edition, manager)


def test_there_is_one_draft_and_it_can_be_dropped(manager, draft):
    with pytest.raises(CannotEditHandbookError):
        start_draft(by=manager, at=NOON)

    drop_draft(draft, by=manager, at=NOON)

    assert start_draft(by=manager, at=NOON).number == 2


def test_an_edition_cannot_start_yesterday(manager, draft):
    with pytest.raises(CannotEditHandbookError):
        send(draft, manager, on=TODAY - timedelta(days=1))

    assert HandbookVersion.objects.get(pk=draft.pk).state == State.DRAFT


def test_reading_is_noted_once(manager, draft, shop_guide, department):
    send(draft, manager, readers=[department["shop-guide"]])

    acknowledge(draft, by=shop_guide, at=NOON)
    acknowledge(draft, by=shop_guide, at=NOON + timedelta(hours=1))

    assert [read.at for read in draft.acknowledgements.all()] == [NOON]
    assert Entry.objects.filter(action="org.acknowledged").count() == 1
