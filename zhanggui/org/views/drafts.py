from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from zhanggui.core.periods import day_of
from zhanggui.core.permissions import allowed
from zhanggui.org.forms.handbook import (
    DutyForm,
    ImportForm,
    PositionForm,
    PublishForm,
    fault_words,
)
from zhanggui.org.http import StaffRequest
from zhanggui.org.models import HandbookVersion
from zhanggui.org.models import VersionState as State
from zhanggui.org.permissions import Can
from zhanggui.org.rules import editing
from zhanggui.org.rules.faults import BadHandbookError
from zhanggui.org.rules.handbook import DutyText
from zhanggui.org.rules.reading import read_handbook
from zhanggui.org.rules.yamltext import parse_yaml
from zhanggui.org.selectors import editions as selectors
from zhanggui.org.selectors.rights import unknown_tools
from zhanggui.org.services import editions as services

# The owner, in addresses, of duties that no position has.
DEPARTMENT = "department"


def _draft() -> HandbookVersion:
    return get_object_or_404(HandbookVersion, state=State.DRAFT)


def _keep(request: StaffRequest, draft: HandbookVersion, tree: Any) -> bool:
    """Put a changed tree into the draft; say what is wrong with it when it cannot stand."""
    try:
        services.change_draft(draft, tree, by=request.user, at=timezone.now())
    except BadHandbookError as error:
        for said in fault_words(error.faults):
            messages.error(request, said)
        return False
    return True


@allowed(Can.EDIT_HANDBOOK)
@require_POST
def start_draft(request: StaffRequest) -> HttpResponse:
    try:
        services.start_draft(by=request.user, at=timezone.now())
    except services.CannotEditHandbookError as error:
        messages.error(request, str(error))
    return redirect("org:show-draft")


@allowed(Can.EDIT_HANDBOOK)
def import_draft(request: StaffRequest) -> HttpResponse:
    form = ImportForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            tree = parse_yaml(form.cleaned_data["file"].read().decode())
            services.start_draft(by=request.user, at=timezone.now(), tree=tree)
        except BadHandbookError as error:
            for said in fault_words(error.faults):
                form.add_error("file", said)
        except UnicodeDecodeError:
            form.add_error("file", _("The file is not text in UTF-8."))
        except services.CannotEditHandbookError as error:
            form.add_error(None, str(error))
        else:
            return redirect("org:show-draft")
    back = reverse("org:list-editions")
    context = {"form": form, "title": _("Read a handbook file"), "act": _("Read"), "back": back}
    return render(request, "core/form.html", context)


@allowed(Can.EDIT_HANDBOOK)
def show_draft(request: StaffRequest) -> HttpResponse:
    draft = selectors.the_draft()
    if draft is None:
        return redirect("org:list-editions")
    handbook, old = read_handbook(draft.tree), selectors.before(draft)
    sees_pay = request.user.has_perm(Can.SEE_PAY)
    context = {
        "draft": draft,
        "handbook": handbook,
        "comparison": selectors.compare(old or handbook, handbook, sees_pay=sees_pay),
        "unknown": unknown_tools(handbook),
    }
    return render(request, "org/draft.html", context)


@allowed(Can.EDIT_HANDBOOK)
def edit_position(request: StaffRequest, code: str) -> HttpResponse:
    draft = _draft()
    handbook = read_handbook(draft.tree)
    position = handbook.position(code)
    if position is None:
        raise Http404
    form = PositionForm(request.POST or None, handbook=handbook, position=position)
    if form.is_valid():
        fields = form.fields_of(editing.position_node(draft.tree, code))
        if _keep(request, draft, editing.with_position(draft.tree, code, fields)):
            return redirect("org:show-draft")
    return _form_page(request, form, position.title.zh)


@allowed(Can.EDIT_HANDBOOK)
def add_position(request: StaffRequest) -> HttpResponse:
    draft = _draft()
    form = PositionForm(request.POST or None, handbook=read_handbook(draft.tree), position=None)
    if form.is_valid():
        tree = editing.with_new_position(draft.tree, form.cleaned_data["code"], form.fields_of({}))
        if _keep(request, draft, tree):
            return redirect("org:show-draft")
    return _form_page(request, form, _("Add a position"))


def _form_page(request: StaffRequest, form: Any, title: Any) -> HttpResponse:
    context = {"form": form, "title": title, "back": reverse("org:show-draft")}
    return render(request, "core/form.html", context)


@allowed(Can.EDIT_HANDBOOK)
def edit_duty(request: StaffRequest, owner: str, code: str) -> HttpResponse:
    draft = _draft()
    duty = _duties(draft).get((_seat(owner), code))
    if duty is None:
        raise Http404
    form = DutyForm(request.POST or None, duty=duty)
    if form.is_valid():
        tree = editing.with_duty(draft.tree, _seat(owner), code, form.cleaned_data)
        if _keep(request, draft, tree):
            return redirect("org:show-draft")
    return _form_page(request, form, code)


@allowed(Can.EDIT_HANDBOOK)
def add_duty(request: StaffRequest, owner: str) -> HttpResponse:
    draft = _draft()
    form = DutyForm(request.POST or None, duty=None)
    if form.is_valid():
        fields = dict(form.cleaned_data)
        code = fields.pop("id")
        if any(code == taken for _owner, taken in _duties(draft)):
            form.add_error("id", _("This code is taken."))
        elif _keep(request, draft, editing.with_duty(draft.tree, _seat(owner), code, fields)):
            return redirect("org:show-draft")
    return _form_page(request, form, _("Add a duty"))


def _seat(owner: str) -> str:
    return "" if owner == DEPARTMENT else owner


def _duties(draft: HandbookVersion) -> dict[tuple[str, str], DutyText]:
    return {(seat, duty.id): duty for seat, duty in read_handbook(draft.tree).duties()}


@allowed(Can.EDIT_HANDBOOK)
@require_POST
def remove_duty(request: StaffRequest, owner: str, code: str) -> HttpResponse:
    draft = _draft()
    _keep(request, draft, editing.without_duty(draft.tree, _seat(owner), code))
    return redirect("org:show-draft")


@allowed(Can.EDIT_HANDBOOK)
@require_POST
def own_duties(request: StaffRequest, code: str) -> HttpResponse:
    draft = _draft()
    _keep(request, draft, editing.with_own_duties(draft.tree, code))
    return redirect("org:show-draft")


@allowed(Can.EDIT_HANDBOOK)
@require_POST
def remove_position(request: StaffRequest, code: str) -> HttpResponse:
    draft = _draft()
    _keep(request, draft, editing.without_position(draft.tree, code))
    return redirect("org:show-draft")


@allowed(Can.EDIT_HANDBOOK)
@require_POST
def drop_draft(request: StaffRequest) -> HttpResponse:
    services.drop_draft(_draft(), by=request.user, at=timezone.now())
    messages.success(request, _("The draft is gone."))
    return redirect("org:list-editions")


@allowed(Can.PUBLISH_HANDBOOK)
def publish(request: StaffRequest) -> HttpResponse:
    draft, now = _draft(), timezone.now()
    form = PublishForm(request.POST or None, initial={"effective_on": day_of(now)})
    if form.is_valid():
        try:
            services.publish(draft, **form.cleaned_data, by=request.user, at=now)
        except services.CannotEditHandbookError as error:
            form.add_error(None, str(error))
        else:
            return redirect("org:show-edition", number=draft.number)
    handbook, old = read_handbook(draft.tree), selectors.before(draft)
    comparison = selectors.compare(old or handbook, handbook, sees_pay=True)
    context = {"form": form, "draft": draft, "comparison": comparison}
    return render(request, "org/publish.html", context)
