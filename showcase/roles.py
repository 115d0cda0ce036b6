"""The reviewers of technologies and needs with their workflow, the intermediary officers, and the local focal points."""

from portal.accounts import roles
from portal.accounts.roles import PageRight, Role, RoleSet, WorkflowSpec, WorkflowStep
from portal.kernel.languages import Language
from showcase import people
from showcase.domain.focal_points import GROUP as FOCAL_POINTS
from showcase.models import NeedIndexPage, ShowcaseIndexPage

REVIEWERS = "Kiểm duyệt viên công nghệ"
WORKFLOW = "Duyệt công nghệ"
PERMISSIONS = frozenset(
    {
        "showcase.check_compliance",
        "showcase.view_enquiry",
        "showcase.view_need_report",
        "showcase.appoint_focal_point",
        "showcase.view_focalpoint",
        "showcase.change_focalpoint",
        "showcase.add_focalpoint",
    }
)
INTERMEDIARIES_GROUP = people.INTERMEDIARIES
MEDIATION = frozenset(
    {"showcase.mediate_enquiry", "showcase.view_enquiry", "showcase.view_abusereport", "showcase.view_deal"}
)
FOCAL_POINT_PERMISSIONS = frozenset({"showcase.enter_needs_for_others"})


def declared() -> RoleSet:
    """Return the reviewers' rights on every list that stands now, the workflow of the Vietnamese ones, and the officers."""
    indexes = [
        page
        for model in (ShowcaseIndexPage, NeedIndexPage)
        for page in model.objects.filter(alias_of=None).select_related("locale").order_by("pk")
    ]
    reviewers = Role(
        group=REVIEWERS,
        permissions=PERMISSIONS,
        pages=tuple(PageRight(page, roles.PUBLISH) for page in indexes),
    )
    workflow = WorkflowSpec(
        name=WORKFLOW,
        steps=(WorkflowStep(name=WORKFLOW, group=REVIEWERS),),
        pages=tuple(page for page in indexes if page.locale.language_code == Language.VIETNAMESE),
    )
    intermediaries = Role(group=INTERMEDIARIES_GROUP, permissions=MEDIATION)
    focal_points = Role(group=FOCAL_POINTS, permissions=FOCAL_POINT_PERMISSIONS, admin_access=False)
    return RoleSet(roles=(reviewers, intermediaries, focal_points), workflows=(workflow,))


roles.register(declared)
