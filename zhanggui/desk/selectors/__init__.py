from zhanggui.desk.selectors.finding import columns_chosen, saved_views, search_everything
from zhanggui.desk.selectors.month import figures_of, figures_of_department, standing_of
from zhanggui.desk.selectors.work import Work, duties_of, known_now, lay_desk, urgency

__all__ = [
    "Work",
    "columns_chosen",
    "duties_of",
    "figures_of",
    "figures_of_department",
    "known_now",
    "lay_desk",
    "saved_views",
    "search_everything",
    "standing_of",
    "urgency",
]
