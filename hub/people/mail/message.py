"""How is a mail written for the wire and for a file? Its headers and its two bodies, the same at every try."""

from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr
from urllib.parse import urlsplit
from uuid import UUID

from hub.kit.mailboxes import ascii_domain, is_email
from hub.kit.text import storable
from hub.people.mail.queries import Mail
from hub.people.mail.rules import stop_token

# Every server understands it: what is not ASCII is written in ASCII.
_POLICY = SMTP.clone(cte_type="7bit")
_NAME = "Local Hub"


@dataclass(frozen=True, slots=True)
class Sender:
    """Whom the mail of this hub is from, and where its links lead."""

    base_url: str
    address: str
    key: bytes  # which seals the links that stop a topic
    name: str = _NAME

    @classmethod
    def of(cls, base_url: str, chosen: str, key: bytes) -> "Sender":
        """Take the first address in *chosen*, “Name <address>” or the address alone; else one at this hub's host.

        >>> Sender.of("https://hub.example", "Hub of Ayton <hub@ayton.example>", b"").name
        'Hub of Ayton'
        >>> Sender.of("https://hub.example:8443", "ask at the library", b"").address
        'hub@hub.example'
        """
        name, address = parseaddr(_one_line(chosen))
        if not is_email(address):
            return cls(base_url, f"hub@{host_of(base_url)}", key)
        return cls(base_url, ascii_domain(address), key, name or _NAME)


def written(mail: Mail, sender: Sender) -> EmailMessage:
    """Return *mail* with all its headers; ValueError when nothing can be sent to its address.

    Its Message-ID depends on its id alone: whoever gets a second copy of it can tell.
    """
    if not is_email(mail.to):
        raise ValueError("this is no address")
    made = EmailMessage(_POLICY)
    made["From"] = Address(_one_line(sender.name), *_halves(sender.address))
    made["To"] = Address("", *_halves(ascii_domain(mail.to)))
    made["Subject"] = _one_line(mail.subject)
    made["Date"] = mail.written_at
    made["Message-ID"] = f"<{mail.id}@{host_of(sender.base_url)}>"
    made["Auto-Submitted"] = "auto-generated"  # so that no holiday answers it
    if mail.topic:
        made["Precedence"] = "bulk"  # which those heed that do not know the line above
        made["List-Unsubscribe"] = f"<{sender.base_url}/mail/stop/{stop_token(mail.id, sender.key)}>"
        made["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    made.set_content(mail.text)
    made.add_alternative(mail.html, subtype="html")
    # The usual boundary is random; every try sends the very same bytes.
    made.set_boundary(f"={mail.id.hex}=")
    return made


def name_of(message: EmailMessage) -> str:
    """Return what a file of *message* is called: the same at every try, and in the order they were written."""
    mail_id = message["Message-ID"].strip("<>").partition("@")[0]
    return f"{message['Date'].datetime:%Y%m%dT%H%M%S}-{mail_id}"


def id_in(name: str) -> UUID | None:
    """Return the mail a file of this *name* holds; None when it is none of ours.

    >>> id_in("20250601T120000-00000000-0000-0000-0000-000000000007")
    UUID('00000000-0000-0000-0000-000000000007')
    >>> id_in("saved by hand")
    """
    try:
        return UUID(name.partition("-")[2])
    except ValueError:
        return None


def in_bytes(message: EmailMessage) -> bytes:
    """Return *message* as a file of it; in UTF-8 where its address has letters beyond ASCII."""
    beyond = any(not each.addr_spec.isascii() for each in message["To"].addresses)
    return message.as_bytes(policy=_POLICY.clone(utf8=beyond))


def host_of(base_url: str) -> str:
    """Return the host in the address of a hub."""
    return urlsplit(base_url).hostname or "localhost"


def _halves(address: str) -> tuple[str, str]:
    local, _, domain = address.rpartition("@")
    return local, domain


def _one_line(text: str) -> str:
    return " ".join(storable(text).split())
