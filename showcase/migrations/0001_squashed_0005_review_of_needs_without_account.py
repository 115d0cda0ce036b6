"""All records of the room in one step: the first five migrations change tables that SQLite must copy for each change."""

import django.core.validators
import django.db.models.deletion
import modelcluster.fields
import showcase.validators
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("showcase", "0001_initial"),
        ("showcase", "0002_review_life_and_lists"),
        ("showcase", "0003_enquiries_and_outcomes"),
        ("showcase", "0004_needs_and_matches"),
        ("showcase", "0005_review_of_needs_without_account"),
    ]

    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("exhibitors", "0003_links_between_organisations"),
        ("media", "0001_initial"),
        ("vocabularies", "0001_initial"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [
        migrations.CreateModel(
            name="DraftStart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(unique=True, verbose_name="key of the form")),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtailcore.page",
                        verbose_name="page",
                    ),
                ),
            ],
            options={
                "verbose_name": "begun draft",
                "verbose_name_plural": "begun drafts",
            },
        ),
        migrations.CreateModel(
            name="EnglishPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("translation_key", models.UUIDField(verbose_name="key of the page")),
                (
                    "group",
                    models.CharField(
                        choices=[
                            ("identity", "Title and summary"),
                            ("solution", "Problem and solution"),
                            ("evidence", "Evidence, environment and safety"),
                            ("deal", "Transfer and what the receiver needs"),
                            ("rows", "Figures, pictures and files"),
                        ],
                        max_length=10,
                        verbose_name="group of texts",
                    ),
                ),
                ("source_digest", models.CharField(max_length=64, verbose_name="fingerprint of the Vietnamese")),
                ("saved_at", models.DateTimeField(verbose_name="saved at")),
            ],
            options={
                "verbose_name": "English group of texts",
                "verbose_name_plural": "English groups of texts",
                "constraints": [
                    models.UniqueConstraint(fields=("translation_key", "group"), name="english_part_once"),
                    models.CheckConstraint(
                        condition=models.Q(("group__in", ["identity", "solution", "evidence", "deal", "rows"])),
                        name="english_part_group_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Enquiry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(max_length=16, unique=True, verbose_name="reference number")),
                (
                    "subject",
                    models.CharField(
                        choices=[("technology", "Technology"), ("need", "Need")], max_length=12, verbose_name="about"
                    ),
                ),
                ("translation_key", models.UUIDField(db_index=True, verbose_name="key of the page")),
                ("title", models.CharField(max_length=255, verbose_name="title at that time")),
                ("name", models.CharField(max_length=150, verbose_name="name")),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="telephone")),
                ("company", models.CharField(blank=True, max_length=200, verbose_name="organisation")),
                ("interest", models.TextField(max_length=2000, verbose_name="what interests you")),
                ("contribution", models.TextField(blank=True, max_length=2000, verbose_name="what you bring")),
                ("question", models.TextField(blank=True, max_length=2000, verbose_name="what you need to know first")),
                ("timing", models.CharField(blank=True, max_length=200, verbose_name="when you want to begin")),
                (
                    "language",
                    models.CharField(
                        choices=[("vi", "Vietnamese"), ("en", "English")], max_length=2, verbose_name="language"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("unconfirmed", "Waiting for the e-mail address to be confirmed"),
                            ("new", "Waiting for an answer"),
                            ("answered", "Answered"),
                            ("declined", "Declined"),
                            ("expired", "Ended without an answer"),
                            ("closed", "Closed"),
                            ("withdrawn", "Withdrawn by its sender"),
                        ],
                        default="new",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("answer", models.TextField(blank=True, max_length=4000, verbose_name="answer")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered at")),
                (
                    "decline_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("too-early", "It is too early: the technology or the plan is not ready"),
                            ("no-fit", "It does not fit our field or use"),
                            ("benefit-unclear", "The benefit is not clear"),
                            ("no-evidence", "Figures or evidence are missing or do not suffice"),
                            ("terms", "Price or terms do not suit"),
                            ("no-capacity", "We have no capacity for it now"),
                            ("rights", "The rights are not free for this use or territory"),
                            ("taken", "It is already promised to somebody else"),
                            ("unclear", "The enquiry is too unclear to be answered"),
                        ],
                        default="",
                        max_length=16,
                        verbose_name="reason of the refusal",
                    ),
                ),
                (
                    "decline_note",
                    models.TextField(blank=True, default="", max_length=1000, verbose_name="words on the refusal"),
                ),
                ("reply_due_on", models.DateField(verbose_name="answer due on")),
                ("created_at", models.DateTimeField(verbose_name="sent at")),
                (
                    "delivered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="reached the organisation at"),
                ),
                ("expires_on", models.DateField(blank=True, null=True, verbose_name="ends without an answer on")),
                ("reminded_at", models.DateTimeField(blank=True, null=True, verbose_name="organisation reminded at")),
                ("alerted_at", models.DateTimeField(blank=True, null=True, verbose_name="officers told at")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed at")),
                ("submission_key", models.UUIDField(unique=True, verbose_name="key of the form")),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="answered by",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="exhibitors.organisation",
                        verbose_name="organisation asked",
                    ),
                ),
                (
                    "sender",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="sender's account",
                    ),
                ),
            ],
            options={
                "verbose_name": "enquiry",
                "verbose_name_plural": "enquiries",
                "ordering": ["-created_at", "-pk"],
                "permissions": [("mediate_enquiry", "Can mediate between the sides of enquiries and outcomes")],
                "indexes": [
                    models.Index(fields=["organisation", "state"], name="enquiry_organisation_state"),
                    models.Index(fields=["state", "reply_due_on"], name="enquiry_state_due"),
                    models.Index(fields=["email", "created_at"], name="enquiry_email_created"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["unconfirmed", "new", "answered", "declined", "expired", "closed", "withdrawn"],
                            )
                        ),
                        name="enquiry_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "answered"), _negated=True),
                            models.Q(("answered_at__isnull", False), models.Q(("answer", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="enquiry_answered_with_words",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", True), ("state__in", ["answered", "new", "unconfirmed"])),
                            models.Q(
                                models.Q(("state__in", ["answered", "new", "unconfirmed"]), _negated=True),
                                ("closed_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="enquiry_closed_at_only_when_closed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "decline_reason__in",
                                    [
                                        "too-early",
                                        "no-fit",
                                        "benefit-unclear",
                                        "no-evidence",
                                        "terms",
                                        "no-capacity",
                                        "rights",
                                        "taken",
                                        "unclear",
                                    ],
                                ),
                                ("state", "declined"),
                            ),
                            models.Q(models.Q(("state", "declined"), _negated=True), ("decline_reason", "")),
                            _connector="OR",
                        ),
                        name="enquiry_declined_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("delivered_at__isnull", True), ("state", "unconfirmed")),
                            models.Q(("state__in", ["answered", "declined", "new"]), ("delivered_at__isnull", False)),
                            ("state__in", ["expired", "closed", "withdrawn"]),
                            _connector="OR",
                        ),
                        name="enquiry_delivered_once_confirmed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("delivered_at__isnull", True), ("expires_on__isnull", True)),
                            models.Q(("delivered_at__isnull", False), ("expires_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="enquiry_expiry_runs_from_delivery",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Deal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(max_length=16, unique=True, verbose_name="reference number")),
                (
                    "translation_key",
                    models.UUIDField(blank=True, db_index=True, null=True, verbose_name="key of the page"),
                ),
                ("title", models.CharField(max_length=255, verbose_name="what it is about")),
                ("partner_name", models.CharField(max_length=200, verbose_name="the other party")),
                (
                    "partner_email",
                    models.EmailField(blank=True, max_length=254, verbose_name="e-mail address of the other party"),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("vi", "Vietnamese"), ("en", "English")],
                        max_length=2,
                        verbose_name="language of the other party",
                    ),
                ),
                (
                    "reported_side",
                    models.CharField(
                        choices=[("owner", "The organisation"), ("sender", "The sender")],
                        max_length=8,
                        verbose_name="reported by",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("reported", "Reported, waiting for the other side"),
                            ("confirmed", "Confirmed by both sides"),
                            ("contested", "Contested by the other side"),
                            ("settled", "Settled by the officer"),
                            ("voided", "Declared void"),
                        ],
                        default="reported",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="version")),
                (
                    "counted_version",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="version that counts"),
                ),
                ("counted_at", models.DateTimeField(blank=True, null=True, verbose_name="counts since")),
                ("contest_reason", models.CharField(blank=True, max_length=1000, verbose_name="why it is contested")),
                ("reported_at", models.DateTimeField(verbose_name="reported at")),
                ("submission_key", models.UUIDField(unique=True, verbose_name="key of the form")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="exhibitors.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "partner_organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="exhibitors.organisation",
                        verbose_name="the other party, where it is on the portal",
                    ),
                ),
                (
                    "enquiry",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="deals",
                        to="showcase.enquiry",
                        verbose_name="enquiry",
                    ),
                ),
            ],
            options={
                "verbose_name": "outcome",
                "verbose_name_plural": "outcomes",
                "ordering": ["-reported_at", "-pk"],
                "indexes": [
                    models.Index(fields=["organisation", "state"], name="deal_organisation_state"),
                    models.Index(fields=["counted_at"], name="deal_counted_at"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["reported", "confirmed", "contested", "settled", "voided"])),
                        name="deal_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("counted_at__isnull", True), ("counted_version__isnull", True)),
                            models.Q(("counted_at__isnull", False), ("counted_version__isnull", False)),
                            _connector="OR",
                        ),
                        name="deal_counted_at_with_version",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("counted_version__isnull", True),
                            ("counted_version__lte", models.F("version")),
                            _connector="OR",
                        ),
                        name="deal_counts_a_version_it_has",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["confirmed", "settled"]), _negated=True),
                            models.Q(("counted_version", models.F("version")), ("counted_version__isnull", False)),
                            _connector="OR",
                        ),
                        name="deal_agreed_version_counts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "voided"), _negated=True),
                            ("counted_version__isnull", True),
                            _connector="OR",
                        ),
                        name="deal_void_counts_nowhere",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "contested"), _negated=True),
                            models.Q(("contest_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="deal_contested_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("partner_organisation", models.F("organisation")), _negated=True),
                        name="deal_between_two",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DealLog",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("reported", "Reported"),
                            ("corrected", "Corrected: a new version"),
                            ("confirmed", "Confirmed by the other side"),
                            ("contested", "Contested by the other side"),
                            ("settled", "Settled by the officer"),
                            ("voided", "Declared void by the officer"),
                            ("taken-back", "Taken back by the side that reported it"),
                        ],
                        max_length=12,
                        verbose_name="step",
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        blank=True,
                        choices=[("owner", "The organisation"), ("sender", "The sender")],
                        max_length=8,
                        verbose_name="side",
                    ),
                ),
                ("text", models.CharField(blank=True, max_length=1000, verbose_name="words")),
                ("at", models.DateTimeField(verbose_name="moment")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="log",
                        to="showcase.deal",
                        verbose_name="outcome",
                    ),
                ),
            ],
            options={
                "verbose_name": "step of an outcome",
                "verbose_name_plural": "steps of outcomes",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ContactShare",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "side",
                    models.CharField(
                        choices=[("owner", "The organisation"), ("sender", "The sender")],
                        max_length=8,
                        verbose_name="whose details",
                    ),
                ),
                ("name", models.CharField(max_length=150, verbose_name="name")),
                ("organisation_name", models.CharField(blank=True, max_length=200, verbose_name="organisation")),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="telephone")),
                ("offered_at", models.DateTimeField(verbose_name="offered at")),
                ("disclosed_at", models.DateTimeField(blank=True, null=True, verbose_name="disclosed at")),
                (
                    "offered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="offered by",
                    ),
                ),
                (
                    "enquiry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shares",
                        to="showcase.enquiry",
                        verbose_name="enquiry",
                    ),
                ),
            ],
            options={
                "verbose_name": "shared contact details",
                "verbose_name_plural": "shared contact details",
                "ordering": ["offered_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("enquiry", "side"), name="share_one_each_side"),
                    models.CheckConstraint(
                        condition=models.Q(("side__in", ["owner", "sender"])), name="share_side_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("disclosed_at__isnull", True),
                            ("disclosed_at__gte", models.F("offered_at")),
                            _connector="OR",
                        ),
                        name="share_disclosed_after_offer",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AbuseReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "side",
                    models.CharField(
                        choices=[("owner", "The organisation"), ("sender", "The sender")],
                        max_length=8,
                        verbose_name="reported by",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("spam", "Advertising or mass mail"),
                            ("insult", "Insults or threats"),
                            ("fraud", "Suspected fraud, or somebody else's identity"),
                            ("data", "Somebody's personal data or trade secrets"),
                            ("other", "Something else"),
                        ],
                        max_length=8,
                        verbose_name="reason",
                    ),
                ),
                ("text", models.TextField(blank=True, max_length=1000, verbose_name="what happened")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Waiting for the officer"),
                            ("upheld", "Upheld: the enquiry was closed"),
                            ("dismissed", "Dismissed"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("reported_at", models.DateTimeField(verbose_name="reported at")),
                ("handled_at", models.DateTimeField(blank=True, null=True, verbose_name="dealt with at")),
                ("remark", models.CharField(blank=True, max_length=500, verbose_name="officer's remark")),
                (
                    "handled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="dealt with by",
                    ),
                ),
                (
                    "reported_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
                (
                    "enquiry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reports",
                        to="showcase.enquiry",
                        verbose_name="enquiry",
                    ),
                ),
            ],
            options={
                "verbose_name": "report of abuse",
                "verbose_name_plural": "reports of abuse",
                "ordering": ["-reported_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("enquiry", "side"),
                        name="report_one_open_each_side",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("handled_at__isnull", True), ("state", "open")),
                            models.Q(models.Q(("state", "open"), _negated=True), ("handled_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="report_handled_at_only_when_handled",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EnquiryLog",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("sent", "Enquiry sent"),
                            ("confirmed", "E-mail address confirmed"),
                            ("delivered", "Handed to the organisation"),
                            ("reminded", "Organisation reminded of the answer"),
                            ("alerted", "Officers told that the answer is late"),
                            ("answered", "Answered"),
                            ("declined", "Declined"),
                            ("expired", "Ended without an answer"),
                            ("message", "Message sent"),
                            ("contact-offered", "Ready to share contact details"),
                            ("contact-taken-back", "No longer ready to share contact details"),
                            ("disclosed", "Contact details shared with each other"),
                            ("blocked", "Further enquiries of this sender refused"),
                            ("reported", "Reported to the officer"),
                            ("report-handled", "Report dealt with by the officer"),
                            ("closed", "Closed"),
                            ("withdrawn", "Withdrawn by its sender"),
                        ],
                        max_length=20,
                        verbose_name="step",
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        blank=True,
                        choices=[("owner", "The organisation"), ("sender", "The sender")],
                        max_length=8,
                        verbose_name="side",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="moment")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "enquiry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="log",
                        to="showcase.enquiry",
                        verbose_name="enquiry",
                    ),
                ),
            ],
            options={
                "verbose_name": "step of an enquiry",
                "verbose_name_plural": "steps of enquiries",
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "step__in",
                                [
                                    "sent",
                                    "confirmed",
                                    "delivered",
                                    "reminded",
                                    "alerted",
                                    "answered",
                                    "declined",
                                    "expired",
                                    "message",
                                    "contact-offered",
                                    "contact-taken-back",
                                    "disclosed",
                                    "blocked",
                                    "reported",
                                    "report-handled",
                                    "closed",
                                    "withdrawn",
                                ],
                            )
                        ),
                        name="enquiry_step_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EnquiryMessage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "side",
                    models.CharField(
                        choices=[("owner", "The organisation"), ("sender", "The sender")],
                        max_length=8,
                        verbose_name="side",
                    ),
                ),
                ("text", models.TextField(max_length=4000, verbose_name="text")),
                ("sent_at", models.DateTimeField(verbose_name="sent at")),
                ("submission_key", models.UUIDField(unique=True, verbose_name="key of the form")),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="author",
                    ),
                ),
                (
                    "enquiry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="messages",
                        to="showcase.enquiry",
                        verbose_name="enquiry",
                    ),
                ),
            ],
            options={
                "verbose_name": "message about an enquiry",
                "verbose_name_plural": "messages about enquiries",
                "ordering": ["sent_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("side__in", ["owner", "sender"])), name="message_side_known"
                    ),
                    models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="message_has_words"),
                ],
            },
        ),
        migrations.CreateModel(
            name="FocalPoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "body",
                    models.CharField(
                        help_text="For example: People's Committee of Kinh Bắc ward",
                        max_length=200,
                        verbose_name="office",
                    ),
                ),
                (
                    "email",
                    models.EmailField(
                        help_text="Shown with needs of organisations that are not on the portal",
                        max_length=254,
                        verbose_name="e-mail address of the office",
                    ),
                ),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="telephone of the office")),
                ("appointed_at", models.DateTimeField(verbose_name="appointed at")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="ended at")),
                (
                    "appointed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="appointed by",
                    ),
                ),
                (
                    "units",
                    models.ManyToManyField(
                        blank=True,
                        help_text="None for a department of the province",
                        related_name="+",
                        to="vocabularies.administrativeunit",
                        verbose_name="communes and wards",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "local focal point",
                "verbose_name_plural": "local focal points",
                "ordering": ["body", "pk"],
                "permissions": [
                    ("appoint_focal_point", "Can appoint local focal points"),
                    ("enter_needs_for_others", "Can enter needs for organisations"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)), fields=("user",), name="focal_point_one_office_a_person"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at", None), ("ended_at__gte", models.F("appointed_at")), _connector="OR"
                        ),
                        name="focal_point_times_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ended_at__isnull", False), ("user__isnull", False), _connector="OR"),
                        name="focal_point_works_with_a_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("body", ""), _negated=True), models.Q(("email", ""), _negated=True)
                        ),
                        name="focal_point_named",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ListingLog",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "subject",
                    models.CharField(
                        choices=[("technology", "Technology"), ("need", "Need")], max_length=12, verbose_name="about"
                    ),
                ),
                ("translation_key", models.UUIDField(db_index=True, verbose_name="key of the page")),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("sent", "Sent for review"),
                            ("approved", "Approved"),
                            ("returned", "Returned with reasons"),
                            ("refused", "Refused"),
                            ("renewed", "Confirmed as still valid"),
                            ("archived", "Archived"),
                            ("withdrawn", "Withdrawn"),
                            ("transferred", "Transferred"),
                            ("replaced", "Replaced"),
                            ("offered-again", "Offered again"),
                            ("compliance", "Compared with the lists of transfer"),
                        ],
                        max_length=14,
                        verbose_name="what happened",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=1000, verbose_name="note")),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "entry in a listing's log",
                "verbose_name_plural": "entries in listings' logs",
                "ordering": ["at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "action__in",
                                [
                                    "sent",
                                    "approved",
                                    "returned",
                                    "refused",
                                    "renewed",
                                    "archived",
                                    "withdrawn",
                                    "transferred",
                                    "replaced",
                                    "offered-again",
                                    "compliance",
                                ],
                            )
                        ),
                        name="listing_log_action_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ListingReminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("translation_key", models.UUIDField(verbose_name="key of the page")),
                ("expires_on", models.DateField(verbose_name="shown until")),
                ("days", models.PositiveSmallIntegerField(verbose_name="days before")),
                ("was_sent", models.BooleanField(verbose_name="sent")),
                ("at", models.DateTimeField(verbose_name="at")),
            ],
            options={
                "verbose_name": "reminder of a listing",
                "verbose_name_plural": "reminders of listings",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("translation_key", "expires_on", "days"), name="listing_reminded_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MatchDigest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("last_sent_at", models.DateTimeField(null=True, verbose_name="last sent at")),
                ("is_off", models.BooleanField(default=False, verbose_name="switched off")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="exhibitors.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "mail about new matches",
                "verbose_name_plural": "mails about new matches",
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "user"), name="match_digest_once_a_person")
                ],
            },
        ),
        migrations.CreateModel(
            name="MatchProfile",
            fields=[
                ("key", models.UUIDField(primary_key=True, serialize=False, verbose_name="key of the page")),
                (
                    "side",
                    models.CharField(
                        choices=[("need", "The need"), ("technology", "The technology")],
                        max_length=10,
                        verbose_name="side",
                    ),
                ),
                ("shown_until", models.DateField(null=True, verbose_name="shown until")),
                ("content", models.JSONField(verbose_name="content")),
                ("digest", models.CharField(max_length=64)),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="exhibitors.organisation",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "matching profile",
                "verbose_name_plural": "matching profiles",
                "indexes": [models.Index(fields=["side", "shown_until"], name="match_profile_side_until")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("side__in", ["need", "technology"])), name="match_profile_side_known"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Match",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("score", models.PositiveSmallIntegerField(verbose_name="score")),
                ("reasons", models.JSONField(verbose_name="reasons")),
                ("created_at", models.DateTimeField(verbose_name="found at")),
                ("need_seen_at", models.DateTimeField(null=True, verbose_name="seen by those who need")),
                ("technology_seen_at", models.DateTimeField(null=True, verbose_name="seen by those who offer")),
                (
                    "need",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="as_need",
                        to="showcase.matchprofile",
                        verbose_name="need",
                    ),
                ),
                (
                    "technology",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="as_technology",
                        to="showcase.matchprofile",
                        verbose_name="technology",
                    ),
                ),
            ],
            options={
                "verbose_name": "match",
                "verbose_name_plural": "matches",
                "ordering": ["-score", "need", "technology"],
                "indexes": [
                    models.Index(fields=["need", "-score"], name="match_of_need"),
                    models.Index(fields=["technology", "-score"], name="match_of_technology"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("need", "technology"), name="match_pair_once"),
                    models.CheckConstraint(
                        condition=models.Q(("score__gte", 50), ("score__lte", 100)), name="match_score_in_range"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("need", models.F("technology")), _negated=True), name="match_of_two"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MatchRefusal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("need_key", models.UUIDField(verbose_name="key of the need")),
                ("technology_key", models.UUIDField(db_index=True, verbose_name="key of the technology")),
                (
                    "side",
                    models.CharField(
                        choices=[("need", "The need"), ("technology", "The technology")],
                        max_length=10,
                        verbose_name="said by",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("other-problem", "It solves another problem"),
                            ("scale", "It is too small or too large for us"),
                            ("figures", "Its figures do not reach what is wanted"),
                            ("maturity", "It is not mature enough"),
                            ("price", "The price does not fit the budget"),
                            ("conditions", "Space, power, materials or staff are missing"),
                            ("cooperation", "The kind of cooperation does not fit"),
                            ("known", "We know each other or have tried it"),
                            ("other", "Another reason"),
                        ],
                        max_length=20,
                        verbose_name="reason",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=250, verbose_name="note")),
                ("refused_at", models.DateTimeField(verbose_name="said at")),
                ("undone_at", models.DateTimeField(null=True, verbose_name="taken back at")),
                (
                    "refused_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "unsuitable match",
                "verbose_name_plural": "unsuitable matches",
                "ordering": ["-refused_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at", None)),
                        fields=("need_key", "technology_key", "side"),
                        name="match_refused_once_a_side",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("side__in", ["need", "technology"])), name="match_refusal_side_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "reason__in",
                                [
                                    "other-problem",
                                    "scale",
                                    "figures",
                                    "maturity",
                                    "price",
                                    "conditions",
                                    "cooperation",
                                    "known",
                                    "other",
                                ],
                            )
                        ),
                        name="match_refusal_reason_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("undone_at", None), ("undone_at__gte", models.F("refused_at")), _connector="OR"
                        ),
                        name="match_refusal_times_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MatchTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("term", models.BigIntegerField()),
                ("weight", models.PositiveIntegerField()),
                (
                    "profile",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="terms", to="showcase.matchprofile"
                    ),
                ),
            ],
            options={
                "verbose_name": "matching term",
                "verbose_name_plural": "matching terms",
                "indexes": [models.Index(fields=["term", "profile", "weight"], name="match_term_postings")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("weight__gt", 0)), name="match_term_weight_positive")
                ],
            },
        ),
        migrations.CreateModel(
            name="NeedConsent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("need_key", models.UUIDField(db_index=True, verbose_name="key of the need")),
                ("organisation_name", models.CharField(max_length=200, verbose_name="organisation")),
                ("contact_name", models.CharField(max_length=150, verbose_name="person who answers for it")),
                ("contact_email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail address")),
                ("contact_phone", models.CharField(blank=True, max_length=40, verbose_name="telephone")),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("paper", "Signed on paper, kept by the focal point"),
                            ("link", "By the link in an e-mail"),
                            ("phone", "By telephone, with a note"),
                        ],
                        max_length=8,
                        verbose_name="how",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting for an answer"),
                            ("given", "Given"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("given_on", models.DateField(null=True, verbose_name="given on")),
                ("note", models.CharField(blank=True, max_length=250, verbose_name="note")),
                ("text_version", models.CharField(max_length=20, verbose_name="version of the text")),
                (
                    "language",
                    models.CharField(
                        choices=[("vi", "Vietnamese"), ("en", "English")], max_length=2, verbose_name="language"
                    ),
                ),
                ("send_when_given", models.BooleanField(default=False, verbose_name="send for review when given")),
                ("created_at", models.DateTimeField(verbose_name="recorded at")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="answered at")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="withdrawn at")),
                ("form_key", models.UUIDField(unique=True, verbose_name="key of the form")),
                (
                    "focal_point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consents",
                        to="showcase.focalpoint",
                        verbose_name="focal point",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
            ],
            options={
                "verbose_name": "consent",
                "verbose_name_plural": "consents",
                "ordering": ["-created_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("waiting", "given"))),
                        fields=("need_key",),
                        name="need_consent_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "given", "refused", "withdrawn"])),
                        name="need_consent_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("method__in", ["paper", "link", "phone"])), name="need_consent_method_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["given", "withdrawn"]), _negated=True),
                            models.Q(("given_on__isnull", False), models.Q(("contact_name", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="need_consent_given_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at", None), ("state", "waiting")),
                            models.Q(models.Q(("state", "waiting"), _negated=True), ("answered_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="need_consent_answered_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("method", "link"), _negated=True),
                            models.Q(("contact_email", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="need_consent_link_has_address",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", False), ("state", "withdrawn")),
                            models.Q(models.Q(("state", "withdrawn"), _negated=True), ("ended_at", None)),
                            _connector="OR",
                        ),
                        name="need_consent_end_when_withdrawn",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NeedIndexPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
                ("introduction", models.TextField(blank=True, max_length=600, verbose_name="introduction")),
                (
                    "social_image",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="media.portalimage",
                        verbose_name="picture for sharing",
                    ),
                ),
            ],
            options={
                "verbose_name": "list of technology needs",
                "verbose_name_plural": "lists of technology needs",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="NeedPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
                (
                    "summary",
                    models.CharField(
                        help_text="What it does, for whom, with which effect; at most 300 characters",
                        max_length=300,
                        verbose_name="summary",
                    ),
                ),
                (
                    "keywords",
                    models.CharField(
                        blank=True, help_text="Separated by commas", max_length=250, verbose_name="keywords"
                    ),
                ),
                (
                    "ipc_codes",
                    models.CharField(
                        blank=True,
                        help_text="International Patent Classification, up to five, such as A23B 7/02, F26B",
                        max_length=120,
                        validators=[showcase.validators.validate_ipc_codes],
                        verbose_name="IPC symbols",
                    ),
                ),
                (
                    "product_chain",
                    models.CharField(
                        blank=True,
                        help_text="For example: garlic, paper, ceramics",
                        max_length=150,
                        verbose_name="product chain",
                    ),
                ),
                (
                    "is_anonymous",
                    models.BooleanField(
                        default=False,
                        help_text="The name appears nowhere on the portal: not on the page, in lists, in the search or in machine data",
                        verbose_name="do not name the organisation",
                    ),
                ),
                (
                    "disclosure",
                    models.CharField(
                        choices=[
                            ("public", "Shown to everyone"),
                            ("on-interest", "Given when both sides of an enquiry agree"),
                            ("never", "Never given; the portal passes messages on"),
                        ],
                        default="on-interest",
                        max_length=12,
                        verbose_name="contact details",
                    ),
                ),
                (
                    "is_illustrative",
                    models.BooleanField(
                        default=False, help_text="An invented example, marked as such", verbose_name="illustrative data"
                    ),
                ),
                ("folded_text", models.TextField(blank=True, default="", editable=False)),
                ("sort_key", models.CharField(blank=True, db_index=True, default="", editable=False, max_length=243)),
                (
                    "situation",
                    models.TextField(
                        help_text="What is done now, and what it costs; figures go into the table below",
                        verbose_name="situation today",
                    ),
                ),
                (
                    "scale",
                    models.CharField(
                        blank=True, help_text="For example: 2 tonnes a day", max_length=200, verbose_name="scale"
                    ),
                ),
                ("constraint_space", models.CharField(blank=True, max_length=200, verbose_name="limits of space")),
                (
                    "constraint_power",
                    models.CharField(blank=True, max_length=200, verbose_name="limits of power and water"),
                ),
                (
                    "constraint_standard",
                    models.CharField(blank=True, max_length=200, verbose_name="standard to be met"),
                ),
                ("needed_by", models.DateField(blank=True, null=True, verbose_name="solution needed by")),
                (
                    "trl_minimum",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (1, "Basic principles observed"),
                            (2, "Concept formulated"),
                            (3, "Proof of concept"),
                            (4, "Tested in the laboratory"),
                            (5, "Tested in a simulated environment"),
                            (6, "Prototype shown in a relevant environment"),
                            (7, "Prototype shown in operation"),
                            (8, "Complete and qualified"),
                            (9, "Proven in production"),
                        ],
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(9),
                        ],
                        verbose_name="lowest technology readiness level accepted",
                    ),
                ),
                (
                    "absorption",
                    models.TextField(
                        blank=True,
                        help_text="Staff, workshop, quality system, earlier projects",
                        verbose_name="ability to take it up",
                    ),
                ),
                (
                    "ip_expectations",
                    models.CharField(blank=True, max_length=250, verbose_name="expectations on rights"),
                ),
                (
                    "budget_band",
                    models.CharField(
                        choices=[
                            ("undisclosed", "Not disclosed"),
                            ("under-200m", "Under VND 200 million"),
                            ("200m-1b", "VND 200 million to 1 billion"),
                            ("1b-5b", "VND 1 to 5 billion"),
                            ("over-5b", "Over VND 5 billion"),
                        ],
                        default="undisclosed",
                        max_length=12,
                        verbose_name="budget",
                    ),
                ),
                (
                    "funding",
                    models.CharField(
                        choices=[
                            ("undecided", "Not decided yet"),
                            ("own", "Own capital"),
                            ("loan", "Loan"),
                            ("provincial-task", "Provincial science and technology task"),
                            ("national-programme", "National programme"),
                        ],
                        default="undecided",
                        max_length=20,
                        verbose_name="funding",
                    ),
                ),
                (
                    "entered_by",
                    models.CharField(
                        choices=[
                            ("organisation", "The organisation itself"),
                            ("focal-point", "A local focal point, on its behalf"),
                        ],
                        default="organisation",
                        max_length=14,
                        verbose_name="entered by",
                    ),
                ),
                ("decision_on", models.DateField(blank=True, null=True, verbose_name="decision expected on")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Looking for a solution"),
                            ("in-talks", "In talks"),
                            ("signed", "Contract signed"),
                            ("partly-met", "Partly met"),
                            ("closed", "Closed"),
                        ],
                        default="open",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                ("closing_reason", models.CharField(blank=True, max_length=250, verbose_name="reason for closing")),
                ("confirmed_on", models.DateField(blank=True, null=True, verbose_name="confirmed as still valid on")),
                ("expires_on", models.DateField(blank=True, null=True, verbose_name="shown until")),
                (
                    "cooperation",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        limit_choices_to={"vocabulary": "cooperation"},
                        related_name="+",
                        to="vocabularies.term",
                        verbose_name="kinds of cooperation wanted",
                    ),
                ),
                (
                    "entered_by_user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person who entered it",
                    ),
                ),
                (
                    "field",
                    models.ForeignKey(
                        limit_choices_to={"vocabulary": "field"},
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="vocabularies.term",
                        verbose_name="field",
                    ),
                ),
                (
                    "further_fields",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        limit_choices_to={"vocabulary": "field"},
                        related_name="+",
                        to="vocabularies.term",
                        verbose_name="further fields",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty only where a focal point entered the need of an organisation without account",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="exhibitors.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="vocabularies.administrativeunit",
                        verbose_name="place",
                    ),
                ),
                (
                    "science_field",
                    models.ForeignKey(
                        blank=True,
                        limit_choices_to={"vocabulary": "science-field"},
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="vocabularies.term",
                        verbose_name="official field of science and technology",
                    ),
                ),
                (
                    "social_image",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="media.portalimage",
                        verbose_name="picture for sharing",
                    ),
                ),
            ],
            options={
                "verbose_name": "technology need",
                "verbose_name_plural": "technology needs",
                "permissions": [("view_need_report", "Can read the report of technology needs")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("trl_minimum", None),
                            models.Q(("trl_minimum__gte", 1), ("trl_minimum__lte", 9)),
                            _connector="OR",
                        ),
                        name="need_trl_minimum_1_to_9",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_on", None),
                            ("expires_on", None),
                            ("expires_on__gte", models.F("confirmed_on")),
                            _connector="OR",
                        ),
                        name="need_dates_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("entered_by__in", ["organisation", "focal-point"])),
                        name="need_entered_by_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["open", "in-talks", "signed", "partly-met", "closed"])),
                        name="need_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("budget_band__in", ["undisclosed", "under-200m", "200m-1b", "1b-5b", "over-5b"])
                        ),
                        name="need_budget_known",
                    ),
                ],
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="NeedMeasure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("translation_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "role",
                    models.CharField(
                        choices=[("baseline", "How it is now"), ("target", "What is wanted")],
                        default="target",
                        max_length=10,
                        verbose_name="tells",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="For example: loss in drying", max_length=120, verbose_name="what is measured"
                    ),
                ),
                (
                    "operator",
                    models.CharField(
                        choices=[("le", "≤"), ("lt", "<"), ("eq", "="), ("gt", ">"), ("ge", "≥")],
                        default="eq",
                        max_length=2,
                        verbose_name="comparison",
                    ),
                ),
                ("value", models.DecimalField(decimal_places=4, max_digits=18, verbose_name="value")),
                ("unit", models.CharField(blank=True, help_text="For example: %", max_length=40, verbose_name="unit")),
                (
                    "locale",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.locale",
                        verbose_name="locale",
                    ),
                ),
                (
                    "page",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="measures", to="showcase.needpage"
                    ),
                ),
            ],
            options={
                "verbose_name": "figure",
                "verbose_name_plural": "figures",
                "ordering": ["sort_order"],
                "abstract": False,
                "unique_together": {("translation_key", "locale")},
            },
        ),
        migrations.CreateModel(
            name="ReviewRound",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "subject",
                    models.CharField(
                        choices=[("technology", "Technology"), ("need", "Need")], max_length=12, verbose_name="about"
                    ),
                ),
                ("translation_key", models.UUIDField(verbose_name="key of the page")),
                ("title", models.CharField(max_length=255, verbose_name="title at that time")),
                ("sent_at", models.DateTimeField(verbose_name="sent at")),
                ("due_on", models.DateField(verbose_name="decision due on")),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("open", "Waiting for the reviewer"),
                            ("approved", "Approved"),
                            ("returned", "Returned with reasons"),
                            ("refused", "Refused"),
                            ("cancelled", "Review stopped"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="decision",
                    ),
                ),
                ("reason", models.TextField(blank=True, max_length=4000, verbose_name="reason")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided at")),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="exhibitors.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtailcore.page",
                        verbose_name="page",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="sent by",
                    ),
                ),
            ],
            options={
                "verbose_name": "round of review",
                "verbose_name_plural": "rounds of review",
                "ordering": ["due_on", "sent_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("decision", "open")),
                        fields=("translation_key",),
                        name="review_one_open_round",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("decision__in", ["open", "approved", "returned", "refused", "cancelled"])),
                        name="review_decision_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("decision", "open")),
                            models.Q(models.Q(("decision", "open"), _negated=True), ("decided_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="review_decided_at_only_when_decided",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decision__in", ["refused", "returned"]), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="review_reason_where_owed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SenderBlock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                ("name", models.CharField(max_length=150, verbose_name="name at that time")),
                ("made_at", models.DateTimeField(verbose_name="refused at")),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="refused by",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="exhibitors.organisation",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "refused sender",
                "verbose_name_plural": "refused senders",
                "ordering": ["-made_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "email"), name="block_one_each_address")
                ],
            },
        ),
        migrations.CreateModel(
            name="ShowcaseIndexPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
                ("introduction", models.TextField(blank=True, max_length=600, verbose_name="introduction")),
                (
                    "social_image",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="media.portalimage",
                        verbose_name="picture for sharing",
                    ),
                ),
            ],
            options={
                "verbose_name": "list of technologies",
                "verbose_name_plural": "lists of technologies",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="TechnologyPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
                ("confirmed_on", models.DateField(blank=True, null=True, verbose_name="confirmed as still valid on")),
                ("expires_on", models.DateField(blank=True, null=True, verbose_name="shown until")),
                ("archived_on", models.DateField(blank=True, null=True, verbose_name="archived on")),
                (
                    "summary",
                    models.CharField(
                        help_text="What it does, for whom, with which effect; at most 300 characters",
                        max_length=300,
                        verbose_name="summary",
                    ),
                ),
                (
                    "keywords",
                    models.CharField(
                        blank=True, help_text="Separated by commas", max_length=250, verbose_name="keywords"
                    ),
                ),
                (
                    "ipc_codes",
                    models.CharField(
                        blank=True,
                        help_text="International Patent Classification, up to five, such as A23B 7/02, F26B",
                        max_length=120,
                        validators=[showcase.validators.validate_ipc_codes],
                        verbose_name="IPC symbols",
                    ),
                ),
                (
                    "product_chain",
                    models.CharField(
                        blank=True,
                        help_text="For example: garlic, paper, ceramics",
                        max_length=150,
                        verbose_name="product chain",
                    ),
                ),
                (
                    "is_anonymous",
                    models.BooleanField(
                        default=False,
                        help_text="The name appears nowhere on the portal: not on the page, in lists, in the search or in machine data",
                        verbose_name="do not name the organisation",
                    ),
                ),
                (
                    "disclosure",
                    models.CharField(
                        choices=[
                            ("public", "Shown to everyone"),
                            ("on-interest", "Given when both sides of an enquiry agree"),
                            ("never", "Never given; the portal passes messages on"),
                        ],
                        default="on-interest",
                        max_length=12,
                        verbose_name="contact details",
                    ),
                ),
                (
                    "is_illustrative",
                    models.BooleanField(
                        default=False, help_text="An invented example, marked as such", verbose_name="illustrative data"
                    ),
                ),
                ("folded_text", models.TextField(blank=True, default="", editable=False)),
                ("sort_key", models.CharField(blank=True, db_index=True, default="", editable=False, max_length=243)),
                (
                    "problem",
                    models.TextField(
                        help_text="Who has the problem, and what it costs them today", verbose_name="problem it solves"
                    ),
                ),
                ("solution", models.TextField(help_text="The process in a few sentences", verbose_name="how it works")),
                ("advantages", models.TextField(verbose_name="advantages")),
                (
                    "compared_with",
                    models.TextField(
                        help_text="Name the usual solution and the difference, in figures where possible",
                        verbose_name="compared with what",
                    ),
                ),
                (
                    "evidence",
                    models.TextField(
                        blank=True, help_text="Tests, certificates, customers who can be asked", verbose_name="evidence"
                    ),
                ),
                (
                    "trl",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "Basic principles observed"),
                            (2, "Concept formulated"),
                            (3, "Proof of concept"),
                            (4, "Tested in the laboratory"),
                            (5, "Tested in a simulated environment"),
                            (6, "Prototype shown in a relevant environment"),
                            (7, "Prototype shown in operation"),
                            (8, "Complete and qualified"),
                            (9, "Proven in production"),
                        ],
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(9),
                        ],
                        verbose_name="technology readiness level",
                    ),
                ),
                (
                    "trl_evidence",
                    models.TextField(
                        blank=True,
                        help_text="Needed from level 7: where it runs, or who tested it",
                        verbose_name="evidence of the level",
                    ),
                ),
                ("trl_assessed_on", models.DateField(blank=True, null=True, verbose_name="level assessed on")),
                (
                    "ip_holder",
                    models.CharField(
                        blank=True,
                        help_text="Not shown on anonymous profiles",
                        max_length=200,
                        verbose_name="holder of the rights",
                    ),
                ),
                (
                    "inventors",
                    models.CharField(
                        blank=True,
                        help_text="Not shown on anonymous profiles",
                        max_length=250,
                        verbose_name="inventors",
                    ),
                ),
                (
                    "state_funded",
                    models.BooleanField(default=False, verbose_name="made with money from the state budget"),
                ),
                (
                    "territory",
                    models.CharField(
                        blank=True, help_text="Where it may be used", max_length=150, verbose_name="territory"
                    ),
                ),
                (
                    "price_min",
                    models.PositiveBigIntegerField(
                        blank=True,
                        help_text="In đồng; leave empty where it is to be agreed",
                        null=True,
                        verbose_name="price from",
                    ),
                ),
                (
                    "price_max",
                    models.PositiveBigIntegerField(
                        blank=True,
                        help_text="In đồng; leave empty where it is to be agreed",
                        null=True,
                        verbose_name="price up to",
                    ),
                ),
                ("price_negotiable", models.BooleanField(default=True, verbose_name="price to be agreed")),
                ("warranty", models.CharField(blank=True, max_length=200, verbose_name="warranty")),
                (
                    "product_url",
                    models.URLField(
                        blank=True,
                        help_text="Not shown on anonymous profiles",
                        verbose_name="product on an e-commerce site",
                    ),
                ),
                ("receiver_space", models.CharField(blank=True, max_length=250, verbose_name="space needed")),
                (
                    "receiver_utilities",
                    models.CharField(blank=True, max_length=250, verbose_name="electricity and water needed"),
                ),
                ("receiver_materials", models.CharField(blank=True, max_length=250, verbose_name="materials needed")),
                ("receiver_staff", models.CharField(blank=True, max_length=250, verbose_name="staff needed")),
                ("installation_time", models.CharField(blank=True, max_length=150, verbose_name="time to install")),
                ("operating_cost", models.CharField(blank=True, max_length=250, verbose_name="cost of operation")),
                ("environmental_impact", models.TextField(blank=True, verbose_name="effect on the environment")),
                ("waste", models.TextField(blank=True, verbose_name="waste")),
                (
                    "standards",
                    models.TextField(blank=True, verbose_name="standards and technical regulations that apply"),
                ),
                (
                    "compliance",
                    models.CharField(
                        choices=[
                            ("unchecked", "Not checked yet"),
                            ("encouraged", "Encouraged"),
                            ("not-listed", "On no list"),
                            ("restricted", "Restricted: needs a transfer permit"),
                            ("prohibited", "Prohibited"),
                        ],
                        default="unchecked",
                        help_text="Set by an officer: encouraged, on no list, restricted or prohibited (articles 9 to 11 of the law)",
                        max_length=12,
                        verbose_name="lists of technology transfer",
                    ),
                ),
                ("compliance_checked_on", models.DateField(blank=True, null=True, verbose_name="checked on")),
                (
                    "compliance_list_version",
                    models.CharField(
                        blank=True,
                        help_text="Decree and date of the lists compared with",
                        max_length=80,
                        verbose_name="version of the lists",
                    ),
                ),
                (
                    "transfer_permit",
                    models.CharField(
                        blank=True,
                        help_text="Number and date; without it a restricted technology stays hidden",
                        max_length=120,
                        verbose_name="transfer permit",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("none", "Still offered"),
                            ("withdrawn", "Withdrawn by its owner"),
                            ("transferred", "Transferred"),
                            ("replaced", "Replaced by a newer technology"),
                        ],
                        default="none",
                        max_length=12,
                        verbose_name="outcome",
                    ),
                ),
                ("outcome_note", models.CharField(blank=True, max_length=250, verbose_name="words on the outcome")),
                (
                    "compliance_checked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="checked by",
                    ),
                ),
                (
                    "cooperation",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        limit_choices_to={"vocabulary": "cooperation"},
                        related_name="+",
                        to="vocabularies.term",
                        verbose_name="kinds of cooperation",
                    ),
                ),
                (
                    "field",
                    models.ForeignKey(
                        limit_choices_to={"vocabulary": "field"},
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="vocabularies.term",
                        verbose_name="field",
                    ),
                ),
                (
                    "further_fields",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        limit_choices_to={"vocabulary": "field"},
                        related_name="+",
                        to="vocabularies.term",
                        verbose_name="further fields",
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        limit_choices_to={"vocabulary": "technology-kind"},
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="vocabularies.term",
                        verbose_name="kind",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="exhibitors.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="vocabularies.administrativeunit",
                        verbose_name="place",
                    ),
                ),
                (
                    "science_field",
                    models.ForeignKey(
                        blank=True,
                        limit_choices_to={"vocabulary": "science-field"},
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="vocabularies.term",
                        verbose_name="official field of science and technology",
                    ),
                ),
                (
                    "social_image",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="media.portalimage",
                        verbose_name="picture for sharing",
                    ),
                ),
                (
                    "transfer_forms",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        limit_choices_to={"vocabulary": "transfer-form"},
                        related_name="+",
                        to="vocabularies.term",
                        verbose_name="forms of transfer",
                    ),
                ),
                (
                    "transfer_methods",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        limit_choices_to={"vocabulary": "transfer-method"},
                        related_name="+",
                        to="vocabularies.term",
                        verbose_name="methods of transfer",
                    ),
                ),
                (
                    "transfer_objects",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        limit_choices_to={"vocabulary": "transfer-object"},
                        related_name="+",
                        to="vocabularies.term",
                        verbose_name="what is transferred",
                    ),
                ),
                (
                    "transfer_rights",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        limit_choices_to={"vocabulary": "transfer-right"},
                        related_name="+",
                        to="vocabularies.term",
                        verbose_name="rights transferred",
                    ),
                ),
            ],
            options={
                "verbose_name": "technology",
                "verbose_name_plural": "technologies",
                "permissions": [("check_compliance", "Can check the lists of technology transfer")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("trl", None), models.Q(("trl__gte", 1), ("trl__lte", 9)), _connector="OR"),
                        name="technology_trl_1_to_9",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("price_min", None),
                            ("price_max", None),
                            ("price_max__gte", models.F("price_min")),
                            _connector="OR",
                        ),
                        name="technology_prices_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_on", None),
                            ("expires_on", None),
                            ("expires_on__gte", models.F("confirmed_on")),
                            _connector="OR",
                        ),
                        name="technology_dates_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("archived_on", None),
                            ("expires_on", None),
                            ("archived_on__gte", models.F("confirmed_on")),
                            _connector="OR",
                        ),
                        name="technology_archived_after_confirmation",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("compliance__in", ["unchecked", "encouraged", "not-listed", "restricted", "prohibited"])
                        ),
                        name="technology_compliance_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["none", "withdrawn", "transferred", "replaced"])),
                        name="technology_outcome_known",
                    ),
                ],
            },
            bases=("wagtailcore.page", models.Model),
        ),
        migrations.CreateModel(
            name="TechnologyFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("translation_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "title",
                    models.CharField(
                        help_text="What the file is: test report, drawing, certificate",
                        max_length=150,
                        verbose_name="title",
                    ),
                ),
                (
                    "disclosure",
                    models.CharField(
                        choices=[
                            ("public", "Everyone"),
                            ("after-interest", "Those whose interest you answered"),
                            ("never", "Reviewers only"),
                        ],
                        default="after-interest",
                        max_length=14,
                        verbose_name="who may open it",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="media.privatefile",
                        verbose_name="file",
                    ),
                ),
                (
                    "locale",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.locale",
                        verbose_name="locale",
                    ),
                ),
                (
                    "page",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="files", to="showcase.technologypage"
                    ),
                ),
            ],
            options={
                "verbose_name": "file",
                "verbose_name_plural": "files",
                "ordering": ["sort_order"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("disclosure__in", ["public", "after-interest", "never"])),
                        name="technology_file_disclosure_known",
                    )
                ],
                "unique_together": {("translation_key", "locale")},
            },
        ),
        migrations.CreateModel(
            name="TechnologyPicture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("translation_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "alt",
                    models.CharField(
                        help_text="One sentence, read aloud to blind readers",
                        max_length=250,
                        verbose_name="what the picture shows",
                    ),
                ),
                (
                    "image",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="media.portalimage",
                        verbose_name="picture",
                    ),
                ),
                (
                    "locale",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.locale",
                        verbose_name="locale",
                    ),
                ),
                (
                    "page",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pictures",
                        to="showcase.technologypage",
                    ),
                ),
            ],
            options={
                "verbose_name": "picture",
                "verbose_name_plural": "pictures",
                "ordering": ["sort_order"],
                "abstract": False,
                "unique_together": {("translation_key", "locale")},
            },
        ),
        migrations.CreateModel(
            name="TechnologyRight",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "number",
                    models.CharField(
                        blank=True,
                        help_text="Not shown on anonymous profiles",
                        max_length=60,
                        verbose_name="number of application or title",
                    ),
                ),
                (
                    "country",
                    models.CharField(
                        default="VN",
                        help_text="Two capital letters, such as VN, KR, DE",
                        max_length=2,
                        validators=[showcase.validators.validate_country],
                        verbose_name="country",
                    ),
                ),
                ("granted_on", models.DateField(blank=True, null=True, verbose_name="date")),
                (
                    "kind",
                    models.ForeignKey(
                        blank=True,
                        limit_choices_to={"vocabulary": "ip-kind"},
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="vocabularies.term",
                        verbose_name="kind",
                    ),
                ),
                (
                    "page",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rights", to="showcase.technologypage"
                    ),
                ),
                (
                    "status",
                    models.ForeignKey(
                        limit_choices_to={"vocabulary": "ip-status"},
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="vocabularies.term",
                        verbose_name="status",
                    ),
                ),
            ],
            options={
                "verbose_name": "right",
                "verbose_name_plural": "rights",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TechnologySpecification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("translation_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "name",
                    models.CharField(
                        help_text="For example: energy for each kilogram of water", max_length=120, verbose_name="name"
                    ),
                ),
                (
                    "value",
                    models.CharField(help_text="A number wherever possible", max_length=80, verbose_name="value"),
                ),
                (
                    "number",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        editable=False,
                        max_digits=18,
                        null=True,
                        verbose_name="value as a number",
                    ),
                ),
                (
                    "unit",
                    models.CharField(blank=True, help_text="For example: kWh/kg", max_length=40, verbose_name="unit"),
                ),
                (
                    "locale",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.locale",
                        verbose_name="locale",
                    ),
                ),
                (
                    "page",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="specifications",
                        to="showcase.technologypage",
                    ),
                ),
            ],
            options={
                "verbose_name": "technical figure",
                "verbose_name_plural": "technical figures",
                "ordering": ["sort_order"],
                "abstract": False,
                "unique_together": {("translation_key", "locale")},
            },
        ),
        migrations.CreateModel(
            name="TransferList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "version",
                    models.CharField(
                        help_text="As officers cite it: number and date of the document",
                        max_length=80,
                        unique=True,
                        verbose_name="version",
                    ),
                ),
                ("source", models.CharField(max_length=250, verbose_name="source document")),
                ("valid_from", models.DateField(verbose_name="valid from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="valid until")),
                (
                    "is_illustrative",
                    models.BooleanField(
                        default=False,
                        help_text="An invented sample; not the text of any law",
                        verbose_name="illustrative",
                    ),
                ),
                ("loaded_at", models.DateTimeField(verbose_name="loaded at")),
                ("screened_at", models.DateTimeField(blank=True, null=True, verbose_name="listings compared at")),
                (
                    "loaded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="loaded by",
                    ),
                ),
            ],
            options={
                "verbose_name": "version of the lists of transfer",
                "verbose_name_plural": "versions of the lists of transfer",
                "ordering": ["-valid_from", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("version", ""), _negated=True), name="transfer_list_has_version"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="transfer_list_has_source"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="transfer_list_dates_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Screening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("translation_key", models.UUIDField(verbose_name="key of the page")),
                ("title", models.CharField(max_length=255, verbose_name="title at that time")),
                (
                    "recorded",
                    models.CharField(
                        choices=[
                            ("unchecked", "Not checked yet"),
                            ("encouraged", "Encouraged"),
                            ("not-listed", "On no list"),
                            ("restricted", "Restricted: needs a transfer permit"),
                            ("prohibited", "Prohibited"),
                        ],
                        max_length=12,
                        verbose_name="on record",
                    ),
                ),
                (
                    "suggested",
                    models.CharField(
                        choices=[
                            ("unchecked", "Not checked yet"),
                            ("encouraged", "Encouraged"),
                            ("not-listed", "On no list"),
                            ("restricted", "Restricted: needs a transfer permit"),
                            ("prohibited", "Prohibited"),
                        ],
                        max_length=12,
                        verbose_name="suggested",
                    ),
                ),
                ("hits", models.JSONField(default=list, verbose_name="found")),
                ("has_changed", models.BooleanField(verbose_name="differs from the record")),
                ("screened_at", models.DateTimeField(verbose_name="compared at")),
                (
                    "transfer_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="screenings",
                        to="showcase.transferlist",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "comparison with the lists of transfer",
                "verbose_name_plural": "comparisons with the lists of transfer",
                "ordering": ["-has_changed", "title", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("transfer_list", "translation_key"), name="screening_once_per_version"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("suggested__in", ["unchecked", "encouraged", "not-listed", "restricted", "prohibited"])
                        ),
                        name="screening_suggestion_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TransferListEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("encouraged", "Encouraged"),
                            ("restricted", "Restricted: needs a transfer permit"),
                            ("prohibited", "Prohibited"),
                        ],
                        max_length=12,
                        verbose_name="list",
                    ),
                ),
                ("code", models.CharField(max_length=40, verbose_name="code")),
                ("words_vi", models.CharField(max_length=500, verbose_name="words")),
                ("words_en", models.CharField(blank=True, max_length=500, verbose_name="words in English")),
                (
                    "keywords",
                    models.CharField(
                        help_text="Separated by semicolons; marks and capitals do not matter",
                        max_length=500,
                        verbose_name="keywords",
                    ),
                ),
                (
                    "transfer_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entries",
                        to="showcase.transferlist",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "entry of the lists of transfer",
                "verbose_name_plural": "entries of the lists of transfer",
                "ordering": ["transfer_list", "kind", "code"],
                "constraints": [
                    models.UniqueConstraint(fields=("transfer_list", "kind", "code"), name="transfer_entry_once"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["encouraged", "restricted", "prohibited"])),
                        name="transfer_entry_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("code", ""), _negated=True),
                            models.Q(("words_vi", ""), _negated=True),
                            models.Q(("keywords", ""), _negated=True),
                        ),
                        name="transfer_entry_complete",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DealVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                (
                    "side",
                    models.CharField(
                        choices=[("owner", "The organisation"), ("sender", "The sender")],
                        max_length=8,
                        verbose_name="written by the side of",
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[("talk", "Talks"), ("test", "Test or trial"), ("contract", "Contract")],
                        max_length=10,
                        verbose_name="what came of it",
                    ),
                ),
                (
                    "value_band",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("under-100m", "Under VND 100 million"),
                            ("100m-500m", "VND 100 to 500 million"),
                            ("500m-1b", "VND 500 million to 1 billion"),
                            ("1b-5b", "VND 1 to 5 billion"),
                            ("over-5b", "Over VND 5 billion"),
                        ],
                        max_length=10,
                        verbose_name="value",
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[("domestic", "From Việt Nam"), ("foreign", "From abroad")],
                        max_length=10,
                        verbose_name="origin",
                    ),
                ),
                ("is_ip_asset", models.BooleanField(default=False, verbose_name="intellectual property asset")),
                ("is_imported", models.BooleanField(default=False, verbose_name="imported")),
                ("from_institute", models.BooleanField(default=False, verbose_name="from an institute or university")),
                ("with_intermediary", models.BooleanField(default=False, verbose_name="with an intermediary")),
                ("happened_on", models.DateField(verbose_name="date")),
                ("note", models.TextField(blank=True, max_length=2000, verbose_name="private note")),
                ("made_at", models.DateTimeField(verbose_name="written at")),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="showcase.deal",
                        verbose_name="outcome",
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="media.privatefile",
                        verbose_name="evidence",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
            ],
            options={
                "verbose_name": "version of an outcome",
                "verbose_name_plural": "versions of outcomes",
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("deal", "number"), name="deal_version_once"),
                    models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="deal_version_counts_from_one"),
                    models.CheckConstraint(
                        condition=models.Q(("stage__in", ["talk", "test", "contract"])), name="deal_stage_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("stage", "contract"),
                                ("value_band__in", ["under-100m", "100m-500m", "500m-1b", "1b-5b", "over-5b"]),
                            ),
                            models.Q(models.Q(("stage", "contract"), _negated=True), ("value_band", "")),
                            _connector="OR",
                        ),
                        name="deal_contract_has_value",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_imported", False), ("origin", "foreign"), _connector="OR"),
                        name="deal_imported_from_abroad",
                    ),
                ],
            },
        ),
    ]
