"""Views of the public."""

from registration.views.answer_files import OwnFileView
from registration.views.answers import AnswersView, PreviewQuestionsView
from registration.views.calendar_file import CalendarFileView
from registration.views.certificates import CertificateView, CheckCertificateView
from registration.views.change import ConsentsView, DetailsView, MoveView, SessionsView
from registration.views.classroom import ClassCodeView, ClassSessionView, ClassView
from registration.views.course import CertificateFileView, CourseView, EvaluationView, MaterialView
from registration.views.manage import AnswerOfferView, CancelView, ConfirmView, DoneView, ManageView
from registration.views.mine import MineView
from registration.views.register import CheckMailView, LinkAgainView, RegisterView
from registration.views.scan import ScanView
from registration.views.tickets import TicketFileView, TicketView

__all__ = [
    "AnswerOfferView",
    "AnswersView",
    "CalendarFileView",
    "CancelView",
    "CertificateFileView",
    "CertificateView",
    "CheckCertificateView",
    "CheckMailView",
    "ClassCodeView",
    "ClassSessionView",
    "ClassView",
    "ConfirmView",
    "ConsentsView",
    "CourseView",
    "DetailsView",
    "DoneView",
    "EvaluationView",
    "LinkAgainView",
    "ManageView",
    "MaterialView",
    "MineView",
    "MoveView",
    "OwnFileView",
    "PreviewQuestionsView",
    "RegisterView",
    "ScanView",
    "SessionsView",
    "TicketFileView",
    "TicketView",
]
