"""Who works on a dossier, what came of asking them, and where a file can tell who is behind it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from portal.kernel.transitions import TransitionTable


class MemberRole(TextChoices):
    """What somebody does in a dossier."""

    LEAD = "lead", _("Responsible for the dossier")
    CO_AUTHOR = "co-author", _("Co-author")
    NOMINEE = "nominee", _("Nominee")


class MemberState(TextChoices):
    """What came of asking somebody."""

    INVITED = "invited", _("Asked, no answer yet")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    REMOVED = "removed", _("Taken back")


MEMBER_MOVES = TransitionTable(
    {
        MemberState.INVITED: frozenset({MemberState.ACCEPTED, MemberState.DECLINED, MemberState.REMOVED}),
        MemberState.ACCEPTED: frozenset({MemberState.REMOVED}),
    }
)
WRITERS = frozenset({MemberRole.LEAD, MemberRole.CO_AUTHOR})


class LeakPlace(TextChoices):
    """Where a file tells who is behind a dossier."""

    FILE_NAME = "file-name", _("In the name of the file")
    PROPERTIES = "properties", _("In the properties of the file")
    COMMENTS = "comments", _("In comments")
    CHANGES = "changes", _("In tracked changes")
    CAMERA = "camera", _("In the data that a camera or program wrote into the picture")
    ATTACHMENT = "attachment", _("In an attachment inside of the file")
    TEXT = "text", _("In the text")
    UNREAD = "unread", _("The text could not be read")


ADVICE = {
    LeakPlace.FILE_NAME: _("Give the file a name that names nobody, then upload it again."),
    LeakPlace.PROPERTIES: _(
        "Take the cleaned copy, or clear the properties in your program (File, Properties) and upload the file again."
    ),
    LeakPlace.COMMENTS: _("Take all comments out in your program, then upload the file again."),
    LeakPlace.CHANGES: _("Accept or reject all tracked changes in your program, then upload the file again."),
    LeakPlace.CAMERA: _("Take the cleaned copy."),
    LeakPlace.ATTACHMENT: _("Take the attachment out, or take the cleaned copy."),
    LeakPlace.TEXT: _("Take it out of the text yourself, then upload the file again. The portal cannot do that."),
    LeakPlace.UNREAD: _(
        "The portal cannot look into pictures, films and scanned pages. Look through the file yourself."
    ),
}
"""What to do about it."""
CLEANABLE = frozenset(
    {LeakPlace.FILE_NAME, LeakPlace.PROPERTIES, LeakPlace.COMMENTS, LeakPlace.CAMERA, LeakPlace.ATTACHMENT}
)
"""What a cleaned copy of a PDF file or a picture no longer tells."""
