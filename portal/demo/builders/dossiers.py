"""Invented dossiers in the edition whose call is open: a beginning, one that is complete, one that waits, one handed in, one taken back."""

from datetime import timedelta
from typing import Any, Final

from django.core.files.uploadedfile import SimpleUploadedFile

from awards.dossiers import calls
from awards.dossiers.domain import files, handing_in, writing
from awards.models import Nomination
from portal.demo.builders.common import Build
from portal.demo.builders.showcase import EMPTY_PDF
from portal.demo.specs.awards import AWARDS
from portal.demo.specs.shapes import Words

WORDS: Final = Words(
    "Số liệu đo tại hai cơ sở trong sáu tháng cho thấy mức giảm rõ rệt (nội dung minh họa).",
    "Measured at two sites over six months, the effect was clear (sample text).",
)
TITLES: Final = (
    Words("Ngày hội kết nối làng nghề (mẫu)", "Meeting day of craft villages (sample)"),
    Words("Bản đồ nhu cầu công nghệ xã Gió (mẫu)", "Map of technology needs in Gió commune (sample)"),
    Words("Tổ tư vấn máy sấy lưu động (mẫu)", "A travelling advice team for dryers (sample)"),
    Words("Phiên chợ thiết bị cũ (mẫu)", "Fair of used equipment (sample)"),
    Words("Sổ tay chuyển giao cho hộ nhỏ (mẫu)", "Transfer handbook for small makers (sample)"),
)


def build(context: Build) -> None:
    """Make the dossiers of the exhibitor and of the newcomer in every open edition."""
    lead, other = context.people["exhibitor"], context.people["newcomer"]
    for spec in AWARDS:
        if not spec.is_open:
            continue
        key = context.pages[spec.key].translation_key
        call = calls.find(key)
        if call is None or not call.takes(context.now):
            continue
        _start(context, call, TITLES[0], lead)
        _fill(context, call, _start(context, call, TITLES[1], lead), lead)
        asked = _start(
            context, call, TITLES[2], lead, nominee_name="Hoàng Văn Gió (mẫu)", nominee_email="de-cu@example.org"
        )
        handing_in.submit_dossier(nomination=_fill(context, call, asked, lead), by=lead)
        sent = _fill(context, call, _start(context, call, TITLES[3], other), other)
        handing_in.submit_dossier(nomination=sent, by=other)
        gone = _fill(context, call, _start(context, call, TITLES[4], other), other)
        handing_in.submit_dossier(nomination=gone, by=other)
        handing_in.withdraw_dossier(
            nomination=gone, by=other, now=context.now + timedelta(minutes=1), reason="Sẽ nộp lại sau (mẫu)."
        )


def _start(context: Build, call: calls.Call, title: Words, by: Any, **values: str) -> Nomination:
    basics = writing.Basics(
        category_code=call.rules.categories[0].code,
        title=title.vi,
        title_en=title.en,
        summary=WORDS.vi,
        summary_en=WORDS.en,
        **{"nominee_name": by.full_name, **values},
    )
    return writing.start_dossier(award_key=call.award_key, basics=basics, by=by, now=context.now)


def _fill(context: Build, call: calls.Call, nomination: Nomination, by: Any) -> Nomination:
    for answer in nomination.answers.all():
        writing.save_answer(
            nomination=nomination, key=answer.key, words=WORDS.vi, by=by, now=context.now, seen_at=answer.saved_at
        )
    for document in call.rules.documents:
        for is_twin in (False, True) if document.anonymise else (False,):
            if document.required and "pdf" in document.formats:
                name = f"{document.key}{'-an-danh' if is_twin else ''}.pdf"
                files.put_file(
                    nomination=nomination,
                    key=document.key,
                    is_twin=is_twin,
                    file=SimpleUploadedFile(name, EMPTY_PDF, content_type="application/pdf"),
                    by=by,
                    now=context.now,
                    replaces=None,
                )
    return nomination
