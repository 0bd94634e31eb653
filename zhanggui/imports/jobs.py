from collections.abc import Callable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhanggui.imports import services
from zhanggui.jobs.registry import JobKind, Work, declare


def page_of(told: Mapping[str, Any]) -> str:
    return reverse("imports:detail", args=[told["session"]])


def declare_kind(code: str, label: str | Promise, act: Callable[..., None]) -> JobKind:
    def run(work: Work) -> None:
        act(work.input["session"], at=work.at, meter=work.progress)

    return declare(JobKind(code, label, run, tries=3, url=page_of))


CHECK = declare_kind("imports.check", _("Check an import"), services.run_check)
COMMIT = declare_kind("imports.commit", _("Commit an import"), services.run_commit)
UNDO = declare_kind("imports.undo", _("Undo an import"), services.run_undo)
