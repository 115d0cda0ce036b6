"""Each newsroom's one kind of desk becomes a desk of its own; a row for each newsroom, nothing is locked for long."""

from django.db import migrations

NAMES = {
    "newspaper": ("Báo in", "Newspaper"),
    "radio": ("Phát thanh", "Radio"),
    "television": ("Truyền hình", "Television"),
    "online": ("Báo điện tử", "Online news"),
}


def carry_over(apps, schema_editor):
    newsrooms = apps.get_model("news", "NewsroomPage").objects.filter(alias_of=None)
    desks = apps.get_model("news", "NewsroomDesk").objects
    for key, medium in newsrooms.order_by("pk").values_list("translation_key", "desk"):
        if not desks.filter(newsroom_key=key).exists():
            name_vi, name_en = NAMES[medium]
            desks.create(newsroom_key=key, medium=medium, name_vi=name_vi, name_en=name_en)


def carry_back(apps, schema_editor):
    newsrooms = apps.get_model("news", "NewsroomPage").objects
    for desk in apps.get_model("news", "NewsroomDesk").objects.order_by("-position", "-pk"):
        newsrooms.filter(translation_key=desk.newsroom_key).update(desk=desk.medium)


class Migration(migrations.Migration):
    dependencies = [('news', '0011_desks_and_standing')]
    operations = [migrations.RunPython(carry_over, carry_back)]
