from zhanggui.desk.views.desk import act_as, search, set_presence, show_desk, show_month, show_rail
from zhanggui.desk.views.evidence import show_evidence
from zhanggui.desk.views.notices import list_notices, mark_read, open_notice
from zhanggui.desk.views.saved import choose_columns, delete_view, save_view

__all__ = [
    "act_as",
    "choose_columns",
    "delete_view",
    "list_notices",
    "mark_read",
    "open_notice",
    "save_view",
    "search",
    "set_presence",
    "show_desk",
    "show_evidence",
    "show_month",
    "show_rail",
]
