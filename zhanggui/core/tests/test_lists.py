"""The list: filters, tabs, order, pages, choices, files; the same few queries for any length."""

import io

import pytest
from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.test import RequestFactory
from openpyxl import load_workbook

from zhanggui.core.lists import BulkAct, Column, Kind, Preset, RowList, chosen, render_list
from zhanggui.core.lists.page import ListPage, count_up_to
from zhanggui.core.specimen import SPECIMENS

pytestmark = pytest.mark.django_db

GROUPS = RowList(
    code="groups",
    title="Groups",
    default_sort="name",
    columns=(
        Column("name", "Name", Kind.CODE, sort="name"),
        Column("pk", "Number", Kind.NUMBER, sort="pk"),
        Column("money", "Paid", Kind.MONEY, lambda _row: 123450, total=True),
    ),
    presets=(
        Preset("all", "All", counted=False),
        Preset("odd", "Odd", Q(name__endswith="1")),
    ),
    search=lambda rows, text: rows.filter(name__contains=text),
    acts=(BulkAct("drop", "Drop", "core:act-on-specimens", "auth.delete_group"),),
    page_size=10,
)


@pytest.fixture
def groups(db):
    Group.objects.all().filter(name__startswith="list-").delete()
    Group.objects.bulk_create([Group(name=f"list-{number:02d}") for number in range(25)])
    return Group.objects.filter(name__startswith="list-")


def page_of(groups, query="", user=None, spec=GROUPS):
    request = RequestFactory().get(f"/list/?{query}")
    request.user = user or AnonymousUser()
    return ListPage(spec, request, groups)


def names(page):
    return [str(row.cells[0][1]).split(">")[1].split("<")[0] for row in page.rows]


def test_a_page_holds_so_many_rows_in_order(groups):
    page = page_of(groups)

    assert names(page) == [f"list-{n:02d}" for n in range(10)]
    assert (page.first, page.last, page.has_next, str(page.total)) == (1, 10, True, "25")


def test_the_last_page_has_no_next(groups):
    page = page_of(groups, "page=3")

    assert names(page) == [f"list-{n}" for n in range(20, 25)]
    assert (page.first, page.last, page.has_next) == (21, 25, False)


def test_a_column_turns_the_order_and_a_foreign_field_is_ignored(groups):
    assert names(page_of(groups, "sort=-name"))[0] == "list-24"
    assert names(page_of(groups, "sort=permissions__name"))[0] == "list-00"


@pytest.mark.parametrize("query", ["page=0", "page=-1", "page=x", "page=99999999", "view=none"])
def test_an_address_out_of_range_still_answers(groups, query):
    assert page_of(groups, query).rows == page_of(groups, query).rows


def test_a_tab_narrows_and_counts(groups):
    page = page_of(groups, "view=odd")

    assert names(page) == ["list-01", "list-11", "list-21"]
    assert [str(tab.count) for tab in page.tabs] == ["None", "3"]


def test_the_search_box_narrows_before_the_tab(groups):
    assert names(page_of(groups, "q=list-1&view=odd")) == ["list-11"]


def test_counting_stops_at_the_cap(groups):
    assert str(count_up_to(groups, 10)) == "10+"
    assert str(count_up_to(groups, 25)) == "25"


def test_columns_come_in_the_list_order_and_unknown_names_fall_out(groups):
    page = page_of(groups, "cols=pk,no,name")

    assert [column.name for column in page.columns] == ["name", "pk"]


def test_an_act_shows_to_those_who_may_do_it(groups, admin_user):
    assert page_of(groups).acts == []
    assert [act.code for act in page_of(groups, user=admin_user).acts] == ["drop"]


def test_links_keep_the_other_filters_and_leave_the_page(groups):
    page = page_of(groups, "q=list&page=2&view=odd")

    assert page.heads()[0][1] == "?q=list&view=odd&sort=-name"
    assert page.export_csv == "?q=list&view=odd&export=csv"


@pytest.mark.parametrize("count", [1, 40])
def test_the_queries_do_not_grow_with_the_rows(
    count, client, admin_user, django_assert_num_queries
):
    kind = ContentType.objects.get_for_model(Group)
    Permission.objects.bulk_create(
        [Permission(codename=f"zz{n}", name="zz", content_type=kind) for n in range(count)]
    )
    request = RequestFactory().get("/ui/?q=zz")
    request.user = admin_user
    page = ListPage(SPECIMENS, request, Permission.objects.select_related("content_type"))

    # Keys, rows, the total only where there is more than a page, a count for each of three tabs,
    # and what the person keeps: columns.
    with django_assert_num_queries(6):
        assert len(page.rows) == count
        assert page.total.number == count
        assert len(page.tabs) == 4


def posted(**body):
    request = RequestFactory().post("/act/", body)
    request.user = AnonymousUser()
    return request


def test_the_ticked_rows_are_those_that_one_may_see(groups):
    mine = groups.filter(name__lt="list-05")
    ids = [row.pk for row in groups.order_by("name")[3:8]]

    rows = chosen(posted(ids=[*ids, "x", "99999999"]), GROUPS, mine)

    assert sorted(row.name for row in rows) == ["list-03", "list-04"]


def test_all_that_match_is_the_list_once_more(groups):
    rows = chosen(posted(all="1", query="view=odd&q=list-1"), GROUPS, groups)

    assert [row.name for row in rows] == ["list-11"]


def exported(groups, kind, query="", **changes):
    request = RequestFactory().get(f"/list/?export={kind}&{query}")
    request.user = AnonymousUser()
    return render_list(request, GROUPS if not changes else RowList(**changes), groups)


def sheet_of(answer):
    content = answer.getvalue()
    answer.close()
    return load_workbook(io.BytesIO(content)).active


def test_excel_gets_every_row_with_codes_as_text_and_money_as_yuan(groups):
    answer = exported(groups, "xlsx", "view=odd")

    rows = list(sheet_of(answer).iter_rows(values_only=True))
    assert rows[0] == ("Name", "Number", "Paid")
    assert [(row[0], row[2]) for row in rows[1:]] == [
        ("list-01", 1234.5),
        ("list-11", 1234.5),
        ("list-21", 1234.5),
    ]


def test_a_file_runs_no_formula_and_keeps_long_numbers(db):
    Group.objects.create(name="=cmd|'/c calc'!A1")
    Group.objects.create(name="3028689418086124567")
    rows = Group.objects.filter(Q(name__startswith="=") | Q(name__startswith="3028"))

    text = b"".join(exported(rows, "csv")).decode("utf-8-sig")
    sheet = sheet_of(exported(rows, "xlsx"))

    assert text.splitlines()[1].startswith("\t3028689418086124567,")
    assert text.splitlines()[2].startswith("'=cmd")
    assert [cell.data_type for cell in sheet["A"][1:]] == ["s", "s"]


def test_an_export_needs_its_permission_and_is_told(groups):
    heard = []
    spec = {"code": "g", "title": "G", "columns": GROUPS.columns}

    with pytest.raises(PermissionDenied):
        exported(groups, "csv", **spec, export_permission="auth.view_group")
    exported(groups, "csv", **spec, exported=lambda _request, count: heard.append(count))

    assert heard == [25]


def test_a_risky_act_asks_before_it_acts(client, admin_user):
    client.force_login(admin_user)
    ids = list(Permission.objects.values_list("pk", flat=True)[:3])

    asked = client.post("/ui/act/", {"ids": ids})
    done = client.post("/ui/act/", {"ids": ids, "confirmed": "1"})

    assert asked.status_code == 200
    assert asked.text.count('name="ids"') == 3
    assert done.url == "/ui/"
