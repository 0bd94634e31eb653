from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from zhanggui.core.periods import Month
from zhanggui.core.permissions import allowed
from zhanggui.org.http import StaffRequest
from zhanggui.planning import selectors, services
from zhanggui.planning.forms import TargetForm
from zhanggui.planning.models import Target
from zhanggui.planning.permissions import Can

MONTHS_SHOWN = 12


@allowed(Can.SEE)
def list_targets(request: StaffRequest) -> HttpResponse:
    month = Month.of(timezone.now()).next
    months = [month]
    while len(months) < MONTHS_SHOWN:
        months.append(months[-1].previous)
    history = Target.objects.filter(code=services.SALES).select_related("set_by")
    return render(
        request,
        "planning/targets.html",
        {
            "plans": selectors.plans(months, services.SALES),
            "history": history.order_by("-set_at", "-pk")[:30],
        },
    )


@allowed(Can.SET)
def set_target(request: StaffRequest) -> HttpResponse:
    first = {"month": request.GET.get("month") or str(Month.of(timezone.now()))}
    form = TargetForm(request.POST or None, initial=first)
    if form.is_valid():
        try:
            services.set_target(
                code=services.SALES, by=request.user, at=timezone.now(), **form.facts()
            )
        except services.CannotSetTargetError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The target stands."))
            return redirect("planning:targets")
    context = {
        "form": form,
        "title": _("Set a sales target"),
        "act": _("Save"),
        "back": reverse("planning:targets"),
    }
    return render(request, "core/form.html", context)
