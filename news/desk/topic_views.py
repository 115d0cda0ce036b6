"""The admin's pages of topics: proposing, and one topic with its answer."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from news.desk import forms, rooms
from news.desk.enums import StoryProcess, TopicState
from news.domain import topics
from news.models import ArticlePage, TopicProposal
from news.models.topics import LONGEST_PITCH
from portal.kernel import errors


class ProposeView(WagtailAdminTemplateMixin, FormView):  # type: ignore[misc,type-arg]  # Wagtail ships no types
    """The form for a topic."""

    form_class = forms.ProposeForm
    template_name = "news/desk/propose.html"
    page_title = gettext_lazy("Propose a topic")
    header_icon = "plus"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Leave out people who write for no newsroom."""
        super().setup(request, *args, **kwargs)
        self.newsrooms = list(rooms.written_by(request.user))
        if not self.newsrooms:
            raise Http404

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Return the way from the work."""
        return _way(self, str(self.page_title))

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer one's own newsrooms."""
        return super().get_form_kwargs() | {"newsrooms": rooms.written_by(self.request.user)}

    def get_initial(self) -> dict[str, Any]:
        """Begin with the words that another page of the admin led here with."""
        longest = {"title": forms.LONGEST_TITLE, "pitch": LONGEST_PITCH}
        told = {name: self.request.GET.get(name, "")[:most] for name, most in longest.items()}
        return super().get_initial() | {name: words for name, words in told.items() if words}

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep the topic, or say beside the field why not."""
        values = form.cleaned_data
        try:
            topic = topics.propose(
                newsroom=values["newsroom"],
                by=self.request.user,
                title=values["title"],
                pitch=values["pitch"],
                process=StoryProcess(values["process"]),
                wished_on=values["wished_on"],
            )
        except errors.DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
            answer: HttpResponse = self.form_invalid(form)
            return answer
        messages.success(self.request, _("The topic was proposed. The editors have been told."))
        return redirect("news_topics:topic", topic.pk)


class TopicView(WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]  # Wagtail ships no types
    """One topic: what it is, what became of it, and what the reader may do."""

    template_name = "news/desk/topic.html"
    header_icon = "edit"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the topic; people of other newsrooms find nothing."""
        super().setup(request, *args, **kwargs)
        self.topic = get_object_or_404(
            TopicProposal.objects.select_related("proposed_by", "assignee"), pk=kwargs["topic_id"]
        )
        if not topics.may_see(user=request.user, topic=self.topic):
            raise Http404
        self.may_decide = topics.may_decide(user=request.user, topic=self.topic)
        self.page_title = self.topic.title

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Return the way from the topics."""
        return _way(self, self.topic.title)

    def _forms(self, data: Any = None, action: str = "") -> dict[str, Any]:
        if not self.may_decide:
            return {}
        room = rooms.newsroom(self.topic.newsroom_key)
        people = rooms.writers(room) if room else None
        found: dict[str, Any] = {}
        if self.topic.state == TopicState.PROPOSED or action == "accept":
            found["accept_form"] = forms.AcceptForm(
                data if action == "accept" else None, people=people, initial={"assignee": self.topic.proposed_by_id}
            )
        if self.topic.state in {TopicState.PROPOSED, TopicState.ACCEPTED} or action == "refuse":
            found["refuse_form"] = forms.RefuseForm(data if action == "refuse" else None)
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the forms that the reader may use, and what happened."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        story = ArticlePage.objects.filter(translation_key=self.topic.article_key, alias_of=None).order_by("pk").first()
        user = self.request.user
        return {
            **self._forms(),
            **context,
            "topic": self.topic,
            "moves": self.topic.moves.select_related("moved_by"),
            "may_draft": self.topic.state == TopicState.ACCEPTED and topics.may_draft(user=user, topic=self.topic),
            "may_withdraw": self.topic.proposed_by_id == user.pk
            and self.topic.state in {TopicState.PROPOSED, TopicState.ACCEPTED},
            "story": story if story and story.permissions_for_user(user).can_edit() else None,
        }

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Do one thing, or say why not."""
        action = request.POST.get("action", "")
        try:
            if action in {"accept", "refuse"}:
                return self._answer(action)
            if action == "draft":
                article = topics.draft(topic=self.topic, by=request.user)
                messages.success(request, _("The draft was made from the topic."))
                return redirect("wagtailadmin_pages:edit", article.pk)
            if action == "withdraw":
                topics.withdraw(topic=self.topic, by=request.user)
                messages.success(request, _("The topic was taken back."))
        except errors.NotAllowedError as error:
            raise Http404 from error
        except errors.DomainError as error:
            messages.error(request, str(error))
        return redirect("news_topics:topic", self.topic.pk)

    def _answer(self, action: str) -> HttpResponse:
        form = self._forms(self.request.POST, action).get(f"{action}_form")
        if form is None:
            raise Http404
        if not form.is_valid():
            return self._again(action, form)
        decide: Any = topics.accept if action == "accept" else topics.refuse
        try:
            decide(topic=self.topic, by=self.request.user, **form.cleaned_data)
        except errors.DomainError as error:
            if error.field not in form.fields:
                raise
            form.add_error(error.field, str(error))
            return self._again(action, form)
        messages.success(self.request, _("Accepted.") if action == "accept" else _("Refused."))
        return redirect("news_topics:topic", self.topic.pk)

    def _again(self, action: str, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**{f"{action}_form": form}), status=422)


def _way(view: Any, label: str) -> list[dict[str, str]]:
    return [
        *view.breadcrumbs_items,
        {"url": reverse("news_work:list"), "label": _("My work")},
        {"url": reverse("news_work:list") + "?show=topics", "label": _("Topics")},
        {"url": "", "label": label},
    ]


urlpatterns = [
    path("propose/", ProposeView.as_view(), name="propose"),
    path("<int:topic_id>/", TopicView.as_view(), name="topic"),
]
