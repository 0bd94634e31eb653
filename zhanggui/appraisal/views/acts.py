from collections.abc import Callable

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhanggui.appraisal import services
from zhanggui.appraisal.forms import MonthForm, NoteForm, RatingForm
from zhanggui.appraisal.models import Form
from zhanggui.appraisal.permissions import Can
from zhanggui.appraisal.views.pages import seen_form
from zhanggui.core.periods import Month
from zhanggui.core.permissions import SIGNED_IN, View, allowed, open_to
from zhanggui.org.http import StaffRequest


def act_on(
    request: StaffRequest,
    form: Form,
    asked: django_forms.Form,
    act: Callable[[], Form],
    title: str | Promise,
) -> HttpResponse:
    """Show a form's question; once it is answered, take the step, or say why it cannot be."""
    if asked.is_valid():
        try:
            moved = act()
        except services.CannotMoveError as error:
            asked.add_error(None, str(error))
        else:
            messages.success(request, _("Done: %(state)s.") % {"state": moved.get_state_display()})
            return redirect(moved)
    context = {"form": asked, "title": title, "act": title, "back": form.get_absolute_url()}
    return render(request, "core/form.html", context)


@open_to(SIGNED_IN)
def rate(request: StaffRequest, pk: int) -> HttpResponse:
    form = seen_form(request, pk)
    lines = list(form.lines.order_by("rank"))
    asked = RatingForm(request.POST or None, lines=lines, comments=False)

    def act() -> Form:
        return services.rate_self(
            form_id=form.pk, ratings=asked.numbers(), note=asked.cleaned_data["note"],
            by=request.user, at=timezone.now(),
        )  # fmt: skip

    return act_on(request, form, asked, act, gettext_lazy("Rate my month"))


@open_to(SIGNED_IN)
def score(request: StaffRequest, pk: int) -> HttpResponse:
    form = seen_form(request, pk)
    lines = list(form.lines.order_by("rank"))
    asked = RatingForm(request.POST or None, lines=lines, comments=True)

    def act() -> Form:
        return services.score_form(
            form_id=form.pk, ratings=asked.ratings(), note=asked.cleaned_data["note"],
            by=request.user, at=timezone.now(),
        )  # fmt: skip

    return act_on(request, form, asked, act, gettext_lazy("Score the form"))


def note_act(service: Callable[..., Form], title: str | Promise) -> View:
    """Make the view of a step that asks for nothing but a note."""

    @open_to(SIGNED_IN)
    def view(request: StaffRequest, pk: int) -> HttpResponse:
        form = seen_form(request, pk)
        asked = NoteForm(request.POST if request.method == "POST" else None)

        def act() -> Form:
            note = asked.cleaned_data["note"]
            return service(form_id=form.pk, note=note, by=request.user, at=timezone.now())

        return act_on(request, form, asked, act, title)

    return view


publish = note_act(services.publish, gettext_lazy("Publish"))
send_back = note_act(services.send_back, gettext_lazy("Send back"))
acknowledge = note_act(services.acknowledge, gettext_lazy("I have seen it"))


@allowed(Can.FILL_IN)
def fill_in(request: StaffRequest) -> HttpResponse:
    first = {"month": str(Month.of(timezone.now()).previous)}
    asked = MonthForm(request.POST or None, initial=first)
    if asked.is_valid():
        try:
            month = Month.parse(asked.cleaned_data["month"])
            made = services.fill_in(month=month, by=request.user, at=timezone.now())
        except (ValueError, services.CannotFillInError) as error:
            asked.add_error(None, str(error))
        else:
            messages.success(request, _("%(count)s forms were filled in.") % {"count": len(made)})
            return redirect(f"{reverse('appraisal:team')}?month={month}")
    context = {
        "form": asked,
        "title": _("Fill in the month's forms"),
        "act": _("Fill in"),
        "back": reverse("appraisal:team"),
    }
    return render(request, "core/form.html", context)
