"""What do real pages name? Read by hand, page by page: the titles of their feeds in the order of the page.

A feed without a title stands by its address. Then the one that is offered first, and calendars, and feeds among links.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Expected:
    """What a page of the collection says."""

    feeds: tuple[str, ...] = ()
    first: str = ""  # where the feed lies that is offered first
    calendars: int = 0
    linked: int = 0


RPBA = "Rogers Park Business Alliance » Feed"
ARS = "http://feeds.arstechnica.com/arstechnica/index/"
MCS = "https://feeds.feedburner.com/mcsweeneys"
GAWKER = "http://feeds.gawker.com/lifehacker/full"
LIFEHACKER = "Lifehacker - All stories"

PAGES = {
    "canonical-error": Expected(("Timothy McSweeney’s Internet Tendency",), MCS),
    "canonical-root": Expected(("Timothy McSweeney’s Internet Tendency",), MCS),
    "civic-chi-buildings": Expected(
        ("PBC Chicago » Feed", "PBC Chicago » Comments Feed"), "http://www.pbcchicago.com/feed/"
    ),
    "civic-chi-fire-benefit-fund": Expected(),
    "civic-chi-low-income-housing-trust-fund": Expected(
        (
            "Chicago Low-Income Housing Trust Fund » Feed",
            "Chicago Low-Income Housing Trust Fund » Comments Feed",
        ),
        "http://www.chicagotrustfund.org/feed/",
    ),
    "civic-chi-mayors-bicycle-advisory-council": Expected(
        ("Chicago Complete Streets » Feed",), "http://chicagocompletestreets.org/feed/"
    ),
    "civic-chi-mayors-pedestrian-advisory-council": Expected(
        ("Chicago Complete Streets » Feed",), "http://chicagocompletestreets.org/feed/"
    ),
    # It names its feed twice, with and without a slash at the end of its title's own making: one address is one feed.
    "civic-chi-metro-pier-exposition": Expected(
        ("MPEA RSS Feed", "MPEA » Comments Feed"), "http://www.mpea.com/feed/", calendars=1
    ),
    "civic-chi-ssa-19": Expected((RPBA,), "https://rpba.org/feed/"),
    "civic-chi-ssa-2": Expected(
        (
            "Belmont-Central Chamber of Commerce » Feed",
            "Belmont-Central Chamber of Commerce » Comments Feed",
            "Belmont-Central Chamber of Commerce » SSA #2 Meeting Minutes & Audits Comments Feed",
            "NextGEN Gallery RSS Feed",
        ),
        "http://belmontcentral.org/feed/",
    ),
    "civic-chi-ssa-43": Expected((RPBA,), "https://rpba.org/feed/"),
    "civic-chi-ssa-43-detail": Expected((RPBA,), "https://rpba.org/feed/", calendars=1),
    "civic-chi-ssa-51": Expected(calendars=1),
    "civic-chi-ssa-54-detail": Expected((RPBA,), "https://rpba.org/feed/", calendars=1),
    "civic-chi-ssa-73": Expected(
        ("Welcome to Chinatown » Feed", "Welcome to Chinatown » Comments Feed"), "https://chinatownssa73.org/feed/"
    ),
    "civic-il-board-of-examiners": Expected(("Illinois Board of Examiners » Feed",), "https://www.ilboe.org/feed/"),
    "civic-il-regional-transit-upcoming": Expected(),  # all three stand in a comment
    "coco": Expected(("The Atlantic", "Best of The Atlantic"), "https://site.example/feed/all/", linked=1),
    "codehollow": Expected(
        ("codehollow » Feed", "codehollow » Comments Feed"), "https://codehollow.com/feed/", linked=1
    ),
    "cowboyprogrammer": Expected(
        (
            "https://cowboyprogrammer.org/index.xml",
            "https://cowboyprogrammer.org/feed.json",
            "https://cowboyprogrammer.org/atom.xml",
        ),
        "https://cowboyprogrammer.org/index.xml",
        linked=1,
    ),
    "daringfireball": Expected(("https://site.example/feeds/main",), "https://site.example/feeds/main", linked=1),
    "events-jsonld-empty-item-test": Expected(
        ("Taste of Home » Feed", "Taste of Home » Comments Feed"), "https://www.tasteofhome.com/feed/", linked=1
    ),
    "furbo": Expected(("Iconfactory News Feed",), "http://furbo.org/feed/", linked=1),
    "fz": Expected(("Nyheter från FZ.se", "FZ forum"), "https://site.example/feeds/nyheter"),
    "gb2312": Expected(),
    "href": Expected(linked=1),
    "html-page": Expected(("Le Monde.fr : Europe",), "http://www.lemonde.fr/europe/rss_full.xml"),
    "html-scraper-arstechnica": Expected((ARS,), ARS, linked=1),
    "html-scraper-egscomic": Expected(linked=1),
    "html-scraper-lemonde": Expected(
        ("Le Monde.fr : Proche-Orient",), "https://www.lemonde.fr/proche-orient/rss_full.xml", linked=1
    ),
    "html4-page": Expected(linked=1),  # the one in its head stands in a comment
    "indie-blog": Expected(("Ind.ie Blog",), "https://ind.ie/blog/rss/index.xml"),
    "openlylocal-council-home-page": Expected(
        (
            "News and Press Releases",
            "News Article Comments",
            "Events This Week",
            "Events Today",
            "Twitter Feed",
            "Friend Feed",
            "Flickr Group Feed",
            "Job Vacancies",
            "Jobs at Nearby Councils",
        ),
        "http://www.stratford.gov.uk/files/news/news.xml",
    ),
    "orf": Expected(("Newsfeed - news.ORF.at",), "https://rss.orf.at/news.xml"),
    "page-ars-1": Expected((ARS,), ARS, linked=1),
    "page-blogger": Expected(
        ("Silicon Exposed - Atom", "Silicon Exposed - RSS", "Silicon Exposed - Atom"),
        "http://siliconexposed.blogspot.com/feeds/posts/default",
        linked=1,
    ),
    "page-citylab-1": Expected(("CityLab RSS",), "https://site.example/feeds/posts/"),
    "page-ebb-org": Expected(
        ("Whole Website RSS for Bradley M. Kuhn", "Blog RSS for Bradley M. Kuhn"),
        "http://ebb.org/bkuhn/rss.xml",
        linked=3,
    ),
    "page-gitlab-blog": Expected(
        ("Blog", "All Releases", "Security Releases", "Major Releases"), "https://site.example/atom.xml"
    ),
    "page-iab-1": Expected(("IAB Feed",), "http://www.iab.com/feed/"),
    "page-ietf-1": Expected(),
    "page-keep-tabular-data": Expected(("Recent Blog Posts",), "https://site.example/blog/rss", linked=1),
    "page-lemonde-1": Expected(("Le Monde.fr : Pixels",), "http://www.lemonde.fr/pixels/rss_full.xml"),
    "page-lifehacker-post-comment-load": Expected((LIFEHACKER,), GAWKER, linked=1),
    "page-lifehacker-working": Expected((LIFEHACKER,), GAWKER, linked=1),
    "page-links-in-tables": Expected(
        (
            "Android Developers Blog - Atom",
            "Android Developers Blog - RSS",
            "Android Developers Blog - Atom",
        ),
        "https://android-developers.googleblog.com/feeds/posts/default",
        linked=1,
    ),
    "page-lwn-1": Expected(("LWN.net headlines",), "http://lwn.net/headlines/newrss"),
    "page-medicalnewstoday": Expected(
        (
            "Medical News Today - Health News Headlines RSS Feed",
            "Medical News Today - Health News Headlines JSON Feed",
        ),
        "https://rss.medicalnewstoday.com/featurednews.xml",
    ),
    "page-theverge": Expected(("The Verge",), "https://site.example/rss/index.xml"),
    "page-v8-blog": Expected(("V8 Atom feed", "V8 JS/Wasm features Atom feed"), "https://site.example/blog.atom"),
    "page-videos-1": Expected(("Vox",), "https://site.example/rss/index.xml", linked=1),
    "page-webmd-1": Expected(("RSS",), "http://rssfeeds.webmd.com/rss/rss.aspx?RSSSource=RSS_PUBLIC"),
    "sixcolors": Expected(("RSS",), "http://feedpress.me/sixcolors", linked=1),
    "slashdot": Expected(("Slashdot RSS",), "http://rss.slashdot.org/Slashdot/slashdotMain", linked=1),
    "stackoverflow": Expected(("Feed of recent questions",), "https://site.example/feeds"),
    "stadtfeuerwehrweiz": Expected(
        ("Stadtfeuerwehr Weiz - Einsätze",), "http://www.stadtfeuerwehr-weiz.at/rss/einsaetze.xml"
    ),
    "theverge": Expected(("The Verge", "Front Page"), "https://site.example/rss/index.xml"),
    "title-ampersand": Expected(("https://site.example/index.xml",), "https://site.example/index.xml", linked=1),
}
