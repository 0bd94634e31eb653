"""What a handbook says, as read from its file. Pure Python."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Basis(StrEnum):
    """What an answer to an open question rests on."""

    PROVEN = "proven"  # the handbook's own text settles it
    INFERRED = "inferred"  # a reading that the manager must confirm
    GAP = "gap"  # the handbook is silent


@dataclass(frozen=True)
class Wording:
    zh: str
    en: str = ""


@dataclass(frozen=True)
class DutyText:
    """One duty. `tool` is where it is done, `also` further tools it needs.

    `no` is the number in the handbook, None for a duty that the title says (`by_title`).
    """

    id: str
    zh: str
    en: str
    tool: str
    done_when: str = ""
    no: int | None = None
    measures: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    by_title: bool = False

    @property
    def tools(self) -> tuple[str, ...]:
        return (self.tool, *self.also)

    @property
    def wording(self) -> Wording:
        return Wording(self.zh, self.en)


@dataclass(frozen=True)
class Qualification:
    gender: str = "any"
    education: str = ""
    years: int | None = None
    knowledge: tuple[str, ...] = ()
    abilities: tuple[str, ...] = ()


@dataclass(frozen=True)
class PayText:
    """Yuan. None: the handbook does not say."""

    annual_low: int | None = None
    annual_high: int | None = None
    monthly: int | None = None


@dataclass(frozen=True)
class AsWritten:
    """What the handbook literally says of a position."""

    title: str
    superior: str
    reports: tuple[str, ...]
    appraised_as: str
    appraiser: str
    annual: str
    monthly: str
    form: bool


@dataclass(frozen=True)
class PositionText:
    """One position. `outside`: a seat above the department; not `described`: only named.

    `tools` are those that the seat holds beyond its duties. `copied_from` names the position whose
    duties it repeats.
    """

    code: str
    title: Wording
    reports_to: str
    appraised_by: str
    duties: tuple[DutyText, ...] = ()
    goal: Wording = Wording("")
    summary: Wording = Wording("")
    qualification: Qualification = Qualification()
    pay: PayText = PayText()
    specialisms: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    outside: bool = False
    described: bool = True
    copied_from: str = ""
    as_written: AsWritten | None = None


@dataclass(frozen=True)
class QuestionText:
    """Where the handbook contradicts itself or is silent, and what we propose."""

    code: str
    topic: Wording
    as_written: Wording
    proposed: Wording
    basis: Basis
    source: str
    appraiser_of: tuple[str, ...] = ()


@dataclass(frozen=True)
class Handbook:
    company: Wording
    department: Wording
    functions: tuple[DutyText, ...]
    everybody: tuple[str, ...]
    positions: tuple[PositionText, ...]
    questions: tuple[QuestionText, ...]
    appraisal_tool: str = ""

    def position(self, code: str) -> PositionText | None:
        return next((p for p in self.positions if p.code == code), None)

    def duties(self) -> Iterator[tuple[str, DutyText]]:
        """Give each duty with its position's code, the department's functions first under ""."""
        for function in self.functions:
            yield "", function
        for position in self.positions:
            for duty in position.duties:
                yield position.code, duty

    def superiors(self) -> dict[str, str]:
        """Return {position: superior}, "" for none."""
        return {p.code: p.reports_to for p in self.positions}

    def tools_of(self, code: str) -> set[str]:
        """Name the tools that a position holds: its duties', its seat's, and everybody's."""
        position = self.position(code)
        if position is None:
            return set()
        held = {*self.everybody, *position.tools}
        held.update(tool for duty in position.duties for tool in duty.tools)
        if self.appraisal_tool and any(p.appraised_by == code for p in self.positions):
            held.add(self.appraisal_tool)
        return held
