"""Editions of the handbook: what changes, who has read it."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhanggui.org.models import Acknowledgement, HandbookVersion, User, VersionState
from zhanggui.org.models.people import Assignment, current
from zhanggui.org.rules.changes import About, changes_between
from zhanggui.org.rules.handbook import Handbook
from zhanggui.org.rules.reading import read_handbook
from zhanggui.org.selectors.rights import RightsChange, rights_between

ABOUT: dict[About, Promise] = {
    About.POSITION: _("Position"),
    About.TITLE: _("Title"),
    About.SUPERIOR: _("Superior"),
    About.APPRAISER: _("Appraiser"),
    About.GOAL: _("Goal"),
    About.QUALIFICATION: _("Qualification"),
    About.PAY: _("Pay"),
    About.TITLES: _("Other titles"),
    About.DUTY: _("Duty"),
    About.DUTY_TOOL: _("Tool of the duty"),
    About.DUTY_DONE: _("Done when"),
    About.SEAT_TOOLS: _("Tools of the seat"),
}


@dataclass(frozen=True)
class ShownChange:
    """One difference, in words. An empty `before` means added, an empty `after` taken away."""

    place: str
    about: str
    before: str
    after: str


@dataclass(frozen=True)
class Comparison:
    """What changes from one edition to another: texts, and what positions may do."""

    texts: list[ShownChange]
    rights: list[RightsChange]

    @property
    def is_empty(self) -> bool:
        return not (self.texts or self.rights)


def compare(old: Handbook, new: Handbook, *, sees_pay: bool) -> Comparison:
    """Compare two editions; pay is left out for those who may not see it."""
    titles = {p.code: p.title.zh for p in (*old.positions, *new.positions)}
    texts = [
        ShownChange(
            place=" ".join(filter(None, (titles.get(change.position, ""), change.item))),
            about=str(ABOUT[change.about]),
            before=_named(change.about, change.before, titles),
            after=_named(change.about, change.after, titles),
        )
        for change in changes_between(old, new)
        if sees_pay or change.about != About.PAY
    ]
    return Comparison(texts, rights_between(old, new))


def _named(about: About, value: str, titles: dict[str, str]) -> str:
    return titles.get(value, value) if about in {About.SUPERIOR, About.APPRAISER} else value


def editions() -> QuerySet[HandbookVersion]:
    """Find the editions, the newest first, without their trees."""
    return (
        HandbookVersion.objects.defer("tree")
        .select_related("made_by", "published_by")
        .annotate(read=Count("acknowledgements"))
        .order_by("-number")
    )


def the_draft() -> HandbookVersion | None:
    return HandbookVersion.objects.filter(state=VersionState.DRAFT).first()


def before(version: HandbookVersion) -> Handbook | None:
    """Return the edition that an edition replaces: the last published before it, never the first.

    None for edition 0 and for the first that was made from it.
    """
    earlier = HandbookVersion.objects.filter(number__lt=version.number, number__gt=0).exclude(
        state=VersionState.DRAFT
    )
    found = earlier.order_by("-number").first()
    return read_handbook(found.tree) if found else None


def must_read(version: HandbookVersion) -> QuerySet[User]:
    """Find who must acknowledge an edition: everybody who holds one of its readers' positions."""
    now = timezone.now()
    held = Assignment.objects.filter(current(now), position__in=version.readers.all())
    return User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("pk")


def readers_of(version: HandbookVersion) -> list[tuple[User, Acknowledgement | None]]:
    """Pair everybody who must acknowledge an edition with when they did. Two queries."""
    read = {a.user_id: a for a in version.acknowledgements.all()}
    return [(user, read.get(user.pk)) for user in must_read(version)]


def to_acknowledge(user: User) -> HandbookVersion | None:
    """Return the published edition that somebody must acknowledge and has not."""
    published = HandbookVersion.objects.filter(
        state__in=[VersionState.IN_FORCE, VersionState.SCHEDULED],
        readers__in=[seat.pk for seat in user.seats],
    ).exclude(acknowledgements__user=user)
    return published.order_by("-number").distinct().first()
