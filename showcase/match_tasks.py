"""Deferred work on matches."""

import uuid

from django_tasks import task


@task()
def refresh_matches(side: str, key: str, *, force: bool = False) -> bool:
    """Make the matches of one need or technology true; safe to run twice."""
    from portal.kernel import clock  # noqa: PLC0415 -- domain enqueues this task
    from showcase.domain import match_refresh  # noqa: PLC0415 -- domain enqueues this task
    from showcase.match_enums import MatchSide  # noqa: PLC0415 -- domain enqueues this task

    return match_refresh.refresh(side=MatchSide(side), key=uuid.UUID(key), now=clock.now(), force=force)


@task()
def refresh_matches_of(organisation_id: int) -> int:
    """Make the matches of everything of an organisation true, after it was closed or opened; return how many changed."""
    from portal.kernel import clock  # noqa: PLC0415 -- domain enqueues this task
    from showcase import match_profiles  # noqa: PLC0415 -- domain enqueues this task
    from showcase.domain import match_refresh  # noqa: PLC0415 -- domain enqueues this task

    now = clock.now()
    return sum(
        match_refresh.refresh(side=side, key=key, now=now)
        for side, key in match_profiles.keys_of_organisation(organisation_id)
    )
