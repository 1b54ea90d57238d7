"""What an operator may choose is read once, and what cannot be read is refused in words."""

import pytest
from pydantic import ValidationError

from hub.settings import Settings


def settings(monkeypatch: pytest.MonkeyPatch, **chosen: str) -> Settings:
    for name, value in chosen.items():
        monkeypatch.setenv(f"HUB_{name.upper()}", value)
    return Settings(_env_file=None)


def test_lists_are_written_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = settings(monkeypatch, allow_private_networks="intranet:8080, 10.1.0.0/16,", allow_ports="80, 8080")
    assert chosen.allow_private_networks == ("intranet:8080", "10.1.0.0/16")
    assert chosen.allow_ports == (80, 8080)


@pytest.mark.parametrize("entry", ["http://intranet", "10.0.0.0/33", "intranet:port"])
def test_an_exemption_nobody_can_read_is_refused_before_anything_starts(
    monkeypatch: pytest.MonkeyPatch, entry: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        settings(monkeypatch, allow_private_networks=f"intranet,{entry}")
    (fault,) = refused.value.errors()
    assert fault["loc"] == ("allow_private_networks",)
    assert f"“{entry}” is not a host" in fault["msg"]


def test_every_command_on_one_database_has_one_key(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = settings(monkeypatch, database_url="sqlite:////srv/demo.db")
    assert str(chosen.secret_file) == "/srv/demo.db.key"
    assert str(settings(monkeypatch, secret_file="/run/key").secret_file) == "/run/key"
