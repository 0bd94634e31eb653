from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhanggui.core.permissions import allowed
from zhanggui.org.forms.handbook import DecideForm
from zhanggui.org.http import StaffRequest
from zhanggui.org.models import OpenQuestion
from zhanggui.org.permissions import Can
from zhanggui.org.selectors.questions import QUESTION_VIEWS, questions_in
from zhanggui.org.services.deciding import CannotDecideError, decide


@allowed(Can.SEE_QUESTIONS)
def list_questions(request: StaffRequest) -> HttpResponse:
    chosen = request.GET.get("view", "open")
    context = {
        "questions": questions_in(chosen),
        "views": [(code, label, questions_in(code).count()) for code, label in QUESTION_VIEWS],
        "chosen": chosen,
    }
    return render(request, "org/questions.html", context)


@allowed(Can.DECIDE)
def decide_question(request: StaffRequest, code: str) -> HttpResponse:
    question = get_object_or_404(OpenQuestion, code=code)
    back = reverse("org:list-questions")
    initial = {"decision": question.decision, "reason": question.reason}
    form = DecideForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            decide(question, **form.cleaned_data, by=request.user, at=timezone.now())
        except CannotDecideError as error:
            form.add_error("reason", str(error))
        else:
            messages.success(request, _("The decision stands."))
            return redirect(back)
    context = {"form": form, "question": question, "back": back}
    return render(request, "org/decide.html", context)
