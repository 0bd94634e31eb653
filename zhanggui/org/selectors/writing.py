"""The handbook as a Word document."""

from collections.abc import Iterable
from io import BytesIO

from django.utils.translation import gettext as _
from docx import Document
from docx.document import Document as Paper

from zhanggui.org.rules.handbook import DutyText, Handbook, PositionText
from zhanggui.org.selectors.handbook import words


def handbook_docx(handbook: Handbook, *, edition: int, sees_pay: bool) -> bytes:
    """Write a handbook as .docx; pay is left out for those who may not see it."""
    document = Document()
    title = f"{words(handbook.company)} {words(handbook.department)}"
    document.core_properties.title = title
    document.core_properties.author = words(handbook.company)
    document.add_heading(title, 0)
    document.add_paragraph(_("Handbook, edition %(number)s") % {"number": edition})
    document.add_heading(_("Department functions"), 1)
    _add_duties(document, handbook.functions)
    for position in handbook.positions:
        document.add_heading(words(position.title), 1)
        _add_facts(document, position, handbook, sees_pay=sees_pay)
        _add_duties(document, position.duties)
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def facts_of(
    position: PositionText, handbook: Handbook, *, sees_pay: bool
) -> list[tuple[str, str]]:
    """List (name, value) of what the handbook says of a position besides its duties."""
    wanted, pay = position.qualification, position.pay
    facts = [
        (_("Superior"), _title(handbook, position.reports_to)),
        (_("Appraiser"), _title(handbook, position.appraised_by)),
        (_("Goal"), words(position.goal)),
        (_("Education"), wanted.education),
        (_("Experience, years"), "" if wanted.years is None else str(wanted.years)),
        (_("Knowledge"), "、".join(wanted.knowledge)),
        (_("Abilities"), "、".join(wanted.abilities)),
    ]
    if sees_pay and pay.annual_low is not None:
        facts.append((_("Pay band, a year"), f"¥{pay.annual_low:,} – ¥{pay.annual_high:,}"))
    if sees_pay and pay.monthly is not None:
        facts.append((_("Monthly pay"), f"¥{pay.monthly:,}"))
    return [(name, value) for name, value in facts if value]


def _title(handbook: Handbook, code: str) -> str:
    position = handbook.position(code)
    return words(position.title) if position else ""


def _add_facts(
    document: Paper, position: PositionText, handbook: Handbook, *, sees_pay: bool
) -> None:
    for name, value in facts_of(position, handbook, sees_pay=sees_pay):
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{name}: ").bold = True
        paragraph.add_run(value)


def _add_duties(document: Paper, duties: Iterable[DutyText]) -> None:
    duties = list(duties)
    if not duties:
        return
    table = document.add_table(rows=0, cols=2, style="Light Grid Accent 1")
    for duty in duties:
        cells = table.add_row().cells
        cells[0].text = duty.id
        cells[1].text = words(duty.wording)
