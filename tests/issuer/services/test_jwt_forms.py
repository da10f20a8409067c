"""The JWT of a badge of a group: signed for whoever asks first, the same for everybody after."""

import io
import zipfile
from concurrent.futures import ThreadPoolExecutor

import pytest

from badges.documents import MEDIA_TYPE_JWT, Secured, parse
from issuer.errors import KeyUnavailable
from issuer.model import Award
from issuer.services import publishing
from issuer.services.batches import bulk, running
from issuer.services.jwt_forms import jwt_of
from issuer.services.life import correcting
from issuer.services.people import operator
from issuer.services.privacy import exporting
from issuer.services.whole_badge import whole_badge
from tests.issuer.world import Town

BY = operator("test")
FILE = b"name,email\nZo\xc3\xa9,zoe@x.fr\nAli,\n"


def group(town: Town) -> tuple[Award, ...]:
    """The two badges of a group, signed just now."""
    batch = bulk.begin(town.office, BY, town.laser().slug, FILE).batch
    running.run(town.office, batch.id)
    return publishing.awards(town.office)


def test_it_is_signed_when_it_is_asked_for_and_kept(town: Town) -> None:
    """Nothing before; then the badge as it is, in bytes that stay."""
    award, other = group(town)
    assert (award.jwt, other.jwt) == (b"", b"")
    body, media_type = publishing.file(town.office, award.id, "jwt")
    assert media_type == MEDIA_TYPE_JWT
    claims = Secured(body, MEDIA_TYPE_JWT).document
    badge = parse(award.json)
    assert {name: claims[name] for name in badge} == badge
    assert publishing.file(town.office, award.id, "jwt") == (body, media_type)
    assert publishing.award(town.office, award.id).jwt == body
    assert publishing.award(town.office, other.id).jwt == b""


def test_all_who_ask_at_once_get_the_same(town: Town) -> None:
    """ECDSA signs with chance in it: the first one that is kept counts."""
    award = group(town)[0]
    with ThreadPoolExecutor(4) as pool:
        bodies = list(pool.map(lambda _: jwt_of(town.office, award), range(8)))
    assert len(set(bodies)) == 1


def test_online_it_is_es256_whatever_the_key_is_by_then(city: Town) -> None:
    """The header names a key of the place that signed the badge."""
    award = group(city)[0]
    header = Secured(jwt_of(city.office, award), MEDIA_TYPE_JWT).header
    assert header["alg"] == "ES256"
    assert header["kid"].startswith(f"{award.issuer}#key-")


def test_without_its_key_the_jwt_lacks_and_nothing_else(village: Town) -> None:
    """Whoever asks for it is told why; the whole badge and an export go without it."""
    award = group(village)[0]
    holder = publishing.award(village.office, award.id).holder_id or ""
    folder = village.office.settings.data_dir / "keys" / "key-encryption.key"
    folder.rename(folder.with_name("elsewhere"))
    with pytest.raises(KeyUnavailable):
        publishing.file(village.office, award.id, "jwt")
    names = zipfile.ZipFile(io.BytesIO(whole_badge(village.office, award))).namelist()
    assert ("badge.json" in names, "badge.jwt" in names) == (True, False)
    exported = exporting.export_holder(village.office, BY, award.place, holder)
    names = zipfile.ZipFile(io.BytesIO(exported)).namelist()
    assert any(name.endswith("badge.json") for name in names)
    assert not any(name.endswith("badge.jwt") for name in names)


def test_of_an_earlier_edition_none_is_kept(village: Town) -> None:
    """A badge corrected meanwhile has its own JWT; the late one goes nowhere."""
    award = group(village)[0]
    wanted = correcting.Correction(name=f"{award.holder} Martin")
    signed = correcting.correct(village.office, award.id, BY, wanted, reason="Nom de famille.")
    assert jwt_of(village.office, award) == signed.jwt
    with village.office.store.read() as work:
        (former,) = work.awards.editions(award.id)
    assert (former.json, former.jwt) == (award.json, b"")


def test_what_is_forgotten_never_gets_one(village: Town) -> None:
    """Nothing is signed for somebody who was erased, even by who read the badge before."""
    award = group(village)[0]
    with village.office.store.write() as work:
        work.awards.forget(award._replace(forgotten=village.clock.now(), choice="refused"))
        work.awards.keep_jwt(award, b"late")
        kept = work.awards.get(award.id)
    assert kept is not None
    assert (kept.jwt, jwt_of(village.office, kept)) == (b"", b"")
