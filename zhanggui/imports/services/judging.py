"""What a batch's verdicts add to a session: rows to show, and the tally."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from zhanggui.imports.batches import Portion
from zhanggui.imports.models import ImportedChange, ImportedRow, ImportSession
from zhanggui.imports.registry import Context, Outcome, Target, Verdict
from zhanggui.imports.tally import Tally

# How many rows of an outcome a session shows; refused ones are all kept.
SHOWN = 200


class Book:
    """Keeps a run's tally and writes what is worth showing of each batch."""

    def __init__(self, session: ImportSession, tally: Tally) -> None:
        self._session = session
        self._target: Target = session.target
        self.tally = tally
        self._shown: Counter[str] = Counter()

    def add(self, portion: Portion, verdicts: Sequence[Verdict]) -> None:
        """Take in the verdicts on a portion.

        :raises RuntimeError: if the target did not speak of each row once
        """
        self._check_complete(portion, verdicts)
        kept: list[ImportedRow] = []
        for verdict in (*portion.refused, *verdicts):
            kept += self._rows_of(portion, verdict)
        ImportedRow.objects.bulk_create(kept, batch_size=1000)

    def keep_changes(self, verdicts: Iterable[Verdict]) -> None:
        """Keep what undoing will need."""
        ImportedChange.objects.bulk_create(
            [
                ImportedChange(
                    session=self._session, subject_id=v.change.subject_id, before=v.change.before
                )
                for v in verdicts
                if v.change
            ],
            batch_size=1000,
        )

    def _check_complete(self, portion: Portion, verdicts: Sequence[Verdict]) -> None:
        said = sorted((v.of_lines, v.number) for v in verdicts)
        asked = sorted(
            [(False, row.number) for row in portion.rows]
            + [(True, row.number) for row in portion.orphans]
        )
        if said != asked:
            raise RuntimeError(f"{self._target.code} must give one verdict on each row")

    def _rows_of(self, portion: Portion, verdict: Verdict) -> Iterator[ImportedRow]:
        first = self._target.sheets[0].code
        sheet = self._target.sheets[1].code if verdict.of_lines else first
        self.tally.add(sheet, verdict.outcome, fen=verdict.amount_fen)
        numbers = [] if verdict.of_lines else portion.fates.get(verdict.number, [])
        if numbers:
            self.tally.add(self._target.sheets[1].code, verdict.outcome, len(numbers))
        if self._worth_showing(verdict):
            yield self._row(sheet, verdict.number, verdict)
            if verdict.outcome == Outcome.REFUSED:
                for number in numbers:
                    yield self._row(self._target.sheets[1].code, number, verdict)

    def _worth_showing(self, verdict: Verdict) -> bool:
        if verdict.outcome == Outcome.REFUSED:
            return True
        kind = f"{verdict.outcome} {bool(verdict.reason)}"
        self._shown[kind] += 1
        return self._shown[kind] <= SHOWN

    def _row(self, sheet: str, number: int, verdict: Verdict) -> ImportedRow:
        return ImportedRow(
            session=self._session,
            sheet_code=sheet,
            number=number,
            outcome=verdict.outcome,
            key=verdict.key[:80],
            reason=str(verdict.reason)[:300],
            mend=str(verdict.mend)[:300],
        )


def context_of(session: ImportSession) -> Context:
    """Say to the target who imports what; `at` is when the file was uploaded."""
    return Context(
        by=session.by,
        at=session.uploaded_at,
        session_id=session.pk,
        options=session.options,
        sheets=frozenset(session.files.values_list("sheet_code", flat=True)),
    )
