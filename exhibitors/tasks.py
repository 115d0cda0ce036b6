"""Deferred work of the exhibitors room."""

from django_tasks import task


@task()
def expire_join_requests() -> int:
    """End the requests to join that nobody answered; return how many."""
    from exhibitors.domain import join_request  # noqa: PLC0415 -- domain enqueues this task
    from portal.kernel import clock  # noqa: PLC0415 -- domain enqueues this task

    return join_request.expire_requests(now=clock.now())
