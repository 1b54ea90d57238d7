from hub.demo.prose import first_words, html, image


def at(target: str) -> str:
    return f"http://town/{target}"


def test_paragraphs_lists_and_quotes_become_html() -> None:
    written = "One\nline.\n\n- first\n- [second](b)\n\n> so\n> said"
    assert html(written, at) == (
        "<p>One line.</p>\n"
        '<ul><li>first</li><li><a href="http://town/b">second</a></li></ul>\n'
        "<blockquote><p>so said</p></blockquote>"
    )


def test_an_image_keeps_its_words() -> None:
    assert 'alt="A &quot;large&quot; pie"' in html('![A "large" pie](pie)', at)
    assert image("Words\n\n![A pie](pie)") == ("pie", "A pie")
    assert image("Words") is None


def test_special_characters_are_escaped_unless_the_block_is_html() -> None:
    assert html("Fish & chips < pie", at) == "<p>Fish &amp; chips &lt; pie</p>"
    assert html("<p>as it <b>is</b></p>", at) == "<p>as it <b>is</b></p>"


def test_the_first_words_are_plain() -> None:
    assert first_words("![A pie](pie)\n\nSee [this](b).") == "See this."
    assert first_words("<p>html</p>") == ""
