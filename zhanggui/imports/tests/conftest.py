"""A target of our own: groups by name, with an optional second file of their members' numbers."""

import io
from datetime import datetime

import pytest
import xlsxwriter
from django.contrib.auth.models import Group, Permission

from zhanggui.core.periods import SHANGHAI
from zhanggui.imports import registry
from zhanggui.imports.models import ImportFile, ImportSession
from zhanggui.imports.registry import (
    Change,
    Field,
    Kind,
    Outcome,
    Sheet,
    Target,
    Verdict,
    targets,
)
from zhanggui.imports.services import Upload, ask_commit, receive, run_check, run_commit
from zhanggui.org.models import User

AT = datetime(2026, 11, 24, 9, 0, tzinfo=SHANGHAI)
NUMBER = Field("number", "编号", ("订单编号", "主订单编号"), required=True, kind=Kind.ID)
MAIN = Sheet(
    "main",
    "组",
    (
        NUMBER,
        Field("name", "名称", ("组名",), required=True),
        Field("amount", "金额", kind=Kind.MONEY),
    ),
)
LINES = Sheet("lines", "成员", (NUMBER, Field("member", "成员", required=True)), optional=True)


def workbook(*rows, title="Sheet1"):
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet(title)
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return file.getvalue()


def refused(session):
    return [
        (row.number, row.reason, row.mend)
        for row in session.rows.filter(outcome=Outcome.REFUSED).order_by("number")
    ]


def assert_nothing_kept():
    assert ImportSession.objects.count() == 0
    assert ImportFile.objects.count() == 0
    assert stored() == 0


def stored():
    return Group.objects.filter(name__regex=r"^G\d").count()


def judge(batch, context, *, write=False):
    known = set(
        Group.objects.filter(name__in=[r.get("number") for r in batch.rows]).values_list(
            "name", flat=True
        )
    )
    verdicts = []
    for row in batch.rows:
        if row.get("name") == "坏":
            verdicts.append(
                Verdict(row.number, Outcome.REFUSED, row.get("number"), "坏名", "改名", 100)
            )
        elif row.get("number") in known:
            verdicts.append(Verdict(row.number, Outcome.UNCHANGED, row.get("number")))
        else:
            change = None
            if write:
                change = Change(Group.objects.create(name=row.get("number")).pk)
            verdicts.append(
                Verdict(row.number, Outcome.NEW, row.get("number"), amount_fen=1, change=change)
            )
    verdicts += [
        Verdict(row.number, Outcome.REFUSED, row.get("number"), "无主", of_lines=True)
        for row in batch.orphans
    ]
    return verdicts


def store(batch, context):
    return judge(batch, context, write=True)


def undo(changes, context):
    gone = Group.objects.filter(pk__in=[c.subject_id for c in changes]).delete()[1]
    assert gone
    return [Verdict(0, Outcome.CHANGED, str(c.subject_id)) for c in changes]


@pytest.fixture
def target(monkeypatch):
    monkeypatch.setattr(registry.targets, "_items", dict(registry.targets._items))
    return targets.add(
        Target(
            code="tests.groups",
            label="组",
            permission="auth.add_group",
            sheets=(MAIN, LINES),
            judge=judge,
            store=store,
            undo=undo,
            key="number",
            batch_size=3,
        )
    )


@pytest.fixture
def clerk(db):
    user = User.objects.create_user("clerk", display_name="林晓芸")
    user.user_permissions.add(Permission.objects.get(codename="add_group"))
    return user


@pytest.fixture
def take(target, clerk, tmp_path):
    """Receive files whose contents are given, the first as 0.csv, or by name."""

    def take(*contents, **named):
        uploads = []
        for name, content in [*((f"{i}.csv", c) for i, c in enumerate(contents)), *named.items()]:
            path = tmp_path / name
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
            uploads.append(Upload(name, path))
        return receive(target=target, uploads=uploads, options={}, by=clerk, at=AT)

    return take


@pytest.fixture
def checked(take):
    def checked(*contents):
        session = take(*contents)
        run_check(session.pk, at=AT)
        session.refresh_from_db()
        return session

    return checked


@pytest.fixture
def committed(checked):
    def committed(*contents):
        session = checked(*contents)
        ask_commit(session=session)
        run_commit(session.pk, at=AT)
        session.refresh_from_db()
        return session

    return committed


@pytest.fixture(autouse=True)
def no_query_per_row():
    """Let a test run one session several times: the same queries again are no fault here."""
