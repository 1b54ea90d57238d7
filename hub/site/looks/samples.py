"""What stands in the style guide? Invented things of every sort: short, long, foreign and odd."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from hub.aggregate.feeds.queries import FeedView, SourceView
from hub.aggregate.feeds.states import Mood, State
from hub.aggregate.items.cards import Card, File, Speaker, Why
from hub.kit.saying import NOTHING, say
from hub.meet.events.rules import Day, Entry
from hub.meet.events.values import Meetup
from hub.places.queries import PlaceView

HERE = PlaceView(UUID(int=7), "styleguide", "Upper Samplewick", "town", None, "Europe/London")
KINDS = (
    *("council", "planning", "reports", "press", "blog", "podcast", "photos", "community", "events"),
    *("faith", "school", "library", "business", "police", "health", "transport", "brass-band"),
)
_BINS = Why("bins", "Bins & recycling", "label", "refuse")
_ROADS = Why("roads", "Roads & parking", "text", "double yellow lines")
_LONG = Why("long", "Donaudampfschifffahrtsgesellschaftskapitänswitwenrente", "title", "Rente")
_TITLES = {
    "planning": "WB/0348: Market Place, raised table and two crossings",
    "podcast": "Episode 12: The man who counts the swifts",
    "photos": "Lower gate, just now",
    "police": "Purse handed in at the counter",
}
FOREIGN = """
<h2>A heading</h2><p>Words with <a href="https://a.example/">a link</a> and <code>code</code>.</p><h5>Deeper</h5>
<blockquote>Somebody else said so.</blockquote><ul><li>One</li><li>Two</li></ul>
<pre>a line of code that is much longer than any screen is wide, which nobody may break: it goes on and on and on</pre>
<table><tr><th>When</th><th>Where</th><th>Donaudampfschifffahrtsgesellschaftskapitän</th><th>Who brings cake</th></tr>
<tr><td>Monday</td><td>Old Library</td><td>yes</td><td>Joan</td></tr></table>
<img src="https://a.example/mill.jpg" alt="The mill in winter">
"""
_ODD = (
    ("اجتماع الجيران في المكتبة القديمة يوم السبت", "نشرب الشاي ونتحدث عن الحديقة الجديدة. الجميع مرحب بهم.", "ar"),
    ("明日の朝、橋の清掃があります", "長靴を持ってきてください。終わったらお茶を飲みましょう。", "ja"),
    ("Łódź, Žižkov and Zürich: three twin towns, one Saturday", "", "en"),
    ("<script>alert('a title that is only words')</script>", "And <b>so</b> is this.", "en"),
    (
        "https://averyveryverylongaddresswithoutanyplacetobreak.example/which-somebody-took-for-a-title-of-a-post",
        "",
        "",
    ),
)


def kinds(now: datetime) -> Sequence[Card]:
    """Return one card of each kind of source."""
    return [_card(number, kind, now) for number, kind in enumerate(KINDS, 1)]


def odd(now: datetime) -> Sequence[Card]:
    """Return cards with words no designer thinks of."""
    return [
        _card(number, "blog", now, title=title, summary=summary, language=language, tags=(_BINS, _LONG, _ROADS))
        for number, (title, summary, language) in enumerate(_ODD, 100)
    ]


def sources(now: datetime) -> Sequence[SourceView]:
    """Return a source for each state a feed can be in."""
    states = (
        State(Mood.WELL, say("Doing well.")),
        State(Mood.REMARKED, say("Doing well."), notes=(say("It gives no dates: we show when we first saw an item."),)),
        State(Mood.NEW, say("Not looked at yet.")),
        State(Mood.PAUSED, say("Its server asked us to wait."), since=now + timedelta(hours=2)),
        State(
            Mood.TROUBLED,
            say("There is no feed at this address any more (404)."),
            say("Tell us the new address."),
            since=now - timedelta(days=3),
        ),
        State(Mood.RETIRED, say("We no longer look here.")),
    )
    return [_source(number, state, now) for number, state in enumerate(states)]


def days(now: datetime) -> Sequence[Day]:
    """Return two days of meetups."""
    today = now.date()
    evening = now.replace(hour=19, minute=30, second=0, microsecond=0)
    entries = (
        Entry(_meetup("Repair café", evening, today, repeats=say("every second Tuesday"))),
        Entry(_meetup("Folk night with the Weir Sisters", evening, today, cancelled=True)),
        Entry(_meetup("Open gardens", evening, today, all_day=True), until=today + timedelta(days=2)),
    )
    return [Day(today, entries), Day(today + timedelta(days=1), entries[:1])]


def _card(number: int, kind: str, now: datetime, **other: object) -> Card:
    usual = {
        "title": _TITLES.get(kind, "Scaffolders on Miller’s Bridge stop for an otter"),
        "summary": "Work paused at 09:45 while an otter ate a fish on the third plank. It was, the foreman says, in no "
        "hurry and wearing no helmet. That is all for now, and more than most days bring to the lower gate.",
        "language": "en",
        "tags": (_BINS, _ROADS)[: number % 3],
        "files": _files(kind),
    } | other
    return Card(
        id=number,
        feed_id=UUID(int=1),
        guid=str(number),
        link=f"https://samplewick.example/{number}",
        author="Joan Weir",
        licence="",
        published_at=now,
        updated_at=None,
        sort_at=now - timedelta(minutes=17 * number),
        source=Speaker(kind, "Upper Samplewick Gazette & Advertiser", kind, "https://samplewick.example/", "excerpt"),
        places=(),
        **usual,  # type: ignore[arg-type] # the names are those of a card
    )


def _files(kind: str) -> tuple[File, ...]:
    sound = File("https://samplewick.example/12.mp3", "audio/mpeg", 23_400_000, "")
    picture = File("https://samplewick.example/gate.jpg", "image/jpeg", 420_000, "A heron at the lower gate")
    return {"podcast": (sound,), "photos": (picture,)}.get(kind, ())


def _source(number: int, state: State, now: datetime) -> SourceView:
    heard = None if state.mood is Mood.NEW else now - timedelta(hours=number)
    feed = FeedView(
        id=UUID(int=number),
        url="https://samplewick.example/a/feed/with/a/rather/long/address.xml?format=atom&of=everything",
        reads="items",
        title="Samplewick",
        dialect="Atom 1.0",
        due_at=now + timedelta(hours=1),
        looked_at=heard,
        heard_at=heard,
        last_post_at=heard,
        retired=state.mood is Mood.RETIRED,
        state=state,
    )
    return SourceView(
        id=UUID(int=number),
        slug=f"source-{number}",
        name=f"The Samplewick {KINDS[number].capitalize()}",
        kind=KINDS[number],
        site="https://samplewick.example/",
        licence="",
        shows="excerpt",
        only_when_mentioned=False,
        retired=feed.retired,
        place_ids=frozenset(),
        feeds=(feed,),
    )


def _meetup(title: str, starts_at: datetime, day: date, **other: object) -> Meetup:
    usual = {"all_day": False, "location": "Old Library, Chandler’s Walk", "repeats": NOTHING} | other
    return Meetup(
        event_id=UUID(int=1),
        title=title,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        starts_on=day,
        source_name="Samplewick diary",
        source_slug="diary",
        **usual,  # type: ignore[arg-type] # the names are those of a meetup
    )
