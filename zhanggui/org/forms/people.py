from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from zhanggui.core.periods import day_of, midnight
from zhanggui.org.models import Position, User

DAY = timedelta(days=1)


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def day_field(label: Any, **kwargs: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=DateInput(), **kwargs)


def start_of(form: forms.Form) -> datetime:
    """Return the moment from which a form's `first_day` counts."""
    return midnight(form.cleaned_data["first_day"])


def end_of(form: forms.Form) -> datetime | None:
    """Return the moment at which a form's `last_day` is over, None when it has none."""
    last = form.cleaned_data.get("last_day")
    return midnight(last + DAY) if last else None


class PersonForm(forms.Form):
    """Somebody's name and contact."""

    name = forms.CharField(label=_("Name"), max_length=50)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.RegexField(
        r"^[0-9+ \-]{5,20}$",
        label=_("Phone"),
        required=False,
        help_text=_("Stored sealed; seen by the person, their superiors and the manager."),
    )
    joined_on = day_field(_("Joined the company on"), required=False)

    @classmethod
    def of(cls, user: User, data: Any) -> "PersonForm":
        return cls(
            data,
            initial={
                "name": user.display_name,
                "email": user.email,
                "phone": user.phone,
                "joined_on": user.joined_on,
            },
        )


class NewPersonForm(PersonForm):
    username = forms.RegexField(
        r"^[a-z0-9][a-z0-9._-]{1,29}$",
        label=_("User name"),
        help_text=_("For signing in: small Latin letters, digits, dot, dash. It stays."),
    )
    position = forms.ModelChoiceField(Position.objects.in_force(), label=_("Position"))
    first_day = day_field(_("First day"))

    field_order = ("name", "username", "position", "first_day", "phone", "email", "joined_on")


class AssignForm(forms.Form):
    position = forms.ModelChoiceField(Position.objects.in_force(), label=_("Position"))
    first_day = day_field(_("First day"))
    last_day = day_field(
        _("Last day"), required=False, help_text=_("Leave empty when it is not known yet.")
    )


class EndForm(forms.Form):
    last_day = day_field(_("Last day"))
    right_now = forms.BooleanField(
        label=_("End it now, not at the end of that day"), required=False
    )


class DelegateForm(forms.Form):
    """A deputy for a position that somebody holds, or for one that is vacant."""

    position = forms.ModelChoiceField(Position.objects.in_force(), label=_("Position"))
    deputy = forms.ModelChoiceField(User.objects.none(), label=_("Deputy"))
    first_day = day_field(_("First day"))
    last_day = day_field(_("Last day"))
    reason = forms.CharField(label=_("Reason"), max_length=120, required=False)

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(is_active=True).exclude(groups=None).distinct()
        self.fields["deputy"].queryset = people.order_by("display_name", "pk")  # type: ignore[attr-defined]
        self.today = day_of(now)

    def clean_last_day(self) -> Any:
        last = self.cleaned_data["last_day"]
        if last < self.today:
            raise ValidationError(_("A deputyship must end in the future."))
        return last
