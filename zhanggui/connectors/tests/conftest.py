"""Order files of the seller centre, written and imported as people do it."""

from dataclasses import replace

import pytest
from django.contrib.auth.models import Permission

from zhanggui.connectors.taobao.writer import write_files
from zhanggui.connectors.targets import TAOBAO_ORDERS
from zhanggui.imports.services import Upload, ask_commit, receive, run_check, run_commit
from zhanggui.orders.tests.trade import NOON, make_shop, make_sku, stock_up, told_line, told_order
from zhanggui.org.models import User


@pytest.fixture
def shop(db):
    return make_shop()


@pytest.fixture
def goods(shop):
    skus = [make_sku(code, fen) for code, fen in (("HS-3301", 128_800), ("LT-105", 18_200))]
    for sku in skus:
        stock_up(sku, 1000)
    return skus


@pytest.fixture
def clerk(db):
    user = User.objects.create_user("clerk", display_name="林晓芸")
    user.user_permissions.add(Permission.objects.get(codename="import_order"))
    return user


def bought(index, *, status="WAIT_SELLER_SEND_GOODS", **given):
    """Return one order of two lines, different for each index."""
    tid = str(3_028_689_418_086_124_000 + index)
    lines = (
        told_line(oid=str(int(tid) * 10 + 1)[-19:], paid_fen=120_000, spec="颜色:亮铬", data={}),
        told_line("LT-105", 2, 18_200, oid=str(int(tid) * 10 + 2)[-19:], paid_fen=36_400, data={}),
    )
    order = told_order(
        *lines, tid=tid, status=status, buyer=f"tb_{index}", goods_fen=156_400, freight_fen=800,
        total_fen=157_200, data={}, private={}, buyer_note="请发顺丰，谢谢",
    )  # fmt: skip
    return replace(order, **({"paid_fen": 157_200 if order.paid_at else 0} | given))


@pytest.fixture
def upload(shop, clerk, tmp_path):
    """Import files as they lie on the disk; return the session, committed."""

    def upload(*paths, at=NOON):
        session = receive(
            target=TAOBAO_ORDERS,
            uploads=[Upload(path.name, path) for path in paths],
            options={"shop": shop.code},
            by=clerk,
            at=at,
        )
        run_check(session.pk, at=at)
        session.refresh_from_db()
        ask_commit(session=session)
        run_commit(session.pk, at=at)
        session.refresh_from_db()
        return session

    return upload


@pytest.fixture
def export(tmp_path):
    """Write orders as the seller centre would; return the two paths."""

    def export(*orders, made_at=NOON, layout="2021"):
        return write_files(orders, tmp_path, made_at=made_at, layout=layout)

    return export
