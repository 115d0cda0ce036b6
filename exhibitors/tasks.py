"""Deferred work of the exhibitors room."""

from django_tasks import task


@task()
def renew_mentions(organisation_id: int, after: int = 0) -> int:
    """Let the search say anew what names an organisation, from the page after ``after``; return how many pages.

    Safe to run twice.
    """
    from exhibitors.domain import mentions  # noqa: PLC0415 -- domain enqueues this task

    return mentions.renew(organisation_id=organisation_id, after=after)


@task()
def expire_join_requests() -> int:
    """End the requests to join that nobody answered; return how many."""
    from exhibitors.domain import join_request  # noqa: PLC0415 -- domain enqueues this task
    from portal.kernel import clock  # noqa: PLC0415 -- domain enqueues this task

    return join_request.expire_requests(now=clock.now())
