"""The handbook in force, and what people have read of it."""

from zhanggui.org.models import HandbookVersion, VersionState
from zhanggui.org.models.positions import in_english
from zhanggui.org.rules.handbook import Handbook, Wording
from zhanggui.org.rules.reading import read_handbook


def version_in_force() -> HandbookVersion | None:
    return HandbookVersion.objects.filter(state=VersionState.IN_FORCE).first()


def handbook_in_force() -> Handbook | None:
    """Return the handbook that stands now, None in an empty house."""
    version = version_in_force()
    return read_handbook(version.tree) if version else None


def names_in_force() -> tuple[str, str]:
    """Return the names of the company and of the department, in the language of the screen."""
    found = (
        HandbookVersion.objects.filter(state=VersionState.IN_FORCE)
        .values_list("tree__company__name", "tree__department__name")
        .first()
    )
    return (_worded(found[0]), _worded(found[1])) if found else ("", "")


def words(wording: Wording) -> str:
    """Return a wording in the language of the screen."""
    return wording.en if wording.en and in_english() else wording.zh


def _worded(name: dict[str, str] | None) -> str:
    name = name or {}
    return name.get("en" if in_english() else "zh") or name.get("zh", "")
