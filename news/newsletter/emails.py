"""Mails of the newsletter."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from news.enums import NewsletterRhythm
from news.models import NewsletterSubscription
from news.queries import ArticleCard
from portal.kernel.languages import Language
from portal.mail import domain as mail
from portal.mail import rendering
from portal.mail.rendering import Rendered
from portal.vocabularies import queries as vocabularies
from portal.vocabularies.enums import VocabularyCode

ISSUE: Final = "news/emails/newsletter_issue"
TEST: Final = "news/emails/newsletter_test"
"""The kind of an issue that an editor had sent to themselves; it has no templates of its own."""


def _url(name: str, subscription: NewsletterSubscription, *args: Any) -> str:
    with translation.override(subscription.language):
        return mail.absolute_url(reverse(name, args=args))


def _send(kind: str, subscription: NewsletterSubscription, unsubscribe_url: str = "", **context: Any) -> None:
    mail.queue(
        kind=kind,
        recipient=subscription.email,
        language=subscription.language,
        context=context,
        unsubscribe_url=unsubscribe_url,
    )


def confirm(*, subscription: NewsletterSubscription, secret: str) -> None:
    """Ask the address whether it wants the newsletter."""
    _send(
        "news/emails/newsletter_confirm",
        subscription,
        url=_url("news:newsletter-confirm", subscription, secret),
        audiences=_audiences(subscription),
    )


def subscribed_already(*, subscription: NewsletterSubscription, secret: str) -> None:
    """Tell a subscribed address that somebody asked for it again, with the link to its choices."""
    _send("news/emails/newsletter_known", subscription, url=_url("news:newsletter-choices", subscription, secret))


def welcome(*, subscription: NewsletterSubscription, secret: str) -> None:
    """Tell the reader that the subscription runs, and how to change and end it."""
    end_url = _url("news:newsletter-end", subscription, secret)
    _send(
        "news/emails/newsletter_welcome",
        subscription,
        end_url,
        rhythm=subscription.rhythm,
        audiences=_audiences(subscription),
        url=_url("news:newsletter-choices", subscription, secret),
        end_url=end_url,
    )


def issue(
    *,
    subscription: NewsletterSubscription,
    cards: Sequence[ArticleCard],
    number: int,
    audiences: Sequence[str],
    secret: str,
) -> None:
    """Send the stories; ``number`` is how many there are in all, ``audiences`` the codes that chose them."""
    end_url = _url("news:newsletter-end", subscription, secret)
    context = issue_context(
        language=Language(subscription.language),
        cards=cards,
        number=number,
        audiences=audiences,
        rhythm=NewsletterRhythm(subscription.rhythm),
    )
    links = {"choices_url": _url("news:newsletter-choices", subscription, secret), "end_url": end_url}
    _send(ISSUE, subscription, end_url, **context, **links)


def issue_context(
    *,
    language: Language,
    cards: Sequence[ArticleCard],
    number: int,
    audiences: Sequence[str],
    rhythm: NewsletterRhythm,
) -> dict[str, Any]:
    """Return what the templates of an issue read, without the links of one reader; at least one card is given."""
    stories = [
        {
            "title": card.title,
            "lead": card.summary,
            "newsroom": card.newsroom,
            "url": mail.absolute_url(card.url),
            "is_vietnamese_only": card.vietnamese_only,
        }
        for card in cards
    ]
    return {
        "stories": stories,
        "first_title": stories[0]["title"],
        "number": number,
        "left_out": number - len(stories),
        "rhythm": rhythm.value,
        "audiences": _words(audiences, language),
    }


def rendered_issue(*, language: Language, context: Mapping[str, Any]) -> Rendered:
    """Return an issue that goes to no reader, from ``issue_context``: its links lead to the form, not to anybody's choices."""
    with translation.override(language):
        form = mail.absolute_url(reverse("news:newsletter"))
    return rendering.render(kind=ISSUE, language=language, context={**context, "choices_url": form, "end_url": form})


def issue_to_editor(*, recipient: str, language: Language, context: Mapping[str, Any]) -> None:
    """Send an issue to the editor who looks at it, marked as a test; figures of issues do not count it."""
    words = rendered_issue(language=language, context=context)
    with translation.override(language):
        subject = _("[Test] %(subject)s") % {"subject": words.subject}
    mail.queue_rendered(
        kind=TEST, recipient=recipient, language=language, subject=subject, text=words.text, html=words.html
    )


def _audiences(subscription: NewsletterSubscription) -> list[str]:
    return _words([term.code for term in subscription.audiences.all()], Language(subscription.language))


def _words(codes: Sequence[str], language: Language) -> list[str]:
    with translation.override(language):
        words = dict(vocabularies.term_choices(VocabularyCode.AUDIENCE))
    return [words[code] for code in codes if code in words]
