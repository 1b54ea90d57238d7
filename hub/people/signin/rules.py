"""What are codes made of, and how long do they hold? The rules of showing that an address is yours."""

import re
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from hmac import digest
from ipaddress import IPv6Address, ip_address, ip_network
from unicodedata import normalize
from uuid import UUID


class Purpose(StrEnum):
    """What a code is good for."""

    SIGN_IN = "sign-in"
    CONFIRM = "confirm"  # something done first
    CHANGE = "change"  # of an address, at the new one


CODE_HOLDS = timedelta(minutes=15)
MOST_TRIES = 5
SESSION_HOLDS = timedelta(days=90)
PROOF_HOLDS = timedelta(minutes=15)  # what cannot be undone wants a code typed as lately as this
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # nothing that two people read differently
CODE_LENGTH = 8
_BROWSERS = (
    # In this order: nearly all say that they are Safari, and most that they are Chrome.
    *(("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox")),
    *(("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari")),
)
_SYSTEMS = (
    *(("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows")),
    *(("CrOS", "ChromeOS"), ("Mac OS X", "Mac"), ("Linux", "Linux")),
)


def token_hash(token: str) -> bytes:
    """Return what is kept of the 256 bits in a cookie or a link: nobody who reads the database gets in with it."""
    return sha256(token.encode()).digest()


def code_hash(key: bytes, code_id: UUID, code: str) -> bytes:
    """Return what is kept of a code: worth nothing without the hub's *key*, nor beside another mail's id."""
    return digest(key, code_id.bytes + code.encode(), "sha256")


def in_groups(code: str) -> str:
    """Return *code* as it is read aloud and typed.

    >>> in_groups("K7MQ2XWP")
    'K7MQ-2XWP'
    """
    half = CODE_LENGTH // 2
    return f"{code[:half]}-{code[half:]}"


def as_typed(text: str) -> str:
    """Return the code somebody means, however they part and capitalise it.

    >>> as_typed(" k7mq 2xwp"), as_typed("K7MQ–2XWP")
    ('K7MQ2XWP', 'K7MQ2XWP')
    """
    return re.sub(r"[\W_]", "", normalize("NFKC", text)).upper()


def is_fresh(proved_at: datetime, now: datetime) -> bool:
    """Say whether a code was typed so lately that something may be done that cannot be undone."""
    return now - proved_at < PROOF_HOLDS


def is_one_for_all(purpose: Purpose) -> bool:
    """Say whether codes for one address do all the same, wherever they lead: what waits for a code waits apart."""
    return purpose is Purpose.SIGN_IN


def network(address: str) -> str:
    """Return what an address counts with: its /24 or /48; what is no address counts with all others that are none.

    >>> network("203.0.113.77"), network("2001:db8:7:1::9"), network("::ffff:203.0.113.77"), network("testclient")
    ('203.0.113.0/24', '2001:db8:7::/48', '203.0.113.0/24', '')
    """
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return str(ip_network(f"{found}/{24 if found.version == 4 else 48}", strict=False))  # noqa: PLR2004 -- IPv4


def device(user_agent: str) -> str:
    """Return what to call a device in a list of them; nothing when it does not say what it is.

    >>> device("Mozilla/5.0 (Android 14; Mobile; rv:131.0) Gecko/131.0 Firefox/131.0"), device("curl/8")
    ('Firefox on Android', '')
    """
    browser = next((name for sign, name in _BROWSERS if sign in user_agent), "")
    system = next((name for sign, name in _SYSTEMS if sign in user_agent), "")
    return " on ".join(part for part in (browser, system) if part)
