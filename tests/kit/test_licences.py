"""What names a licence, and what is only somebody's name?"""

import pytest

from hub.kit.licences import holder_of, is_licence


@pytest.mark.parametrize(
    "words",
    [
        *("CC BY", "cc-by-sa 4.0", "CC0", "Creative Commons Attribution", "OGL 3.0", "Public Domain Mark"),
        *("© Ben, licensed under CC BY 4.0", "Contains data under the Open Government Licence v3.0"),
        *("https://creativecommons.org/licenses/by/4.0/", "http://cc.example/by"),
    ],
)
def test_a_known_licence_and_an_address_are_one(words: str) -> None:
    assert is_licence(words)


@pytest.mark.parametrize(
    "words",
    [
        *("", "The Wherrybridge Courier", "© 2026 Ben", "Copyright Ben. All rights reserved.", "Ask Joan", "Cubby"),
        *("javascript:alert(1)", "See https://paper.example/", "Not under a Creative Commons licence"),
        *("No licence: ask us, not Creative Commons", "CC BY " * 60),
    ],
)
def test_a_name_and_a_reservation_allow_nothing(words: str) -> None:
    assert not is_licence(words)


@pytest.mark.parametrize(
    ("words", "holder"), [("(C) 2026 Ben", "2026 Ben"), ("©", ""), ("Copyrighters Ltd", "Copyrighters Ltd")]
)
def test_the_sign_stands_once_before_who_holds_the_rights(words: str, holder: str) -> None:
    assert holder_of(words) == holder
