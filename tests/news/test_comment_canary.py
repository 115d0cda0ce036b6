"""Nothing of a comment reaches anybody before approval or after it ended: every public address is walked."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation
from wagtail.models import Page, Site

from news.domain import comments
from news.enums import CommentRule
from news.models import ArticlePage, Comment
from portal.kernel import clock
from tests import worlds
from tests.factories import news as factory

HIDDEN = ("CHIMUNVERIFIED", "CHIMPENDING", "CHIMREFUSED", "CHIMWITHDRAWN", "CHIMTAKENOFF", "chim@an.example", "CHIMTEN")
SHOWN = "CHIMAPPROVED"
QUIET = re.compile(r"^(admin/|documents/|media/|static/|_util/|__)|logout|healthz|readyz")


@worlds.standing
def room(site: Site) -> factory.Newsroom:
    return factory.make_newsroom(site)


@pytest.fixture
def article(room: factory.Newsroom) -> ArticlePage:
    """Return a story in both languages with a comment in every state."""
    made = factory.make_article(room.page, "Bài có chim", published_at=factory.days_ago(1))
    factory.translate(made, "Story with canaries")
    now = clock.now()
    for state in ("unverified", "pending", "refused", "withdrawn"):
        factory.make_comment(
            made,
            text=f"CHIM{state.upper()} ý kiến",
            name="CHIMTEN",
            email="chim@an.example",
            state=state,
            decided_at=now if state == "refused" else None,
        )
    taken_off = factory.make_comment(made, text="CHIMTAKENOFF ý kiến", name="CHIMTEN", email="chim@an.example")
    comments.approve(comment=taken_off, by=room.editor, now=now)
    comments.refuse(comment=taken_off, by=room.editor, now=now, rule=CommentRule.INSULT)
    factory.make_comment(made, text=f"{SHOWN} ý kiến", email="chim@an.example", state="approved", decided_at=now)
    return made


def _addresses(patterns: Any, prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _addresses(pattern.url_patterns, address)
        elif isinstance(pattern, URLPattern):
            yield address


def _public(article: ArticlePage) -> Iterator[str]:
    comment = Comment.objects.order_by("pk").first()
    values = {"code": "bao-thu", "pk": str(comment.pk if comment else 1), "article_key": str(article.translation_key)}

    def value(found: re.Match[str]) -> str:
        name = found.group(1)
        return values.get(name, values["article_key"] if "key" in name else "1")

    for language in ("vi", "en"):
        with translation.override(language):
            addresses = list(_addresses(get_resolver().url_patterns))
        for address in addresses:
            plain = address.replace("^", "").replace("$", "").replace("\\Z", "").replace("\\", "")
            if not QUIET.search(plain) and "(?P" not in plain:
                yield "/" + re.sub(r"<(?:\w+:)?(\w+)>", value, plain)
    for page in Page.objects.live():
        url = page.get_url()
        if url:
            yield from (url, f"{url}?y-kien=1&thu-tu=moi-nhat", f"{url}?y-kien=9")
    for word in HIDDEN:
        yield from (f"/tim-kiem/?q={quote(word)}", f"/en/search/?q={quote(word)}")


def _text(response: Any) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode("utf-8", "replace") + str(dict(response.headers))


def test_no_public_address_tells_of_a_comment_that_is_not_shown(article: ArticlePage) -> None:
    client, leaks, shown = Client(raise_request_exception=False), [], 0
    for url in dict.fromkeys(_public(article)):
        text = _text(client.get(url))
        text = text.replace(quote("chim@an.example"), "")
        # A search page repeats what was asked.
        asked = next((word for word in HIDDEN if f"q={quote(word)}" in url), "")
        found = [word for word in HIDDEN if word in text and word != asked]
        leaks += [f"{url}: {word}" for word in found]
        if asked and "ý kiến</" in text and f"{asked} ý kiến" in text:
            leaks.append(f"{url}: found {asked}")
        shown += SHOWN in text
    assert leaks == []
    assert shown >= 6, "story and feed in both languages do show what is approved"


def test_structured_data_and_feed_hold_the_approved_one_only(client: Client, article: ArticlePage) -> None:
    body = client.get(article.get_url()).content.decode()
    data = "".join(re.findall(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', body, re.S))
    assert '"Comment"' in data
    assert SHOWN in data
    feed = client.get(f"/y-kien/{article.translation_key}/atom.xml").content.decode()
    assert feed.count("<entry>") == 1
    form_keys = [str(key) for key in Comment.objects.values_list("form_key", flat=True)]
    assert not any(key in body + feed for key in form_keys), "the key of a form opens what its sender sees"


def test_view_after_a_refusal_is_fresh(client: Client, article: ArticlePage, room: factory.Newsroom) -> None:
    urls = (article.get_url(), f"/y-kien/{article.translation_key}/atom.xml")
    before = [client.get(url) for url in urls]
    assert all(SHOWN in answer.content.decode() for answer in before)
    shown = Comment.objects.get(state="approved")
    comments.refuse(comment=shown, by=room.editor, now=clock.now(), rule=CommentRule.INSULT)
    for url, answer in zip(urls, before, strict=True):
        known = {"If-None-Match": answer.headers.get("ETag"), "If-Modified-Since": answer.headers.get("Last-Modified")}
        again = client.get(url, headers={name: value for name, value in known.items() if value})
        assert again.status_code == 200
        assert SHOWN not in again.content.decode()


def test_pages_of_opinions_are_numbered_ordered_and_cost_the_same(client: Client, room: factory.Newsroom) -> None:
    article = factory.make_article(room.page, "Bài nhiều ý kiến")
    now = clock.now()
    english = factory.translate(article, "Story with many")
    factory.make_comment(article, text="Ý số 0", state="approved", decided_at=now, submitted_at=factory.days_ago(30))
    client.get(article.get_url())
    with CaptureQueriesContext(connection) as few:
        client.get(article.get_url())
    for number in range(1, 25):
        factory.make_comment(
            article,
            text=f"Ý số {number}.",
            state="approved",
            decided_at=now,
            submitted_at=factory.days_ago(30 - number),
        )
    with CaptureQueriesContext(connection) as many:
        first = client.get(article.get_url()).content.decode()
    assert len(many) == len(few)
    assert "Ý số 19." in first
    assert "(25)" in first
    listed = first[first.index('id="comments-heading"') :]
    assert "Ý số 20." not in listed
    assert "noindex" not in first
    second = client.get(f"{article.get_url()}?y-kien=2").content.decode()
    assert "Ý số 24." in second
    assert "noindex" in second
    assert f'rel="canonical" href="http://testserver{article.get_url()}"' in second
    feed = client.get(f"/y-kien/{article.translation_key}/atom.xml").content.decode()
    numbers = dict(Comment.objects.filter(state="approved").values_list("text", "pk"))
    assert f'{article.get_url()}?y-kien=2#y-kien-{numbers["Ý số 24."]}"' in feed
    assert f'{article.get_url()}#y-kien-{numbers["Ý số 19."]}"' in feed
    newest = client.get(f"{article.get_url()}?thu-tu=moi-nhat").content.decode()
    newest = newest[newest.index('id="comments-heading"') :]
    assert newest.index("Ý số 24.") < newest.index("Ý số 23.")
    assert "thu-tu=moi-nhat" in newest[newest.index("pagination") :]
    assert '<p lang="vi">Ý số 0' in client.get(english.get_url()).content.decode()
