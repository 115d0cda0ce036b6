"""The question before an event is published into a clash."""

from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from events import clash_guard, clash_words
from events.domain import versions
from events.models import EventPage
from portal.kernel import clock


class ClashView(WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]  # Wagtail ships no types
    """Names the clashes of the version that was just saved, and goes on with it only by a button of its own."""

    template_name = "events/admin/clashes.html"
    header_icon = "warning"
    page_title = gettext_lazy("This event clashes")
    http_method_names = ("get", "head", "post")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find page, version and wish; whoever may not do it, and anything that the form did not sign, finds nothing."""
        super().setup(request, *args, **kwargs)
        found = get_object_or_404(EventPage.objects.filter(alias_of=None), pk=kwargs["page_id"])
        self.event = found.specific
        try:
            self.revision_id, self.wish = clash_guard.read_key(request.GET.get("key", ""))
        except (signing.BadSignature, ValueError, TypeError) as error:
            raise Http404 from error
        self.revision = self.event.revisions.filter(pk=self.revision_id).first()
        if self.revision is None:
            raise Http404
        self.is_done = self.wish is clash_guard.Wish.PUBLISH and versions.is_settled(self.revision)
        if not clash_guard.may(request.user, self.event, self.wish, is_done=self.is_done):
            raise Http404

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Lead back to the form where the version is public or scheduled already: there is nothing left to ask."""
        if self.is_done:
            messages.info(request, _("This version is published or scheduled already."))
            return redirect(self._form())
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_page_subtitle(self) -> str:
        """Name the event."""
        return str(self.event.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Return the way from the page's form."""
        return [
            *self.breadcrumbs_items,
            {"url": self._form(), "label": self.get_page_subtitle()},
            {"url": "", "label": str(self.page_title)},
        ]

    def _form(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.event.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the clashes as they are now."""
        saved = self.revision.as_object()
        return {
            **super().get_context_data(**kwargs),
            "lines": clash_words.new_lines(saved, viewer=self.request.user),
            "is_submission": self.wish is clash_guard.Wish.SUBMIT,
            "is_scheduled": bool(saved.go_live_at and saved.go_live_at > clock.now()),
            "form_url": self._form(),
        }

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Publish, schedule or submit the version; one that somebody changed since goes back to the form."""
        if self.event.latest_revision_id != self.revision_id:
            messages.warning(request, _("The event was saved again in the meantime. Look through it, then go on."))
            return redirect(self._form())
        if self.wish is clash_guard.Wish.SUBMIT:
            versions.hand_in(event=self.event, by=request.user)
            messages.success(request, _("The event is handed in."))
        elif versions.publish(revision=self.revision, by=request.user, now=clock.now()):
            messages.success(request, _("The event will be published at the time that you set."))
        else:
            messages.success(request, _("The event is public."))
        return redirect("wagtailadmin_explore", self.event.get_parent().pk)
