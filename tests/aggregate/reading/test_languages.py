"""A screen reader must not read Welsh as if it were English, and rather be told nothing than something wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.aggregate.reading.languages import language_of, told_or_seen
from tests.aggregate.reading.documents import read, rss

WELSH = (
    "Mae'r bont ar gau tan fis Mai. Bydd y bws yn mynd heibio i'r orsaf ac yn ôl bob awr, ac ni fydd parcio yn y dref."
)
ENGLISH = "The bridge is shut until May. The bus will go past the station and back every hour, and there is no parking."


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (WELSH, "cy"),
        (ENGLISH, "en"),
        ("Zebranie mieszkańców w sobotę", "pl"),
        ("Podul este închis până în luna mai", "ro"),
        ("Tá an droichead dúnta go dtí mí na Bealtaine", "ga"),
        ("Tha an drochaid dùinte gus a' Chèitean airson càradh", "gd"),
        ("Le pont est fermé jusqu’en mai pour des travaux", "fr"),
        ("El puente está cerrado hasta mayo por las obras", "es"),
        ("A ponte está fechada até maio, diz a câmara. Não há ônibus.", "pt"),
        ("Die Brücke ist bis Mai gesperrt, und der Bus fährt nicht", "de"),
        ("Il ponte è chiuso fino a maggio per i lavori della città", "it"),
        ("De brug is tot mei dicht voor het onderhoud van de weg", "nl"),
        ("Tiltas uždarytas iki gegužės mėnesio", "lt"),
        ("Buundada waa xiran tahay iyo baska ma imanayo ilaa May ee soo socda", "so"),
        (
            "Köprü onar\u0131m için May\u0131s ay\u0131na kadar kapal\u0131 ve otobüs yok, daha sonra aç\u0131lacak",
            "tr",
        ),
        ("Most je do května uzavřen pro opravy a autobusy nejezdí", "cs"),
        ("A híd májusig le van zárva, és a busz nem áll meg", "hu"),
        ("پل پیر سے بند ہے", "ur"),
        ("الجسر مغلق حتى مايو", "ar"),
        ("پل تا ماه آینده بسته است و گذر ممکن نیست چون", "fa"),
        ("সেতুটি সোমবার থেকে বন্ধ", "bn"),
        ("ਪੁਲ ਸੋਮਵਾਰ ਤੋਂ ਬੰਦ ਹੈ", "pa"),
        ("પુલ સોમવારથી બંધ છે", "gu"),
        ("पुल सोमवार से बंद है", "hi"),
        ("Міст закрито до травня", "uk"),
        ("Мост закрыт до мая", "ru"),
        ("大桥封闭至五月", "zh"),
        ("橋は五月まで通れません", "ja"),
        ("다리는 오월까지 닫힙니다", "ko"),
        ("\u0397 γέφυρα είναι κλειστή", "el"),
        ("הגשר סגור עד מאי", "he"),
    ],
)
def test_a_language_of_the_town_is_known(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Quiz night",
        "A38",
        "Eisteddfod, Aberystwyth",
        "Bins 🗑",
        "Llanelli 2 – 1 Wrexham",
        "สะพานปิดถึงเดือนพฤษภาคม",
        "Мост",
        "مدد",
        "大",
        "Café Żubr",
    ],
)
def test_of_what_says_too_little_nothing_is_said(text: str) -> None:
    assert language_of(text) in {"", "zh"}


@pytest.mark.parametrize(
    ("told", "text", "language"),
    [
        ("en-gb", ENGLISH, "en-gb"),
        ("en-gb", WELSH, "cy"),
        ("cy", WELSH, "cy"),
        ("cy", ENGLISH, "en"),
        ("cy", "Quiz night", "cy"),
        ("en", "پل پیر سے بند ہے، اور بس نہیں آتی", "ur"),
        ("en", "Mae'r bont ar gau", "en"),  # too little to doubt what its publisher says
        (
            "en",
            "Oonagh Pell and 40 others: Łódź, Kraków, Gdańsk, Poznań – a slide show on Friday for all who wish",
            "en",
        ),
        ("ja", "東京", "ja"),
        ("ga", "Tha an drochaid dùinte gus a' Chèitean airson càradh agus bidh am bus ann", "ga"),
        ("eu", ENGLISH, "eu"),  # nobody here can tell
        ("", ENGLISH, "en"),
    ],
)
def test_what_a_publisher_says_holds_unless_the_text_clearly_is_another(told: str, text: str, language: str) -> None:
    assert told_or_seen(told, text) == language


def test_what_is_read_from_a_feed_says_its_language() -> None:
    item = f"<guid>1</guid><title>Y bont</title><description>{WELSH}</description>"
    (entry,) = read(rss(item)).entries
    assert entry.language == "cy"


@given(st.sampled_from(["", "en", "cy", "zh", "xx-yy"]), st.text(max_size=500))
def test_no_text_makes_trouble(told: str, text: str) -> None:
    assert isinstance(told_or_seen(told, text), str)
    assert told_or_seen("", text) == language_of(text)
