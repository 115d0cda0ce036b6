"""What reviewers and officers see in the admin: the queue, one review, the lists of transfer and their reports."""

from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from portal.kernel import clock, errors, pagination
from portal.kernel.languages import Language
from showcase import differences, focal_points, naming, permissions, queries, summaries
from showcase.domain import completeness, consent_scope, decisions, english, screening, transfer_list
from showcase.enums import Compliance, EnteredBy, ReviewState
from showcase.forms.fields import add_domain_error
from showcase.forms.review import DecisionForm, ListsForm, LoadListForm, ReadForm
from showcase.models import NeedPage, ReviewRound, Screening, TechnologyPage, TransferList

PAGE_SIZE: Final = 50
DECISIONS: Final = ("approve", "return", "refuse")


class OfficerView(WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]  # Wagtail ships no types
    """A page of the admin for reviewers; everybody else is told that they may not."""

    header_icon = "clipboard-list"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Ask for the permission before anything is looked up, so that nobody learns what exists."""
        if not permissions.can_check_compliance(request.user):
            raise PermissionDenied
        super().setup(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Return the way from home."""
        return [*self.breadcrumbs_items, {"url": "", "label": str(self.get_page_title())}]


class QueueView(OfficerView):
    """Everything that waits for a reviewer, the most urgent first."""

    page_title = gettext_lazy("Review queue")
    template_name = "showcase/admin/queue.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add one page of open rounds."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        window = pagination.paginate(queries.open_rounds(), number=self.request.GET.get("page"), size=PAGE_SIZE)
        today = clock.today()
        rows = [{"round": entry, "is_late": entry.is_late(today)} for entry in window.items]
        late = ReviewRound.objects.filter(decided_at=None, due_on__lt=today).count()
        return {**context, "rows": rows, "window": window, "late": late}


def _page_or_404(page_id: int) -> Any:
    models: tuple[Any, ...] = (TechnologyPage, NeedPage)
    for model in models:
        page = model.objects.filter(pk=page_id).select_related("organisation", "locale").first()
        if page is not None:
            return page
    raise Http404


def _label(draft: Any, field: str) -> str:
    """Return what a field is called; one of the English page begins with "en:"."""
    language, _colon, name = field.rpartition(":")
    return f"{summaries.label(draft, name)} (English)" if language else summaries.label(draft, name)


class ReviewView(OfficerView):
    """One listing: what changes, what the lists suggest, what names its owner, and the decisions."""

    template_name = "showcase/admin/review.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the page."""
        super().setup(request, *args, **kwargs)
        self.listing = _page_or_404(kwargs["page_id"])
        self.is_technology = isinstance(self.listing, TechnologyPage)
        self.page_title = _("Review")
        self.revision = decisions.text_under_review(self.listing)
        self.decision_form = DecisionForm(initial=self._read())
        self.lists_form = self._lists_form()

    def _read(self) -> dict[str, int]:
        return {"revision": self.revision.pk} if self.revision is not None else {}

    def _blame(self, form: ReadForm, error: errors.DomainError) -> None:
        """Put an error beside its field; a form about an older text now stands below the newer one."""
        add_domain_error(form, error)
        if isinstance(error, decisions.StaleReviewError):
            form.retype("revision", str(self._read().get("revision", "")))

    def _lists_form(self, data: Any = None) -> ListsForm:
        if not self.is_technology:
            return ListsForm()
        recorded = self.listing.compliance
        return ListsForm(
            data,
            initial={
                **self._read(),
                "compliance": "" if recorded == Compliance.UNCHECKED else recorded,
                "transfer_list": queries.list_in_force(clock.today()),
                "transfer_permit": self.listing.transfer_permit,
            },
        )

    def get_page_subtitle(self) -> str:
        """Name the listing."""
        return str(self.listing.draft_title or self.listing.title)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Return the way from the queue."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("showcase_review:queue"), "label": _("Review queue")},
            {"url": "", "label": self.get_page_subtitle()},
        ]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Record the comparison, or decide; errors stand beside their field."""
        action = request.POST.get("action", "")
        if action == "lists" and self.is_technology:
            done = self._record(request)
        elif action in DECISIONS:
            done = self._decide(request, action)
        else:
            raise Http404
        if not done:
            return self.get(request, *args, **kwargs)
        messages.success(request, done)
        if queries.review_states([_page_or_404(self.listing.pk)])[self.listing.pk] is ReviewState.IN_REVIEW:
            return redirect("showcase_review:review", self.listing.pk)
        return redirect("showcase_review:queue")

    def _record(self, request: HttpRequest) -> str:
        form = self.lists_form = self._lists_form(request.POST)
        if not form.is_valid():
            return ""
        try:
            decisions.decide_on_lists(
                page=self.listing,
                by=request.user,
                compliance=Compliance(form.cleaned_data["compliance"]),
                transfer_list=form.cleaned_data["transfer_list"],
                permit=form.cleaned_data["transfer_permit"],
                now=clock.now(),
                read=form.read,
            )
        except errors.DomainError as error:
            self._blame(form, error)
            return ""
        return _("The comparison is recorded.")

    def _decide(self, request: HttpRequest, action: str) -> str:
        form = self.decision_form = DecisionForm(request.POST)
        if not form.is_valid():
            return ""
        reason = form.cleaned_data["reason"]
        try:
            if action == "approve":
                decisions.approve(page=self.listing, by=request.user, comment=reason, read=form.read)
            elif action == "return":
                decisions.return_to_author(page=self.listing, by=request.user, reason=reason, read=form.read)
            else:
                decisions.refuse(page=self.listing, by=request.user, reason=reason, now=clock.now(), read=form.read)
        except errors.DomainError as error:
            self._blame(form, error)
            return ""
        done = {
            "approve": _("Approved; it is public now, and the author gets a mail."),
            "return": _("Returned; the author gets a mail with the reason."),
            "refuse": _("Refused; the author gets a mail with the reason."),
        }
        return done[action]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add everything that a decision needs."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        page = self.listing
        draft = self.revision.as_object() if self.revision is not None else page.get_latest_revision_as_object()
        rows = differences.between(page if page.live else None, draft)
        context |= {
            "listing": page,
            "draft": draft,
            "state": queries.review_states([page])[page.pk],
            "round": next((entry for entry in queries.rounds_of(page) if entry.decided_at is None), None),
            "rounds": [entry for entry in queries.rounds_of(page) if entry.decided_at is not None],
            "changed": [row for row in rows if row.is_changed],
            "unchanged": [row for row in rows if not row.is_changed and row.draft],
            "findings": [(_label(draft, finding.field), finding) for finding in naming.what_gives_away(draft)],
            "decision_form": self.decision_form,
            "lists_form": self.lists_form,
            "is_technology": self.is_technology,
        }
        more = self._technology_context(draft) if self.is_technology else self._need_context(draft)
        return {**context, **more}

    def _need_context(self, draft: NeedPage) -> dict[str, Any]:
        if draft.entered_by != EnteredBy.FOCAL_POINT:
            return {}
        consent = focal_points.consent_of(draft.translation_key)
        unread: list[differences.Difference] = []
        if consent is not None and (names := consent_scope.differing(consent, draft)):
            agreed = consent_scope.agreed_page(consent, draft)
            unread = [
                differences.Difference(
                    summaries.label(draft, name), summaries.words(agreed, name), summaries.words(draft, name)
                )
                for name in names
            ]
        return {"is_for_others": True, "consent": consent, "not_agreed_to": unread}

    def _technology_context(self, draft: TechnologyPage) -> dict[str, Any]:
        in_force = queries.list_in_force(clock.today())
        twin = english.twin_of(draft)
        texts = screening.texts_of(draft)
        if twin is not None:
            read = screening.texts_of(twin.get_latest_revision_as_object())
            texts |= {f"en:{name}": words for name, words in read.items()}
        found = screening.hits(texts, screening.entries_of(in_force)) if in_force else []
        return {
            "obstacle": draft.compliance_obstacle(),
            "list_in_force": in_force,
            "hits": [(hit, _label(draft, hit.field)) for hit in found],
            "suggestion": screening.suggestion(found).label if in_force else "",
            "completeness": completeness.measure(draft.serializable_data()).points,
            "files": [
                (row, reverse("showcase:technology-file", args=[draft.pk, row.file_id])) for row in draft.files.all()
            ],
            "pictures": [
                (row, reverse("showcase_review:picture", args=[draft.pk, row.image_id])) for row in draft.pictures.all()
            ],
            "english": list(english.states(draft, twin).items()) if twin is not None else [],
            "english_changed": differences.english_between(twin) if twin is not None else [],
            "english_twin": twin,
        }


class ListsView(OfficerView):
    """The versions that are loaded, and the form that loads another one."""

    page_title = gettext_lazy("Lists of transfer")
    template_name = "showcase/admin/lists.html"
    header_icon = "list-ul"
    form: LoadListForm | None = None

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Load a version; what is wrong stands beside its field."""
        self.form = LoadListForm(request.POST, request.FILES)
        if self.form.is_valid():
            typed = self.form.cleaned_data
            try:
                loaded = transfer_list.load_list(
                    version=typed["version"],
                    source=typed["source"],
                    valid_from=typed["valid_from"],
                    valid_to=typed["valid_to"],
                    is_illustrative=typed["is_illustrative"],
                    entries=transfer_list.read_rows(typed["file"]),
                    by=request.user,
                    now=clock.now(),
                )
            except errors.DomainError as error:
                add_domain_error(self.form, error)
            else:
                messages.success(request, _("It is loaded. Every published technology is being compared with it."))
                return redirect("showcase_review:list-report", loaded.pk)
        return self.get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the versions."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        versions = TransferList.objects.annotate(number=Count("entries")).order_by("-valid_from", "-pk")
        return {
            **context,
            "versions": versions,
            "in_force": queries.list_in_force(clock.today()),
            "form": self.form or LoadListForm(),
        }


class ListReportView(OfficerView):
    """What comparing every published technology with one version found, and its entries."""

    template_name = "showcase/admin/list_report.html"
    header_icon = "list-ul"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the version."""
        super().setup(request, *args, **kwargs)
        self.transfer_list = get_object_or_404(TransferList, pk=kwargs["pk"])
        self.page_title = self.transfer_list.version

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Return the way from the versions."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("showcase_review:lists"), "label": _("Lists of transfer")},
            {"url": "", "label": self.transfer_list.version},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the comparisons that differ from the record, and a page of all entries."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        screenings = Screening.objects.filter(transfer_list=self.transfer_list)
        window = pagination.paginate(
            screenings.filter(has_changed=True).order_by("title", "pk"),
            number=self.request.GET.get("page"),
            size=PAGE_SIZE,
        )
        pages = dict(
            TechnologyPage.objects.filter(
                translation_key__in=[row.translation_key for row in window.items],
                locale__language_code=Language.VIETNAMESE,
                alias_of=None,
            ).values_list("translation_key", "pk")
        )
        return {
            **context,
            "transfer_list": self.transfer_list,
            "total": screenings.count(),
            "window": window,
            "rows": [(row, pages.get(row.translation_key)) for row in window.items],
            "entries": self.transfer_list.entries.order_by("kind", "code"),
        }
