"""What the plan room adds to the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry
from wagtail.snippets.models import register_snippet

from plan.domain import values
from plan.viewsets import PlanGroup

register_snippet(PlanGroup)


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    """Name the recording of a year's value in the history of its indicator."""
    actions.register_action(values.LOG_ACTION, _("Record the value of a year"), _("Value of a year recorded"))
