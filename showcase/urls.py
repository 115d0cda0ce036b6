"""Addresses of the showcase room, inside the language prefix; the pages' own addresses come from the page tree."""

from django.urls import URLPattern, path

from portal.kernel.languages import route
from showcase import deal_urls, enquiry_urls, need_urls
from showcase.enums import EnquirySubject
from showcase.views import english, enquiries, files, life, needs, posters, preview, steps, technologies

app_name = "showcase"
urlpatterns: list[URLPattern] = [
    path(
        route(vi="cong-nghe/<slug:slug>/ap-phich/", en="technologies/<slug:slug>/poster/"),
        posters.technology,
        name="technology-poster",
    ),
    path(route(vi="nhu-cau/<slug:slug>/ap-phich/", en="needs/<slug:slug>/poster/"), posters.need, name="need-poster"),
    path(
        route(vi="quan-tam/cong-nghe/<uuid:key>/", en="interest/technology/<uuid:key>/"),
        enquiries.ask,
        {"subject": EnquirySubject.TECHNOLOGY},
        name="ask-technology",
    ),
    path(
        route(vi="quan-tam/nhu-cau/<uuid:key>/", en="interest/need/<uuid:key>/"),
        enquiries.ask,
        {"subject": EnquirySubject.NEED},
        name="ask-need",
    ),
    path(route(vi="quan-tam/da-gui/<uuid:key>/", en="interest/sent/<uuid:key>/"), enquiries.asked, name="asked"),
    path(
        route(vi="ban-lam-viec/cong-nghe/moi/", en="desk/technologies/new/"),
        technologies.technology_new,
        name="technology-new",
    ),
    path(
        route(vi="ban-lam-viec/cong-nghe/<id:page_id>/kiem-tra/", en="desk/technologies/<id:page_id>/check/"),
        technologies.technology_check,
        name="technology-check",
    ),
    path(
        route(
            vi="ban-lam-viec/cong-nghe/<id:page_id>/buoc/<slug:step>/",
            en="desk/technologies/<id:page_id>/step/<slug:step>/",
        ),
        steps.technology_step,
        name="technology-step",
    ),
    path(
        route(vi="ban-lam-viec/cong-nghe/<id:page_id>/xem-truoc/", en="desk/technologies/<id:page_id>/preview/"),
        preview.technology_preview,
        name="technology-preview",
    ),
    path(
        route(vi="ban-lam-viec/cong-nghe/<id:page_id>/tieng-anh/", en="desk/technologies/<id:page_id>/english/"),
        english.technology_english,
        name="technology-english",
    ),
    path(
        route(
            vi="ban-lam-viec/cong-nghe/<id:page_id>/tieng-anh/<slug:group>/",
            en="desk/technologies/<id:page_id>/english/<slug:group>/",
        ),
        english.technology_english_group,
        name="technology-english-group",
    ),
    path(
        route(vi="ban-lam-viec/cong-nghe/<id:page_id>/tin-dang/", en="desk/technologies/<id:page_id>/listing/"),
        life.listing,
        name="technology-listing",
    ),
    path(
        route(vi="tep-cong-nghe/<id:page_id>/<id:file_id>/", en="technology-files/<id:page_id>/<id:file_id>/"),
        files.technology_file,
        name="technology-file",
    ),
    path(
        route(vi="gia-han/<str:secret>/", en="renew/<str:secret>/"),
        life.renew_by_link,
        name="listing-renew-link",
    ),
    path(route(vi="ban-lam-viec/nhu-cau/moi/", en="desk/needs/new/"), needs.need_new, name="need-new"),
    path(
        route(vi="ban-lam-viec/nhu-cau/<id:page_id>/", en="desk/needs/<id:page_id>/"),
        needs.need_edit,
        name="need-edit",
    ),
    path(route(vi="ban-lam-viec/quan-tam/", en="desk/enquiries/"), enquiries.enquiry_list, name="enquiries"),
    path(
        route(vi="ban-lam-viec/quan-tam/<slug:reference>/", en="desk/enquiries/<slug:reference>/"),
        enquiries.enquiry_detail,
        name="enquiry",
    ),
    path(
        route(vi="ban-lam-viec/quan-tam/<slug:reference>/dong/", en="desk/enquiries/<slug:reference>/close/"),
        enquiries.enquiry_close,
        name="enquiry-close",
    ),
    *enquiry_urls.urlpatterns,
    *deal_urls.urlpatterns,
    *need_urls.urlpatterns,
]
