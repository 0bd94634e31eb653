from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from zhanggui.core.crypto import decrypt, encrypt


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]
    """Text that the database holds sealed (AES-GCM, key id per value). It cannot be searched."""

    def get_prep_value(self, value: Any) -> Any:
        prepared = super().get_prep_value(value)
        return encrypt(prepared) if isinstance(prepared, str) else prepared

    def from_db_value(
        self, value: str | None, _expression: Any, _connection: BaseDatabaseWrapper
    ) -> str | None:
        return None if value is None else decrypt(value)


class EncryptedFenField(models.BigIntegerField):  # type: ignore[type-arg]
    """Fen that the database holds sealed: an int in Python, a sealed text below."""

    validators: list[Any] = []  # the column is text: no range to check

    def get_internal_type(self) -> str:
        return "TextField"

    def get_prep_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else encrypt(str(int(value)))

    def from_db_value(
        self, value: str | None, _expression: Any, _connection: BaseDatabaseWrapper
    ) -> int | None:
        return int(decrypt(value)) if value else None
