"""Who may not reach what: every address of ours, for every position, over HTTP."""

import re

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from zhanggui.core.permissions import EVERYBODY, SIGNED_IN

pytestmark = pytest.mark.django_db

# What stands in an address for a number, a word …: objects that do not exist.
SAMPLES = {"int": "0", "str": "none", "slug": "none", "path": "none", "uuid": "0" * 32}


def addresses(patterns=None, prefix="", name=""):
    """Yield name, address and view of each URL pattern of ours."""
    for pattern in patterns or get_resolver().url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, route, f"{name}{pattern.namespace or ''}:")
        elif isinstance(pattern, URLPattern) and hasattr(pattern.callback, "permission"):
            sample = re.sub(
                r"<(?:(\w+):)?\w+>", lambda m: SAMPLES.get(m[1] or "str", "none"), route
            )
            yield f"{name}{pattern.name}", f"/{sample}", pattern.callback


def wrongly_answered(client, user):
    """List the addresses that answer somebody else than those who hold the permission."""
    held = user.get_all_permissions()
    faults = []
    for name, address, view in addresses():
        response = client.get(address)
        response.close()
        status = response.status_code
        may = view.permission in {EVERYBODY, SIGNED_IN} or view.permission in held
        if may == (status == 403) or status == 500:
            faults.append(f"{name} {address} answers {status}, permission {view.permission}")
    return faults


@pytest.mark.parametrize(
    "position",
    [
        "general_manager",
        "manager",
        "service_supervisor",
        "marketing_supervisor",
        "shop_guide",
        "quality_inspector",
        "warehouse_clerk",
        "logistics_clerk",
        "aftersales_specialist",
        "promotion_specialist",
        "web_designer",
        "outsider",
    ],
)
def test_a_position_reaches_what_its_duties_grant_and_nothing_else(request, client, position):
    user = request.getfixturevalue(position)
    client.force_login(user)

    assert wrongly_answered(client, user) == []


def test_a_visitor_is_sent_to_sign_in(client):
    for name, address, view in addresses():
        response = client.get(address)
        response.close()
        if view.permission == EVERYBODY:
            assert response.status_code != 500, name
        else:
            assert response.status_code == 302, name
            assert response.url.startswith("/accounts/login/"), name
