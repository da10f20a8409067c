"""Badges that our own suites signed, in every state that a badge can be in."""

from collections.abc import Iterator
from typing import Any

from badges import baking
from badges.documents import JsonObject, serialize
from tests.corpus.specimen import GENUINE, Specimen, World
from tests.interop.theirs import PNG, SVG
from tests.verifier import badges_to_read, jwt_forgery
from tests.verifier.badges_to_read import Place

SITE = "https://badges.example.fr"
_UNCONFIRMED = "issuer.not_authenticated"
REVOKED, SUSPENDED, CLEAR = 11, 12, 13


def badge(world: World, place: Place, **members: Any) -> JsonObject:
    """A badge of `place`, awarded two days before the world's instant."""
    dates = {"awardedDate": world.written(days=-2), "validFrom": world.written(days=-2)}
    return badges_to_read.badge(place, **(dates | members))


def specimens(world: World) -> Iterator[Specimen]:
    """Every suite and container, every date and status, every way to name an issuer."""
    by_key, by_web = Place.by_key(), Place.by_web(world.web, "corpus")
    yield from _suites(world)
    yield from _containers(world, by_key)
    yield from _dates(world, by_key)
    yield from _statuses(world, by_web)
    yield from _issuers(world)


def _suites(world: World) -> Iterator[Specimen]:
    for algorithm, suite in (
        ("Ed25519", "eddsa-rdfc-2022"),
        ("P-256", "ecdsa-rdfc-2019"),
        ("Ed25519", "vc-jwt"),
        ("P-256", "vc-jwt"),
    ):
        ending = "jwt" if suite == "vc-jwt" else "json"
        for way, place in (
            ("by-key", Place.by_key(algorithm)),
            ("by-web", Place.by_web(world.web, f"{suite}-{algorithm}".lower(), algorithm)),
        ):
            body = place.sign(badge(world, place), suite).body
            name = f"ours/{suite}-{algorithm.lower()}-{way}.{ending}"
            yield Specimen(name, body, GENUINE, "proof.valid")
    rsa = Place.by_web(world.web, "rsa", "RSA")
    body = rsa.sign(badge(world, rsa), "vc-jwt").body
    yield Specimen("ours/vc-jwt-rs256.jwt", body, GENUINE, "proof.valid")
    key = Place.by_key()
    twice = key.sign(key.sign(badge(world, key)).document)
    yield Specimen("ours/two-proofs.json", twice.body, GENUINE, "proof.valid")


def _containers(world: World, place: Place) -> Iterator[Specimen]:
    for suite, form in (("eddsa-rdfc-2022", "json"), ("vc-jwt", "jwt")):
        secured = place.sign(badge(world, place), suite)
        for ending, image in (("png", PNG), ("svg", SVG)):
            baked = baking.bake(image, secured)
            yield Specimen(f"ours/baked-{form}.{ending}", baked, GENUINE, "proof.valid")
    body = place.sign(badge(world, place)).body
    yield Specimen("ours/with-bom.json", b"\xef\xbb\xbf" + body, GENUINE, "proof.valid")
    yield Specimen("ours/with-space.json", b" \r\n" + body + b"\n", GENUINE, "proof.valid")
    world.web.publish(f"{SITE}/credentials/4f8b", body, "application/vc")
    yield Specimen("ours/address.txt", f"{SITE}/credentials/4f8b".encode(), GENUINE, "proof.valid")
    gone = f"{SITE}/credentials/gone".encode()
    yield Specimen("ours/address-gone.txt", gone, "cannot_check", "fetch.unreachable")


def _dates(world: World, place: Place) -> Iterator[Specimen]:
    past, future = world.written(days=-1), world.written(days=2)
    periods: tuple[tuple[str, JsonObject, str, str], ...] = (
        ("expired", {"validUntil": past}, "expired", "time.expired"),
        ("ends-later", {"validUntil": future}, GENUINE, "time.valid"),
        ("not-yet", {"validFrom": future}, "not_yet_valid", "time.not_yet_valid"),
        ("just-now", {"validFrom": world.written(seconds=30)}, GENUINE, "time.valid"),
    )
    for suite, ending in (("eddsa-rdfc-2022", "json"), ("vc-jwt", "jwt")):
        for name, members, state, code in periods:
            body = place.sign(badge(world, place, **members), suite).body
            yield Specimen(f"ours/{name}.{ending}", body, state, code)
    wrong: tuple[tuple[str, JsonObject, str], ...] = (
        ("no-start", {"validFrom": None}, "time.missing"),
        ("start-without-zone", {"validFrom": "2026-01-01T00:00:00"}, "time.unreadable"),
        ("start-in-words", {"validFrom": "hier"}, "time.unreadable"),
        ("ends-before", {"validUntil": world.written(days=-3)}, "time.reversed"),
    )
    for name, members, code in wrong:
        body = place.sign(badge(world, place, **members)).body
        yield Specimen(f"ours/{name}.json", body, "unreadable", code)


def _statuses(world: World, place: Place) -> Iterator[Specimen]:
    for purpose, index in (("revocation", REVOKED), ("suspension", SUSPENDED)):
        url = f"{SITE}/status/corpus-{purpose}"
        listing = badges_to_read.status_list(place, index, id=url)
        listing["validFrom"] = world.written(days=-3)
        listing["credentialSubject"] |= {"id": f"{url}#list", "statusPurpose": purpose}
        world.web.publish(url, place.sign(listing).body, "application/vc")
    for suite, ending in (("eddsa-rdfc-2022", "json"), ("vc-jwt", "jwt")):
        for name, purpose, index, state, code in (
            ("revoked", "revocation", REVOKED, "revoked", "status.revoked"),
            ("not-revoked", "revocation", CLEAR, GENUINE, "status.clear"),
            ("suspended", "suspension", SUSPENDED, "suspended", "status.suspended"),
            ("not-suspended", "suspension", CLEAR, GENUINE, "status.clear"),
        ):
            entry = _entry(f"{SITE}/status/corpus-{purpose}", index, purpose)
            body = place.sign(badge(world, place, credentialStatus=entry), suite).body
            yield Specimen(f"ours/{name}.{ending}", body, state, code)
    revocations = f"{SITE}/status/corpus-revocation"
    numbered = _entry(revocations, 1) | {"statusListIndex": 1}
    other_purpose = _entry(f"{SITE}/status/corpus-suspension", 1, "revocation")
    for name, entry, code in (
        ("list-gone", _entry(f"{SITE}/status/gone", 1), "status.unavailable"),
        ("index-outside", _entry(revocations, 131_072), "status.out_of_range"),
        ("other-purpose", other_purpose, "status.other_purpose"),
        ("index-as-number", numbered, "status.entry_malformed"),
    ):
        secured = place.sign(badge(world, place, credentialStatus=entry))
        yield Specimen(f"ours/status-{name}.json", secured.body, "cannot_check", code)
    undefined = {"id": "urn:x:1", "type": "StatusList2021Entry"}
    secured = place.sign(badge(world, place, credentialStatus=undefined), "vc-jwt")
    yield Specimen("ours/status-undefined.jwt", secured.body, "unreadable", "jsonld.dropped")


def _entry(url: str, index: int, purpose: str = "revocation") -> JsonObject:
    return badges_to_read.status_entry(
        id=f"{url}#{index}",
        statusPurpose=purpose,
        statusListIndex=str(index),
        statusListCredential=url,
    )


def _issuers(world: World) -> Iterator[Specimen]:
    one, other = Place.by_key(), Place.by_key()
    stolen = badge(world, one)
    body = other.sign(stolen).body
    yield Specimen("ours/signed-by-another.json", body, "not_the_issuer", "key.controller_mismatch")
    body = other.sign(stolen, "vc-jwt").body
    yield Specimen("ours/signed-by-another.jwt", body, "not_the_issuer", "key.controller_mismatch")
    unknown = Place(one.key, "did:web:nowhere.example", "did:web:nowhere.example#key-1")
    body = unknown.sign(badge(world, unknown)).body
    yield Specimen("ours/site-gone.json", body, "cannot_check", "key.unreachable")
    bare = jwt_forgery.with_embedded_key(one, badges_to_read.badge(unknown))
    yield Specimen("ours/bare-key.jwt", bare.body, "issuer_unconfirmed", _UNCONFIRMED)
    yield from _fragments(world)


def _fragments(world: World) -> Iterator[Specimen]:
    """Issuers known by an https address: the key in the fragment shows integrity and no more."""
    key = Place.by_key()
    name = key.key.public.multikey()
    for page, state, code in (
        ("gone", "issuer_unconfirmed", _UNCONFIRMED),
        ("html", "issuer_unconfirmed", _UNCONFIRMED),
        ("listed", GENUINE, "key.controlled_by_issuer"),
        ("other-keys", "not_the_issuer", "key.unresolved"),
    ):
        issuer = f"https://{page}.example/issuers/1"
        place = Place(key.key, issuer, f"{issuer}#{name}")
        if page == "html":
            world.web.publish(issuer, b"<!doctype html><title>x</title>", "text/html")
        elif page == "listed":
            world.web.publish(issuer, place.document)
        elif page == "other-keys":
            stranger = Place(Place.by_key().key, issuer, f"{issuer}#autre")
            world.web.publish(issuer, stranger.document)
        secured = place.sign(badge(world, place))
        yield Specimen(f"ours/fragment-{page}.json", secured.body, state, code)
        changed = serialize(secured.document | {"name": "Autre chose"})
        if page != "other-keys":
            yield Specimen(
                f"ours/fragment-{page}-changed.json", changed, "altered", "proof.invalid"
            )
