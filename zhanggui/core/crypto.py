"""Encryption of personal data at rest, and keyed hashes to find it by.

AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce. Each value carries the id of the key that
made it, so that keys rotate; the keys are files in settings.FIELD_KEYS_DIR, outside the database.
"""

import base64
import hashlib
import hmac
import os
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from zhanggui.core.keys import read_or_make_secret

FIRST_KEY = "k1"
INDEX_KEY = "index"
_NONCE_BYTES = 12


class CannotDecryptError(Exception):
    """A stored value cannot be read: its key is missing, or it was tampered with."""


@lru_cache(maxsize=64)
def _derived(folder: str, key_id: str) -> bytes:
    secret = read_or_make_secret(Path(folder) / key_id)
    return hashlib.sha256(f"zhanggui:{secret}".encode()).digest()


@lru_cache(maxsize=64)
def _cipher(folder: str, key_id: str) -> AESGCM:
    return AESGCM(_derived(folder, key_id))


@lru_cache(maxsize=8)
def _newest(folder: str) -> str:
    ids = [p.name for p in Path(folder).glob("k*") if p.name[1:].isdigit()]
    return max(ids, key=lambda name: int(name[1:]), default=FIRST_KEY)


def current_key_id() -> str:
    """Return the id of the key that encrypts now: the newest."""
    return _newest(str(settings.FIELD_KEYS_DIR))


def forget_keys() -> None:
    """Read the key files anew: after a rotation, and between tests."""
    _derived.cache_clear()
    _cipher.cache_clear()
    _newest.cache_clear()


def encrypt(text: str) -> str:
    """Return "key id:base64 of nonce and sealed text". An empty text stays empty."""
    if not text:
        return ""
    folder = str(settings.FIELD_KEYS_DIR)
    key_id = _newest(folder)
    nonce = os.urandom(_NONCE_BYTES)
    sealed = _cipher(folder, key_id).encrypt(nonce, text.encode(), None)
    return f"{key_id}:{base64.b64encode(nonce + sealed).decode()}"


def decrypt(stored: str) -> str:
    """Return what encrypt() took.

    :raises CannotDecryptError: if the key is missing or the value was changed
    """
    if not stored:
        return ""
    key_id, _, body = stored.partition(":")
    folder = settings.FIELD_KEYS_DIR
    if not (Path(folder) / key_id).exists():
        raise CannotDecryptError(f"The key {key_id} is not in {folder}")
    raw = base64.b64decode(body)
    try:
        plain = _cipher(str(folder), key_id).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], None)
    except InvalidTag as error:
        raise CannotDecryptError("The value was changed after it was sealed") from error
    return plain.decode()


def seal(data: bytes, *, context: bytes = b"") -> bytes:
    """Encrypt bytes as encrypt() does text. `context` is not stored; unseal() must be told it."""
    folder = str(settings.FIELD_KEYS_DIR)
    key_id = _newest(folder)
    nonce = os.urandom(_NONCE_BYTES)
    return key_id.encode() + b":" + nonce + _cipher(folder, key_id).encrypt(nonce, data, context)


def unseal(sealed: bytes, *, context: bytes = b"") -> bytes:
    """Return what seal() took.

    :raises CannotDecryptError: if the key is missing, or the bytes or the context are others
    """
    key_id, _, body = sealed.partition(b":")
    folder = settings.FIELD_KEYS_DIR
    if not key_id or not (Path(folder) / key_id.decode("ascii", "replace")).is_file():
        raise CannotDecryptError(f"A key is not in {folder}")
    cipher = _cipher(str(folder), key_id.decode())
    try:
        return cipher.decrypt(body[:_NONCE_BYTES], body[_NONCE_BYTES:], context)
    except InvalidTag as error:
        raise CannotDecryptError("The bytes were changed after they were sealed") from error


def keyed_hash(text: str) -> str:
    """Return 32 hex digits of HMAC-SHA256: equal texts meet, nobody reads them back."""
    if not text:
        return ""
    key = _derived(str(settings.FIELD_KEYS_DIR), INDEX_KEY)
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:32]
