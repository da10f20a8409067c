"""Signing by the chunk: the same badges as one by one, in every column that is not drawn by lot."""

import csv
import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from badges.documents import JsonObject, parse
from badges.errors import JsonLdError
from badges.ports import Identifiers
from issuer.errors import StoreError
from issuer.model import Award, AwardRequest, Batch, BatchLine, PlaceRequest
from issuer.ports import Office
from issuer.services import issuing, networks, places, publishing, status_lists
from issuer.services.batches import bulk, chunks, following, running
from issuer.services.finding import find_place
from issuer.services.identities import identity_of
from issuer.services.people import operator
from issuer.services.short_codes import new_short_codes
from tests.issuer.fakes import Whispers
from tests.issuer.world import Town

BY = operator("test")
SLUG = "decoupe-laser-en-autonomie"
LINK = "https://x.fr/a?b=1"
PEOPLE: tuple[dict[str, Any], ...] = (
    {"name": "Zoé Œuvrard", "email": "zoe@x.fr", "level": "N3", "evidence_url": LINK},
    {"name": "Ali Ben"},
    {"name": "Léa « & » Noël", "email": "LEA@x.fr", "level": "N4", "narrative": "Un\nsac"},
    {"name": "Noé 𝄞", "evidence_url": LINK, "narrative": "Vu « là »", "hours": "1.5"},
    {"name": "Zoé", "email": "ZOE@x.fr", "valid_until": "2028-06-30", "awarded": "2026-11-01"},
    {"name": "Ève", "hours": "12", "awarded": "2026-10-02"},
)
COLUMNS = sorted({name for person in PEOPLE for name in person})
DRAWN = ("id", "short_code", "url", "issuer", "status", "json", "jwt", "holder_id", "reference")


def table(people: tuple[dict[str, Any], ...]) -> bytes:
    """A CSV file of these people."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    writer.writerows(people)
    return text.getvalue().encode()


def begin(town: Town, content: bytes, **options: Any) -> Batch:
    """The group of a file, confirmed; the place and the badge are made first."""
    if not places.list_all(town.office):
        town.laser()
    return bulk.begin(town.office, BY, SLUG, content, **options).batch


def lines(office: Office, batch: Batch) -> tuple[BatchLine, ...]:
    """The lines of a group."""
    return following.lines(office, BY, batch.id)


def awards(office: Office, batch: Batch) -> list[Award]:
    """The awards of a group, in the order of its lines."""
    return [publishing.award(office, line.award or "") for line in lines(office, batch)]


def columns(award: Award) -> dict[str, Any]:
    """The columns of an award but for those drawn by lot."""
    return {name: value for name, value in award._asdict().items() if name not in DRAWN}


def settled(award: Award) -> JsonObject:
    """A signed badge without what is drawn by lot, or made of it."""
    document = parse(award.json)
    proof = document["proof"][0]
    for part, names in (
        (document, ("id",)),
        (document["issuer"], ("id",)),
        (document["credentialSubject"], ("id",)),
        (document["credentialStatus"], ("id", "statusListIndex")),
        (proof, ("verificationMethod", "proofValue")),
    ):
        assert all(part.pop(name) for name in names)
    for identity in document["credentialSubject"]["identifier"]:
        if identity["hashed"]:
            assert identity.pop("salt")
            assert identity.pop("identityHash")
    return document


def test_a_chunk_gives_what_single_awards_give(town: Town) -> None:
    """Every column of an award and every member of a badge are those of a badge signed alone."""
    batch = begin(town, table(PEOPLE))
    assert running.run(town.office, batch.id).issued == len(PEOPLE)
    for number, (made, person) in enumerate(zip(awards(town.office, batch), PEOPLE, strict=True)):
        request = AwardRequest(achievement=SLUG, reference=f"single-{number}", **person)
        single = issuing.issue(town.office, request, actor="test")
        assert columns(made) == columns(single)
        assert settled(made) == settled(single)
        assert (made.holder_id == single.holder_id) == ("email" in person)
    with town.office.store.read() as work:
        entries = work.journal.list(action="award.issue")
        assert len({entry.subject for entry in entries}) == 2 * len(PEOPLE)
        assert {(entry.actor, entry.place) for entry in entries} == {("test", "fablab-rural")}


def test_cards_are_those_of_single_awards(town: Town) -> None:
    """Who comes twice has one card; its words open it, and it knows the address again."""
    made = awards(town.office, run(town, table(PEOPLE)))
    assert made[0].holder_id == made[4].holder_id
    assert len({award.holder_id for award in made}) == len(PEOPLE) - 1
    alone = town.issue(name="Zoé", email="zoe@x.fr", reference="alone")
    assert alone.holder_id == made[0].holder_id
    with town.office.store.read() as work:
        holder = work.holders.get(alone.holder_id or "")
        assert holder is not None
        assert holder == work.holders.by_lookup(holder.lookup)
        assert (holder.email, holder.name) == ("zoe@x.fr", "Zoé Œuvrard")


def run(town: Town, content: bytes, **options: Any) -> Batch:
    """As `begin`, signed to the end."""
    batch = begin(town, content, **options)
    running.run(town.office, batch.id)
    return batch


def test_what_cannot_be_signed_stops_no_other(town: Town) -> None:
    """A line is refused, another set aside, and the one that holds the same reference too."""
    town.laser()
    before = town.issue(reference="r-0")
    content = (
        b"name,reference,valid_until\nA,r-1,\nB,r-0,\nC,r-1,\nD,r-2,2026-11-23\nE,r-3,2030-01-01\n"
    )
    batch = begin(town, content)
    town.clock.advance(days=3)
    progress = running.run(town.office, batch.id)
    assert (progress.issued, progress.set_aside, progress.refused) == (2, 2, 1)
    kept = lines(town.office, batch)
    assert [line.state for line in kept] == [
        "issued",
        "set_aside",
        "set_aside",
        "refused",
        "issued",
    ]
    named = [line.problem["params"].get("award") for line in kept if line.problem]
    assert named == [before.id, kept[0].award, None]
    assert progress.batch.state == "done"


def test_online_and_for_a_network_the_badge_names_both(city: Town) -> None:
    """A member signs as itself, names the network as creator, and the list is its own."""
    city.laser()
    places.add(city.office, PlaceRequest(name="Atelier", slug="atelier"))
    networks.add(city.office, BY, "fablab-rural", "atelier")
    city.issue(reference="so that the network has its key")
    batch = run(city, table(PEOPLE), place="atelier")
    for award in awards(city.office, batch):
        document = parse(award.json)
        assert (
            document["issuer"]["id"] == award.issuer == "did:web:badges.example.fr:places:atelier"
        )
        assert document["credentialSubject"]["achievement"]["creator"]["name"] == "Fablab rural"
        assert award.status.list_id.startswith("atelier-")


def test_letters_go_to_who_has_an_address(town: Town) -> None:
    """Each names the card of its own holder."""
    whispers = Whispers()
    town.laser()
    office = replace(town.office, queue=whispers)
    batch = bulk.begin(office, BY, SLUG, table(PEOPLE), by_mail=True).batch
    running.run(office, batch.id)
    with office.store.read() as work:
        letters = work.letters.list()
    holders = {award.holder_id for award in awards(office, batch)}
    assert sorted(letter.recipient for letter in letters) == ["lea@x.fr", "zoe@x.fr", "zoe@x.fr"]
    assert {letter.concerns for letter in letters} <= holders
    assert whispers.letters == 1


def test_a_line_that_breaks_its_chunk_is_found(
    village: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What only signing finds out refuses the one line, and the chunk is signed line by line."""
    batch = begin(village, b"name\nA\nB\nC\n")
    sign = chunks.Chunk.sign

    def broken(*given: Any, **named: Any) -> int:
        sign(*given, **named)
        raise JsonLdError("jsonld.iri")

    monkeypatch.setattr(chunks.Chunk, "sign", broken)
    progress = running.run(village.office, batch.id)
    assert (progress.issued, progress.batch.state) == (3, "done")
    with village.office.store.read() as work:
        assert len(work.journal.list(action="award.issue")) == 3


def test_a_chunk_of_several_blocks_is_as_one(
    village: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Blocks share one unit of work, and a reference met in one is known in the next."""
    monkeypatch.setattr(chunks, "BLOCK", 2)
    batch = begin(village, b"name,reference\nA,1\nB,2\nC,3\nD,1\nE,\n")
    heard: list[int] = []
    progress = running.run(village.office, batch.id, done=heard.append)
    assert (progress.issued, progress.set_aside, progress.batch.state) == (4, 1, "done")
    assert heard[0] == 5


def test_whoever_says_stop_between_blocks_keeps_what_is_signed(
    village: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The block that is signed is kept, the next one waits, and a second run ends it."""
    monkeypatch.setattr(chunks, "BLOCK", 2)
    batch = begin(village, b"name\nA\nB\nC\nD\n")
    asked = iter([False, False])
    stopped = running.run(village.office, batch.id, until=lambda: next(asked, True))
    assert (stopped.issued, stopped.remaining) == (2, 2)
    assert running.run(village.office, batch.id).issued == 4


def test_a_short_code_that_is_in_use_is_not_given_again(
    village: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database refuses the chunk, and each line draws a code of its own."""
    village.laser()
    used = village.issue().short_code

    def drawn(identifiers: Identifiers, count: int) -> list[str]:
        return [used, *new_short_codes(identifiers, count - 1)]

    monkeypatch.setattr(chunks, "new_short_codes", drawn)
    batch = begin(village, b"name\nA\nB\nC\n")
    assert running.run(village.office, batch.id).issued == 3
    with village.office.store.read() as work:
        codes = [award.short_code for award in work.awards.list()]
    assert len(set(codes)) == len(codes) == 4


def test_a_chunk_that_the_database_undid_for_another_begins_again(
    village: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two units of work that wait for each other one is undone whole; its lines lose nothing."""
    sign, undone = chunks.Chunk.sign, iter([True])

    def colliding(*given: Any, **named: Any) -> int:
        count = sign(*given, **named)
        if next(undone, False):
            raise StoreError("store.collided", database="town")
        return count

    monkeypatch.setattr(chunks.Chunk, "sign", colliding)
    batch = begin(village, b"name\nA\nB\nC\n")
    heard: list[int] = []
    assert running.run(village.office, batch.id, done=heard.append).issued == 3
    assert heard[0] == 3


def test_at_most_means_lines(village: Town) -> None:
    """Whoever asks for four lines gets four, in chunks or not, and hears how many are done."""
    batch = begin(village, b"name\n" + b"".join(b"P%d\n" % n for n in range(9)))
    heard: list[int] = []
    first = running.run(village.office, batch.id, at_most=4, done=heard.append)
    assert (first.issued, first.remaining, heard) == (4, 5, [4])
    assert running.run(village.office, batch.id, done=heard.append).issued == 9
    assert heard[1] == 5


@pytest.mark.parametrize("taken", [0, 130_000, 131_070])
def test_indices_come_from_the_next_list_when_one_is_full(village: Town, taken: int) -> None:
    """Whatever is left in a list is given out once, then a new list opens; none comes twice."""
    village.laser()
    first = village.issue().status
    with village.office.store.write() as work:
        others = [n for n in range(status_lists.CAPACITY) if n != first.index][: max(0, taken - 1)]
        work.status_lists.take_many(first.list_id, others)
        place = find_place(work, "fablab-rural")
        identity = identity_of(village.office.settings, place, work.keys.of(place.slug))
        found = status_lists.allocate_many(village.office, work, identity, "revocation", 1_000)
        free = status_lists.CAPACITY - max(1, taken)
        assert sum(len(part.indices) for part in found) == 1_000
        assert len(found[0].indices) == min(1_000, free)
        assert not set(found[0].indices) & {first.index, *others}
        assert len({part.list_id for part in found}) == len(found) == (1 if free >= 1_000 else 2)


def test_two_batches_at_once_share_the_lists(town: Town) -> None:
    """Every badge of both has an index and a code of its own."""
    town.laser()
    files = [
        b"name,email\n" + b"".join(b"%c%d,p%d@x.fr\n" % (first, n, n) for n in range(30))
        for first in (ord("A"), ord("B"))
    ]
    batches = [begin(town, content) for content in files]
    with ThreadPoolExecutor(2) as pool:
        ended = list(pool.map(lambda batch: running.run(town.office, batch.id), batches))
    assert [progress.issued for progress in ended] == [30, 30]
    made = [award for batch in batches for award in awards(town.office, batch)]
    assert len({award.status for award in made}) == 60
    assert len({award.short_code for award in made}) == 60
