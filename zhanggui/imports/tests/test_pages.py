import io
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from zhanggui.imports import registry
from zhanggui.imports.models import ColumnMapping, ImportSession, State
from zhanggui.imports.registry import Option
from zhanggui.imports.services import cancel
from zhanggui.imports.tests.conftest import AT, LINES, MAIN, stored
from zhanggui.journal.models import Entry
from zhanggui.org.models import User

pytestmark = pytest.mark.django_db
FILE = "编号,名称,金额\nG1,组1,5\nG2,坏,6\n"


@pytest.fixture
def browser(client, clerk, settings):
    settings.JOBS_INLINE = True
    client.force_login(clerk)
    return client


@pytest.fixture
def stranger(client):
    client.force_login(User.objects.create_user("stranger"))
    return client


def upload(browser, content, name="0.csv", **options):
    file = SimpleUploadedFile(name, content.encode())
    url = f"{reverse('imports:start')}?target=tests.groups"
    return browser.post(url, {"files": [file], **options}, follow=True)


def test_a_file_goes_from_upload_to_report(browser, target):
    assert "组" in browser.get(reverse("imports:start")).text
    page = upload(browser, FILE)
    session = ImportSession.objects.get()
    assert session.state == State.READY
    assert "坏名" in page.text

    page = browser.post(reverse("imports:commit", args=[session.pk]), follow=True)

    session.refresh_from_db()
    assert session.state == State.DONE
    assert stored() == 1
    assert page.context["counts"][0].refused == 1
    assert page.context["amounts"].total == 101


def test_refused_rows_can_be_downloaded_and_that_is_written_down(browser, target):
    upload(browser, FILE)
    file = ImportSession.objects.get().files.get()

    rows = browser.get(reverse("imports:refused", args=[file.pk]))
    original = browser.get(reverse("imports:original", args=[file.pk]))

    lines = b"".join(rows.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[1].startswith("G2,坏,6,坏名,改名")
    assert b"".join(original.streaming_content) == FILE.encode()
    assert Entry.objects.filter(action="imports.downloaded").count() == 2


def test_a_hostile_file_is_explained_on_the_form(browser, target):
    page = upload(browser, "%PDF-1.7")

    assert "PDF" in page.text
    assert ImportSession.objects.count() == 0


def test_columns_are_chosen_and_remembered(browser, target):
    page = upload(browser, "编号,称呼,金额\nG1,组1,5\n")
    session = ImportSession.objects.get()
    assert session.state == State.MAPPING
    assert "称呼 （组1）" in page.text
    url = reverse("imports:columns", args=[session.pk])
    wrong = browser.post(url, {"main.number": "0", "main.name": "0"})
    assert wrong.context["form"].non_field_errors()

    browser.post(url, {"main.number": "0", "main.name": "1", "main.amount": ""})
    upload(browser, "编号,称呼,金额\nG2,组2,5\n")

    assert ColumnMapping.objects.get().columns == {"number": 0, "name": 1}
    assert ImportSession.objects.filter(state=State.READY).count() == 2


def test_an_import_is_undone_after_a_question(browser, target):
    upload(browser, FILE)
    session = ImportSession.objects.get()
    browser.post(reverse("imports:commit", args=[session.pk]))
    url = reverse("imports:undo", args=[session.pk])
    assert browser.get(url).status_code == 200

    browser.post(url)

    session.refresh_from_db()
    assert session.state == State.UNDONE
    assert stored() == 0


def test_the_same_file_is_recognised(browser, target):
    upload(browser, FILE)
    browser.post(reverse("imports:commit", args=[ImportSession.objects.get().pk]))

    page = upload(browser, FILE)

    assert page.context["earlier"].state == State.DONE


def test_work_that_a_worker_gave_up_can_go_on(browser, take):
    session = take(FILE)
    page = browser.get(session.get_absolute_url())
    assert page.context["progress"] is None

    browser.post(reverse("imports:go-on", args=[session.pk]))

    session.refresh_from_db()
    assert session.state == State.READY


def test_running_work_shows_its_progress_and_then_the_page(browser, take, settings):
    session = take(FILE)
    settings.JOBS_INLINE = False
    browser.post(reverse("imports:go-on", args=[session.pk]))
    url = reverse("imports:progress", args=[session.pk])
    assert "hx-get" in browser.get(url).text

    settings.JOBS_INLINE = True
    browser.post(reverse("imports:go-on", args=[session.pk]))

    assert browser.get(url).headers["HX-Refresh"] == "true"


def test_a_discarded_file_cannot_be_committed(browser, take, clerk):
    session = take(FILE)
    cancel(session=session, by=clerk, at=AT)

    browser.post(reverse("imports:commit", args=[session.pk]))
    browser.post(reverse("imports:cancel", args=[session.pk]))

    assert stored() == 0


def test_an_option_must_be_one_of_the_person(browser, target, monkeypatch):
    option = Option("place", "地方", lambda _user: [("a", "甲"), ("b", "乙")])
    monkeypatch.setitem(registry.targets._items, target.code, replace(target, options=(option,)))

    upload(browser, FILE, place="c")
    assert ImportSession.objects.count() == 0
    page = upload(browser, FILE, place="b")

    assert ImportSession.objects.get().options == {"place": "b"}
    assert page.context["options"] == [("地方", "乙")]


def test_an_empty_sheet_has_the_headings(browser, target):
    page = browser.get(reverse("imports:template", args=[target.code, MAIN.code]))

    assert io.BytesIO(b"".join(page.streaming_content)).read(2) == b"PK"
    assert browser.get(reverse("imports:template", args=[target.code, "x"])).status_code == 404
    assert LINES.code


@pytest.mark.parametrize("name", ["detail", "columns", "progress", "undo", "original", "refused"])
def test_another_position_finds_nothing(take, stranger, name):
    session = take(FILE)
    pk = session.files.get().pk if name in {"original", "refused"} else session.pk

    assert stranger.get(reverse(f"imports:{name}", args=[pk])).status_code == 404


@pytest.mark.parametrize("name", ["commit", "cancel", "go-on"])
def test_another_position_can_do_nothing(take, stranger, name):
    session = take(FILE)

    assert stranger.post(reverse(f"imports:{name}", args=[session.pk])).status_code == 404
    session.refresh_from_db()
    assert session.state == State.CHECKING


def test_the_list_costs_the_same_however_long(browser, take, django_assert_max_num_queries):
    for _ in range(3):
        take(FILE)

    with django_assert_max_num_queries(14):
        page = browser.get(reverse("imports:list"))

    assert "0.csv" in page.text


def test_a_stranger_sees_that_there_is_nothing_to_import(take, stranger):
    take(FILE)

    assert "0.csv" not in stranger.get(reverse("imports:list")).text
    assert stranger.get(reverse("imports:start")).status_code == 200
    url = f"{reverse('imports:start')}?target=tests.groups"
    assert stranger.get(url).status_code == 404
