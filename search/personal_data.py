"""What the room knows about persons."""

from django.utils.translation import gettext_lazy as _

from portal.kernel.personal_data import EraseAction, KeepingRule, PersonalField, keep, register

_UNTIL = _("Until the search is ended, which deletes it at once; three days where nobody confirms it")

register(
    PersonalField(
        "search.SavedSearch",
        "email",
        _("Telling the owner what is new for a search that was kept and confirmed"),
        None,
        EraseAction.DELETE_RECORD,
        _UNTIL,
    ),
    PersonalField(
        "search.SavedSearch",
        "parameters",
        _("What the owner of the address wants to hear of"),
        None,
        EraseAction.DELETE_RECORD,
        _UNTIL,
    ),
)

# One that runs is kept as long as it runs; one that nobody confirms goes after three days (saved.domain.keeping).
keep(KeepingRule("search.SavedSearch", "asked_at", addresses=("email",)))
