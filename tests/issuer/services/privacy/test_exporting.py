"""Everything about somebody in one file: readable, whole, and nothing of anybody else."""

import io
import json
import zipfile
from html import unescape
from typing import Any

import pytest

from issuer.errors import InvalidRequest, NotAllowed, NotFound
from issuer.services import people
from issuer.services.holders import choosing
from issuer.services.life import revoking
from issuer.services.privacy import exporting
from tests.issuer.services.applications.room import PHOTO, PLACE
from tests.issuer.services.holders.cards import open_badge, open_card
from tests.issuer.services.privacy.somebody import BY, EMAIL, NAME, STORY, Somebody


def _opened(body: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(body)) as bundle:
        assert bundle.testzip() is None
        return {name: bundle.read(name) for name in bundle.namelist()}


def _records(files: dict[str, bytes]) -> Any:
    return json.loads(files["records.json"])


def test_the_holder_takes_everything_away(zoe: Somebody) -> None:
    """Badges as signed, former bytes, papers, evidence, records, and a page that reads alone."""
    files = _opened(exporting.export_card(zoe.office, open_card(zoe.office, zoe.asked)))
    folder = f"badges/{zoe.asked.short_code}"
    assert files[f"{folder}/badge.json"] == zoe.asked.json
    assert files[f"{folder}/badge.jwt"] == zoe.asked.jwt
    assert STORY.encode() in files[f"{folder}/badge-1.json"]
    assert files[f"{folder}/badge.pdf"].startswith(b"%PDF")
    assert files[f"badges/{zoe.grouped.short_code}/badge.json"] == zoe.grouped.json
    assert [body for name, body in files.items() if name.startswith("evidence/")] == [PHOTO]
    page = unescape(files["index.html"].decode())
    for text in (NAME, EMAIL, STORY, "girafe.png", "Tout ce qui est gardé de vous"):
        assert text in page
    assert "<script" not in page
    assert "privacy." not in page


def test_the_records_tell_every_section(zoe: Somebody) -> None:
    """Card, badges, request with what was said of it, lines of groups, evidence, letters, acts."""
    body = exporting.export_holder(zoe.office, zoe.room.by["Bruno"], PLACE, zoe.holder.id)
    records = _records(_opened(body))
    assert records["cards"][0]["email"] == EMAIL
    assert len(records["badges"]) == 2
    assert records["requests"][0]["text"] == STORY
    assert records["requests"][0]["assessments"][0]["verdict"] == "accept"
    assert {line["name"] for line in records["groups"]} == {NAME}
    assert records["evidence"][0]["name"] == "girafe.png"
    assert records["letters"][0]["recipient"] == EMAIL
    assert "award.issue" in {entry["action"] for entry in records["journal"]}


def test_nothing_of_others_and_nothing_that_opens_is_handed_out(zoe: Somebody) -> None:
    """No name of a colleague or another learner, no word of a card, no digest, no text of mail."""
    body = exporting.export_holder(zoe.office, zoe.room.by["Bruno"], PLACE, zoe.holder.id)
    files = _opened(body)
    told = files["records.json"].decode() + files["index.html"].decode()
    for text in ("Ali", "Awa", zoe.holder.lookup, zoe.holder.email_lookup or "?", "/claim/"):
        assert text not in told, text


def test_the_team_does_not_learn_what_the_holder_chose(zoe: Somebody) -> None:
    """A badge put away looks the same to the place; its holder reads their choice."""
    place, bruno = PLACE, zoe.room.by["Bruno"]
    choosing.choose(zoe.office, open_badge(zoe.office, zoe.asked), "hidden")
    team = _records(_opened(exporting.export_holder(zoe.office, bruno, place, zoe.holder.id)))
    assert not any("choice" in badge for badge in team["badges"])
    assert not any("shown" in file for file in team["evidence"])
    assert "hidden" not in json.dumps(team)
    own = _records(_opened(exporting.export_card(zoe.office, open_card(zoe.office, zoe.asked))))
    assert "hidden" in [badge["choice"] for badge in own["badges"]]


def test_reasons_in_the_journal_are_handed_out_by_the_place(zoe: Somebody) -> None:
    """They are private to the place: it hands them over, the card does not."""
    revoking.revoke(zoe.office, zoe.grouped.id, BY, reason="Erreur de saisie")
    given = exporting.export_holder(zoe.office, zoe.room.by["Bruno"], PLACE, zoe.holder.id)
    own = exporting.export_card(zoe.office, open_card(zoe.office, zoe.asked))
    assert "Erreur de saisie" in _opened(given)["records.json"].decode()
    files = _opened(own)
    assert "Erreur de saisie" not in files["records.json"].decode()
    assert f"badges/{zoe.grouped.short_code}/badge.pdf" not in files
    assert f"badges/{zoe.grouped.short_code}/badge.json" in files


def test_the_operator_finds_by_address_what_no_card_tells(zoe_anywhere: Somebody) -> None:
    """Cards by digest, drafts by address, badges by their hash where the address was forgotten."""
    zoe = zoe_anywhere
    found = _records(_opened(exporting.export_address(zoe.office, BY, EMAIL.lower())))
    assert len(found["badges"]) == 2
    assert {line["state"] for line in found["groups"]} == {"issued", "waiting"}
    with zoe.office.store.write() as work:
        work.holders.replace(zoe.holder._replace(email=None, email_lookup=None))
    again = _records(_opened(exporting.export_address(zoe.office, BY, EMAIL)))
    assert len(again["badges"]) == 2


def test_a_colleague_takes_their_account_away(zoe: Somebody) -> None:
    """Roles and acts in the journal; nobody else's."""
    awa = zoe.room.by["Awa"]
    files = _opened(exporting.export_account(zoe.office, awa, awa.person or ""))
    records = _records(files)
    assert records["accounts"][0]["roles"] == {PLACE: "facilitator"}
    assert "application.accept" in {entry["action"] for entry in records["acts"]}
    assert NAME not in files["records.json"].decode()
    with pytest.raises(NotAllowed):
        exporting.export_account(zoe.office, awa, zoe.room.by["Bruno"].person or "")


def test_who_may_not_export_gets_nothing(zoe: Somebody) -> None:
    """A facilitator may not; a partner and another place learn of nobody; strangers are nobody."""
    for name, error in (("Awa", NotAllowed), ("Emma", NotFound), ("Chloé", NotFound)):
        with pytest.raises(error):
            exporting.export_holder(zoe.office, zoe.room.by[name], PLACE, zoe.holder.id)
    with pytest.raises(NotAllowed):
        exporting.export_address(zoe.office, zoe.room.by["Bruno"], EMAIL)
    with pytest.raises(NotFound):
        exporting.export_address(zoe.office, BY, "personne@example.org")
    with pytest.raises(InvalidRequest):
        exporting.export_address(zoe.office, BY, "x" * 5_000)


def test_files_too_heavy_are_told_and_left_out(
    zoe: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The export stays within its memory, and says what still opens from the card."""
    monkeypatch.setattr(exporting, "FILES_LIMIT", 10)
    files = _opened(exporting.export_card(zoe.office, open_card(zoe.office, zoe.asked)))
    assert not [name for name in files if name.startswith("evidence/")]
    page = unescape(files["index.html"].decode())
    assert "depuis la carte" in page
    assert "girafe.png" in page


def test_each_export_is_in_the_journal(zoe: Somebody) -> None:
    """Who took whose record away, by id."""
    exporting.export_holder(zoe.office, zoe.room.by["Bruno"], PLACE, zoe.holder.id)
    exporting.export_card(zoe.office, open_card(zoe.office, zoe.asked))
    people.add(zoe.office, "Zoé la bénévole", place=PLACE, role="author", email=EMAIL)
    exporting.export_address(zoe.office, BY, EMAIL)
    with zoe.office.store.read() as work:
        cards = work.journal.list(action="holder.export")
        accounts = work.journal.list(action="person.export")
    assert [entry.actor for entry in cards] == ["local", "holder", "Bruno"]
    assert {entry.subject for entry in cards} == {zoe.holder.id}
    assert [entry.actor for entry in accounts] == ["local"]
