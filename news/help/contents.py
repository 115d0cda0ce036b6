"""All pages of help in their order."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from news.help import afterwards, approving, broadcasting, readers, writing
from news.help.parts import Section, Topic

SECTIONS: Final = (
    Section(_("Writing"), writing.TOPICS),
    Section(_("Approving and publishing"), approving.TOPICS),
    Section(_("Radio and television"), broadcasting.TOPICS),
    Section(_("Outsiders, corrections, takedowns"), afterwards.TOPICS),
    Section(_("Languages, readers, people"), readers.TOPICS),
)
TOPICS: Final[dict[str, Topic]] = {topic.code: topic for section in SECTIONS for topic in section.topics}
