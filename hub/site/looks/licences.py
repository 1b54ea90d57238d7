"""What is a licence called? People know the common ones by a name, publishers give an address."""

import re

_CREATIVE_COMMONS = re.compile(
    r"(?:https?://)?(?:www\.)?creativecommons\.org/licen[cs]es/(?P<terms>by(?:-nc)?(?:-nd|-sa)?)/(?P<version>\d\.\d)\b.*",
    re.IGNORECASE,
)
_OPEN_GOVERNMENT = re.compile(
    r"(?:https?://)?(?:www\.)?nationalarchives\.gov\.uk/doc/open-government-licence(?:/version/(?P<version>\d))?\b.*",
    re.IGNORECASE,
)
_ZERO = re.compile(r"(?:https?://)?(?:www\.)?creativecommons\.org/publicdomain/zero/1\.0\b.*", re.IGNORECASE)
_MARK = re.compile(r"(?:https?://)?(?:www\.)?creativecommons\.org/publicdomain/mark/1\.0\b.*", re.IGNORECASE)
_NEWEST = "3"  # of the Open Government Licence: what its address without a version leads to


def licence_name(words: str) -> str:
    """Name the licence that *words*, a publisher's own or an address, speak of; words nobody knows stay as they are.

    >>> licence_name("https://creativecommons.org/licenses/by-nc-sa/4.0/deed.en")
    'CC BY-NC-SA 4.0'
    >>> licence_name("http://www.nationalarchives.gov.uk/doc/open-government-licence/version/2/")
    'OGL 2.0'
    >>> licence_name("https://creativecommons.org/publicdomain/zero/1.0/"), licence_name("Ask Joan")
    ('CC0', 'Ask Joan')
    """
    if found := _CREATIVE_COMMONS.fullmatch(words):
        return f"CC {found['terms'].upper()} {found['version']}"
    if found := _OPEN_GOVERNMENT.fullmatch(words):
        return f"OGL {found['version'] or _NEWEST}.0"
    names = {_ZERO: "CC0", _MARK: "Public Domain Mark"}
    return next((name for known, name in names.items() if known.fullmatch(words)), words)
