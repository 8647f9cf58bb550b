"""Whole sets of answers, and a walk through the steps with Django's test client."""

from django.test import Client

TODAY_FORM = {"precision": "day", "day": "14", "month": "11", "year": "2026"}
SAFETY = {"signs": ["none"]}
SPRINT = {
    "safety": SAFETY,
    "when": {"side": "left", **TODAY_FORM, "onset": "sudden"},
    "how": {"mechanism": "sprint"},
    "where": {"places": ["mid_thigh:left"]},
    "signs": {"pop": "no", "bruise": "no", "swelling": "no", "gap": "no", "walking": "normal"},
    "you": {"birth_year": "1992", "health": ["none"]},
    "had": {"do": "go"},
}
SIT_BONE = {
    "safety": SAFETY,
    "when": {
        "side": "right",
        "precision": "about",
        "amount": "8",
        "unit": "months",
        "onset": "gradual",
    },
    "how": {"mechanism": "overload"},
    "where": {"places": ["sit_bone:right", "upper_thigh:right"], "worst": "sit_bone:right"},
    "signs": {
        "pop": "no",
        "bruise": "no",
        "swelling": "no",
        "gap": "no",
        "walking": "normal",
        "now": ["none"],
    },
    "you": {
        "birth_year": "1988",
        "health": ["none"],
        "baseline": ["none"],
        "run_minutes": "40",
        "run_times_a_week": "3",
        "run_pain": "2",
        "sit_minutes": "20",
        "sit_seat": "desk",
        "ask_sitting": "1",
        "ask_morning": "2",
        "ask_running": "3",
        "ask_walking": "",
        "ask_rest": "4",
    },
    "had": {"do": "go"},
}


def walk(client: Client, story: dict, *, until: str = "") -> None:
    """Post every step before `until`; every step must be taken."""
    for step, answers in story.items():
        if step == until:
            return
        response = client.post(f"/start/{step}/", answers)
        assert response.status_code == 303, (step, response.status_code, errors(response))


def errors(response) -> list[str]:
    """The sentences beside the fields."""
    form = (response.context or {}).get("form") if response.context else None
    return [text for texts in form.errors.values() for text in texts] if form else []


def text(response) -> str:
    """The page's words in one line."""
    return " ".join(response.content.decode().split())
