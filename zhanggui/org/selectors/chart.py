"""The organisation chart as of a day."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from zhanggui.core.periods import day_of
from zhanggui.org.models import HandbookVersion, Position, User, VersionState
from zhanggui.org.models.positions import in_english
from zhanggui.org.rules.chart import FOOT, HEAD, ROW, WIDTH, Box, Layout, lay_out
from zhanggui.org.rules.handbook import Handbook
from zhanggui.org.rules.reading import read_handbook
from zhanggui.org.selectors.seats import Seated, seated


@dataclass(frozen=True)
class Row:
    """One line in a box: a person (`url` if their page may be opened), or that nobody is there."""

    text: str
    url: str = ""
    is_vacant: bool = False
    is_deputy: bool = False
    y: int = 0


@dataclass(frozen=True)
class DrawnBox:
    title: str
    url: str
    box: Box
    rows: tuple[Row, ...]
    is_outside: bool

    @property
    def depth(self) -> int:
        return self.box.depth


@dataclass(frozen=True)
class Chart:
    """Boxes and lines, ready to draw; `vacant` counts positions without a holder."""

    layout: Layout
    boxes: tuple[DrawnBox, ...]
    at: datetime
    edition: int
    people: int
    vacant: int
    box_width: int = WIDTH


def handbook_at(at: datetime) -> tuple[HandbookVersion, Handbook]:
    """Return the edition that was (or will be) in force at a moment: the last that had begun."""
    day = day_of(at)
    published = HandbookVersion.objects.filter(
        state__in=[VersionState.IN_FORCE, VersionState.PAST, VersionState.SCHEDULED]
    ).order_by("-effective_on", "-number")
    begun = [
        edition for edition in published if edition.effective_on and edition.effective_on <= day
    ]
    # Before the first edition there is nothing else to draw.
    version = begun[0] if begun else list(published)[-1]
    return version, read_handbook(version.tree)


def chart_at(at: datetime, viewer: User) -> Chart:
    """Draw the organisation as of a moment: positions of the edition then in force, who sat where.

    Names of people are links where the viewer may open their page.
    """
    version, handbook = handbook_at(at)
    visible = set(User.objects.visible_to(viewer).values_list("pk", flat=True))
    sitting: dict[str, list[Seated]] = defaultdict(list)
    for seat in seated(at):
        sitting[seat.position.code].append(seat)
    rows = {p.code: _rows(sitting[p.code], visible) for p in handbook.positions}
    layout = lay_out(handbook.superiors(), {code: len(found) for code, found in rows.items()})
    known = set(Position.objects.values_list("code", flat=True))
    texts = {p.code: p for p in handbook.positions}
    boxes = []
    for box in layout.boxes:
        text = texts[box.code]
        title = text.title.en if text.title.en and in_english() else text.title.zh
        url = reverse("org:show-position", args=[box.code]) if box.code in known else ""
        boxes.append(DrawnBox(title, url, box, _placed(rows[box.code], box), text.outside))
    return Chart(
        layout=layout,
        boxes=tuple(boxes),
        at=at,
        edition=version.number,
        people=len({seat.user.pk for seats in sitting.values() for seat in seats}),
        vacant=sum(any(row.is_vacant for row in found) for found in rows.values()),
    )


def _rows(seats: Sequence[Seated], visible: set[int]) -> list[Row]:
    holders = [seat for seat in seats if seat.deputy_until is None]
    found = [] if holders else [Row(_("Vacant"), is_vacant=True)]
    for seat in seats:
        is_deputy = seat.deputy_until is not None
        name = _("%(name)s (deputy)") % {"name": seat.user} if is_deputy else str(seat.user)
        url = seat.user.get_absolute_url() if seat.user.pk in visible else ""
        found.append(Row(name, url, is_deputy=is_deputy))
    return found


def _placed(rows: Sequence[Row], box: Box) -> tuple[Row, ...]:
    first = box.y + HEAD + ROW - FOOT // 2
    return tuple(
        Row(row.text, row.url, row.is_vacant, row.is_deputy, first + i * ROW)
        for i, row in enumerate(rows)
    )
