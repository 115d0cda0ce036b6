"""Help for broadcasters: recordings, live broadcasts, programmes."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from news.help.parts import Part, Topic
from news.help.writing import UNEXPECTED

BROADCASTERS: Final = _("Everybody who writes for radio and television")

RECORDINGS: Final = Topic(
    code="recordings",
    title=_("Film and sound: file, still, captions, transcript"),
    who=BROADCASTERS,
    parts=(
        Part(
            _("What a recording needs"),
            (
                _("Choose the kind of the story, then open %(film_and_sound)s in the form."),
                _(
                    "%(file)s: MP3 or M4A up to %(sound_limit)s, MP4 or WebM up to %(film_limit)s, from your own collection. Or give the %(address)s of a film on YouTube; readers load it by a click only."
                ),
                _("%(still)s: what the player shows before it is started. Left empty, it is the picture of the story."),
                _(
                    "%(captions)s: WebVTT, or SRT, which becomes WebVTT by itself. A film of your own is not published without it."
                ),
                _(
                    "%(transcript)s: everything that is said, and what is shown where it matters. No film or sound is published without it."
                ),
            ),
            is_ordered=True,
        ),
        Part(
            _("A film is too large"),
            (
                _(
                    "The portal refuses it before it is stored and names the limit. What you typed in the story is not touched."
                ),
                _("Save it again in your editing program as MP4, 720p, about 1 Mbit/s: twenty minutes fit then."),
                _("Or put it on your channel at YouTube and fill in %(address)s instead of a file."),
            ),
        ),
        Part(
            UNEXPECTED,
            (
                _(
                    "The captions are refused: the sentence names the line. Most often a blank line is missing after WEBVTT, or times have a comma where a point belongs."
                ),
                _(
                    "The captions run longer than the recording: they belong to another recording. Choose the right file."
                ),
                _("The file is refused as something else than its name says: export it again, do not rename it."),
            ),
        ),
    ),
)

LIVE: Final = Topic(
    code="live",
    title=_("Live broadcasts, programmes and air times"),
    who=BROADCASTERS,
    parts=(
        Part(
            _("A live broadcast"),
            (
                _(
                    "Choose the kind %(live)s and fill in %(live_from)s and %(live_until)s, and where it can be seen or heard."
                ),
                _(
                    "Hand it in early: it has to be public before it begins. Readers see when it begins, then the broadcast, then that it has ended."
                ),
                _(
                    "If it ends earlier, an editor or chief editor presses %(end)s at the top of the form. That counts in every language and needs no approval."
                ),
                _(
                    "For the replay put the file or the address into %(film_and_sound)s, with captions and transcript, and hand it in."
                ),
            ),
            is_ordered=True,
        ),
        Part(
            _("Programmes (editors and chief editors)"),
            (
                _(
                    "%(programmes)s holds what is sent again and again, with its weekly slots. Air times are planned four weeks ahead by themselves."
                ),
                _("One falls out: open it under %(air_times)s and say so. It stays in lists and calendars, marked."),
                _(
                    "Choose the programme at a story, and the story becomes an episode: it stands on the programme's page and in its podcast."
                ),
            ),
        ),
        Part(
            _("Loudspeakers of communes"),
            (
                _(
                    "What stands under %(script)s can be printed and downloaded by communes, with the time that reading takes."
                ),
            ),
        ),
    ),
)

TOPICS: Final = (RECORDINGS, LIVE)
