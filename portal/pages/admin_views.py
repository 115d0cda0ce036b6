"""The admin's form for a new page, made safe against being sent twice."""

import json
import uuid
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.utils import set_query_params
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView

from portal.kernel import clock
from portal.pages import creation
from portal.pages.models import PageCreation

KEY = "creation_key"


class CreateOnceView(CreateView):  # type: ignore[misc]  # Wagtail ships no types
    """Makes a page the first time its form comes; what comes afterwards changes that page."""

    template_name = "pages/admin/create.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let one request at a time add a page here; a form that has made one already goes to the form for changes."""
        if request.method != "POST":
            answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
            return answer
        key = creation.key_of(request.POST.get(KEY, ""))
        with transaction.atomic():
            creation.lock_parent(parent_id=int(kwargs["parent_page_id"]))
            made = creation.earlier(key) if key else None
            if made is None:
                return self._make(request, key, *args, **kwargs)
        return self._again(request, made)

    def _make(self, request: HttpRequest, key: uuid.UUID | None, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        page = getattr(self, "page", None)
        if key is not None and page is not None and page.pk is not None:
            creation.note(
                key=key,
                page=page,
                by_autosave=self.expects_json_response,
                updates=dict(self.form.get_field_updates_for_resave()),
                now=clock.now(),
            )
        return answer

    def _again(self, request: HttpRequest, made: PageCreation) -> HttpResponseBase:
        """Answer a form that has made its page.

        After an autosave it is a change of that page, by the rights and checks that any change needs. After a button it is
        a second press, or an autosave that came too late: nothing is changed.
        """
        self.request = request
        if not made.by_autosave:
            if self.expects_json_response:
                answer: HttpResponseBase = self.json_error_response(
                    "invalid_revision", _("The page was saved already.")
                )
                return answer
            return redirect("wagtailadmin_pages:edit", made.page_id)
        data = request.POST.copy()
        for name, value in made.updates.items():
            data[name] = value
        request.POST = data  # type: ignore[assignment]  # the form's own fields, with the numbers of the rows it made
        answer = EditView.as_view()(request, made.page_id)
        return self._as_creation(answer, made) if self.expects_json_response else answer

    def _as_creation(self, answer: Any, made: PageCreation) -> HttpResponseBase:
        """Say what the script needs that still shows the form for a new page: where its page is."""
        if not self.response_is_json(answer):
            kept: HttpResponseBase = answer
            return kept
        said = json.loads(answer.content)
        if said.get("success"):
            creation.note_updates(made=made, updates=said["field_updates"])
            said["url"] = reverse("wagtailadmin_pages:edit", args=[made.page_id])
            said["hydrate_url"] = set_query_params(said["url"], {"_w_hydrate_create_view": "1"})
            said["field_updates"] = {**made.updates, **said["field_updates"]}
            answer = HttpResponse(json.dumps(said), content_type="application/json", status=answer.status_code)
        whole: HttpResponseBase = answer
        return whole

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the key: a new one for a new form, the same one while its mistakes are mended."""
        key = creation.key_of(self.request.POST.get(KEY, "")) or uuid.uuid4()
        return {**super().get_context_data(**kwargs), KEY: key}
