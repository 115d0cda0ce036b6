"""The help for people of newsrooms: whom it answers, and that it names buttons as the interface does."""

import re
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.text import capfirst
from wagtail.admin.menu import help_menu
from wagtail.models import Site
from wagtail.users.models import UserProfile

from news.desk import processes
from news.help import contents, names, parts, views
from tests import worlds
from tests.factories import exhibitors
from tests.factories import news as factory
from tests.news.test_workflow import _client

HELP: Final = "/admin/news/help/"
ADDRESSES: Final = [HELP, f"{HELP}all/", *(f"{HELP}{code}/" for code in contents.TOPICS)]
LANGUAGES: Final = ("vi", "en")
USED: Final = re.compile(r"%\((\w+)\)s")
SENTENCES: Final = [
    (topic.code, sentence) for topic in contents.TOPICS.values() for part in topic.parts for sentence in part.sentences
]


@worlds.standing
def room(site: Site) -> factory.Newsroom:
    return factory.make_newsroom(site)


def english(words: object) -> str:
    with translation.override("en"):
        return str(words)


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["reporter", "editor", "chief", "legal"])
def test_every_page_answers_everybody_of_a_newsroom_in_both_languages(room: factory.Newsroom, role: str) -> None:
    person = getattr(room, role)
    client = _client(person)
    for language in LANGUAGES:
        profile = UserProfile.get_for_user(person)
        profile.preferred_language = language
        profile.save()
        for address in ADDRESSES:
            answer = client.get(address)
            assert answer.status_code == 200, address
            _head, found, shown = answer.content.decode().partition('<div class="news-help">')
            assert found, address
            assert not USED.search(shown.partition("</main>")[0]), address
        with translation.override(language):
            shown = capfirst(str(names.ALL["hand_in"]))
        assert f'<b class="news-help__name">{shown}</b>' in client.get(f"{HELP}hand-in/").content.decode()


@pytest.mark.django_db
def test_outsiders_find_no_help_of_newsrooms(room: factory.Newsroom) -> None:
    outsider = exhibitors.make_person()
    other = factory.make_user("so@example.org", "Sở KH&CN – tin nổi bật")
    for person in (outsider, other):
        client = _client(person)
        for address in ADDRESSES:
            answer = client.get(address)
            assert answer.status_code in {302, 404}, address
            assert "news-help" not in answer.content.decode()
    assert _client(room.editor).get(f"{HELP}khong-co/").status_code == 404
    assert _client(room.editor).post(f"{HELP}steps/").status_code == 405


@pytest.mark.django_db
def test_menu_and_work_lead_to_the_help(room: factory.Newsroom, rf: object) -> None:
    for person, leads in ((room.reporter, True), (exhibitors.make_person(), False)):
        request = rf.get("/admin/")  # type: ignore[attr-defined]
        request.user = person
        assert ("newsroom-help" in {item.name for item in help_menu.menu_items_for_request(request)}) is leads
    assert reverse("news_help:index") in _client(room.reporter).get("/admin/news/my-work/").content.decode()


def _interface() -> str:
    """Return the sources of our interface but those of the help, with spaces and quotes as one writes them in a sentence."""
    root = Path(settings.BASE_DIR)
    found = []
    for folder in ("news", "portal"):
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in {".py", ".html"} and "help" not in path.relative_to(root).parts:
                found.append(path.read_text(encoding="utf-8"))
    return "\n".join(found)


def _packages() -> str:
    found = []
    for name in ("wagtail", "wagtail_localize"):
        spec = find_spec(name)
        assert spec is not None
        assert spec.origin
        for path in sorted(Path(spec.origin).parent.rglob("*")):
            if path.suffix in {".py", ".html"} and "tests" not in path.parts:
                found.append(path.read_text(encoding="utf-8"))
    return "\n".join(found)


def _says(sources: str, words: str) -> bool:
    return any(f"{quote}{words}{quote}" in sources for quote in "\"'")


def test_every_button_named_stands_in_the_interface() -> None:
    ours, packages = _interface(), _packages()
    missing = [code for code, name in names.OURS.items() if not _says(ours, english(name))]
    missing += [code for code, name in names.WAGTAILS.items() if not _says(packages, english(name))]
    assert missing == []
    assert not _says(ours, "A button that nobody has"), "the search finds only what is there"


def test_every_name_is_used_and_every_name_used_is_known() -> None:
    used = {name for _code, sentence in SENTENCES for name in USED.findall(english(sentence))}
    assert used == {*names.ALL, *names.FIGURES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_carry_the_words_of_the_interface(language: str) -> None:
    with translation.override(language):
        for code, sentence in SENTENCES:
            filled = parts.filled(sentence, names.ALL, names.FIGURES)
            for name in set(USED.findall(english(sentence))) & set(names.ALL):
                assert f">{escape(capfirst(str(names.ALL[name])))}<" in filled, (code, name)
        assert "<b" not in parts.filled("Less < more", names.ALL, {})
        renamed = {**names.ALL, "approve": "Đồng ý <ngay>"}
        assert "Đồng ý &lt;ngay&gt;" in parts.filled("Bấm %(approve)s.", renamed, {})


def test_every_sentence_is_translated() -> None:
    same = []
    for words in [sentence for _code, sentence in SENTENCES] + [topic.title for topic in contents.TOPICS.values()]:
        assert isinstance(words, Promise)
        with translation.override("vi"):
            if str(words) == english(words):
                same.append(english(words))
    assert same == []


@pytest.mark.django_db
def test_ways_are_those_of_the_workflows() -> None:
    shown = views.ways()
    assert [len(way["steps"]) for way in shown] == [len(steps) for steps in processes.STEPS.values()]
    assert [step["label"] for way in shown for step in way["steps"]] == [
        step.label for steps in processes.STEPS.values() for step in steps
    ]
