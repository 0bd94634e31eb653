"""Half-open stretches of time, cut at Asia/Shanghai midnights. Pure Python."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def midnight(day: date) -> datetime:
    """Return the aware start of a Shanghai day."""
    return datetime.combine(day, time(), SHANGHAI)


def day_of(moment: datetime) -> date:
    """Return the Shanghai calendar day of an aware moment.

    :raises ValueError: if the moment has no time zone
    """
    if moment.tzinfo is None:
        raise ValueError("A moment needs a time zone")
    return moment.astimezone(SHANGHAI).date()


@dataclass(frozen=True, order=True)
class Month:
    year: int
    month: int

    @classmethod
    def of(cls, moment: datetime | date) -> "Month":
        day = day_of(moment) if isinstance(moment, datetime) else moment
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> "Month":
        """Read "2026-11".

        :raises ValueError: if the text is no such month
        """
        year, _, month = text.partition("-")
        found = cls(int(year), int(month))
        date(found.year, found.month, 1)
        return found

    @property
    def first(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def next(self) -> "Month":
        return Month(self.year + self.month // 12, self.month % 12 + 1)

    @property
    def previous(self) -> "Month":
        return Month(self.year - (self.month == 1), (self.month - 2) % 12 + 1)

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        """The start of this month and of the next, aware: start <= moment < end."""
        return midnight(self.first), midnight(self.next.first)

    def days(self) -> Iterator[date]:
        day = self.first
        while day < self.next.first:
            yield day
            day += timedelta(days=1)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


@dataclass(frozen=True, order=True)
class Week:
    """An ISO 8601 week: Monday to Sunday; week 1 holds the year's first Thursday."""

    year: int
    week: int

    @classmethod
    def of(cls, moment: datetime | date) -> "Week":
        day = day_of(moment) if isinstance(moment, datetime) else moment
        year, week, _ = day.isocalendar()
        return cls(year, week)

    @property
    def first(self) -> date:
        return date.fromisocalendar(self.year, self.week, 1)

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        """The start of this Monday and of the next, aware: start <= moment < end."""
        return midnight(self.first), midnight(self.first + timedelta(days=7))

    def __str__(self) -> str:
        return f"{self.year:04d}-W{self.week:02d}"


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """Return the start of a Shanghai day and of the next, aware: start <= moment < end."""
    return midnight(day), midnight(day + timedelta(days=1))
