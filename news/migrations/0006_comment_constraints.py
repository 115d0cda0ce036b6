"""What the database holds about comments, once the earlier ones have what it asks for."""

import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [('news', '0005_comments_get_references')]

    operations = [
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['unverified', 'pending', 'approved', 'refused', 'withdrawn'])), name='comment_state_known'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('state__in', ('unverified', 'pending'))), models.Q(('state__in', ('approved', 'refused')), models.Q(('decided_at', None), _negated=True)), ('state', 'withdrawn'), _connector='OR'), name='comment_decided_has_time'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at', None), ('state', 'unverified')), models.Q(('state__in', ['pending', 'approved', 'refused']), models.Q(('confirmed_at', None), _negated=True)), ('state', 'withdrawn'), _connector='OR'), name='comment_verified_has_time'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('replied_at', None), ('reply', ''), ('reply_desk', '')), models.Q(models.Q(('reply', ''), _negated=True), models.Q(('reply_desk', ''), _negated=True), models.Q(('replied_at', None), _negated=True)), _connector='OR'), name='comment_reply_is_whole'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('original_text', ''), ('struck_at', None)), models.Q(models.Q(('original_text', ''), _negated=True), models.Q(('struck_at', None), _negated=True)), _connector='OR'), name='comment_struck_keeps_original'),
        ),
        migrations.AddConstraint(
            model_name='commentmove',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('action', 'moved'), _negated=True), models.Q(('target', 'refused'), _negated=True), models.Q(models.Q(('rule', ''), _negated=True), models.Q(models.Q(('rule', 'other'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR')), _connector='OR'), name='comment_refusal_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='commentmove',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('action', 'moved'), models.Q(('source', models.F('target')), _negated=True)), models.Q(models.Q(('action', 'moved'), _negated=True), ('source', models.F('target'))), _connector='OR'), name='comment_only_moves_change_state'),
        ),
        migrations.AddConstraint(
            model_name='commentmove',
            constraint=models.CheckConstraint(condition=models.Q(('rule__in', ['', 'off_topic', 'insult', 'personal_data', 'advertising', 'unlawful', 'duplicate', 'other'])), name='comment_rule_known'),
        ),
    ]
