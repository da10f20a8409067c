"""Whoever has a group signed does so in their own name, whoever began its draft."""

from issuer.model import PlaceRequest
from issuer.services import people, places
from issuer.services.batches import confirming, drafting, running
from issuer.services.life import revoking
from issuer.services.people import Contributor
from tests.issuer.world import Town

PLACE = "fablab-rural"


def _person(town: Town, name: str, role: str) -> Contributor:
    person = people.add(town.office, name, place=PLACE, role=role)
    return Contributor(person.name, person.id, PLACE)


def test_the_one_who_confirms_signs_and_may_undo(village: Town) -> None:
    """The journal names them beside each badge; the author of the draft undoes nothing."""
    places.add(village.office, PlaceRequest(name="Fablab rural", slug=PLACE))
    badge = village.laser()
    awa, chloe = _person(village, "Awa", "facilitator"), _person(village, "Chloé", "facilitator")
    batch = drafting.create(village.office, awa, PLACE, badge.slug)
    drafting.add_people(village.office, awa, batch.id, "Zoé Martin")
    confirming.confirm(village.office, chloe, batch.id)
    running.run(village.office, batch.id)
    with village.office.store.read() as work:
        (line,) = work.batches.lines(batch.id)
        (told,) = work.journal.list(action="award.issue")
    assert told.actor == "Chloé"
    taken = revoking.revoke(village.office, line.award or "", chloe, reason="Pas la bonne")
    assert taken.state == "revoked"
