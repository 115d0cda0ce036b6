"""What organisations have beside their profile: products, papers for the verification, people who ask to join."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile

from exhibitors.domain import join_request, papers, products, verification
from exhibitors.domain.products import ProductDetails
from exhibitors.enums import PaperKind
from portal.demo.builders import pictures
from portal.demo.builders.common import Build
from portal.demo.specs.products import PRODUCTS

ASKED_FOR = (
    "Giấy chứng nhận bị mờ ở phần tên người đại diện, và chưa có giấy ủy quyền cho người lập tài khoản."
    " Xin nộp bản rõ hơn. (Nội dung minh họa.)"
)
NOTE = "Tôi phụ trách gian hàng của công ty tại chợ công nghệ. (Minh họa.)"


def build(context: Build) -> None:
    """Show products on profiles, a verification that waits for its organisation, and a person who waits at a door."""
    for spec in PRODUCTS:
        organisation = context.organisations[spec.organisation]
        products.add_product(
            organisation=organisation,
            details=ProductDetails(
                name=spec.name.vi, name_en=spec.name.en, text=spec.text.vi, text_en=spec.text.en, url=spec.url
            ),
            picture=_drawn(spec.name.vi, "JPEG"),
            by=organisation.memberships.get().user,
            now=context.now,
        )
    waiting = context.organisations["ben-dau"]
    papers.add_paper(
        organisation=waiting,
        kind=PaperKind.REGISTRATION,
        file=_drawn("giay-chung-nhan-minh-hoa", "PNG"),
        by=context.people["representative"],
        now=context.now,
    )
    verification.ask_for_more(organisation=waiting, by=context.people["officer"], now=context.now, reason=ASKED_FOR)
    join_request.ask_to_join(
        organisation=context.organisations["song-mo"],
        by=context.people["newcomer"],
        by_name=True,
        note=NOTE,
        now=context.now,
    )


def _drawn(key: str, form: str) -> SimpleUploadedFile:
    buffer = io.BytesIO()
    pictures.draw(key).save(buffer, form)
    ending = "jpg" if form == "JPEG" else "png"
    return SimpleUploadedFile(f"{key}.{ending}", buffer.getvalue(), f"image/{form.lower()}")
