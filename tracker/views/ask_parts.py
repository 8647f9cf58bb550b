"""What the questions of a plan need on the pages that show them: Plan and Today."""

from django.http import HttpRequest, QueryDict

from tracker.forms.check import QuestionsForm
from tracker.overview import check as check_words
from tracker.overview.plan import PlanNow


def ask_context(
    request: HttpRequest,
    now: PlanNow | None,
    *,
    form: QuestionsForm | None = None,
    typed: QueryDict | None = None,
) -> dict[str, object]:
    """The open questions of the plan as a form; empty without any.

    `form` is shown as it is (refused); `typed` was written before a sign-in.
    """
    if form is None:
        asked = list(now.state.questions) if now is not None and now.state is not None else []
        if not asked:
            return {}
        given = typed if typed is not None and "asked" in typed else None
        form = questions_form(request, asked, given)
    return {"ask_form": form, "asked": ",".join(form.question_ids)}


def questions_form(
    request: HttpRequest, asked: list[str], data: QueryDict | None = None
) -> QuestionsForm:
    """The questions of a plan with what was answered."""
    return QuestionsForm(data, questions=check_words.texts(asked, []), owner=request.user)
