from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from zhanggui.core.lists import Column, Kind, Preset, RowList, render_list
from zhanggui.core.periods import day_of
from zhanggui.core.permissions import SIGNED_IN, allowed, open_to
from zhanggui.org.forms.people import NewPersonForm, PersonForm, start_of
from zhanggui.org.http import StaffRequest
from zhanggui.org.models import User
from zhanggui.org.permissions import Can
from zhanggui.org.selectors import people as selectors
from zhanggui.org.selectors.seats import superior_of
from zhanggui.org.services import people as services
from zhanggui.org.services.seating import CannotSeatError

PEOPLE = RowList(
    code="org.people",
    title=_("People"),
    default_sort="name",
    columns=(
        Column("name", _("Name"), value=str, link=True, sort="display_name"),
        Column(
            "positions",
            _("Position"),
            value=lambda user: "、".join(held.position.title for held in user.held_now) or "—",
        ),
        Column("username", _("User name"), Kind.CODE, sort="username"),
        Column("joined_on", _("Joined"), Kind.DATE, sort="joined_on"),
        Column("last_login", _("Last sign-in"), Kind.MOMENT, sort="last_login"),
        Column(
            "state",
            _("Account"),
            Kind.STATE,
            value=lambda user: gettext("Open") if user.is_active else gettext("Closed"),
            tone=lambda user: "good" if user.is_active else "off",
        ),
    ),
    presets=(
        Preset("open", _("Here"), Q(is_active=True)),
        Preset("closed", _("Left"), Q(is_active=False)),
        Preset("all", _("All"), counted=False),
    ),
    search=selectors.search_people,
    search_hint=_("Name, user name, position…"),
    opens=lambda user: reverse("org:show-person", args=[user.pk]),
    empty_title=_("Nobody here"),
    empty_text=_("Add the first person: they get an account and a position."),
)


def visible(request: StaffRequest) -> QuerySet[User]:
    return User.objects.visible_to(request.user)


@allowed(Can.SEE_PEOPLE)
def list_people(request: StaffRequest) -> HttpResponseBase:
    people = selectors.people_listed(request.user, timezone.now())
    return render_list(request, PEOPLE, people, template="org/people.html")


@allowed(Can.SEE_PEOPLE)
def show_person(request: StaffRequest, pk: int) -> HttpResponse:
    return _person_page(request, get_object_or_404(visible(request), pk=pk))


@open_to(SIGNED_IN)
def profile(request: StaffRequest) -> HttpResponse:
    return _person_page(request, request.user)


def _person_page(request: StaffRequest, person: User) -> HttpResponse:
    now = timezone.now()
    context = {
        "person": person,
        "posts": selectors.posts_of(person, now),
        "deputies": selectors.deputies_for(person, now),
        "superior": superior_of(person, now),
        "is_me": person.pk == request.user.pk,
    }
    return render(request, "org/person.html", context)


@allowed(Can.ADD_PERSON)
@never_cache
def add_person(request: StaffRequest) -> HttpResponse:
    now = timezone.now()
    form = NewPersonForm(request.POST or None, initial={"first_day": day_of(now)})
    if form.is_valid():
        facts = {k: v for k, v in form.cleaned_data.items() if k != "first_day"}
        try:
            made = services.add_person(**facts, active_from=start_of(form), by=request.user, at=now)
        except (services.CannotChangePersonError, CannotSeatError) as error:
            form.add_error(None, str(error))
        else:
            return _show_password(request, made.user, made.password)
    context = {"form": form, "title": _("Add a person"), "back": reverse("org:list-people")}
    return render(request, "core/form.html", context)


def _show_password(request: StaffRequest, person: User, password: str) -> HttpResponse:
    return render(request, "org/first_password.html", {"person": person, "password": password})


@allowed(Can.CHANGE_PERSON)
def edit_person(request: StaffRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(visible(request), pk=pk)
    back = reverse("org:show-person", args=[pk])
    form = PersonForm.of(person, request.POST or None)
    if form.is_valid():
        services.change_person(person, **form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, _("Saved."))
        return redirect(back)
    context = {"form": form, "title": person, "back": back}
    return render(request, "core/form.html", context)


@allowed(Can.CHANGE_PERSON)
@require_POST
@never_cache
def renew_password(request: StaffRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(visible(request), pk=pk)
    try:
        password = services.renew_password(person, by=request.user, at=timezone.now())
    except services.CannotChangePersonError as error:
        messages.error(request, str(error))
        return redirect("org:show-person", pk=pk)
    return _show_password(request, person, password)


@allowed(Can.CHANGE_PERSON)
@require_POST
def open_account(request: StaffRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(visible(request), pk=pk)
    is_open = request.POST.get("open") == "1"
    try:
        services.set_account_open(person, is_open=is_open, by=request.user, at=timezone.now())
    except services.CannotChangePersonError as error:
        messages.error(request, str(error))
    else:
        said = _("The account is open.") if is_open else _("The account is closed.")
        messages.success(request, said)
    return redirect("org:show-person", pk=pk)
