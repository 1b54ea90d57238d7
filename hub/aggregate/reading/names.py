"""Which element is meant, whatever the case and the spelling of its namespace."""

_SPACES = {
    "http://www.w3.org/2005/atom": "",
    "http://purl.org/atom/ns#": "",
    "http://purl.org/rss/1.0/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://channel.netscape.com/rdf/simple/0.9/": "",
    "http://my.netscape.com/publish/formats/rss-0.91.dtd": "",
    "http://purl.org/net/rss1.1#": "",
    "http://purl.org/rss/1.0/modules/rss091#": "",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/dc/terms/": "dcterms:",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://purl.org/rss/1.0/modules/syndication/": "sy:",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes:",
    "http://search.yahoo.com/mrss/": "media:",
    "http://search.yahoo.com/mrss": "media:",
    "http://www.georss.org/georss": "georss:",
    "http://www.opengis.net/gml": "gml:",
    "http://www.w3.org/2003/01/geo/wgs84_pos#": "geo:",
    "http://backend.userland.com/creativecommonsrssmodule": "cc:",
    "http://cyber.law.harvard.edu/rss/creativecommonsrssmodule.html": "cc:",
    "http://web.resource.org/cc/": "cc:",
    "http://creativecommons.org/ns#": "cc:",
    "http://creativecommons.org/ns#license": "cc:",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner:",
    "http://purl.oclc.org/net/rss_2.0/enc#": "enc:",
    "http://www.w3.org/1999/xhtml": "xhtml:",
    "http://backend.userland.com/rss": "",
    "http://backend.userland.com/rss2": "",
    "http://blogs.law.harvard.edu/tech/rss": "",
    "https://cyber.harvard.edu/rss/rss.html": "",
    "http://cyber.law.harvard.edu/rss/rss.html": "",
}
# The same thing under different names.
_SAME = {
    "pubdate": "published",
    "issued": "published",
    "dcterms:issued": "published",
    "modified": "updated",
    "dc:date": "updated",
    "lastbuilddate": "updated",
    "dcterms:modified": "updated",
    "dcterms:created": "created",
    "dc:creator": "author",
    "dc:author": "author",
    "managingeditor": "author",
    "dc:subject": "category",
    "dc:language": "language",
    "dc:rights": "rights",
    "copyright": "rights",
    "dc:title": "title",
    "dc:description": "description",
    "abstract": "description",
    "tagline": "subtitle",
    "body": "content",
    "xhtml:body": "content",
    "fullitem": "content:encoded",
    "id": "guid",
    "dc:identifier": "identifier",
}


class Names(dict[str, str]):
    """From an element's full name to our short one; a document's own, so that no document can fill it for others.

    >>> Names()["{http://purl.org/dc/elements/1.1/}Date"]
    'updated'
    """

    def __missing__(self, tag: str) -> str:
        """Work out the short name of *tag* and keep it."""
        space, brace, local = tag.rpartition("}")
        prefix = _SPACES.get(space[1:].lower(), "?") if brace else ""
        short = prefix + local.lower()
        short = self[tag] = _SAME.get(short, short)
        return short
