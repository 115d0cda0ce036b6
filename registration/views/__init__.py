"""Views of the public."""

from registration.views.change import ConsentsView, DetailsView, MoveView, SessionsView
from registration.views.manage import AnswerOfferView, CancelView, ConfirmView, DoneView, ManageView
from registration.views.mine import MineView
from registration.views.register import CheckMailView, LinkAgainView, RegisterView

__all__ = [
    "AnswerOfferView",
    "CancelView",
    "CheckMailView",
    "ConfirmView",
    "ConsentsView",
    "DetailsView",
    "DoneView",
    "LinkAgainView",
    "ManageView",
    "MineView",
    "MoveView",
    "RegisterView",
    "SessionsView",
]
