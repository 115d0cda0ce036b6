"""Changes of the programme; events that are public already are taken as told, so that their next change is compared with today."""

import uuid
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo
from django.db import migrations, models

from portal.kernel import text


VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def _instant(value: datetime) -> str:
    return value.astimezone(VIETNAM).isoformat()


def _place(page: Any) -> str:
    parts = [page.venue_name, page.address]
    if page.place and page.place.name not in page.address:
        parts.append(page.place.name)
    return ", ".join(part for part in parts if part)


def _facts(pages: dict[str, Any]) -> dict[str, Any]:
    """Return what ``events.programme.facts.of`` returned when the records began."""
    main = pages.get("vi") or next(iter(pages.values()))
    is_online = main.attendance_mode == "online"
    online = {"vi": "Trực tuyến", "en": "Online"}
    titles: dict[str, dict[str, str]] = {}
    for language, page in pages.items():
        for row in page.sessions.all():
            titles.setdefault(str(row.translation_key), {})[language] = row.title
    return {
        "language": main.locale.language_code,
        "kind": main.kind,
        "starts_at": _instant(main.starts_at),
        "ends_at": _instant(main.ends_at),
        "is_all_day": main.is_all_day,
        "status": main.status,
        "attendance": main.attendance_mode,
        "place_key": " ".join(text.words(text.fold(f"{main.venue_name} {main.address} {main.place_id or ''}"))),
        "place": {
            language: online[language] if is_online else _place(pages.get(language) or main) for language in ("vi", "en")
        },
        "sessions": [
            {
                "key": str(row.translation_key),
                "title": titles[str(row.translation_key)],
                "starts_at": _instant(row.starts_at),
                "ends_at": _instant(row.ends_at),
            }
            for row in sorted(main.sessions.all(), key=lambda row: (row.starts_at, str(row.translation_key)))
        ],
    }


def remember(apps: Any, schema_editor: Any) -> None:
    """Note the facts of every event that stands in the public calendar."""
    event_page = apps.get_model("events", "EventPage")
    identity = apps.get_model("events", "CalendarIdentity")
    state = apps.get_model("events", "ProgrammeState")
    public = identity.objects.filter(removed_at=None).values("event_key")
    pages: dict[Any, dict[str, Any]] = {}
    rows = event_page.objects.filter(live=True, alias_of=None, translation_key__in=public)
    for page in rows.select_related("locale", "place").prefetch_related("sessions"):
        pages.setdefault(page.translation_key, {})[page.locale.language_code] = page
    state.objects.bulk_create(
        [state(event_key=key, facts=_facts(by_language)) for key, by_language in pages.items()], batch_size=500
    )


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0008_calendar_fetches'),
    ]

    operations = [
        migrations.CreateModel(
            name='ProgrammeState',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event_key', models.UUIDField(unique=True, verbose_name='key of the event')),
                ('facts', models.JSONField(verbose_name='facts last told')),
                ('removed_at', models.DateTimeField(blank=True, null=True, verbose_name='taken off at')),
            ],
            options={
                'verbose_name': 'facts of the programme',
                'verbose_name_plural': 'facts of the programme',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='ProgrammeChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='key')),
                ('event_key', models.UUIDField(verbose_name='key of the event')),
                ('kind', models.CharField(choices=[('announced', 'Announced'), ('moved', 'New time'), ('place', 'Other place'), ('moved-online', 'Moved online'), ('attendance', 'Other way of taking part'), ('postponed', 'Postponed'), ('resumed', 'Takes place after all'), ('cancelled', 'Cancelled'), ('sessions-added', 'New sessions'), ('sessions-moved', 'Sessions moved'), ('sessions-dropped', 'Sessions dropped'), ('taken-off', 'Taken off the programme'), ('returned', 'Back on the programme')], max_length=20, verbose_name='kind of change')),
                ('before', models.JSONField(blank=True, default=dict, verbose_name='before')),
                ('after', models.JSONField(blank=True, default=dict, verbose_name='after')),
                ('at', models.DateTimeField(verbose_name='at')),
            ],
            options={
                'verbose_name': 'change of the programme',
                'verbose_name_plural': 'changes of the programme',
                'ordering': ['-at', '-pk'],
                'indexes': [models.Index(fields=['-at', '-id'], name='programme_change_newest'), models.Index(fields=['event_key', '-at'], name='programme_change_of_event')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['announced', 'moved', 'place', 'moved-online', 'attendance', 'postponed', 'resumed', 'cancelled', 'sessions-added', 'sessions-moved', 'sessions-dropped', 'taken-off', 'returned'])), name='programme_change_kind_known')],
            },
        ),
        migrations.RunPython(remember, migrations.RunPython.noop),
    ]
