"""What /ui/ shows: every component with its states, on made-up rows and on the permissions."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import django_filters
from django import forms
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhanggui.core.lists import BulkAct, Column, Kind, Preset, RowList
from zhanggui.core.reports import Chart, Report, Shape, chart_data, shown_row
from zhanggui.core.shown import TONES

STEP_PERCENT = 20


class SpecimenFilter(django_filters.FilterSet):  # type: ignore[misc]
    app = django_filters.CharFilter(field_name="content_type__app_label", label=_("App"))

    class Meta:
        model = Permission
        fields = ("app",)


def search_permissions(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    return rows.filter(Q(name__icontains=text) | Q(codename__icontains=text))


def _tone(row: Permission) -> str:
    verb = row.codename.split("_")[0]
    return {"add": "good", "change": "warn", "delete": "late"}.get(verb, "plain")


SPECIMENS = RowList(
    code="specimens",
    title=_("Permissions"),
    default_sort="codename",
    columns=(
        Column("codename", _("Code"), Kind.CODE, link=True, sort="codename"),
        Column("name", _("Name"), clip=True),
        Column("verb", _("State"), Kind.STATE, value=lambda p: p.codename[:6], tone=_tone),
        Column("content_type.app_label", _("App")),
        Column("pay", _("Amount"), Kind.MONEY, lambda p: p.pk * 1234, unit=_("yuan"), total=True),
        Column("pk", _("Number"), Kind.NUMBER, sort="pk", shown=False),
    ),
    presets=(
        Preset("all", _("All"), counted=False),
        Preset("view", _("Looking"), Q(codename__startswith="view")),
        Preset("delete", _("Deleting"), Q(codename__startswith="delete"), late=True),
        Preset("none", _("Empty"), Q(codename="there is none")),
    ),
    filters=SpecimenFilter,
    search=search_permissions,
    search_hint=_("Code or name"),
    acts=(
        BulkAct("look", _("Look at them"), "core:act-on-specimens", "", primary=True),
        BulkAct("drop", _("Let them go"), "core:act-on-specimens", "", danger=True),
    ),
    opens=lambda row: f"{reverse('core:show-components')}?q={row.codename}",
    empty_text=_("What is not there yet is explained here, with the act that brings it."),
)


class SpecimenForm(forms.Form):
    """One field of each sort."""

    name = forms.CharField(label=_("Name"), help_text=_("As it stands on the parcel."))
    amount = forms.DecimalField(label=_("Amount"), min_value=0)
    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    carrier = forms.ChoiceField(label=_("Carrier"), choices=[("SF", "SF"), ("YTO", "YTO")])
    way = forms.ChoiceField(
        label=_("Way"), widget=forms.RadioSelect, choices=[("a", _("By road")), ("b", _("By air"))]
    )
    fragile = forms.BooleanField(label=_("Fragile"), required=False)
    note = forms.CharField(
        label=_("Note"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )


@dataclass(frozen=True)
class Card:
    title: str
    text: str
    state: str
    tone: str
    url: str = ""


def _report() -> Report:
    days = [
        {"day": f"11-{day:02d}", "sales": day * 98765, "share": day / 30} for day in range(1, 13)
    ]
    return Report(
        code="specimen",
        title=_("Sales by day"),
        columns=(
            Column("day", _("Day")),
            Column("sales", _("Sales"), Kind.MONEY, unit=_("yuan")),
            Column("share", _("Share of the target"), Kind.PERCENT),
        ),
        rows=days,
        total={"day": gettext("Total"), "sales": sum(day["sales"] for day in days), "share": None},
        chart=Chart(Shape.BAR, "day", ("sales",)),
        definitions=((_("Sales"), _("What buyers paid that day, less refunds.")),),
    )


def specimen(request: HttpRequest) -> dict[str, Any]:
    """Return what the pattern book shows beside its list."""
    now = timezone.now()
    report = _report()
    waits = Card("WD-1042", gettext("3 lines"), gettext("Waiting for stock"), "warn", request.path)
    return {
        "tones": TONES,
        "moments": [now - timedelta(minutes=3), now - timedelta(days=1), now - timedelta(days=40)],
        "deadlines": [now + timedelta(hours=6, minutes=20), now - timedelta(hours=1)],
        "form": SpecimenForm(),
        "wrong": SpecimenForm({"name": "", "amount": "-1"}, prefix="wrong"),
        "steps": (_("Upload"), _("Columns"), _("Preview"), _("Report")),
        "board": ((_("To do"), (waits, waits)), (_("Doing"), (waits,)), (_("Done"), ())),
        "report": report,
        "rows": [shown_row(report, row) for row in report.rows],
        "total": shown_row(report, report.total)[1],
        "chart": chart_data(report),
        "progress": progress(request, 0),
    }


def progress(request: HttpRequest, percent: int) -> dict[str, Any]:
    done = percent >= 100
    return {
        "url": reverse("core:show-progress"),
        "percent": percent,
        "text": gettext("Done: 1,200 rows") if done else gettext("Reading rows…"),
        "state": "good" if done else "",
        "result_url": request.path if done else "",
        "result": gettext("Download"),
    }


def next_progress(request: HttpRequest) -> dict[str, Any]:
    """Go one step further than this person saw last; start again after the end."""
    key = f"specimen:{request.user.pk}"
    percent = int(cache.get(key, 0)) + STEP_PERCENT
    cache.set(key, 0 if percent >= 100 else percent, 60)
    return progress(request, percent)
