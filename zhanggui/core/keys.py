"""Secrets kept in files beside the database, never in it. Standard library only."""

import secrets
from pathlib import Path


def read_or_make_secret(path: Path) -> str:
    """Return the secret in a file that only its owner may read; make one when there is none."""
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        pass
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_urlsafe(48))
    try:
        path.hardlink_to(draft)  # two starts that race agree on one secret
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text().strip()
