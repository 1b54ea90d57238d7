"""What an operator may choose, read once at the roof from ``HUB_…`` variables or a ``.env`` file."""

import re
from pathlib import Path
from typing import Annotated

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from hub.kit.exemption import Exemption
from hub.kit.smtp import MailServer

LAST_PORT = 65_535


def beside(database_url: str) -> Path:
    """Return where the key of a database lies: beside its file, so that whatever works on it has the same one.

    >>> str(beside("sqlite:///var/demo.db")), str(beside("postgresql://hub@db/hub"))
    ('var/demo.db.key', 'var/secret-key')
    """
    file = database_url.removeprefix("sqlite:///").partition("?")[0]
    return Path(f"{file}.key") if file and "://" not in file else Path("var/secret-key")


class Settings(BaseSettings):
    """Every setting of the hub; docs/operating.md describes each one."""

    model_config = SettingsConfigDict(
        env_prefix="HUB_", env_file=".env", extra="ignore", frozen=True, hide_input_in_errors=True
    )

    database_url: str = Field("sqlite:///var/hub.db", description="Where everything is kept: SQLite or PostgreSQL.")
    base_url: str = Field("http://127.0.0.1:8000", description="The address people reach this hub by.")
    contact: str = Field("", description="Whom to write to; shown on the about page and sent to publishers.")
    feeds_file: Annotated[tuple[Path, ...], NoDecode] = Field(
        (Path("feeds.yaml"),), description="The registry file of places and sources; several, comma separated."
    )
    tags_file: Annotated[tuple[Path, ...], NoDecode] = Field(
        (Path("tags.yaml"),), description="The registry file of agreed tags; several, comma separated."
    )
    pictures: Path = Field(Path("pictures"), description="The folder of places’ header pictures.")
    picture_copies: int = Field(
        0, ge=0, le=100_000, description="Megabytes of small copies of pictures to keep; 0: pictures are links."
    )
    secret_key: str = Field("", description="What codes and links in mails are signed with; at least 32 characters.")
    secret_file: Path = Field(
        default_factory=lambda given: beside(given.get("database_url", "")),
        description="Where a key is made and kept when none is given.",
    )
    smtp_url: str = Field("", repr=False, description="The mail server; without one, mail is written into mail_folder.")
    mail_from: str = Field("", description="The address mail is sent from; without one, that of contact.")
    mail_folder: Path = Field(Path("var/mail"), description="Where mail is written when there is no mail server.")
    one_moderator: bool = Field(False, description="Open registration before a second moderator is there.")
    trusted_proxies: int = Field(0, ge=0, le=9, description="How many proxies of your own stand in front of the hub.")
    allow_private_networks: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Hosts, CIDRs or host:port exempt from the address and the port rule, comma separated."
    )
    allow_ports: Annotated[tuple[int, ...], NoDecode] = Field((80, 443), description="Ports the fetcher may dial.")
    mastodon_servers: Annotated[tuple[str, ...], NoDecode] = Field(
        ("mastodon.social", "mastodonapp.uk", "mastodon.me.uk"),
        description="Mastodon servers a mentor may ask for posts under a tag, comma separated.",
    )
    host_pause: float = Field(2.0, ge=0, description="Seconds between two requests to one registrable domain.")
    in_flight: int = Field(20, ge=1, le=200, description="Requests under way at once, over all hosts.")
    readers: int = Field(2, ge=1, le=32, description="Children that parse documents.")
    round_seconds: float = Field(30.0, gt=0, description="Seconds between two looks at what is due.")
    websub: bool = Field(True, description="Let the hubs that feeds name push their news, where base_url is public.")
    websub_hub: str = Field("", description="The address of the WebSub hub of the hub’s own feeds; none without.")
    webmention: bool = Field(True, description="Tell other sites that they are mentioned, where base_url is public.")
    map_tiles: str = Field("", description="Where the pictures of the map’s ground are: an address with {z}/{x}/{y}.")
    map_attribution: str = Field("", description="Whom the map’s ground is credited to, in plain words.")
    log_format: str = Field("text", pattern="^(text|json)$", description="How log lines are written: text or json.")
    corpus: Path | None = Field(None, description="A folder of collected feeds, for make soak and the tests.")

    @field_validator(
        "feeds_file", "tags_file", "allow_private_networks", "allow_ports", "mastodon_servers", mode="before"
    )
    @classmethod
    def _split(cls, value: object) -> object:
        return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value

    @field_validator("allow_private_networks")
    @classmethod
    def _readable(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for entry in value:
            Exemption.of(entry)
        return value

    @field_validator("smtp_url")
    @classmethod
    def _is_a_mail_server(cls, value: str) -> str:
        if value:
            MailServer.of(value)
        return value

    @field_validator("websub_hub")
    @classmethod
    def _is_a_hub(cls, value: str) -> str:
        if value and not re.fullmatch(r"https?://[!-;=?-~]+", value):  # it stands between < and > in a header
            raise ValueError(f"“{value}” is not an address that starts with https:// or http://")
        return value

    @field_validator("map_tiles")
    @classmethod
    def _are_tiles(cls, value: str) -> str:
        if value and not re.fullmatch(r"https?://(?:\{s\}\.)?[a-zA-Z0-9.-]+(?::[0-9]+)?/[!#-;=?-~]*", value):
            raise ValueError(f"“{value}” is not an address that starts with https:// or http://")
        if value and not all(hole in value for hole in ("{z}", "{x}", "{y}")):
            raise ValueError(f"“{value}” does not say where {{z}}, {{x}} and {{y}} belong")
        return value

    @field_validator("base_url")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        if not re.fullmatch(r"https?://[^\s/]+(/\S*)?", value):
            raise ValueError(f"“{value}” is not an address that starts with https:// or http://")
        return value.rstrip("/")

    @field_validator("allow_ports")
    @classmethod
    def _are_ports(cls, value: tuple[int, ...]) -> tuple[int, ...]:
        for port in value:
            if not 0 < port <= LAST_PORT:
                raise ValueError(f"{port} is not a port")
        return value
