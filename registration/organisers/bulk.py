"""One decision on several registrations: the question with its numbers, the start, what became of each, taking it back."""

from collections import Counter
from typing import Any, Final

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from portal.kernel import clock, pagination
from portal.kernel.errors import DomainError
from registration import list_filters
from registration.domain import bulk
from registration.enums import RegistrationState
from registration.models import BulkRun, Registration
from registration.organiser_enums import UNDOABLE, BulkAction, BulkOutcome
from registration.organisers.base import OrganiserView
from registration.organisers.forms import BulkForm, numbers_in

PAGE_SIZE: Final = 50
SAMPLE: Final = 10
LONGEST_NUMBER: Final = 18
"""What fits the database's integers."""


def chosen(query: QueryDict) -> list[int]:
    """Return the numbers of the registrations that the list's form names: those ticked, or all that its filters find."""
    if query.get("which") == "all":
        group = list_filters.group_of(query)
        rows = group.apply(Registration.objects.all()) if group is not None else Registration.objects.none()
        return list(rows.order_by("pk").values_list("pk", flat=True)[: bulk.MOST + 1])
    return numbers_in(query.getlist("id"))


class BulkView(OrganiserView):
    """Asks once, with the numbers of what would happen, and starts."""

    header_icon = "tasks"
    template_name = "registration/admin/bulk.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the decision; an unknown one is not found."""
        super().setup(request, *args, **kwargs)
        try:
            self.action = BulkAction(request.GET.get("action", ""))
        except ValueError:
            raise Http404 from None
        self.page_title = self.action.label
        options: dict[str, Any] = {"action": self.action, "asks_reason": self.action in bulk.ASKS_REASON}
        if request.method == "POST":
            self.form = BulkForm(request.POST, **options)
        else:
            self.form = BulkForm(initial={"ids": ",".join(map(str, chosen(request.GET)))}, **options)

    def _ids(self) -> list[int]:
        typed = self.form["ids"].value() or ""
        return numbers_in(str(typed).split(","))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add how many are chosen, on how many of them the decision can be taken, and in which states the others are."""
        rows = Registration.objects.filter(pk__in=self._ids()[: bulk.MOST + 1])
        by_state = Counter(
            {
                RegistrationState(state): count
                for state, count in rows.order_by().values_list("state").annotate(Count("pk"))
            }
        )
        possible = {
            state: count for state, count in by_state.items() if bulk.is_possible(action=self.action, state=state)
        }
        return {
            **super().get_context_data(**kwargs),
            "form": self.form,
            "action": self.action,
            "total": by_state.total(),
            "is_too_many": by_state.total() > bulk.MOST,
            "most": bulk.MOST,
            "possible": sum(possible.values()),
            "left_out": [(state.label, count) for state, count in sorted(by_state.items()) if state not in possible],
            "sample": rows.filter(state__in=possible).select_related("place_kind").order_by("full_name", "pk")[:SAMPLE],
            "can_be_undone": self.action in UNDOABLE,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Start the run and decide the first ones at once."""
        if not self.form.is_valid():
            return self.get(request, *args, **kwargs)
        data = self.form.cleaned_data
        user: Any = request.user
        try:
            run = bulk.start(
                key=data["key"],
                action=self.action,
                registration_ids=data["ids"],
                by=user,
                now=clock.now(),
                why=data.get("why", ""),
                queue_class=data.get("queue_class"),
            )
        except DomainError as refusal:
            self.form.add_error(refusal.field if refusal.field in self.form.fields else None, str(refusal))
            return self.get(request, *args, **kwargs)
        bulk.work(run_id=run.pk, now=clock.now())
        return redirect("registrations:bulk-run", run.pk)


class BulkRunView(OrganiserView):
    """What became of each registration of a run."""

    header_icon = "tasks"
    template_name = "registration/admin/bulk_run.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the run."""
        super().setup(request, *args, **kwargs)
        self.run = get_object_or_404(BulkRun.objects.select_related("by"), pk=kwargs["pk"])
        self.page_title = BulkAction(self.run.action).label

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the numbers and one page of rows, what failed first."""
        counted = dict(self.run.rows.order_by().values_list("outcome").annotate(Count("pk")))
        order = [BulkOutcome.FAILED, BulkOutcome.WAITING, BulkOutcome.DONE, BulkOutcome.UNDONE, BulkOutcome.UNCHANGED]
        wanted = self.request.GET.get("outcome")
        rows = self.run.rows.select_related("registration__place_kind")
        if wanted in BulkOutcome.values:
            rows = rows.filter(outcome=wanted)
        return {
            **super().get_context_data(**kwargs),
            "run": self.run,
            "counts": [(item, item.label, counted[item]) for item in order if item in counted],
            "wanted": wanted,
            "window": pagination.paginate(rows.order_by("pk"), number=self.request.GET.get("page"), size=PAGE_SIZE),
            "can_be_undone": self.run.action in UNDOABLE
            and self.run.finished_at is not None
            and self.run.undone_at is None
            and bool(counted.get(BulkOutcome.DONE)),
            "is_final": self.run.action not in UNDOABLE,
        }

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Take the run back, or go on with what is not done yet."""
        user: Any = request.user
        if request.POST.get("do") == "undo":
            try:
                bulk.undo(run=self.run, by=user, now=clock.now())
            except DomainError as refusal:
                messages.error(request, str(refusal))
            else:
                messages.success(request, _("Taken back, as far as nobody has changed the registrations since."))
        elif request.POST.get("do") == "go-on":
            bulk.work(run_id=self.run.pk, now=clock.now())
        else:
            raise Http404
        return redirect("registrations:bulk-run", self.run.pk)
