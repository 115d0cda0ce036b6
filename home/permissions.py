"""Who may deal with what people send in: pure predicates."""

from typing import Any


def may_answer_reports(user: Any) -> bool:
    """Whether the person may move, answer and publish reports of difficulties."""
    return bool(user is not None and user.is_active and user.has_perm("home.change_feedbackreport"))


def may_answer_requests(user: Any) -> bool:
    """Whether the person may move and answer requests for services."""
    return bool(user is not None and user.is_active and user.has_perm("home.change_servicerequest"))
