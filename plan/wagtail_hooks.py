"""What the plan room adds to the admin."""

from wagtail.snippets.models import register_snippet

from plan.viewsets import PlanGroup

register_snippet(PlanGroup)
