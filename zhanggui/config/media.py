"""The pictures that everybody may see; other uploads have views of their own that ask."""

from pathlib import Path

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.static import serve

from zhanggui.core.permissions import EVERYBODY, open_to

WEEK_S = 7 * 24 * 3600


@open_to(EVERYBODY)
def product_picture(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve a product's picture; it may be kept for a week, for a new one has a new name."""
    response = serve(request, path, document_root=str(Path(settings.MEDIA_ROOT) / "products"))
    response.headers["Cache-Control"] = f"public, max-age={WEEK_S}"
    return response
