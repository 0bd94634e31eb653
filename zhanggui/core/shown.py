"""How values look to people: relative times, deadlines, states. Used by templates and exports."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from zhanggui.core.periods import SHANGHAI

TONES = ("plain", "good", "warn", "late", "act", "off")
MINUTE, HOUR, DAY = 60, 3600, 86400


def exact(moment: datetime) -> str:
    """Write a moment in Shanghai time to the second: 2026-11-23 17:00:05."""
    return moment.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")


def span(seconds: int) -> str:
    """Write a length of time in its two largest units: 22,800 → "6 hours 20 minutes"."""
    seconds = abs(seconds)
    days, hours = seconds // DAY, seconds % DAY // HOUR
    minutes = seconds % HOUR // MINUTE
    parts = []
    if days:
        parts.append(ngettext("%(n)s day", "%(n)s days", days) % {"n": days})
    if hours and days < 3:
        parts.append(ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours})
    if minutes and not days:
        parts.append(ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes})
    if not parts:
        parts.append(ngettext("%(n)s second", "%(n)s seconds", seconds) % {"n": seconds})
    return " ".join(parts)


def relative(moment: datetime, now: datetime) -> str:
    """Write when something was or will be, as people say it; a date beyond a week."""
    seconds = int((now - moment).total_seconds())
    if abs(seconds) < MINUTE:
        return gettext("just now")
    day, today = moment.astimezone(SHANGHAI).date(), now.astimezone(SHANGHAI).date()
    if abs((today - day).days) > 6:
        return short_day(day, today)
    if 0 < seconds < DAY:
        return gettext("%(span)s ago") % {"span": _one_unit(seconds)}
    clock = moment.astimezone(SHANGHAI).strftime("%H:%M")
    return f"{day_name(day, today)} {clock}"


def _one_unit(seconds: int) -> str:
    return span(seconds // HOUR * HOUR if seconds >= HOUR else seconds // MINUTE * MINUTE)


def day_name(day: date, today: date) -> str:
    """Name a day near today: yesterday, today, tomorrow, else its weekday or date."""
    names = {-1: gettext("yesterday"), 0: gettext("today"), 1: gettext("tomorrow")}
    distance = (day - today).days
    if distance in names:
        return names[distance]
    return date_format(day, "D") if abs(distance) < 7 else short_day(day, today)


def short_day(day: date, today: date) -> str:
    """Write 11-23, with the year when it is another one."""
    return day.strftime("%m-%d") if day.year == today.year else day.isoformat()


def ago(moment: datetime | None) -> SafeString | str:
    """Return a <time> that reads as people say it and shows the exact moment on hover."""
    if moment is None:
        return "—"
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        moment.isoformat(),
        exact(moment),
        relative(moment, timezone.now()),
    )


def due(moment: datetime | None) -> SafeString | str:
    """Return a deadline as what is left of it, or in cinnabar by how much it was missed."""
    if moment is None:
        return "—"
    left = int((moment - timezone.now()).total_seconds())
    text = gettext("%(span)s left") if left >= 0 else gettext("%(span)s late")
    return format_html(
        '<time datetime="{}" title="{}" class="{}">{}</time>',
        moment.isoformat(),
        exact(moment),
        "late" if left < 0 else "muted",
        text % {"span": span(left)},
    )


def state(label: object, tone: str = "plain") -> SafeString:
    """Return a dot and a word. `tone` is one of TONES."""
    return format_html(
        '<span class="state {}"><i class="dot" aria-hidden="true"></i>{}</span>', tone, label
    )
