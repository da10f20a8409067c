"""The links that open a message: what is in them is what was meant, encoded once."""

from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from issuer.errors import InvalidRequest
from issuer.services.sharing import links

TEXTS = (
    "Été à Noël, œuvre & cœur",
    'Des « guillemets », des "doubles" et l\'apostrophe',
    "100 % + 1 = 2 # titre ; a/b?c=d&e",
    "Bravo 🎉👩🏽‍🔧",
    "deux\nlignes",
    "Découpe%20laser",
)
ANY_TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=200)


def _only(link: str, name: str) -> str:
    [(found, value)] = parse_qsl(urlsplit(link).query, strict_parsing=True)
    assert found == name
    return value


@pytest.mark.parametrize("text", TEXTS)
def test_each_service_reads_the_text_back(text: str) -> None:
    """Accents, ampersands, quotes, signs of addresses and emoji come out as they went in."""
    assert _only(links.whatsapp(text), "text") == text
    assert _only(links.bluesky(text), "text") == text
    assert _only(links.mastodon("mamot.fr", text), "text") == text
    assert unquote(links.sms(text).removeprefix("sms:?&body=")) == text


@given(ANY_TEXT)
def test_whatever_is_written_is_encoded_once(text: str) -> None:
    """No text breaks out of its value, and a second reading changes nothing."""
    for link, name in (
        (links.whatsapp(text), "text"),
        (links.facebook(text), "u"),
        (links.bluesky(text), "text"),
    ):
        assert link.isascii()
        assert _only(link, name) == text


def test_a_letter_has_subject_and_lines() -> None:
    """A mail program reads both back; lines end as RFC 6068 says, spaces are no plus signs."""
    link = links.letter("Mon badge & moi + 1 %", "Bonjour,\nvoici : https://x.example/?a=1&b=2#c\n")
    head, _, query = link.partition("?")
    assert head == "mailto:"
    assert "+" not in query
    parts = dict(part.split("=", 1) for part in query.split("&"))
    assert unquote(parts["subject"]) == "Mon badge & moi + 1 %"
    assert unquote(parts["body"]) == "Bonjour,\r\nvoici : https://x.example/?a=1&b=2#c\r\n"


@pytest.mark.parametrize(
    ("typed", "host"),
    [
        ("mamot.fr", "mamot.fr"),
        (" https://Mamot.FR/about ", "mamot.fr"),
        ("@awa@mastodon.social", "mastodon.social"),
        ("awa@piaille.fr", "piaille.fr"),
        ("Écluse.example", "xn--cluse-9ra.example"),
    ],
)
def test_a_server_is_understood_as_people_write_it(typed: str, host: str) -> None:
    """Its name, its address, or the account of somebody there."""
    assert links.mastodon_host(typed) == host


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "mamot",
        "localhost",
        "127.0.0.1",
        "[::1]",
        "mamot.fr:8080",
        "serveur.local",
        "a b.fr",
        "javascript:alert(1)",
        "-x.fr",
        "x..fr",
        "mamot.fr\\@evil.example",
        "x" * 400 + ".fr",
        "x.\x00fr",
    ],
)
def test_what_is_no_public_server_is_refused(typed: str) -> None:
    """With the code whose sentence says what to write."""
    with pytest.raises(InvalidRequest) as caught:
        links.mastodon_host(typed)
    assert caught.value.code == "sharing.instance"
