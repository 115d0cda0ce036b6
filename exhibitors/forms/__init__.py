"""Forms of the exhibitor's desk and of the officers."""

from exhibitors.forms.fields import add_domain_error
from exhibitors.forms.organisation import OrganisationForm, OrganisationProfileForm
from exhibitors.forms.people import InvitationForm, JoinByCodeForm, JoinForm, RoleForm
from exhibitors.forms.products import ProductForm
from exhibitors.forms.verification import AnswerForm, DecisionForm, PaperForm

__all__ = [
    "AnswerForm",
    "DecisionForm",
    "InvitationForm",
    "JoinByCodeForm",
    "JoinForm",
    "OrganisationForm",
    "OrganisationProfileForm",
    "PaperForm",
    "ProductForm",
    "RoleForm",
    "add_domain_error",
]
