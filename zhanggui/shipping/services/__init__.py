from zhanggui.shipping.services.correct import (
    CannotCorrectError,
    correct_number,
    take_back_parcel,
)
from zhanggui.shipping.services.dispatch import (
    CannotMakeFileError,
    CannotSaveTemplateError,
    make_dispatch_file,
    mark_file_sent,
    save_template,
)
from zhanggui.shipping.services.enter import enter_tracking

__all__ = [
    "CannotCorrectError",
    "CannotMakeFileError",
    "CannotSaveTemplateError",
    "correct_number",
    "enter_tracking",
    "make_dispatch_file",
    "mark_file_sent",
    "save_template",
    "take_back_parcel",
]
