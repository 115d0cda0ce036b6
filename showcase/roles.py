"""The reviewers of technologies and needs, and their workflow."""

from portal.accounts import roles
from portal.accounts.roles import PageRight, Role, RoleSet, WorkflowSpec, WorkflowStep
from portal.kernel.languages import Language
from showcase.models import NeedIndexPage, ShowcaseIndexPage

REVIEWERS = "Kiểm duyệt viên công nghệ"
WORKFLOW = "Duyệt công nghệ"
PERMISSIONS = frozenset({"showcase.check_compliance", "showcase.view_enquiry"})


def declared() -> RoleSet:
    """Return the reviewers' rights on every list that stands now, and the workflow of the Vietnamese ones."""
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
    return RoleSet(roles=(reviewers,), workflows=(workflow,))


roles.register(declared)
