"""Addresses, slugs and languages as people type them."""

import pytest

from issuer.errors import InvalidRequest
from issuer.services.contacts import (
    clean_email,
    clean_interface_language,
    clean_language,
    clean_linkedin_id,
    clean_slug,
    clean_url,
    slug_of,
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://example.org", "https://example.org"),
        (" https://Example.org:8443/é?q=à#ç ", "https://example.org:8443/%C3%A9?q=%C3%A0#%C3%A7"),
        ("http://café.example/a%20b", "http://xn--caf-dma.example/a%20b"),
        ("https://[2001:db8::1]/x", "https://[2001:db8::1]/x"),
    ],
)
def test_web_addresses_become_ascii(typed: str, kept: str) -> None:
    """Accents are encoded as browsers do, and what is encoded already stays."""
    assert clean_url(typed, "url") == kept


@pytest.mark.parametrize(
    "typed",
    [
        "example.org",
        "ftp://example.org",
        "javascript:alert(1)",
        "https://",
        "https://user:secret@example.org",
        "https://exa mple.org",
        "https://example.org/\u202e",
        "https://example.org:99999",
        "https://[::1",
        "https://" + "a" * 70 + ".fr",
    ],
)
def test_what_is_no_web_address_is_refused(typed: str) -> None:
    """Other schemes, no host, a password, spaces and invisible characters."""
    with pytest.raises(InvalidRequest, match=r"url\.invalid"):
        clean_url(typed, "url")


def test_a_web_address_has_a_length() -> None:
    """Two thousand characters at most, once encoded."""
    with pytest.raises(InvalidRequest, match=r"text\.too_long"):
        clean_url("https://example.org/" + "é" * 500, "url")


@pytest.mark.requirement("IDH-05")
def test_email_addresses_are_normalised() -> None:
    """Trimmed and lower-cased."""
    assert (
        clean_email(" Zoé.Martin+badges@Example.ORG ", "email") == "zoé.martin+badges@example.org"
    )


@pytest.mark.parametrize(
    "typed",
    ["camille", "a@b", "a@@b.fr", "a b@c.fr", "a@b..fr", "<a@b.fr>", "a@b.fr\u200b", "@b.fr"],
)
def test_what_is_no_email_address_is_refused(typed: str) -> None:
    """The refusal does not repeat the address, which may be somebody's."""
    with pytest.raises(InvalidRequest) as caught:
        clean_email(typed, "email")
    assert caught.value.code == "email.invalid"
    assert caught.value.params == {"field": "email"}


def test_a_huge_email_address_is_refused() -> None:
    """254 characters are the most that mail allows."""
    with pytest.raises(InvalidRequest, match=r"email\.invalid"):
        clean_email("a@" + "b." * 100_000 + "fr", "email")


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Le Café des Possibles", "le-cafe-des-possibles"),
        ("L'Œuvre & Cie — 2026 !", "l-oeuvre-cie-2026"),
        ("A" * 100, "a" * 60),
    ],
)
def test_slugs_are_made_from_names(name: str, slug: str) -> None:
    """Plain lower-case letters and hyphens."""
    assert slug_of(name) == clean_slug(slug)


def test_a_name_without_latin_letters_needs_a_slug() -> None:
    """Then somebody has to give one."""
    with pytest.raises(InvalidRequest, match=r"slug\.unmakeable"):
        slug_of("李小龍")


@pytest.mark.parametrize("slug", ["", "Lieu", "a--b", "-a", "a/b", "..", "é", "a" * 61])
def test_wrong_slugs_are_refused(slug: str) -> None:
    """A slug is in addresses and DIDs."""
    with pytest.raises(InvalidRequest, match=r"slug\.invalid"):
        clean_slug(slug)


def test_linkedin_ids_and_languages() -> None:
    """Digits for the one, known codes for the others."""
    assert clean_linkedin_id(" 1234567 ") == "1234567"
    assert clean_interface_language("en") == "en"
    assert clean_language("fr-FR") == "fr-FR"
    with pytest.raises(InvalidRequest, match=r"linkedin\.invalid"):
        clean_linkedin_id("company/123")
    with pytest.raises(InvalidRequest, match=r"language\.unknown"):
        clean_interface_language("de")
    with pytest.raises(InvalidRequest, match=r"language\.tag"):
        clean_language("français")
