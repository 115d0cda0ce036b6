"""Views of the public."""

from registration.views.manage import AnswerOfferView, CancelView, ConfirmView, DoneView, ManageView
from registration.views.register import CheckMailView, LinkAgainView, RegisterView
from registration.views.tickets import TicketFileView, TicketView

__all__ = [
    "AnswerOfferView",
    "CancelView",
    "CheckMailView",
    "ConfirmView",
    "DoneView",
    "LinkAgainView",
    "ManageView",
    "RegisterView",
    "TicketFileView",
    "TicketView",
]
