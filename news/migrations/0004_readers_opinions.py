"""Comments: proof of the address, withdrawal, answers, words left out, the rule of a refusal; until when stories take them."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('news', '0003_newsletter'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CommentRules',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words_vi', models.TextField(blank=True, help_text='Empty shows the standing rules.', max_length=4000, verbose_name='rules in Vietnamese')),
                ('words_en', models.TextField(blank=True, help_text='Empty shows the standing rules.', max_length=4000, verbose_name='rules in English')),
            ],
            options={
                'verbose_name': 'rules for comments',
            },
        ),
        migrations.RemoveConstraint(
            model_name='comment',
            name='comment_state_known',
        ),
        migrations.RemoveConstraint(
            model_name='comment',
            name='comment_decided_has_time',
        ),
        migrations.RemoveConstraint(
            model_name='commentmove',
            name='comment_refusal_has_reason',
        ),
        migrations.AddField(
            model_name='articlepage',
            name='comments_close_at',
            field=models.DateTimeField(blank=True, help_text="Left empty, the newsroom's number of days after publication counts, if it has set one.", null=True, verbose_name='comments until'),
        ),
        migrations.AddField(
            model_name='comment',
            name='author',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='account'),
        ),
        migrations.AddField(
            model_name='comment',
            name='confirmed_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='address proven at'),
        ),
        migrations.AddField(
            model_name='comment',
            name='original_text',
            field=models.TextField(blank=True, default='', max_length=2000, verbose_name='words as they were sent'),
        ),
        migrations.AddField(
            model_name='comment',
            name='reference',
            field=models.CharField(editable=False, max_length=20, null=True, unique=True, verbose_name='reference number'),
        ),
        migrations.AddField(
            model_name='comment',
            name='replied_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='answered at'),
        ),
        migrations.AddField(
            model_name='comment',
            name='reply',
            field=models.TextField(blank=True, default='', max_length=2000, verbose_name='answer'),
        ),
        migrations.AddField(
            model_name='comment',
            name='reply_desk',
            field=models.CharField(blank=True, default='', max_length=120, verbose_name='who answers'),
        ),
        migrations.AddField(
            model_name='comment',
            name='struck_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='personal data left out at'),
        ),
        migrations.AddField(
            model_name='commentmove',
            name='action',
            field=models.CharField(choices=[('moved', 'Decided'), ('struck', 'Personal data left out'), ('replied', 'Answered'), ('reply_changed', 'Answer changed'), ('reply_removed', 'Answer taken off')], default='moved', max_length=14, verbose_name='step'),
        ),
        migrations.AddField(
            model_name='commentmove',
            name='rule',
            field=models.CharField(blank=True, choices=[('off_topic', 'It is not about the story'), ('insult', 'It insults or threatens somebody'), ('personal_data', 'It tells personal data of the writer or of others'), ('advertising', 'It advertises'), ('unlawful', 'It breaks the law'), ('duplicate', 'The same comment was sent before'), ('other', 'Another reason, in words')], default='', max_length=14, verbose_name='rule'),
        ),
        migrations.AddField(
            model_name='commentmove',
            name='words',
            field=models.TextField(blank=True, default='', max_length=2000, verbose_name='words of the answer'),
        ),
        migrations.AddField(
            model_name='newsroompage',
            name='comment_days',
            field=models.PositiveSmallIntegerField(blank=True, help_text='Readers may comment so many days after a story is published; empty sets no end.', null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(3650)], verbose_name='days for comments'),
        ),
        migrations.AlterField(
            model_name='comment',
            name='state',
            field=models.CharField(choices=[('unverified', 'Waiting for the link in the mail'), ('pending', 'Waiting for review'), ('approved', 'Shown'), ('refused', 'Refused'), ('withdrawn', 'Withdrawn by the writer')], default='pending', max_length=10, verbose_name='state'),
        ),
        migrations.AlterField(
            model_name='commentmove',
            name='source',
            field=models.CharField(choices=[('unverified', 'Waiting for the link in the mail'), ('pending', 'Waiting for review'), ('approved', 'Shown'), ('refused', 'Refused'), ('withdrawn', 'Withdrawn by the writer')], max_length=10, verbose_name='state before'),
        ),
        migrations.AlterField(
            model_name='commentmove',
            name='target',
            field=models.CharField(choices=[('unverified', 'Waiting for the link in the mail'), ('pending', 'Waiting for review'), ('approved', 'Shown'), ('refused', 'Refused'), ('withdrawn', 'Withdrawn by the writer')], max_length=10, verbose_name='state after'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(fields=['email', 'submitted_at'], name='comment_of_address'),
        ),
    ]
