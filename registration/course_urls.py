"""Addresses of courses: the trainee's pages, the trainer's, the code on the screen, the public page of a certificate."""

from typing import Any

from django.urls import URLPattern, path
from django.views import View

from portal.kernel.languages import route
from registration import views


def _both(vi: str, en: str, view: type[View], name: str) -> list[URLPattern]:
    """Return the two ways to a page of the trainee: by the link of the registration, and with one's account."""
    return [
        path(
            route(vi=f"dang-ky/quan-ly/<str:secret>/khoa-hoc/{vi}", en=f"register/manage/<str:secret>/course/{en}"),
            view.as_view(),
            name=name,
        ),
        path(
            route(
                vi=f"dang-ky/cua-toi/<slug:reference>/khoa-hoc/{vi}", en=f"register/mine/<slug:reference>/course/{en}"
            ),
            view.as_view(),
            name=f"own-{name}",
        ),
    ]


def _class(vi: str, en: str, view: type[View], name: str) -> list[URLPattern]:
    """Return the two ways to a page of the trainer: by a link, and with an organiser's account."""
    return [
        path(
            route(vi=f"lop-hoc/<str:secret>/{vi}", en=f"class/<str:secret>/{en}"),
            view.as_view(),
            name=f"class{name}",
        ),
        path(
            route(vi=f"ban-to-chuc/lop-hoc/<uuid:subject>/{vi}", en=f"organisers/class/<uuid:subject>/{en}"),
            view.as_view(),
            name=f"organiser-class{name}",
        ),
    ]


def patterns() -> list[Any]:
    """Return them all."""
    return [
        *_both("", "", views.CourseView, "course"),
        *_both("tai-lieu/<uuid:material>/", "material/<uuid:material>/", views.MaterialView, "course-material"),
        *_both("chung-nhan/", "certificate/", views.CertificateFileView, "course-certificate"),
        *_both("danh-gia/", "evaluation/", views.EvaluationView, "course-evaluation"),
        *_class("", "", views.ClassView, ""),
        *_class("<uuid:session>/", "<uuid:session>/", views.ClassSessionView, "-session"),
        *_class("<uuid:session>/ma/", "<uuid:session>/code/", views.ClassCodeView, "-code"),
        path(
            route(
                vi="diem-danh/<uuid:subject>/<uuid:session>/<slug:code>/",
                en="attendance/<uuid:subject>/<uuid:session>/<slug:code>/",
            ),
            views.ScanView.as_view(),
            name="scan",
        ),
        path(route(vi="chung-nhan/", en="certificates/"), views.CheckCertificateView.as_view(), name="certificates"),
        path(
            route(vi="chung-nhan/<slug:code>/", en="certificates/<slug:code>/"),
            views.CertificateView.as_view(),
            name="certificate",
        ),
    ]
