"""Views of the public."""

from registration.views.manage import AnswerOfferView, CancelView, ConfirmView, DoneView, ManageView
from registration.views.register import CheckMailView, LinkAgainView, RegisterView

__all__ = [
    "AnswerOfferView",
    "CancelView",
    "CheckMailView",
    "ConfirmView",
    "DoneView",
    "LinkAgainView",
    "ManageView",
    "RegisterView",
]
