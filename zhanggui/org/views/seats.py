from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from zhanggui.core.periods import day_of
from zhanggui.core.permissions import allowed
from zhanggui.org.forms.people import AssignForm, DelegateForm, EndForm, end_of, start_of
from zhanggui.org.http import StaffRequest
from zhanggui.org.models import Assignment, Delegation, Position, User
from zhanggui.org.permissions import Can
from zhanggui.org.selectors.seats import people_in
from zhanggui.org.services import seating as services


@allowed(Can.ASSIGN)
def assign(request: StaffRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    back, now = reverse("org:show-person", args=[pk]), timezone.now()
    form = AssignForm(request.POST or None, initial={"first_day": day_of(now)})
    if form.is_valid():
        try:
            services.assign(
                person,
                form.cleaned_data["position"],
                active_from=start_of(form),
                active_until=end_of(form),
                by=request.user,
                at=now,
            )
        except services.CannotSeatError as error:
            form.add_error(None, str(error))
        else:
            return redirect(back)
    title = _("Give %(person)s a position") % {"person": person}
    return render(request, "core/form.html", {"form": form, "title": title, "back": back})


@allowed(Can.ASSIGN)
def end_assignment(request: StaffRequest, pk: int) -> HttpResponse:
    people = User.objects.visible_to(request.user)
    mine = Assignment.objects.filter(user__in=people).select_related("user", "position")
    held, now = get_object_or_404(mine, pk=pk), timezone.now()
    back = reverse("org:show-person", args=[held.user_id])
    form = EndForm(request.POST or None, initial={"last_day": day_of(now)})
    if form.is_valid():
        until = now if form.cleaned_data["right_now"] else _end(form)
        try:
            services.end_assignment(held, by=request.user, active_until=until, at=now)
        except services.CannotSeatError as error:
            form.add_error(None, str(error))
        else:
            return redirect(back)
    return render(request, "core/form.html", _ending(form, held, back))


def _end(form: EndForm) -> datetime:
    until = end_of(form)
    assert until is not None  # noqa: S101 - the day is required
    return until


def _ending(form: EndForm, held: Assignment, back: str) -> dict[str, object]:
    names = {"person": held.user, "position": held.position}
    return {
        "form": form,
        "title": _("End %(person)s as %(position)s") % names,
        "text": _("With the last position the account closes. What was done stays."),
        "act": _("End"),
        "back": back,
    }


@allowed(Can.DELEGATE)
def delegate(request: StaffRequest, code: str) -> HttpResponse:
    position, now = get_object_or_404(Position, code=code, is_current=True), timezone.now()
    form = DelegateForm(
        request.POST or None, now=now, initial={"position": position, "first_day": day_of(now)}
    )
    if form.is_valid():
        try:
            _delegate(form, by=request.user, at=now)
        except services.CannotSeatError as error:
            form.add_error(None, str(error))
        else:
            return redirect("org:show-position", code=form.cleaned_data["position"].code)
    back = reverse("org:show-position", args=[code])
    context = {"form": form, "title": _("Name a deputy"), "act": _("Name"), "back": back}
    return render(request, "core/form.html", context)


def _delegate(form: DelegateForm, *, by: User, at: datetime) -> None:
    chosen, until = form.cleaned_data, end_of(form)
    assert until is not None  # noqa: S101 - the day is required
    start = max(start_of(form), at)
    services.delegate(
        chosen["position"],
        chosen["deputy"],
        principal=people_in(chosen["position"], start).exclude(pk=chosen["deputy"].pk).first(),
        reason=chosen["reason"],
        active_from=start_of(form),
        active_until=until,
        by=by,
        at=at,
    )


@allowed(Can.DELEGATE)
@require_POST
def end_delegation(request: StaffRequest, pk: int) -> HttpResponse:
    delegations = Delegation.objects.select_related("deputy", "position")
    delegation = get_object_or_404(delegations, pk=pk)
    try:
        services.end_delegation(delegation, by=request.user, at=timezone.now())
    except services.CannotSeatError as error:
        messages.error(request, str(error))
    return redirect("org:show-position", code=delegation.position.code)
