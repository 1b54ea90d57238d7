"""Cem keeps the hub on his phone: what it needs for that is there, and says what it should."""

import json
import re

import pytest

from hub.site.scripts import STATIC, modules, script, vendored
from tests.neighbours import Neighbour


def test_a_phone_can_keep_the_hub_as_an_app(cem: Neighbour) -> None:
    shown = cem.visit("/manifest.webmanifest")
    assert shown.headers["content-type"].startswith("application/manifest+json")
    assert (shown.json["name"], shown.json["start_url"], shown.json["scope"]) == ("Local Hub", "/", "/")
    assert {"192x192", "512x512", "any"} <= {icon["sizes"] for icon in shown.json["icons"]}
    assert [icon for icon in shown.json["icons"] if icon.get("purpose") == "maskable"]
    assert [icon["src"] for icon in shown.json["icons"] if cem.visit(icon["src"]).status != 200] == []


def test_the_app_starts_in_the_language_it_was_kept_in(cem: Neighbour) -> None:
    welsh = cem.visit("/cy/manifest.webmanifest").json
    assert (welsh["lang"], welsh["start_url"], welsh["share_target"]["action"]) == ("cy", "/cy", "/cy/share")
    assert welsh["scope"] == "/"


def test_a_browser_that_lacks_welsh_gets_it_from_the_hub(cem: Neighbour) -> None:
    english, welsh = (cem.visit(f"{language}/passed-times").json for language in ("", "/cy"))
    assert (english["minute"][54], english["hour"][0], len(english["hour"])) == ("55 minutes ago", "1 hour ago", 23)
    assert welsh["hour"][2].startswith("3 awr")


def test_every_page_names_what_it_needs_to_be_kept(cem: Neighbour) -> None:
    page = cem.visit("/about")
    (manifest,) = page.tree.xpath("//link[@rel='manifest']/@href")
    (entry,) = page.tree.xpath("//script/@src")
    assert manifest == "/manifest.webmanifest"
    assert cem.visit(entry).status == 200
    assert page.all("//script[not(@src)]") == []


def test_the_worker_brings_everything_a_kept_page_needs(cem: Neighbour) -> None:
    worker = cem.visit("/sw.js")
    assert worker.headers["content-type"].startswith("text/javascript")
    assert worker.headers["cache-control"] == "no-cache"
    shell = json.loads(re.findall(r"^const SHELL = (.+);$", worker.source, re.MULTILINE)[0])
    assert {"/offline", "/cy/offline", script("hub.js"), script("kept.js")} <= set(shell)
    assert [address for address in shell if cem.visit(address).status != 200] == []


@pytest.mark.parametrize("address", ["/desk", "/cy/desk/feeds", "/sign-in", "/register", "/share", "/api/v1/places"])
def test_the_worker_never_keeps_what_is_private(cem: Neighbour, address: str) -> None:
    (private,) = re.findall(r"^const PRIVATE = /(.+)/;$", cem.visit("/sw.js").source, re.MULTILINE)
    assert re.search(private.replace(r"\/", "/"), address)
    assert not re.search(private.replace(r"\/", "/"), "/registered-blogs/tags")


def test_modules_are_brought_with_a_mark_of_all_of_them() -> None:
    marks = {script(module.name).partition("?v=")[2] for module in modules()}
    assert len(marks) == 1
    assert "worker.js" not in {module.name for module in modules()}


def test_a_script_that_set_up_did_not_bring_has_no_address() -> None:
    assert vendored("no-such-library.js") == ""


def test_our_scripts_are_modules_with_one_concern_each() -> None:
    told = {file.name: file.read_text("utf-8") for file in (STATIC / "js").glob("*.js")}
    assert [name for name, source in told.items() if not source.startswith("// ")] == []
    assert [name for name, source in told.items() if len(source.splitlines()) > 300] == []
    assert [
        name
        for name, source in told.items()
        if re.search(r"\beval\(|new Function|(inner|outer)HTML\s*\+?=|insertAdjacentHTML|document\.write", source)
    ] == []


def test_cem_reads_the_list_of_keys_without_script(cem: Neighbour) -> None:
    page = cem.visit("/keyboard")
    assert page.h1 == "Keyboard"
    assert "previous item" in page.text
    assert "/keyboard" in cem.visit("/about").links


def test_cem_is_told_that_he_is_offline(cem: Neighbour) -> None:
    assert cem.visit("/offline").h1 == "You are offline"


def test_cem_is_told_what_his_browser_remembers(cem: Neighbour) -> None:
    page = cem.visit("/privacy")
    assert "stays in your browser" in page.text
    assert page.all("//button[@data-forget][@hidden]"), "of no use without script"
