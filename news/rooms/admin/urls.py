"""Addresses of the admin's pages about newsrooms, below ``newsrooms/``."""

from django.urls import URLPattern, path

from news.rooms.admin import desks, ending, people, rooms


def urlpatterns() -> list[URLPattern]:
    """Return the addresses."""
    return [
        path("", rooms.IndexView.as_view(), name="index"),
        path("open/", rooms.OpenView.as_view(), name="open"),
        path("<uuid:key>/", rooms.RoomView.as_view(), name="room"),
        path("<uuid:key>/desks/add/", desks.AddDeskView.as_view(), name="add-desk"),
        path("desks/<int:pk>/", desks.EditDeskView.as_view(), name="edit-desk"),
        path("desks/<int:pk>/close/", desks.CloseDeskView.as_view(), name="close-desk"),
        path("desks/<int:pk>/reopen/", desks.ReopenDeskView.as_view(), name="reopen-desk"),
        path("desks/<int:pk>/delete/", desks.DeleteDeskView.as_view(), name="delete-desk"),
        path("<uuid:key>/people/add/", people.InviteView.as_view(), name="invite"),
        path("<uuid:key>/people/<int:person>/<slug:role>/remove/", people.RemoveView.as_view(), name="remove"),
        path("invitations/<int:pk>/withdraw/", people.WithdrawView.as_view(), name="withdraw"),
        path("<uuid:key>/close/", ending.CloseView.as_view(), name="close"),
        path("<uuid:key>/merge/", ending.MergeView.as_view(), name="merge"),
        path("<uuid:key>/reopen/", ending.ReopenView.as_view(), name="reopen"),
    ]
