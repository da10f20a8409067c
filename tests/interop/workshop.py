"""Badges as the place's workshop makes them, with all that a signed badge of ours can carry.

They are of a network and awarded by a member, in a later version that speaks two languages, to a
group, with several proofs of which one stays private; then corrected, or renewed.
"""

from datetime import timedelta

from badges.web.wording import local
from issuer.model import Award, Batch, PlaceRequest
from issuer.ports import Office
from issuer.services import achievements, evidence, networks, people, places
from issuer.services.batches import confirming, drafting, running
from issuer.services.life.correcting import Correction, correct
from issuer.services.life.renewing import renew
from tests.interop.theirs import PNG

NETWORK_NAME = "Réseau des lieux de l’Étang"
NETWORK = "reseau"
MADE = ("of a group", "corrected", "renewed")
"""Names of the badges that `make` makes."""

_WORDS = {
    "chosen": "TL-FAB-02 TL-COO-01",
    "level-TL-FAB-02": "N2",
    "name": "Découper « en équipe »",
    "description": "Prépare et découpe une pièce avec d’autres.",
    "criteria": "- **Une** pièce découpée",
    "evidence": "Une photo.",
    "tags": "bois, découpe",
}
_LATER = {
    "description": "Prépare, découpe et explique une pièce avec d’autres.",
    "name-en": "Cutting “as a team”",
    "description-en": "Prepares, cuts and explains a part with others.",
    "criteria-en": "- **One** part cut out",
    "evidence-en": "A photo.",
}
_PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
_URL = "https://lieu.example/preuves/2"
_BY = people.operator("local")


def make(office: Office, place: str) -> dict[str, Award]:
    """Each badge of `MADE`, awarded by `place` for a network that it becomes a member of."""
    slug = _publish_twice(office, place)
    batch = _group(office, place, slug)
    running.run(office, batch.id)
    with office.store.read() as work:
        lines = work.batches.lines(batch.id, state="issued")
        issued = [work.awards.get(line.award or "") for line in lines]
    whole, mistyped, ending = (award for award in issued if award is not None)
    mended = Correction(
        name="Zoé Lefèvre-Ñandú", narrative="Trois ateliers, **pas deux**.", level="N3"
    )
    return {
        "of a group": whole,
        "corrected": correct(office, mistyped.id, _BY, mended, reason="Faute de frappe"),
        "renewed": renew(office, ending.id, _BY, email="sam@example.org"),
    }


def _publish_twice(office: Office, place: str) -> str:
    """The second version of an achievement of the network, with its words in English."""
    owner = places.add(office, PlaceRequest(name=NETWORK_NAME, slug=NETWORK))
    networks.add(office, _BY, owner.slug, place)
    draft = achievements.begin(office, _BY, owner.slug, _WORDS)
    first = achievements.publish(office, _BY, draft.slug)
    achievements.save(office, _BY, owner.slug, first.slug, _LATER)
    return achievements.publish(office, _BY, first.slug).slug


def _group(office: Office, place: str, slug: str) -> Batch:
    """A confirmed group of three: each with a story, an address, an open and a private proof."""
    batch = drafting.create(office, _BY, place, slug, hours="12,5", narrative="Deux ateliers.")
    soon = (local(office.clock.now()) or office.clock.now()) + timedelta(days=50)
    said: tuple[drafting.LineChanges, ...] = (
        {"name": "Awa Touré", "email": "awa@example.org", "level": "N3", "evidence_url": _URL},
        {"name": "Zoe Lefevre-Nandu", "email": "zoe@example.org", "evidence_url": _URL},
        {
            "name": "Sam « le Tourneur »",
            "email": "sam@example.org",
            "evidence_url": _URL,
            "valid_until": soon.date().isoformat(),
        },
    )
    for line in said:
        kept = drafting.add_person(office, _BY, batch.id, **line)
        _prove(office, batch, kept.number)
    return confirming.confirm(office, _BY, batch.id)


def _prove(office: Office, batch: Batch, number: int) -> None:
    for name, body, shown in (("piece.png", PNG, True), ("notes.pdf", _PDF, False)):
        file = evidence.accept(name, body)
        evidence.add_to_line(office, _BY, batch.id, number, file, shown=shown)
