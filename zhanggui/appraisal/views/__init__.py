from zhanggui.appraisal.views.acts import acknowledge, fill_in, publish, rate, score, send_back
from zhanggui.appraisal.views.pages import mine, show_evidence, show_form, team

__all__ = [
    "acknowledge",
    "fill_in",
    "mine",
    "publish",
    "rate",
    "score",
    "send_back",
    "show_evidence",
    "show_form",
    "team",
]
