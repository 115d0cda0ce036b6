"""Views of the public."""

from registration.views.answers import AnswersView, PreviewQuestionsView
from registration.views.manage import AnswerOfferView, CancelView, ConfirmView, DoneView, ManageView
from registration.views.register import CheckMailView, LinkAgainView, RegisterView
from registration.views.tickets import TicketFileView, TicketView

__all__ = [
    "AnswerOfferView",
    "AnswersView",
    "CancelView",
    "CheckMailView",
    "ConfirmView",
    "DoneView",
    "LinkAgainView",
    "ManageView",
    "PreviewQuestionsView",
    "RegisterView",
    "TicketFileView",
    "TicketView",
]
