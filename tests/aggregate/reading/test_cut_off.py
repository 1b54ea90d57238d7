"""A document that ends in the middle gives what was whole."""

import pytest

from hub.aggregate.reading.document import Note
from tests.aggregate.reading.documents import atom, post, read, rss


def test_a_document_cut_off_gives_what_is_there() -> None:
    whole = rss(post(3), post(2), post(1))
    feed = read(whole[: whole.index(b"Post 1") + 4])
    assert {entry.title for entry in feed.entries} >= {"Post 3", "Post 2"}
    assert feed.notes >= {Note.CUT_OFF, Note.NOT_WELL_FORMED}


@pytest.mark.parametrize("end", ["</pubDate", "</p", "<descrip", "Words o", "</item>", "</item></channel></rs"])
def test_wherever_a_document_is_cut_off_its_publisher_hears_of_it(end: str) -> None:
    whole = b"<!-- <made> by hand -->" + rss(post(3), post(2), post(1))
    feed = read(whole[: whole.rindex(end.encode()) + len(end)])
    assert Note.CUT_OFF in feed.notes


@pytest.mark.parametrize(
    "end", ["<item>", "<title>Post 1</ti", "</pubDate", "Words o", "<![CDATA[</item", "</description>"]
)
def test_an_entry_inside_which_the_document_ends_is_left_out_until_it_is_whole(end: str) -> None:
    newest = post(1).replace("Words of 1", "<![CDATA[</item>]]>Words of 1")
    whole = rss(post(3), post(2), newest)
    feed = read(whole[: whole.rindex(end.encode()) + len(end)])
    assert {entry.title for entry in feed.entries} == {"Post 3", "Post 2"}
    assert Note.CUT_OFF in feed.notes
    assert "Post 1" in {entry.title for entry in read(whole, known=feed.digests).entries}


@pytest.mark.parametrize("end", ["</item>", "</item></chan", "</channel></rs"])
def test_entries_that_end_before_the_document_breaks_off_are_all_kept(end: str) -> None:
    newest = post(1, "<description>&lt;b&gt;<![CDATA[An <item> and an <entry>]]></description><!-- <item> -->")
    whole = rss(post(3), post(2), newest)
    feed = read(whole[: whole.rindex(end.encode()) + len(end)])
    assert {entry.title for entry in feed.entries} == {"Post 3", "Post 2", "Post 1"}


def test_a_document_cut_off_inside_its_only_entry_is_a_feed_without_entries() -> None:
    feed = read(atom("<title>One</title>").partition(b"</title></entry>")[0])
    assert (feed.entries, feed.notes >= {Note.CUT_OFF, Note.EMPTY}) == ((), True)


def test_a_document_with_its_end_is_not_cut_off_whatever_is_wrong_with_it() -> None:
    assert Note.CUT_OFF not in read(rss(post(2), post(1).replace("</pubDate>", "</p")) + b"<!-- cached -->\n").notes
