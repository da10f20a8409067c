"""A key is stolen: its badges are found, and signed again at the same addresses."""

import pytest

from badges.documents import MEDIA_TYPE_JSON, Secured, parse
from badges.errors import BadgeError
from issuer.errors import NotAllowed, NotFound
from issuer.model import Award
from issuer.services import keyring, people, publishing
from issuer.services.identities import identity_of
from issuer.services.life import reissuing, revoking
from issuer.services.securing import require_own
from tests.issuer.faults import Blown, fused
from tests.issuer.world import Town

PLACE = "fablab-rural"


def _believed(town: Town, award: Award) -> bool:
    with town.office.store.read() as work:
        place = work.places.get(PLACE)
        assert place is not None
        identity = identity_of(town.office.settings, place, work.keys.of(PLACE))
    try:
        require_own(identity, Secured(award.json, MEDIA_TYPE_JSON))
    except BadgeError:
        return False
    return True


def _ids(town: Town) -> set[str]:
    return {award.id for award in reissuing.affected(town.office, PLACE, "key-1")}


def test_badges_of_a_stolen_key_are_signed_again_where_they_are(city: Town) -> None:
    """Same address, code and index; later by a second at least; the old bytes are kept."""
    city.laser()
    old = city.issue()
    revoked = city.issue(name="Autre", email=None)
    revoking.revoke(city.office, revoked.id, people.operator("local"), reason="erreur")
    keyring.revoke(city.office, PLACE, "key-1", reason="vol")
    later = city.issue(name="Après", email=None)
    assert _ids(city) == {old.id}
    assert not _believed(city, old)
    done = reissuing.reissue(city.office, PLACE, "key-1")
    new = publishing.award(city.office, old.id)
    assert (done.done, done.failed) == (1, ())
    assert _believed(city, new)
    assert (new.url, new.short_code, new.status) == (old.url, old.short_code, old.status)
    assert parse(new.json)["validFrom"] > parse(old.json)["validFrom"]
    assert parse(new.json)["credentialSubject"] == parse(old.json)["credentialSubject"]
    assert (new.edition, new.holder_id) == (old.edition + 1, old.holder_id)
    assert publishing.award(city.office, later.id).json == later.json
    assert reissuing.reissue(city.office, PLACE, "key-1").done == 0


def test_signing_again_goes_on_where_it_was_cut(city: Town) -> None:
    """Cut anywhere, each badge is in its old or its new form, and the rest follows."""
    city.laser()
    awards = [city.issue(name=name, email=None) for name in ("A", "B", "C")]
    keyring.revoke(city.office, PLACE, "key-1", reason="vol")
    with pytest.raises(Blown):
        reissuing.reissue(fused(city.office, 40), PLACE, "key-1")
    left = _ids(city)
    assert len(left) < len(awards)
    assert reissuing.reissue(city.office, PLACE, "key-1").done == len(left)
    found = [publishing.award(city.office, award.id) for award in awards]
    assert all(_believed(city, award) for award in found)
    assert {award.edition for award in found} == {2}


def test_badges_of_a_good_key_are_left_alone(city: Town) -> None:
    """Only a key that is declared compromised makes its badges bad."""
    city.laser()
    city.issue()
    with pytest.raises(NotAllowed, match=r"keys\.not_revoked"):
        reissuing.reissue(city.office, PLACE, "key-1")
    with pytest.raises(NotFound, match=r"keys\.unknown"):
        reissuing.reissue(city.office, PLACE, "key-9")
