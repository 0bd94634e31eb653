from typing import Any

from django import template
from django.db import models

from zhanggui.journal.selectors import TIMELINE_LENGTH, happenings

register = template.Library()


@register.inclusion_tag("journal/timeline.html")
def timeline(subject: models.Model, length: int = TIMELINE_LENGTH) -> dict[str, Any]:
    """Show who did what to an object and when, the newest first."""
    return {"happenings": happenings(subject, length)}
