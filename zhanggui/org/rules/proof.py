"""What the acceptance tests proved of each duty: the record that they leave. Pure Python.

The record is {"tests": {"test duty": {"duty", "proves", "reason", "file", "sum", "runs"}}}: `sum`
is the checksum of the test's file when it ran, `runs` the outcome on each database. A test that
has changed since, or failed anywhere, proves nothing.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

FULL, PARTIAL = "full", "partial"
PASSED = "passed"


class Standing(StrEnum):
    """How far the product lets a duty be done."""

    PROVEN = "proven"
    PARTIAL = "partial"
    MISSING = "missing"


@dataclass(frozen=True)
class Proof:
    """A test of a duty that passed: all of the duty, or a part and why not the rest."""

    duty: str
    test: str
    proves: str
    reason: str = ""


def sum_of(file: Path) -> str:
    """Return the checksum of a file, "" when it is not there."""
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else ""


def read_record(file: Path) -> dict[str, Any]:
    """Read the record; one that is not there or is damaged holds nothing."""
    try:
        record = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {"tests": {}}
    return record if isinstance(record, dict) and "tests" in record else {"tests": {}}


def proofs_in(record: Mapping[str, Any], root: Path) -> Iterator[Proof]:
    """Give the tests whose last runs all passed and whose file still is what ran.

    A duty with a test that failed has no proof at all, whatever else passed.
    """
    good, failed = [], set()
    for name, test in sorted(record["tests"].items()):
        if not test.get("sum") or test["sum"] != sum_of(root / test["file"]):
            continue
        if any(outcome != PASSED for outcome in test["runs"].values()):
            failed.add(test["duty"])
        else:
            good.append(
                Proof(test["duty"], name.rpartition(" ")[0], test["proves"], test["reason"])
            )
    return (proof for proof in good if proof.duty not in failed)


def standing(proofs: list[Proof], *, has_screen: bool) -> Standing:
    """Judge a duty: proven only by a passed test of all of it, and where its screen stands."""
    if has_screen and any(proof.proves == FULL for proof in proofs):
        return Standing.PROVEN
    return Standing.PARTIAL if proofs or has_screen else Standing.MISSING
