"""Addresses of the registration room, inside the language prefix."""

from django.urls import URLPattern, path

from portal.kernel.languages import route
from registration import course_urls, views
from registration.views import gate, gate_api

GATE_API = (
    ("enrol", gate_api.EnrolView),
    ("list", gate_api.ListView),
    ("scan", gate_api.ScanView),
    ("merge", gate_api.MergeView),
    ("search", gate_api.SearchView),
    ("walk-in", gate_api.WalkInView),
    ("undo", gate_api.UndoView),
)

app_name = "registration"
urlpatterns: list[URLPattern] = [
    path(
        route(vi="dang-ky/<uuid:subject>/", en="register/<uuid:subject>/"),
        views.RegisterView.as_view(),
        name="register",
    ),
    path(route(vi="dang-ky/cua-toi/", en="register/mine/"), views.MineView.as_view(), name="mine"),
    path(
        route(vi="dang-ky/quan-ly/<str:secret>/sua/", en="register/manage/<str:secret>/change/"),
        views.DetailsView.as_view(),
        name="change",
    ),
    path(
        route(vi="dang-ky/quan-ly/<str:secret>/phien/", en="register/manage/<str:secret>/sessions/"),
        views.SessionsView.as_view(),
        name="sessions",
    ),
    path(
        route(vi="dang-ky/quan-ly/<str:secret>/chuyen/", en="register/manage/<str:secret>/move/"),
        views.MoveView.as_view(),
        name="move",
    ),
    path(
        route(vi="dang-ky/quan-ly/<str:secret>/dong-y/", en="register/manage/<str:secret>/consents/"),
        views.ConsentsView.as_view(),
        name="consents",
    ),
    path(
        route(vi="dang-ky/quan-ly/<str:secret>/", en="register/manage/<str:secret>/"),
        views.ManageView.as_view(),
        name="manage",
    ),
    path(
        route(vi="dang-ky/quan-ly/<str:secret>/huy/", en="register/manage/<str:secret>/cancel/"),
        views.CancelView.as_view(),
        name="cancel",
    ),
    path(
        route(vi="dang-ky/quan-ly/<str:secret>/tra-loi/", en="register/manage/<str:secret>/answer/"),
        views.AnswerOfferView.as_view(),
        name="answer-offer",
    ),
    path(
        route(vi="dang-ky/quan-ly/<str:secret>/ve/", en="register/manage/<str:secret>/ticket/"),
        views.TicketView.as_view(),
        name="ticket",
    ),
    path(
        route(vi="dang-ky/quan-ly/<str:secret>/ve.pdf", en="register/manage/<str:secret>/ticket.pdf"),
        views.TicketFileView.as_view(),
        name="ticket-file",
    ),
    path(
        route(vi="dang-ky/quan-ly/<str:secret>/lich.ics", en="register/manage/<str:secret>/calendar.ics"),
        views.CalendarFileView.as_view(),
        name="calendar-file",
    ),
    path(
        route(vi="dang-ky/quan-ly/<str:secret>/cau-tra-loi/", en="register/manage/<str:secret>/answers/"),
        views.AnswersView.as_view(),
        name="answers",
    ),
    path(
        route(
            vi="dang-ky/quan-ly/<str:secret>/tep/<slug:question>/",
            en="register/manage/<str:secret>/file/<slug:question>/",
        ),
        views.OwnFileView.as_view(),
        name="own-file-by-link",
    ),
    path(
        route(
            vi="dang-ky/cua-toi/<slug:reference>/tep/<slug:question>/",
            en="register/mine/<slug:reference>/file/<slug:question>/",
        ),
        views.OwnFileView.as_view(),
        name="own-file",
    ),
    path(
        route(vi="dang-ky/<uuid:subject>/xem-truoc-cau-hoi/", en="register/<uuid:subject>/preview-questions/"),
        views.PreviewQuestionsView.as_view(),
        name="preview-questions",
    ),
    path(
        route(vi="dang-ky/xac-nhan/<str:secret>/", en="register/confirm/<str:secret>/"),
        views.ConfirmView.as_view(),
        name="confirm",
    ),
    path(
        route(vi="dang-ky/xong/<str:secret>/", en="register/done/<str:secret>/"),
        views.DoneView.as_view(),
        name="done",
    ),
    path(
        route(vi="dang-ky/<uuid:subject>/kiem-tra-thu/", en="register/<uuid:subject>/check-mail/"),
        views.CheckMailView.as_view(),
        name="check-mail",
    ),
    path(
        route(vi="dang-ky/<uuid:subject>/gui-lai-lien-ket/", en="register/<uuid:subject>/link-again/"),
        views.LinkAgainView.as_view(),
        name="link-again",
    ),
    path(
        route(vi="dang-ky/<uuid:subject>/<slug:kind>/", en="register/<uuid:subject>/<slug:kind>/"),
        views.RegisterView.as_view(),
        name="register-kind",
    ),
    *course_urls.patterns(),
    path(route(vi="cua-vao/", en="gate/"), gate.GateView.as_view(), name="gate"),
    path(route(vi="cua-vao/sw.js", en="gate/sw.js"), gate.WorkerView.as_view(), name="gate-worker"),
    path(
        route(vi="cua-vao/nhap-tay/", en="gate/by-hand/"),
        gate.ByHandView.as_view(),
        name="gate-by-hand",
    ),
    *(
        path(route(vi=f"cua-vao/api/{name}/", en=f"gate/api/{name}/"), view.as_view(), name=f"gate-api-{name}")
        for name, view in GATE_API
    ),
]
