"""Views of the public."""

from registration.views.answers import AnswersView, PreviewQuestionsView
from registration.views.change import ConsentsView, DetailsView, MoveView, SessionsView
from registration.views.manage import AnswerOfferView, CancelView, ConfirmView, DoneView, ManageView
from registration.views.mine import MineView
from registration.views.register import CheckMailView, LinkAgainView, RegisterView
from registration.views.tickets import TicketFileView, TicketView

__all__ = [
    "AnswerOfferView",
    "AnswersView",
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
    "PreviewQuestionsView",
    "RegisterView",
    "SessionsView",
    "TicketFileView",
    "TicketView",
]
