"""Background work of the showcase room."""

from django_tasks import task


@task()
def screen_live_technologies(transfer_list_id: int) -> int:
    """Compare every live technology with a version of the lists; return how many differ from their record."""
    from portal.kernel import clock  # noqa: PLC0415 -- domain enqueues this task
    from showcase.domain import screening  # noqa: PLC0415 -- domain enqueues this task
    from showcase.models import TransferList  # noqa: PLC0415 -- domain enqueues this task

    transfer_list = TransferList.objects.filter(pk=transfer_list_id).first()
    return screening.screen_live(transfer_list=transfer_list, now=clock.now()) if transfer_list else 0


@task()
def index_drafts(page_ids: list[int]) -> int:
    """Put imported drafts into the admin's search and into the index of references; return how many. Safe to run twice."""
    from modelsearch import index  # noqa: PLC0415 -- the domain enqueues this task
    from wagtail.models import Page, ReferenceIndex  # noqa: PLC0415 -- the same

    pages = Page.objects.filter(pk__in=page_ids).specific()
    for page in pages:
        index.insert_or_update_object(page)
        ReferenceIndex.create_or_update_for_object(page)
    return len(pages)
