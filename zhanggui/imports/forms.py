from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhanggui.imports.models import ImportFile, ImportSession
from zhanggui.imports.registry import Sheet, Target
from zhanggui.imports.selectors import first_rows
from zhanggui.org.models import User


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True
    template_name = "imports/files_input.html"


class FilesField(forms.FileField):
    """Several files at once."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        files = data if isinstance(data, (list, tuple)) else [data]
        return [super(FilesField, self).clean(one, initial) for one in files]


class UploadForm(forms.Form):
    """The files of one import, and the choices that hold for all of their rows."""

    def __init__(self, *args: Any, target: Target, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.options = [option.name for option in target.options]
        for option in target.options:
            choices = list(option.choices(user))
            self.fields[option.name] = forms.ChoiceField(
                label=str(option.label),
                choices=choices if len(choices) == 1 else [("", "—"), *choices],
            )
        self.fields["files"] = FilesField(
            label=gettext_lazy("Files"),
            error_messages={"required": gettext_lazy("Choose a file.")},
        )

    def chosen(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self.options}


class ColumnsForm(forms.Form):
    """Which column of a file holds which field: one select a field, with a sample of the file."""

    def __init__(self, data: Mapping[str, Any] | None, *, session: ImportSession) -> None:
        super().__init__(data)
        sheets = {sheet.code: sheet for sheet in session.target.sheets}
        self.parts = [(file, sheets[file.sheet_code]) for file in session.files.order_by("pk")]
        for file, sheet in self.parts:
            choices = choices_of(file)
            for field in sheet.fields:
                index = file.columns.get(field.name)
                self.fields[f"{sheet.code}.{field.name}"] = forms.ChoiceField(
                    label=str(field.label),
                    required=field.required,
                    choices=choices,
                    initial="" if index is None else str(index),
                    help_text=str(field.help),
                )

    def sheets(self) -> Sequence[tuple[ImportFile, Sheet, list[forms.BoundField]]]:
        return [
            (file, sheet, [self[f"{sheet.code}.{field.name}"] for field in sheet.fields])
            for file, sheet in self.parts
        ]

    def columns(self) -> dict[str, dict[str, int]]:
        """Return what was chosen, by sheet: field → index."""
        return {
            sheet.code: {
                field.name: int(index)
                for field in sheet.fields
                if (index := self.cleaned_data[f"{sheet.code}.{field.name}"])
            }
            for _file, sheet in self.parts
        }


def choices_of(file: ImportFile) -> list[tuple[str, str]]:
    """Offer the columns of a file, each with the first value that stands in it."""
    samples = first_rows(file)
    choices = [("", _("(no column)"))]
    for index, heading in enumerate(file.headings):
        cells = (row[index].strip() for row in samples if index < len(row))
        sample = next(filter(None, cells), "")[:24]
        choices.append((str(index), f"{heading} （{sample}）" if sample else heading))
    return choices
