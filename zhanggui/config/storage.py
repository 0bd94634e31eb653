from typing import Any

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class GzipManifestStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hashed names and gzip. Brotli would take six times as long for a tenth fewer bytes."""

    def create_compressor(self, **kwargs: Any) -> Compressor:
        return super().create_compressor(**(kwargs | {"use_brotli": False}))
