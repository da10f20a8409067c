"""The archive of a place: what is in it, what is not, and that it is laid out as the live site."""

import json
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path, PurePosixPath

import pytest

from issuer.errors import InvalidRequest, NotFound
from issuer.model import Award, Choice
from issuer.services import archives, keyring, people, publishing, status_lists
from issuer.services.archives import OPTIONAL
from issuer.services.holders import choosing
from issuer.services.life import revoking
from tests.issuer.services.archives.unfolding import FABLAB, packed, pages, unfolded
from tests.issuer.services.holders.cards import open_badge
from tests.issuer.world import Town

BY = people.operator("local")
OUTSIDE = ("none", "kept", "public")
WITHHELD = ("private", "hidden")
KINDS = ("json", "jwt", "png", "svg", "pdf")


def _issue(town: Town, name: str, choice: Choice = "none", **changes: object) -> Award:
    """A badge of somebody who decided who sees it."""
    award = town.issue(name=name, email=None, **changes)
    with town.office.store.write() as work:
        work.awards.replace_state(award._replace(choice=choice))
    return award


@pytest.fixture
def laser(village: Town) -> Town:
    """A place on a laptop that recognises the laser."""
    village.laser()
    return village


@pytest.fixture
def online(city: Town) -> Town:
    """A place on the Web that recognises the laser."""
    city.laser()
    return city


def test_each_badge_keeps_its_addresses(online: Town) -> None:
    """Its files are byte for byte those of the site, beside a page, under the same paths."""
    award = _issue(online, "Zoé Martin")
    files = unfolded(online.office)
    for kind in KINDS:
        body, _ = publishing.file(online.office, award.id, kind)
        assert files[f"credentials/{award.id}.{kind}"] == body, kind
    assert f"credentials/{award.id}/index.html" in files
    assert f"../../credentials/{award.id}/" in files[f"v/{award.short_code}/index.html"].decode()


def test_only_what_is_shown_goes_in(laser: Town) -> None:
    """Private, hidden, refused and forgotten badges leave no trace: neither file nor name."""
    shown = [_issue(laser, f"Visible {choice}", choice) for choice in OUTSIDE]  # type: ignore[arg-type]  # words of `Choice`
    absent = [_issue(laser, f"Caché {choice}", choice) for choice in WITHHELD]  # type: ignore[arg-type]  # same
    refused = _issue(laser, "Caché refusé")
    choosing.refuse(laser.office, open_badge(laser.office, refused))
    files = unfolded(laser.office)
    whole = b"\n".join(files.values())
    for award in shown:
        assert f"credentials/{award.id}.json" in files
    for award in (*absent, refused):
        assert award.id not in "\n".join(files)
        assert award.id.encode() not in whole
        assert award.short_code not in "\n".join(files)
    assert "Caché".encode() not in whole


def test_pages_list_public_badges_and_no_other(laser: Town) -> None:
    """Whoever reads every page but that of a badge finds the public ones, and no other person."""
    public = _issue(laser, "Ada Publique", "public")
    unlisted = _issue(laser, "Bob Discret", "kept")
    found = pages(unfolded(laser.office))
    own = {f"credentials/{award.id}/index.html" for award in (public, unlisted)}
    others = "\n".join(
        page for name, page in found.items() if name not in own and not name.startswith("v/")
    )
    assert f"credentials/{public.id}/" in others
    assert "Ada Publique" in others
    assert unlisted.id not in others
    assert "Bob Discret" not in others
    assert "noindex" in found[f"credentials/{unlisted.id}/index.html"]
    assert "noindex" not in found[f"credentials/{public.id}/index.html"]


def test_a_cancelled_badge_stays_with_its_state(laser: Town) -> None:
    """Its page says so and tells nothing else, there is no paper, and its list says it."""
    award = _issue(laser, "Paul Annulé", "public")
    revoking.revoke(laser.office, award.id, BY, reason="Erreur", public_reason="mistake")
    files = unfolded(laser.office)
    page = files[f"credentials/{award.id}/index.html"].decode()
    assert "Badge annulé" in page
    assert "Paul Annulé" not in page
    assert f"credentials/{award.id}.json" in files
    assert f"credentials/{award.id}.pdf" not in files
    listed = files[f"status/{award.status.list_id}"]
    assert listed == status_lists.publish(laser.office, award.status.list_id).body
    assert "badges/index.html" not in "".join(files), "nobody cancelled is shown as public"


def test_every_key_is_told_with_what_became_of_it(online: Town) -> None:
    """Keys in use, replaced and compromised stand in the DID document, as on the site."""
    _issue(online, "Zoé Martin")
    keyring.rotate(online.office, FABLAB)
    _issue(online, "Paul Petit")
    files = unfolded(online.office)
    document = json.loads(files[f"places/{FABLAB}/did.json"])
    assert document == publishing.did_document(online.office, FABLAB)
    names = {key.name for key in keyring.list_all(online.office, FABLAB)}
    assert {item["id"].partition("#")[2] for item in document["verificationMethod"]} == names
    assert {name for name in names if f"places/{FABLAB}/keys/{name}" in files} == names


def test_a_demonstration_place_has_no_did_document(laser: Town) -> None:
    """A did:key carries its key in its name: there is nothing to serve."""
    _issue(laser, "Zoé Martin")
    assert f"places/{FABLAB}/did.json" not in unfolded(laser.office)


def test_what_badges_name_comes_along(online: Town) -> None:
    """Definitions, pictures and competencies that a badge points to are files of the archive."""
    award = _issue(online, "Zoé Martin")
    files = unfolded(online.office)
    document = json.loads(award.json)
    achievement = document["credentialSubject"]["achievement"]
    named = [achievement["image"]["id"], achievement["id"] + ".json"]
    named += [f"{item['targetUrl']}/index.html" for item in achievement["alignment"]]
    named += [f"{item['targetUrl']}.jsonld" for item in achievement["alignment"]]
    named.append(document["credentialStatus"]["statusListCredential"])
    base = online.office.settings.base_url
    for url in named:
        assert url.removeprefix(f"{base}/") in files, url
    index = json.loads(files["contexts/index.json"])
    for url in document["@context"]:
        assert f"contexts/{index[url]}" in files, url


def test_links_inside_lead_to_files_inside(online: Town) -> None:
    """No page of the archive links to something of the archive that is not there."""
    _issue(online, "Zoé Martin", "public")
    files = unfolded(online.office)
    folders = {str(PurePosixPath(name).parent) for name in files if name.endswith("index.html")}
    broken = []
    for name, page in pages(files).items():
        for address in _addresses(page):
            target = _resolved(name, address)
            if target not in files and target not in folders:
                broken.append((name, address))
    assert not broken, broken


def _addresses(page: str) -> list[str]:
    pieces = page.replace('src="', 'href="').replace('data-badge="', 'href="').split('href="')[1:]
    found = [piece.partition('"')[0] for piece in pieces]
    return [address for address in found if "://" not in address]


def _resolved(page: str, address: str) -> str:
    parts = list(PurePosixPath(page).parent.parts)
    for part in PurePosixPath(address).parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts) or "."


def test_no_folder_is_left_to_be_listed(laser: Town) -> None:
    """Some hosts list a folder without a page, which would name every badge."""
    _issue(laser, "Zoé Martin")
    files = unfolded(laser.office)
    folders = {
        str(parent) for name in files for parent in PurePosixPath(name).parents if parent.name
    }
    assert "credentials" in folders
    assert [folder for folder in sorted(folders) if f"{folder}/index.html" not in files] == []


def test_nothing_private_is_in_it(laser: Town) -> None:
    """No address of a person, no word of the journal, no card: only what is signed in badges."""
    award = laser.issue(name="Zoé Martin", email="zoe.martin@example.org")
    revoking.revoke(laser.office, award.id, BY, reason="Motif confidentiel")
    whole = b"\n".join(unfolded(laser.office).values())
    for secret in ("zoe.martin", "Motif confidentiel", award.holder_id or "-"):
        assert secret.encode() not in whole, secret


def test_texts_of_people_are_only_ever_text(laser: Town) -> None:
    """What somebody typed runs nothing on a page, and pages may run nothing of their own."""
    hostile = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    award = _issue(laser, f"Zoé {hostile}", "public", narrative=hostile)
    found = pages(unfolded(laser.office))
    assert f"credentials/{award.id}/index.html" in found
    for name, page in found.items():
        assert "<script>" not in page, name
        assert "<img src=x" not in page, name
        assert "script-src 'self'" in page.replace("&#39;", "'"), name


def test_pages_speak_the_language_of_the_place(laser: Town) -> None:
    """French or English throughout, every sentence written, and the instant that all is true of."""
    _issue(laser, "Zoé Martin", "public")
    for language, words in (("fr", "État connu au"), ("en", "State as known on")):
        with laser.office.store.write() as work:
            place = work.places.get(FABLAB)
            assert place is not None
            work.places.replace(replace(place, language=language))
        for name, page in pages(unfolded(laser.office)).items():
            assert f'<html lang="{language}">' in page, name
            assert words in page, name
            for family in ("archive.", "web.", "life."):
                assert f">{family}" not in page, (name, family)


def test_the_notes_are_plain(laser: Town) -> None:
    """Whoever finds the archive years later reads in both languages what it is for."""
    _issue(laser, "Zoé Martin")
    files = unfolded(laser.office)
    for name in ("LISEZ-MOI.txt", "README.txt"):
        text = files[name].decode()
        for word in ("Fablab rural", "badge-verifier verify", "http.server", "2026", FABLAB):
            assert word in text, (name, word)
        assert "{" not in text
        assert "<" not in text


def test_the_same_content_makes_the_same_bytes(laser: Town) -> None:
    """Two archives of one instant are equal, so that one can see whether anything changed."""
    _issue(laser, "Zoé Martin")
    assert packed(laser.office) == packed(laser.office)


def test_kinds_of_files_can_be_left_out(laser: Town) -> None:
    """Paper and pictures are heavy: an archive without them still verifies, and offers no link."""
    award = _issue(laser, "Zoé Martin")
    files = unfolded(laser.office, without=OPTIONAL)
    assert [name for name in files if name.startswith(f"credentials/{award.id}.")] == [
        f"credentials/{award.id}.json"
    ]
    page = files[f"credentials/{award.id}/index.html"].decode()
    assert ".pdf" not in page
    assert ".png" not in page
    with pytest.raises(InvalidRequest, match=r"archive\.kind"):
        packed(laser.office, without=("json",))


def test_a_place_without_badges_has_an_archive(village: Town) -> None:
    """A page, its keys and its notes; an unknown place has none."""
    village.laser()
    assert f"places/{FABLAB}/index.html" in unfolded(village.office)
    with pytest.raises(NotFound, match=r"place\.unknown"):
        packed(village.office, "nulle-part")


def test_many_public_badges_make_several_pages(
    laser: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page lists a bounded number of badges and leads to the next one."""
    monkeypatch.setattr("issuer.services.archives.place_pages._A_PAGE", 1)
    for number in range(3):
        _issue(laser, f"Personne {number}", "public")
    files = unfolded(laser.office)
    folder = f"places/{FABLAB}/badges"
    names = ("index.html", "page-2.html", "page-3.html")
    listed = [files[f"{folder}/{name}"].decode() for name in names]
    assert [page.count("Personne ") for page in listed] == [1, 1, 1]
    assert 'href="page-2.html"' in listed[0]
    assert 'href="./"' in listed[1]
    assert f"{folder}/page-4.html" not in files


def test_progress_is_told_for_each_award(laser: Town, tmp_path: Path) -> None:
    """Whoever waits learns how many awards were looked at, the withheld ones too."""
    for number in range(2):
        _issue(laser, f"Personne {number}", "hidden" if number else "none")
    told: list[tuple[int, int]] = []
    with (tmp_path / "a.zip").open("wb") as file:
        made = archives.make(laser.office, FABLAB, file, tell=lambda *at: told.append(at))
    assert told == [(1, 2), (2, 2)]
    assert made.badges == 1
    assert made.files == len(zipfile.ZipFile(BytesIO((tmp_path / "a.zip").read_bytes())).namelist())


def test_the_ids_of_a_place_are_those_of_its_living_awards(town: Town) -> None:
    """On each database: sorted, of this place only, without those that were forgotten."""
    town.laser()
    kept = sorted(town.issue(name=f"Personne {number}", email=None).id for number in range(3))
    gone = town.issue(name="Oubliée", email=None)
    choosing.refuse(town.office, open_badge(town.office, gone))
    with town.office.store.read() as work:
        assert list(work.awards.ids(FABLAB)) == kept
        assert work.awards.ids("ailleurs") == ()
