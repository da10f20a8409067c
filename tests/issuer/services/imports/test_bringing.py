"""Badges from elsewhere are verified at once, kept as they came, and never taken for what they say.

The verifier is the real one, in the small web of the corpus.
"""

from hashlib import sha256

import pytest

from badges.documents import serialize
from issuer.errors import Conflict, InvalidRequest, NotAllowed, TooManyAttempts
from issuer.services.holders import choosing
from issuer.services.imports import bringing
from issuer.services.imports.bringing import BADGES_LIMIT, SIZE_LIMIT, TRIES_LIMIT
from issuer.services.imports.reading import Said
from tests.corpus import ours
from tests.corpus.specimen import World
from tests.issuer.services.holders.cards import open_badge
from tests.issuer.services.imports.elsewhere import Desk
from tests.issuer.world import CAMILLE, Town
from tests.verifier.badges_to_read import Place, badge

KEPT = {
    "ours/eddsa-rdfc-2022-ed25519-by-key.json": "application/json",
    "ours/vc-jwt-ed25519-by-web.jwt": "application/vc+jwt",
    "ours/baked-json.png": "image/png",
    "ours/baked-jwt.svg": "image/svg+xml",
    "ours/expired.json": "application/json",
    "ours/not-yet.jwt": "application/vc+jwt",
    "ours/revoked.json": "application/json",
    "ours/suspended.jwt": "application/vc+jwt",
    "ours/fragment-gone-changed.json": "application/json",
    "ours/signed-by-another.json": "application/json",
    "ours/bare-key.jwt": "application/vc+jwt",
    "ours/status-list-gone.json": "application/json",
    "older/hosted-good.json": "application/json",
    "older/hosted-cancelled.json": "application/json",
    "older/signed-good.jws": "application/vc+jwt",
    "older/signed-other-key.jws": "application/vc+jwt",
    "wrapped/attached.pdf": "application/pdf",
}


@pytest.mark.parametrize("name", sorted(KEPT))
def test_a_badge_is_kept_byte_for_byte_with_the_verdict_of_the_verifier(
    desk: Desk, name: str
) -> None:
    """Whatever the verdict, the bytes stay; and only what is accepted is told as genuine."""
    specimen = desk.specimens[name]
    badge = desk.kept(name)
    assert desk.body(badge) == specimen.material
    assert badge.digest == sha256(specimen.material).hexdigest()
    assert badge.size == len(specimen.material)
    assert badge.media_type == KEPT[name]
    assert (badge.verdict, badge.state) == (specimen.verdict, specimen.state)
    assert badge.examined == desk.clock.now()
    assert Said(badge).is_genuine is (specimen.state == "genuine")


def test_what_the_badge_says_is_kept_in_a_few_lines(desk: Desk) -> None:
    """Title, issuer with its site, date and competencies; not the whole report."""
    badge = desk.kept("ours/vc-jwt-ed25519-by-web.jwt")
    said = Said(badge)
    assert (badge.title, badge.issuer) == ("Animer un atelier", "Le Lieu Un")
    assert said.site == "badges.example.fr"
    assert (said.awarded or "").startswith("2026-11-20")
    assert "findings" not in badge.report
    assert "credential" not in badge.report


def test_a_key_does_not_borrow_the_site_of_somebody(desk: Desk) -> None:
    """A profile may give any address as its own: only where its keys are found answers for it."""
    place = Place.by_key()
    profile = {"id": place.did, "type": ["Profile"], "name": "La Sorbonne"}
    signed = place.sign(badge(place, issuer=profile | {"url": "https://www.sorbonne.example/"}))
    brought = desk.bring_bytes(signed.body).badge
    assert brought is not None
    assert brought.issuer == "La Sorbonne"
    assert Said(brought).site is None


def test_a_badge_of_open_badges_2_on_a_site_is_not_told_as_signed(desk: Desk) -> None:
    """Its site vouches for it: pages say so, in other words than for a signature."""
    assert Said(desk.kept("older/hosted-good.json")).state == "genuine_hosted"
    assert Said(desk.kept("older/signed-good.jws")).state == "genuine"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("older/badge-class.json", "import.unreadable"),
        ("older/hosted-gone.json", "import.not_reached"),
        ("older/version-1.json", "import.not_reached"),
        ("ours/address-gone.txt", "import.unreachable"),
        ("ours/no-start.json", "import.broken"),
        ("wrapped/empty.pdf", "import.unreadable"),
        ("wrapped/page-empty.txt", "import.unreadable"),
        ("wrapped/page-script.txt", "import.page_only"),
        ("wrapped/presentation-two.json", "import.many"),
        ("wrapped/several.zip", "import.many"),
    ],
)
def test_what_is_no_single_readable_badge_is_refused_and_nothing_kept(
    desk: Desk, name: str, code: str
) -> None:
    """Each refusal has its own sentence, and leaves nothing behind."""
    with pytest.raises(InvalidRequest) as caught:
        desk.bring(name)
    assert caught.value.code == code
    assert desk.shelf() == ()


def test_a_refusal_tells_what_could_be_read(desk: Desk) -> None:
    """A broken badge is named, with the reason in the words of the verifier."""
    with pytest.raises(InvalidRequest) as caught:
        desk.bring("ours/ends-before.json")
    assert caught.value.params["title"] == "Animer un atelier"
    assert caught.value.params["reason"] == "Le badge finit avant de commencer."


@pytest.mark.parametrize("body", [b"\x00", b"garbage", b"{}", b"[[[[[", b"\xff\xd8\xff", b"<svg"])
def test_garbage_is_refused_with_a_sentence(desk: Desk, body: bytes) -> None:
    """Never an error of the program."""
    with pytest.raises(InvalidRequest, match=r"import\.(unreadable|not_reached)"):
        desk.bring_bytes(body)


def test_files_are_bounded(desk: Desk) -> None:
    """Nothing, and more than five megabytes, are refused before the verifier is asked."""
    with pytest.raises(InvalidRequest, match=r"import\.no_content"):
        desk.bring_bytes(b"")
    with pytest.raises(InvalidRequest, match=r"import\.too_large"):
        desk.bring_bytes(bytes(SIZE_LIMIT + 1))
    assert desk.examiner.asked == []


def test_a_card_holds_thirty_badges(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next one is refused before anything is examined."""
    monkeypatch.setattr(bringing, "BADGES_LIMIT", 1)
    desk.bring("ours/baked-json.png")
    asked = len(desk.examiner.asked)
    with pytest.raises(Conflict, match=r"import\.full"):
        desk.bring("ours/expired.json")
    assert len(desk.examiner.asked) == asked
    assert BADGES_LIMIT == 30


def test_tries_are_counted_by_card_and_forgiven_with_time(desk: Desk) -> None:
    """Thirty examinations in ten minutes, then a pause."""
    for _ in range(TRIES_LIMIT):
        with pytest.raises(InvalidRequest):
            desk.bring_bytes(b"garbage")
    with pytest.raises(TooManyAttempts) as caught:
        desk.bring("ours/baked-json.png")
    assert caught.value.code == "import.wait"
    assert caught.value.params["minutes"] >= 1
    desk.clock.advance(minutes=11)
    assert desk.bring_bytes(desk.specimens["ours/baked-json.png"].material).is_new


def test_the_same_badge_twice_is_one_badge(desk: Desk) -> None:
    """The same bytes, and the same signed document in another form, are known again."""
    first = desk.bring("ours/baked-json.png")
    again = desk.bring("ours/baked-json.png")
    in_svg = desk.bring("ours/baked-json.svg")
    assert first.is_new
    assert not again.is_new
    assert not in_svg.is_new
    assert again.badge == in_svg.badge == first.badge
    assert len(desk.shelf()) == 1


def test_a_photo_of_a_code_leads_to_the_badge_which_is_kept_instead(desk: Desk) -> None:
    """Nobody wants to keep the photo of a table: the document at the address is kept."""
    badge = desk.kept("wrapped/qr.jpg")
    assert badge.media_type in ("application/json", "application/vc+jwt")
    assert badge.source is not None
    assert desk.body(badge) == desk.web.pages[badge.source].body


def test_the_address_of_a_badge_gives_the_document_at_that_address(desk: Desk) -> None:
    """Its bytes are those that the site gave, and the address is remembered."""
    world = World(web=desk.web, instant=desk.clock.now())
    place = Place.by_key()
    body = place.sign(ours.badge(world, place)).body
    desk.web.publish("https://lieu.example/badges/1", body, "application/vc")
    badge = desk.bring_address(" lieu.example/badges/1 ").badge
    assert badge is not None
    assert badge.source == "https://lieu.example/badges/1"
    assert desk.body(badge) == body


@pytest.mark.parametrize(
    "typed",
    [
        "http://lieu.example/badges/1",
        "ftp://lieu.example/1",
        "javascript:alert(1)",
        "https://",
        "https://user:pass@lieu.example/1",
        "https://[::1",
        "deux mots",
        "https://lieu.example/é",
        "https://lieu.example/" + "a" * 2_000,
    ],
)
def test_what_is_no_safe_address_is_refused_before_any_visit(desk: Desk, typed: str) -> None:
    """Only https, without a password in it, and not endless."""
    with pytest.raises(InvalidRequest, match=r"import\.not_an_address"):
        desk.bring_address(typed)
    assert desk.web.visits == []


def test_a_badge_of_ours_on_this_card_is_recognised_and_not_kept_twice(desk: Desk) -> None:
    """In any form: the signed file, also when its holder hid it."""
    choosing.choose(desk.office, open_badge(desk.office, desk.award), "hidden")
    for body in (desk.award.json, desk.award.jwt):
        brought = desk.bring_bytes(body)
        assert brought.award is not None
        assert brought.award.id == desk.award.id
    assert desk.shelf() == ()


def test_a_badge_of_ours_on_another_card_is_not_taken(village: Town, desk: Desk) -> None:
    """Whoever has the file of somebody else's badge opens that card first."""
    other = village.issue(email=None, name="Ada Autre")
    with pytest.raises(Conflict, match=r"import\.ours"):
        desk.bring_bytes(other.json)
    assert desk.shelf() == ()


def test_a_forged_copy_of_a_badge_of_ours_is_an_altered_badge(desk: Desk) -> None:
    """Its id alone proves nothing: it is kept as what it is."""
    forged = desk.award.json.replace("Zoé".encode(), b"Zac")
    assert forged != desk.award.json
    badge = desk.bring_bytes(forged).badge
    assert badge is not None
    assert badge.state == "altered"
    assert not Said(badge).may_be_shown


def test_nothing_is_brought_where_nobody_verifies(village: Town, desk: Desk) -> None:
    """Without the verifier's door the answer is plain."""
    body = desk.specimens["ours/baked-json.png"].material
    with pytest.raises(NotAllowed, match=r"import\.closed"):
        bringing.bring_file(village.office, desk.card, body, language="fr")


def test_bringing_a_badge_leaves_no_line_in_the_journal(desk: Desk) -> None:
    """What a holder chooses is no business of the place."""
    assert desk.card.holder.claimed is not None
    with desk.office.store.read() as work:
        before = work.journal.list(limit=500)
    desk.bring("ours/baked-json.png")
    with desk.office.store.read() as work:
        assert work.journal.list(limit=500) == before


def test_texts_of_strangers_are_cut_and_cleaned(desk: Desk) -> None:
    """A title of a thousand lines becomes one line that a screen can bear."""
    world = World(web=desk.web, instant=desk.clock.now())
    place = Place.by_key()
    document = ours.badge(world, place)
    document["credentialSubject"]["achievement"]["name"] = "A\n\u202eB\u0007" + "c" * 900
    body = serialize(place.sign(document).document)
    badge = desk.bring_bytes(body).badge
    assert badge is not None
    assert badge.title.startswith("A Bcc")
    assert len(badge.title) <= 300
    assert CAMILLE.name not in badge.title
