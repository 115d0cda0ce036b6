"""What editors plan by: festivals of the province, and a draft that would clash with an event that is public."""

from datetime import timedelta

from events.enums import EventKind, EventLevel, OrganiserRole
from events.models import EventOrganiser, EventPage, Festival
from portal.demo.builders import common
from portal.demo.builders.common import Build
from portal.kernel import clock
from portal.vocabularies.enums import VocabularyCode

RIVAL = "ngay-ket-noi"
LEAD = "Doanh nghiệp nêu bài toán, viện và trường đề xuất lời giải ngay tại chỗ."


def build(context: Build) -> None:
    """Add two festivals of the province by the lunar calendar, and the draft."""
    province, ward = context.place("bac-ninh"), context.place("phuong-tu-son")
    Festival.objects.create(
        name_vi="Hội Lim", name_en="Lim festival", day=13, month=1, place=province, source="Lễ hội truyền thống"
    )
    Festival.objects.create(
        name_vi="Hội Đền Đô", name_en="Đô temple festival", day=15, month=3, place=ward, source="Lễ hội truyền thống"
    )
    rival = EventPage.objects.get(pk=context.pages[RIVAL].pk)
    starts = clock.at(rival.first_day, 14)
    draft = EventPage(
        title="Tọa đàm đổi mới sáng tạo mở (mẫu)",
        slug="toa-dam-doi-moi-sang-tao-mo-mau",
        kind=EventKind.WORKSHOP,
        level=EventLevel.PROVINCIAL,
        lead=LEAD,
        body=common.paragraphs((LEAD,)),
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
        venue_name=rival.venue_name,
        address=rival.address,
        place=rival.place,
        contact_email="su-kien@example.org",
        is_illustrative=True,
        owner=context.people["organiser"],
        locale=rival.locale,
        live=False,
    )
    draft.fields = context.terms(VocabularyCode.FIELD, ("energy-saving",))
    draft.audiences = context.terms(VocabularyCode.AUDIENCE, ("enterprises",))
    draft.organisers = [
        EventOrganiser(organisation=context.organisations["so-khcn"], role=OrganiserRole.ORGANISER),
    ]
    context.sections["events"].add_child(instance=draft)
    draft.save_revision(user=context.people["organiser"])
