"""What the registration room adds to Wagtail's admin."""

from wagtail import hooks

from registration.question_viewsets import QuestionSheetViewSet
from registration.viewsets import RegistrationViewSet


@hooks.register("register_admin_viewset")
def registration_viewset() -> RegistrationViewSet:
    """Add the organisers' list."""
    return RegistrationViewSet()


@hooks.register("register_admin_viewset")
def questions_viewset() -> QuestionSheetViewSet:
    """Add the organisers' questions."""
    return QuestionSheetViewSet()
