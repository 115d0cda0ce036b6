"""Links for review: one version, one person, an end; remarks become editors' comments."""

import json
import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone
from wagtail.models import Comment as EditorComment
from wagtail.models import Site

from news.domain import review_links, review_remarks
from news.models import ArticlePage, ReviewLink, ReviewRemark
from news.reviews import passages
from news.reviews.enums import LinkState, ReviewAnswer, ReviewRole
from portal.kernel import clock, errors, limits, log_safety, tokens
from portal.mail.models import OutgoingMail
from tests import worlds
from tests.factories import news as factory

CANARY = "CHIMVANG"
BODY = [
    {
        "type": "paragraph",
        "value": '<p data-block-key="aaaaa">Đoạn một nói về tỏi.</p><p data-block-key="bbbbb">Đoạn hai nói về 14 tấn.</p>',
    },
    {"type": "quote", "value": {"text": "Máy chạy tốt.", "name": "Ông Ví Dụ", "role": ""}},
]


@worlds.standing
def room(site: Site) -> factory.Newsroom:
    return factory.make_newsroom(site)


@worlds.standing
def article(room: factory.Newsroom) -> ArticlePage:
    made = factory.make_article(room.page, "Bài chờ duyệt", live=False, body=BODY)
    made.owner = room.chief
    made.save()
    return made


def make(article: ArticlePage, by: Any, **fields: Any) -> tuple[ReviewLink, str]:
    fields = {"now": clock.now(), **fields}
    reviewer = review_links.Reviewer(
        "Luật sư Thử", ReviewRole.LAWYER, fields.pop("email", "luat-su@example.org"), "Xem câu trích."
    )
    return review_links.make(article=article, revision=article.latest_revision, reviewer=reviewer, by=by, **fields)


def _url(secret: str, rest: str = "") -> str:
    return f"/xem-truoc/{secret}/{rest}"


def _body(client: Client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status, response.status_code
    return response.content.decode()


def test_link_shows_exactly_its_version_and_never_a_newer_draft(
    client: Client, article: ArticlePage, room: factory.Newsroom
) -> None:
    _link, secret = make(article, room.editor)
    assert "phiên bản mới hơn" not in _body(client, _url(secret)).lower()
    article.title, article.lead = f"{CANARY} mới", f"{CANARY} sapo"
    article.save_revision(user=room.editor)

    response = client.get(_url(secret))
    body = response.content.decode()

    assert CANARY not in body
    assert "Bài chờ duyệt" in body
    assert "Đoạn hai nói về 14 tấn." in body
    assert "/admin/" not in body
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response.headers["Cache-Control"]
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert not response.cookies
    assert "A newer version exists" in _body(client, f"/en/review/{secret}/")
    assert CANARY not in _body(client, _url(secret, "gop-y/"))
    for rest in ("gop-y/", "gui/"):
        policy = client.get(_url(secret, rest)).headers["Referrer-Policy"]
        assert policy == "same-origin", "browsers send forms of pages without referrer with an origin that is refused"


def test_passages_are_numbered_with_the_place_of_an_editors_comment(article: ArticlePage) -> None:
    found = passages.passages_of(article)

    assert [one.number for one in found] == list(range(1, len(found) + 1))
    assert [one.words for one in found][2:] == [
        "Đoạn một nói về tỏi.",
        "Đoạn hai nói về 14 tấn.",
        "Máy chạy tốt. Ông Ví Dụ",
    ]
    assert found[3].position == '[{"key": "bbbbb", "start": 0, "end": 23}]'
    assert found[4].path.endswith(".text")
    assert all(EditorComment(contentpath=one.path).has_valid_contentpath(article) for one in found)


def test_passage_without_words_is_named_by_its_kind(room: factory.Newsroom) -> None:
    organisation = {"type": "organisation", "value": {"item": None, "note": ""}}
    story = factory.make_article(room.page, "Bài nêu một tổ chức", live=False, body=[*BODY, organisation])

    assert passages.passages_of(story)[-1].words == "Tổ chức liên quan"


def test_remarks_are_changed_until_sent_and_land_beside_the_passage(
    client: Client, article: ArticlePage, room: factory.Newsroom
) -> None:
    link, secret = make(article, room.editor)
    passage = passages.passages_of(article)[3]
    assert passage.words in _body(client, _url(secret, f"gop-y/?passage={passage.key}"))
    key = str(uuid.uuid4())
    for _time in range(2):
        client.post(_url(secret, "gop-y/"), {"text": "Sai: 12 tấn.", "passage": passage.key, "form_key": key})
    client.post(_url(secret, "gop-y/"), {"text": "<b>Chung</b>", "passage": ""})
    first = ReviewRemark.objects.get(passage=passage.key)
    assert ReviewRemark.objects.count() == 2
    client.post(_url(secret, f"gop-y/{first.pk}/"), {"text": "Đúng là 12 tấn."})
    assert EditorComment.objects.count() == 0

    sent = client.post(_url(secret, "gui/"), {"answer": "changes"}, follow=True)

    assert sent.status_code == 200
    comments = {one.contentpath: one for one in EditorComment.objects.all()}
    assert set(comments) == {passage.path, "title"}
    assert "Đúng là 12 tấn." in comments[passage.path].text
    assert "Luật sư Thử" in comments[passage.path].text
    assert comments[passage.path].user == room.editor
    assert comments[passage.path].position == passage.position
    link.refresh_from_db()
    assert link.answer == ReviewAnswer.CHANGES
    told = set(OutgoingMail.objects.filter(kind="news/emails/review_answered").values_list("recipient", flat=True))
    assert told == {room.editor.email, room.chief.email}
    assert client.get(_url(secret, f"gop-y/{first.pk}/")).status_code == 404, "sent remarks are closed"
    assert "&lt;b&gt;Chung" in _body(client, _url(secret, "gop-y/"))
    client.post(_url(secret, "gui/"), {"answer": "changes"})
    assert OutgoingMail.objects.filter(kind="news/emails/review_answered").count() == 2
    editor = Client()
    editor.force_login(room.editor)
    shown = _body(editor, f"/admin/pages/{article.pk}/edit/")
    assert json.dumps("Đúng là 12 tấn.")[1:-1] in shown


def test_settled_in_the_list_is_settled_in_the_editor_and_the_other_way_round(
    article: ArticlePage, room: factory.Newsroom
) -> None:
    link, _secret = make(article, room.editor)
    for words in ("Một.", "Hai."):
        review_remarks.write(
            link=link, article=article, words=words, passage="", form_key=uuid.uuid4(), now=clock.now()
        )
    review_remarks.send(link=link, article=article, answer=ReviewAnswer.NO_OBJECTION, now=clock.now())
    first, second = ReviewRemark.objects.order_by("pk")
    review_remarks.settle(remark=first, by=room.editor, now=clock.now())
    assert EditorComment.objects.get(pk=first.comment_id).resolved_by == room.editor

    comment = EditorComment.objects.get(pk=second.comment_id)
    comment.resolved_at, comment.resolved_by = clock.now(), room.chief
    comment.save()
    second.refresh_from_db()
    assert second.resolved_by == room.chief
    comment.delete()
    second.refresh_from_db()
    assert second.comment_id is None
    number = first.comment_id
    first.refresh_from_db()
    first.delete()
    assert not EditorComment.objects.filter(pk=number).exists()


def test_link_ends_at_its_very_second_and_says_so(
    client: Client, article: ArticlePage, room: factory.Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    link, secret = make(article, room.editor)
    before, at = link.expires_at - timedelta(microseconds=1), link.expires_at
    assert review_links.opened(secret=secret, now=before).state is LinkState.OPEN
    assert review_links.opened(secret=secret, now=at).state is LinkState.EXPIRED
    monkeypatch.setattr(timezone, "now", lambda: at)
    assert "expired" in _body(client, f"/en/review/{secret}/", 410)
    assert "hết hạn" in _body(client, _url(secret), 410)
    for rest in ("gop-y/", "gui/"):
        assert client.post(_url(secret, rest), {"text": "x", "answer": "objection"}).status_code == 410
    assert not ReviewRemark.objects.exists()


def test_revoked_link_opens_nothing_from_the_next_request(
    client: Client, article: ArticlePage, room: factory.Newsroom
) -> None:
    link, secret = make(article, room.editor)
    _body(client, _url(secret))
    editor = Client()
    editor.force_login(room.editor)
    editor.post(f"/admin/news/reviews/{article.pk}/", {"revoke": link.pk})
    assert "withdrawn" in _body(client, f"/en/review/{secret}/", 410)
    link.refresh_from_db()
    assert (link.opened, link.revoked_by) == (1, room.editor)


def test_secret_of_another_purpose_or_of_nobody_is_unknown(
    client: Client, article: ArticlePage, room: factory.Newsroom
) -> None:
    link, secret = make(article, room.editor)
    other = tokens.issue(purpose="news.other", subject=str(link.pk), now=clock.now())
    for wrong in (other, secret[:-1], "khong-co"):
        for rest in ("", "gop-y/", "gop-y/1/", "gui/", "da-gui/"):
            assert client.get(_url(wrong, rest)).status_code == 404
    assert client.get(f"/y-kien-phan-anh/{secret}/").status_code == 404


def test_guessing_ends_in_too_many(client: Client, article: ArticlePage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PER_SECRET", 2)
    cache.clear()
    assert [client.get(_url(f"x{number}")).status_code for number in range(3)] == [404, 404, 429]


def test_published_version_leads_to_the_public_page_and_a_deleted_one_is_told(
    client: Client, article: ArticlePage, room: factory.Newsroom
) -> None:
    _link, secret = make(article, room.editor)
    article.latest_revision.publish()
    response = client.get(_url(secret))
    assert (response.status_code, response.headers["Location"]) == (
        302,
        ArticlePage.objects.get(pk=article.pk).get_url(),
    )
    ArticlePage.objects.get(pk=article.pk).delete()
    assert "no longer exists" in _body(client, f"/en/review/{secret}/", 410)


def test_foreign_newsroom_and_wrong_versions_are_refused(
    site: Site, client: Client, article: ArticlePage, room: factory.Newsroom
) -> None:
    other = factory.make_newsroom(site, "bao-la", "Báo Lạ")
    theirs = factory.make_article(other.page, "Bài lạ", live=False)
    with pytest.raises(errors.NotAllowedError):
        make(article, other.editor)
    with pytest.raises(errors.DomainError, match=r"(?i)phiên bản"):
        review_links.make(
            article=article,
            revision=theirs.latest_revision,
            reviewer=review_links.Reviewer("A", ReviewRole.OTHER),
            by=room.editor,
            now=clock.now(),
        )
    for days in (0, 31):
        with pytest.raises(errors.DomainError):
            make(article, room.editor, days=days)
    client.force_login(other.editor)
    url = f"/admin/news/reviews/{article.pk}/"
    assert client.get(url).status_code == 404
    assert client.post(url, {"name": "x", "role": "other", "days": 7}).status_code == 404
    client.force_login(room.editor)
    assert client.post(url, {"revoke": "999999"}).status_code == 404


def test_admin_makes_a_link_and_shows_it_once(client: Client, article: ArticlePage, room: factory.Newsroom) -> None:
    client.force_login(room.editor)
    url = f"/admin/news/reviews/{article.pk}/"
    made = client.post(
        url,
        {
            "revision": article.latest_revision_id,
            "name": "Bà Thử",
            "role": "interviewee",
            "email": "",
            "note": "",
            "days": 7,
        },
    ).content.decode()
    found = re.search(r"/xem-truoc/([\w-]{43})/", made)
    assert found
    assert found.group(1) not in client.get(url).content.decode()
    assert not OutgoingMail.objects.exists()
    assert ReviewLink.objects.get().expires_at - ReviewLink.objects.get().created_at == timedelta(days=7)
    assert log_safety.without_secrets(found.group(0)) == "/xem-truoc/…/"
    assert f"/admin/news/reviews/{article.pk}/" in client.get(f"/admin/pages/{article.pk}/edit/").content.decode()


def test_pages_cost_the_same_with_one_and_ten_remarks(
    client: Client, article: ArticlePage, room: factory.Newsroom, django_assert_num_queries: Any
) -> None:
    from django.test.utils import CaptureQueriesContext

    link, secret = make(article, room.editor)
    client.force_login(room.editor)
    counts = []
    for number in (1, 9):
        for _each in range(number):
            review_remarks.write(
                link=link, article=article, words="Góp ý.", passage="", form_key=uuid.uuid4(), now=clock.now()
            )
        review_remarks.send(link=link, article=article, answer=ReviewAnswer.CHANGES, now=clock.now())
        found = []
        for url in (_url(secret), _url(secret, "gop-y/"), f"/admin/news/reviews/{article.pk}/"):
            client.get(url)
            with CaptureQueriesContext(connection) as queries:
                client.get(url)
            found.append(len(queries))
        counts.append(found)
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE news_reviewlink SET expires_at = created_at",
        "UPDATE news_reviewlink SET name = ''",
        "UPDATE news_reviewlink SET role = 'spy'",
        "UPDATE news_reviewlink SET answer = 'changes'",
        "UPDATE news_reviewremark SET text = ''",
        "UPDATE news_reviewremark SET resolved_at = written_at",
    ],
)
def test_database_refuses_what_makes_no_sense(article: ArticlePage, room: factory.Newsroom, statement: str) -> None:
    link, _secret = make(article, room.editor)
    review_remarks.write(link=link, article=article, words="Góp ý.", passage="", form_key=uuid.uuid4(), now=clock.now())
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_flood_of_remarks_is_stopped(article: ArticlePage, room: factory.Newsroom) -> None:
    link, _secret = make(article, room.editor)
    for _each in range(review_remarks.MOST_AN_HOUR):
        review_remarks.write(
            link=link, article=article, words="Góp ý.", passage="", form_key=uuid.uuid4(), now=clock.now()
        )
    with pytest.raises(errors.LimitReachedError):
        review_remarks.write(
            link=link, article=article, words="Nữa.", passage="", form_key=uuid.uuid4(), now=clock.now()
        )
    with pytest.raises(errors.DomainError):
        review_remarks.write(
            link=link, article=article, words="x" * 2001, passage="", form_key=uuid.uuid4(), now=clock.now()
        )
