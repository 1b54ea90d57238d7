"""Is this an e-mail address, and which two of them are one? Words, no network."""

import re
from string import ascii_lowercase, ascii_uppercase
from unicodedata import normalize

import idna

LONGEST = 254  # characters of an address (RFC 5321, 4.5.3.1.3, less the angle brackets)
LONGEST_LOCAL = 64  # before the @ (RFC 5321, 4.5.3.1.1)
LONGEST_DOMAIN = 253  # in ASCII (RFC 1035, 3.1, less the length bytes at its ends)
# What people have: letters, digits and signs of RFC 5322 without quoting; a domain with a dot, in any script.
_LOCAL = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*")
_DOMAIN = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)+")
_SMALL = str.maketrans(ascii_uppercase, ascii_lowercase)


def is_email(text: str) -> bool:
    """Say whether *text* looks like an address mail can be sent to; only a code typed from it proves more.

    >>> is_email("ben@example.org"), is_email("ben@example"), is_email("ben@@example.org"), is_email("a b@example.org")
    (True, False, False, False)
    """
    local, at, domain = text.rpartition("@")
    if not at or len(text) > LONGEST or len(local) > LONGEST_LOCAL:
        return False
    return bool(_LOCAL.fullmatch(local)) and _in_ascii(domain) is not None


def ascii_domain(address: str) -> str:
    """Return *address* with its domain as every mail server reads it; ValueError when there is no such domain.

    >>> ascii_domain("ben@bücher.example")
    'ben@xn--bcher-kva.example'
    """
    local, _, domain = address.rpartition("@")
    found = _in_ascii(domain)
    if found is None:
        raise ValueError("there is no such domain")
    return f"{local}@{found}"


def email_key(email: str) -> str:
    """Return what is the same for all spellings of one mailbox: capitals of ASCII do not count, letters do.

    Signs that only look alike are other people's mailboxes: whoever owns one of those must not come in as this one.

    >>> email_key(" Ben@Example.ORG ") == email_key("ben@example.org")
    True
    """
    local, at, domain = email.strip().rpartition("@")
    return f"{local.translate(_SMALL)}{at}{_in_ascii(domain) or domain}"


def _in_ascii(domain: str) -> str | None:
    """Return a domain as it is looked up; None when none is called so."""
    try:
        found = domain.lower() if domain.isascii() else idna.encode(normalize("NFC", domain).lower()).decode("ascii")
    except idna.IDNAError:
        return None
    return found if len(found) <= LONGEST_DOMAIN and _DOMAIN.fullmatch(found) else None
