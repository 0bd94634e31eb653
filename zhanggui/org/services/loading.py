"""From the handbook's tree to positions, duties and questions."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction

from zhanggui.org.models import (
    Duty,
    HandbookVersion,
    OpenQuestion,
    PayBand,
    Position,
    PositionAlias,
    VersionState,
)
from zhanggui.org.rules.handbook import Handbook, PositionText
from zhanggui.org.rules.reading import read_handbook
from zhanggui.org.rules.yamltext import parse_yaml
from zhanggui.org.services.granting import sync_permissions

HANDBOOK_FILE = Path(__file__).parents[1] / "data" / "handbook.yaml"
YUAN = 100


@transaction.atomic
def load_handbook(*, at: datetime, file: Path = HANDBOOK_FILE) -> HandbookVersion:
    """Give an empty house its handbook: edition 0 as written, edition 1 in force.

    A house that has one keeps it; its permissions are computed anew: tools may have changed.

    :raises BadHandbookError: if the file has faults
    """
    version = HandbookVersion.objects.filter(state=VersionState.IN_FORCE).first()
    if version is not None:
        sync_permissions()
        return version
    tree = parse_yaml(file.read_text(encoding="utf-8"))
    read_handbook(tree)
    HandbookVersion.objects.create(number=0, state=VersionState.AS_WRITTEN, tree=tree)
    version = HandbookVersion.objects.create(
        number=1,
        state=VersionState.IN_FORCE,
        tree=tree,
        effective_on=at.date(),
        published_at=at,
    )
    apply_tree(tree)
    version.applied_at = at
    version.save(update_fields=["applied_at"])
    return version


def apply_tree(tree: Any) -> None:
    """Make positions, duties, pay bands and questions what a tree says, and permissions after it.

    What the tree no longer names is kept for the sake of history, and is not current.
    """
    handbook = read_handbook(tree)
    positions = _apply_positions(handbook)
    _apply_duties(handbook, positions)
    _apply_questions(handbook)
    sync_permissions()


def _apply_positions(handbook: Handbook) -> dict[str, Position]:
    groups = {group.name: group for group in Group.objects.all()}
    missing = [p.code for p in handbook.positions if p.code not in groups]
    for group in Group.objects.bulk_create([Group(name=code) for code in missing]):
        groups[group.name] = group
    Position.objects.bulk_create(
        [
            Position(
                code=text.code,
                name=text.title.zh,
                name_en=text.title.en,
                group=groups[text.code],
                rank=rank,
                is_outside=text.outside,
                is_described=text.described,
            )
            for rank, text in enumerate(handbook.positions)
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "name_en", "rank", "is_outside", "is_described"],
    )
    codes = {text.code for text in handbook.positions}
    positions = {position.code: position for position in Position.objects.all()}
    for text in handbook.positions:
        position = positions[text.code]
        position.reports_to = positions.get(text.reports_to)
        position.appraised_by = positions.get(text.appraised_by)
    for code, position in positions.items():
        position.is_current = code in codes
    Position.objects.bulk_update(positions.values(), ["reports_to", "appraised_by", "is_current"])
    current = {code: positions[code] for code in codes}
    _apply_titles_and_pay(handbook.positions, current)
    return current


def _apply_titles_and_pay(texts: tuple[PositionText, ...], positions: dict[str, Position]) -> None:
    PositionAlias.objects.all().delete()
    PositionAlias.objects.bulk_create(
        PositionAlias(position=positions[text.code], title=alias)
        for text in texts
        for alias in text.aliases
        if alias != text.title.zh
    )
    PayBand.objects.all().delete()
    PayBand.objects.bulk_create(
        PayBand(
            position=positions[text.code],
            annual_low_fen=_fen(text.pay.annual_low),
            annual_high_fen=_fen(text.pay.annual_high),
            monthly_fen=_fen(text.pay.monthly),
        )
        for text in texts
    )


def _fen(yuan: int | None) -> int | None:
    return None if yuan is None else yuan * YUAN


def _apply_duties(handbook: Handbook, positions: dict[str, Position]) -> None:
    wanted = [
        Duty(
            code=duty.id,
            number=duty.no,
            text=duty.zh,
            text_en=duty.en,
            tool=duty.tool,
            also=list(duty.also),
            measures=list(duty.measures),
            done_when=duty.done_when,
            by_title=duty.by_title,
            rank=rank,
            position=positions.get(code),
        )
        for rank, (code, duty) in enumerate(handbook.duties())
    ]
    Duty.objects.bulk_create(
        wanted,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=[
            *("number", "text", "text_en", "tool", "also", "measures", "done_when", "by_title"),
            *("rank", "position", "is_current"),
        ],
    )
    Duty.objects.exclude(code__in=[duty.code for duty in wanted]).update(is_current=False)


def _apply_questions(handbook: Handbook) -> None:
    """Add questions and mend their wording; a decision that was made stays."""
    OpenQuestion.objects.bulk_create(
        [
            OpenQuestion(
                code=text.code,
                rank=rank,
                topic=text.topic.zh,
                topic_en=text.topic.en,
                as_written=text.as_written.zh,
                as_written_en=text.as_written.en,
                proposed=text.proposed.zh,
                proposed_en=text.proposed.en,
                basis=text.basis.value,
                source=text.source,
                appraiser_of=list(text.appraiser_of),
            )
            for rank, text in enumerate(handbook.questions)
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=[
            *("rank", "topic", "topic_en", "as_written", "as_written_en"),
            *("proposed", "proposed_en", "basis", "source", "appraiser_of"),
        ],
    )
