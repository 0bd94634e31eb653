"""From the tree of a YAML file to a Handbook, or to everything that is wrong with it. Pure."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from zhanggui.org.rules.faults import BadHandbookError, Fault, Wrong
from zhanggui.org.rules.handbook import (
    AsWritten,
    Basis,
    DutyText,
    Handbook,
    PayText,
    PositionText,
    Qualification,
    QuestionText,
)
from zhanggui.org.rules.lines import cycles
from zhanggui.org.rules.nodes import Node

TOP = "company department title_aliases positions appraisal pay_components questions"
DUTY = "id no zh en tool also done_when measures"
POSITION = (
    "code title reports_to appraised_by as_written qualification goal summary pay duties by_title"
    " same_duties_as id_prefix specialisms tools outside described"
)


def read_handbook(tree: Any) -> Handbook:
    """Read a tree as a handbook.

    :raises BadHandbookError: naming every fault, each with its place
    """
    faults: list[Fault] = []
    top = Node(tree, "", faults, TOP)
    department = top.child("department", "code name functions everybody")
    handbook = Handbook(
        company=top.child("company", "name lines channels").wording("name", needed=True),
        department=department.wording("name", needed=True),
        functions=tuple(_duty(node) for node in department.children("functions", DUTY)),
        everybody=department.texts("everybody"),
        positions=_positions(top),
        questions=tuple(_question(node) for node in top.children("questions")),
        appraisal_tool=top.child("appraisal").text("tool"),
    )
    faults.extend(_faults_between(handbook))
    if faults:
        raise BadHandbookError(faults)
    return handbook


def _positions(top: Node) -> tuple[PositionText, ...]:
    aliases = top.child("title_aliases")
    nodes = list(top.children("positions", POSITION))
    if not nodes:
        top.note("positions", Wrong.MISSING)
    own = {
        node.text("code"): tuple(_duty(d) for d in node.children("duties", DUTY)) for node in nodes
    }
    found = []
    for node in nodes:
        code = node.text("code")
        position = replace(_position(node), aliases=aliases.texts(code))
        found.append(replace(position, duties=_duties(node, own)))
    for code in aliases.tree:
        if code not in own:
            aliases.note(str(code), Wrong.NO_SUCH_POSITION, str(code))
    return tuple(found)


def _duties(node: Node, own: dict[str, tuple[DutyText, ...]]) -> tuple[DutyText, ...]:
    """Join what a position copies from another, its own duties, and those that its title says."""
    copied: tuple[DutyText, ...] = ()
    model = node.text("same_duties_as")
    if model:
        prefix = node.code("id_prefix")
        if model not in own:
            node.note("same_duties_as", Wrong.NO_SUCH_POSITION, model)
        copied = tuple(
            replace(d, id=f"{prefix}-{d.no or i:02d}") for i, d in enumerate(own.get(model, ()), 1)
        )
    by_title = tuple(replace(_duty(d), by_title=True) for d in node.children("by_title", DUTY))
    return (*copied, *own[node.text("code")], *by_title)


def _duty(node: Node) -> DutyText:
    return DutyText(
        id=node.code("id"),
        zh=node.text("zh", needed=True),
        en=node.text("en"),
        tool=node.text("tool", needed=True),
        done_when=node.text("done_when"),
        no=node.number("no"),
        measures=node.texts("measures"),
        also=node.texts("also"),
    )


def _position(node: Node) -> PositionText:
    return PositionText(
        code=node.code("code"),
        title=node.wording("title", needed=True),
        reports_to=node.text("reports_to"),
        appraised_by=node.text("appraised_by"),
        goal=node.wording("goal"),
        summary=node.wording("summary"),
        qualification=_qualification(node),
        pay=_pay(node),
        specialisms=node.texts("specialisms"),
        tools=node.texts("tools"),
        outside=node.flag("outside", default=False),
        described=node.flag("described", default=True),
        copied_from=node.text("same_duties_as"),
        as_written=_as_written(node) if node.has("as_written") else None,
    )


def _qualification(node: Node) -> Qualification:
    wanted = node.child("qualification", "gender education years knowledge abilities")
    return Qualification(
        gender=wanted.text("gender") or "any",
        education=wanted.text("education"),
        years=wanted.number("years"),
        knowledge=wanted.texts("knowledge"),
        abilities=wanted.texts("abilities"),
    )


def _pay(node: Node) -> PayText:
    pay = node.child("pay", "annual_band monthly")
    band = [value for value in pay.items("annual_band") if isinstance(value, int)]
    if pay.has("annual_band") and (len(band) != 2 or not 0 < band[0] <= band[1]):
        pay.note("annual_band", Wrong.PAY_UPSIDE_DOWN, str(pay.tree["annual_band"]))
        band = []
    low, high = band or (None, None)
    return PayText(low, high, pay.number("monthly"))


def _as_written(node: Node) -> AsWritten:
    text = node.child(
        "as_written", "title superior reports appraised_as appraiser annual monthly form"
    )
    return AsWritten(
        title=text.text("title", needed=True),
        superior=text.text("superior"),
        reports=text.texts("reports"),
        appraised_as=text.text("appraised_as"),
        appraiser=text.text("appraiser"),
        annual=text.text("annual"),
        monthly=text.text("monthly"),
        form=text.flag("form", default=False),
    )


def _question(node: Node) -> QuestionText:
    basis = node.text("basis", needed=True)
    if basis and basis not in set(Basis):
        node.note("basis", Wrong.BAD_BASIS, basis)
    return QuestionText(
        code=node.code("code"),
        topic=node.wording("topic", needed=True),
        as_written=node.wording("as_written", needed=True),
        proposed=node.wording("proposed", needed=True),
        basis=Basis(basis) if basis in set(Basis) else Basis.GAP,
        source=node.text("source"),
        appraiser_of=node.texts("appraiser_of"),
    )


def _faults_between(handbook: Handbook) -> Iterator[Fault]:
    """Find what is wrong between the parts: names used twice, unknown superiors, rings."""
    lines = handbook.superiors()
    yield from _twice("positions", [p.code for p in handbook.positions])
    yield from _twice("duties", [duty.id for _, duty in handbook.duties()])
    yield from _twice("questions", [q.code for q in handbook.questions])
    titles = [t for p in handbook.positions for t in {p.title.zh, *p.aliases}]
    yield from _twice("title_aliases", titles)
    for i, position in enumerate(handbook.positions):
        for key in ("reports_to", "appraised_by"):
            named = getattr(position, key)
            if named and named not in lines:
                yield Fault(f"positions[{i}].{key}", Wrong.NO_SUCH_POSITION, named)
    for i, question in enumerate(handbook.questions):
        for code in question.appraiser_of:
            if code not in lines:
                yield Fault(f"questions[{i}].appraiser_of", Wrong.NO_SUCH_POSITION, code)
    for ring in cycles(lines):
        yield Fault("positions", Wrong.CYCLE, " → ".join([*ring, ring[0]]))


def _twice(place: str, codes: list[str]) -> Iterator[Fault]:
    for code, count in Counter(codes).items():
        if code and count > 1:
            yield Fault(place, Wrong.TWICE, code)
