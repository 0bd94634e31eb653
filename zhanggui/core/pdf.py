"""HTML to PDF by WeasyPrint. Where its system libraries are missing, pages are printed instead."""

import importlib
import logging
from functools import cache
from types import ModuleType
from typing import Any

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

logger = logging.getLogger(__name__)


@cache
def printer() -> ModuleType | None:
    """Return WeasyPrint, None where Pango is not installed. Heavy: loaded when first needed."""
    try:
        return importlib.import_module("weasyprint")
    except OSError:
        logger.warning("PDF files need Pango; pages offer printing instead")
        return None


def can_make_pdf() -> bool:
    return printer() is not None


def pdf_of(request: HttpRequest, template: str, context: dict[str, Any], styles: str = "") -> bytes:
    """Draw a template as PDF; `styles` names a static CSS file. Nothing is fetched from anywhere.

    :raises RuntimeError: where can_make_pdf() says no
    """
    weasy = printer()
    if weasy is None:
        raise RuntimeError("Pango is not installed")
    found = finders.find(styles) if styles else None
    sheets = [weasy.CSS(filename=str(found))] if found else []
    html = render_to_string(template, context, request)
    pdf: bytes = weasy.HTML(string=html, url_fetcher=_refuse).write_pdf(stylesheets=sheets)
    return pdf


def _refuse(url: str, *_args: Any, **_kwargs: Any) -> Any:
    raise ValueError(f"A PDF is made of what is here, not of {url}")


def pdf_response(content: bytes, name: str) -> HttpResponse:
    """Answer with a PDF to be kept under a name without its ending."""
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return answer
