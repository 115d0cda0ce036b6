"""The newsroom's queue in the admin: list, one comment, many at once, taking decisions back."""

from collections.abc import Callable, Iterable
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages as admin_messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from news import permissions, queries
from news.domain import moderation, personal_hints
from news.enums import CommentAction, CommentRule, CommentState
from news.models import Comment, CommentMove
from news.models.comments import MOST_PINNED
from news.opinions import closing, queue
from news.opinions.admin_forms import AnswerForm, DecisionForm, FilterForm, PinForm, StrikeForm
from portal.kernel import clock, converters, errors, pagination
from portal.kernel.languages import Language
from portal.ui import forms as ui_forms

PAGE_SIZE: Final = 30


class ModeratorView(WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]  # Wagtail ships no types
    """A page of the admin for people who moderate; everybody else is told that they may not."""

    header_icon = "comment"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Ask for the permission before anything is looked up."""
        if not permissions.may_see_queue(request.user):
            raise PermissionDenied
        super().setup(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Return the way from home over the queue."""
        here = {"url": "", "label": str(self.get_page_title())}
        way = (
            []
            if isinstance(self, QueueView)
            else [{"url": reverse("news_comments:index"), "label": _("Readers' comments")}]
        )
        return [*self.breadcrumbs_items, *way, here]


def _chosen_rule(given: str) -> CommentRule:
    return CommentRule(given) if given in CommentRule.values else CommentRule.OTHER


def _numbers(given: Iterable[str]) -> list[int]:
    return [key for one in given if (key := converters.record_number(one)) is not None]


class QueueView(ModeratorView):
    """What waits, the longest first; decides on one or many."""

    page_title = gettext_lazy("Readers' comments")
    template_name = "news/opinions/admin/queue.html"
    outcomes: "list[moderation.Outcome] | None" = None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add one page of comments with the filters."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        now, user = clock.now(), self.request.user
        filters = FilterForm(self.request.GET, stories=queue.story_choices(user))
        filters.is_valid()
        window = pagination.paginate(
            queue.listed(user, filters, now), number=self.request.GET.get("page"), size=PAGE_SIZE
        )
        kept = self.request.GET.copy()
        kept.pop("page", None)
        return {
            **context,
            "filters": filters,
            "window": window,
            "rows": queue.rows_of(window.items, now),
            "parameters": kept.urlencode(),
            "waiting": queue.readable(user).filter(state=CommentState.PENDING).count(),
            "rules": CommentRule.choices,
            "outcomes": self.outcomes,
            "undoable": [outcome.move for outcome in self.outcomes or () if outcome.move],
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Decide on the chosen comments and say what became of each."""
        one, many = request.POST.get("one", ""), request.POST.getlist("chosen")
        keys = _numbers([one] if one else many)
        chosen = list(queue.readable(request.user).filter(pk__in=keys).order_by("confirmed_at", "pk"))
        if len(chosen) != len(set(keys)):
            raise Http404
        if not chosen:
            messages.error(request, _("Choose at least one comment."))
            return redirect(request.get_full_path())
        approve = bool(one) or request.POST.get("decision") == CommentState.APPROVED
        self.outcomes = moderation.decide_many(comments=chosen, decide=self._decision(request, approve=approve))
        return self.get(request, *args, **kwargs)

    def _decision(self, request: HttpRequest, *, approve: bool) -> Callable[[Comment], Comment]:
        rule, reason, now = _chosen_rule(request.POST.get("rule", "")), request.POST.get("reason", ""), clock.now()

        def decide(comment: Comment) -> Comment:
            given = request.POST.get(f"seen-{comment.pk}", "")
            seen = CommentState(given) if given in CommentState.values else CommentState.PENDING
            if approve:
                return moderation.approve(comment=comment, by=request.user, now=now, seen=seen)
            return moderation.refuse(comment=comment, by=request.user, now=now, rule=rule, reason=reason, seen=seen)

        return decide


class UndoView(ModeratorView):
    """Takes decisions back that were made a moment ago."""

    page_title = gettext_lazy("Take decisions back")
    template_name = "news/opinions/admin/undo.html"
    outcomes: Any = None

    def _moves(self) -> list[CommentMove]:
        keys = _numbers(self.request.GET.getlist("move") + self.request.POST.getlist("move"))
        own = queue.readable(self.request.user)
        moves = list(CommentMove.objects.filter(pk__in=keys, comment__in=own).select_related("comment"))
        if not moves or len(moves) != len(set(keys)):
            raise Http404
        return moves

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the decisions."""
        return {**super().get_context_data(**kwargs), "moves": self._moves(), "outcomes": self.outcomes}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take them back and say what became of each."""
        by_comment = {move.comment_id: move for move in self._moves()}
        self.outcomes = moderation.decide_many(
            comments=[move.comment for move in by_comment.values()],
            decide=lambda comment: moderation.undo(move=by_comment[comment.pk], by=request.user, now=clock.now()),
        )
        return self.get(request, *args, **kwargs)


class CommentView(ModeratorView):
    """One comment: its story, what is known of its writer, and everything that can be done."""

    template_name = "news/opinions/admin/comment.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the comment; one of another newsroom, or with an unproven address, is not there."""
        super().setup(request, *args, **kwargs)
        found = queue.readable(request.user).filter(pk=kwargs["pk"]).first()
        if found is None:
            raise Http404
        self.comment: Comment = found
        self.page_title = _("Reader's comment")
        self._forms()

    def _forms(self, data: Any = None, which: str = "") -> None:
        comment = self.comment
        self.passages = [hint.passage for hint in personal_hints.find(comment.text)]
        self.story = queries.commented_story(comment.article_key, Language(comment.language))
        newsroom = closing.newsroom_of(self.story) if self.story else None
        self.decision_form = DecisionForm(data if which == "decision" else None)
        self.strike_form = StrikeForm(data if which == "strike" else None, passages=list(dict.fromkeys(self.passages)))
        initial = {"desk": comment.reply_desk or (newsroom.title if newsroom else ""), "words": comment.reply}
        self.answer_form = AnswerForm(data if which == "answer" else None, initial=initial)
        self.pin_form = PinForm(data if which == "pin" else None)

    def get_page_subtitle(self) -> str:
        """Name the comment by its number."""
        return self.comment.reference or ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the comment with its story, steps and forms."""
        comment, last = self.comment, moderation.last_decision(self.comment)
        is_own = last is not None and last.moved_by_id == self.request.user.pk
        return {
            **super().get_context_data(**kwargs),
            "comment": comment,
            "row": queue.rows_of([comment], clock.now())[0],
            "story": self.story,
            "moves": list(comment.moves.select_related("moved_by")),
            "earlier": queue.earlier(self.request.user, comment),
            "decision_form": self.decision_form,
            "strike_form": self.strike_form,
            "answer_form": self.answer_form,
            "pin_form": self.pin_form,
            "most_pinned": MOST_PINNED,
            "undoable": last if is_own and clock.now() <= last.moved_at + moderation.UNDO_PERIOD else None,  # type: ignore[union-attr]  # is_own says so
            "can_change": comment.state != CommentState.WITHDRAWN,
            "actions": CommentAction,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Hand what was pressed to the domain, and go on to the next comment that waits."""
        steps = {
            CommentState.APPROVED.value: self._decide,
            CommentState.REFUSED.value: self._decide,
            "strike": self._strike,
            "answer": self._answer,
            "remove_answer": self._remove_answer,
            "pin": self._pin,
            "unpin": self._unpin,
        }
        step = steps.get(request.POST.get("decision", ""))
        answer = step(request) if step is not None else None
        return answer if answer is not None else self.get(request, *args, **kwargs)

    def _seen(self, request: HttpRequest) -> CommentState | None:
        given = request.POST.get("seen", "")
        return CommentState(given) if given in CommentState.values else None

    def _decide(self, request: HttpRequest) -> HttpResponse | None:
        self._forms(request.POST, "decision")
        if not self.decision_form.is_valid():
            return None
        data, now, seen = self.decision_form.cleaned_data, clock.now(), self._seen(request)
        try:
            if request.POST["decision"] == CommentState.APPROVED:
                done = moderation.approve(comment=self.comment, by=request.user, now=now, seen=seen)
            else:
                rule = _chosen_rule(data["rule"])
                done = moderation.refuse(
                    comment=self.comment, by=request.user, now=now, rule=rule, reason=data["reason"], seen=seen
                )
        except errors.DomainError as error:
            self.comment.refresh_from_db()
            ui_forms.add_domain_error(self.decision_form, error)
            return None
        move, following = moderation.last_decision(done), queue.next_waiting(request.user)
        undo = f"{reverse('news_comments:undo')}?move={move.pk if move else ''}"
        words = _("%(number)s: %(state)s.") % {"number": done.reference, "state": done.get_state_display()}
        admin_messages.success(request, words, buttons=[admin_messages.button(undo, _("Take it back"))])
        if done.state == CommentState.APPROVED and "and_answer" in request.POST:
            return redirect("news_comments:edit", done.pk)
        return redirect("news_comments:edit", following.pk) if following else redirect("news_comments:index")

    def _strike(self, request: HttpRequest) -> HttpResponse | None:
        self._forms(request.POST, "strike")
        if not self.strike_form.is_valid():
            return None
        data = self.strike_form.cleaned_data
        passages = [*data.get("found", ()), data["passage"]]
        return self._kept(
            self.strike_form,
            lambda: moderation.strike(comment=self.comment, passages=passages, by=request.user, now=clock.now()),
            _("Left out. The words as they were sent are kept in the record."),
        )

    def _answer(self, request: HttpRequest) -> HttpResponse | None:
        self._forms(request.POST, "answer")
        if not self.answer_form.is_valid():
            return None
        data = self.answer_form.cleaned_data
        return self._kept(
            self.answer_form,
            lambda: moderation.answer(
                comment=self.comment, desk=data["desk"], words=data["words"], by=request.user, now=clock.now()
            ),
            _("The answer stands beneath the comment."),
        )

    def _remove_answer(self, request: HttpRequest) -> HttpResponse | None:
        return self._kept(
            self.answer_form,
            lambda: moderation.remove_answer(comment=self.comment, by=request.user, now=clock.now()),
            _("The answer is taken off."),
        )

    def _pin(self, request: HttpRequest) -> HttpResponse | None:
        self._forms(request.POST, "pin")
        self.pin_form.is_valid()
        return self._kept(
            self.pin_form,
            lambda: moderation.pin(comment=self.comment, by=request.user, now=clock.now()),
            _("The comment stands first on the story's page."),
        )

    def _unpin(self, request: HttpRequest) -> HttpResponse | None:
        self._forms(request.POST, "pin")
        self.pin_form.is_valid()
        return self._kept(
            self.pin_form,
            lambda: moderation.unpin(comment=self.comment, by=request.user, now=clock.now()),
            _("The comment stands in its order again."),
        )

    def _kept(self, form: Any, change: Callable[[], Comment], words: str) -> HttpResponse | None:
        try:
            change()
        except errors.DomainError as error:
            self.comment.refresh_from_db()
            ui_forms.add_domain_error(form, error)
            return None
        messages.success(self.request, words)
        return redirect("news_comments:edit", self.comment.pk)
