"""Texts of publishers reach pages, terminals and signed badges: without what no reader can see."""

from dataclasses import replace

import pytest

from badges.model.concepts import Concept, Reading, Scheme
from issuer.errors import InvalidRequest
from issuer.services.official.importing import import_reading
from issuer.services.official.published_texts import line_without_unseen, without_unseen
from tests.issuer.world import Town

PLAIN = Concept("B1", "savoir", "Bois", uri="https://example.org/b1", texts=("Une\nautre",))
SCHEME = Scheme(key="metiers", name="Métiers", version="1", language="fr")


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//example.org/x",
        "https://example.org/\u202e",
        'https://example.org/"onclick=x',
        "https://example.org/" + "x" * 2_000,
    ],
)
def test_an_address_that_leads_nowhere_is_left_out(address: str) -> None:
    """A badge names the address of an official item: it is a web address, a URN, or nothing."""
    assert without_unseen(replace(PLAIN, uri=address)).uri is None
    assert without_unseen(PLAIN).uri == "https://example.org/b1"


def test_what_no_reader_sees_is_taken_out_and_the_rest_stays() -> None:
    """Controls of terminals and marks of direction go; words, their breaks and accents stay."""
    hostile = replace(
        PLAIN,
        label="\x1b]0;x\x07Bois\u202e\nd\u2019œuvre",
        other_labels=("\x9b31mÀ\tla main",),
        definition="Un\u2066\r\ndeux\x08\ttrois\u2028quatre",
        texts=("\u200fRien",),
        notes={"notation": "\x92N"},
    )
    assert without_unseen(hostile) == replace(
        PLAIN,
        label="]0;xBois d\u2019œuvre",
        other_labels=("31mÀ la main",),
        definition="Un\ndeux\ttrois\nquatre",
        texts=("Rien",),
        notes={"notation": "N"},
    )
    assert without_unseen(PLAIN) == PLAIN


def test_the_credits_of_a_scheme_are_one_plain_line(village: Town) -> None:
    """What is shown under each official item holds nothing that could act on a reader."""
    told = replace(SCHEME, attribution="© \u202eX\x1b[2J\nY", licence="CC BY\0", homepage=" ")
    reading = Reading(told, iter((PLAIN,)))
    kept = import_reading(village.office, reading, actor="zoe").scheme
    assert (kept.attribution, kept.licence, kept.homepage) == ("© X[2J Y", "CC BY", None)


def test_endless_credits_are_refused(village: Town) -> None:
    """They would stand under each of thousands of items."""
    reading = Reading(replace(SCHEME, attribution="x" * 100_000), iter((PLAIN,)))
    with pytest.raises(InvalidRequest, match=r"text\.too_long"):
        import_reading(village.office, reading, actor="zoe")


def test_a_name_that_runs_right_to_left_stays() -> None:
    """Only marks go: letters of every script are names."""
    assert line_without_unseen("\u0646\u062c\u0627\u0631\u0629") == "\u0646\u062c\u0627\u0631\u0629"
