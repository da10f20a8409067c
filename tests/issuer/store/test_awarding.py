"""Groups, cards, evidence, requests, posters and letters come back as they were kept."""

from dataclasses import replace
from datetime import timedelta

import pytest

from issuer.errors import Conflict
from issuer.model import (
    Application,
    Assessment,
    AwardEdition,
    Batch,
    BatchLine,
    EvidenceFile,
    Holder,
    Letter,
    LetterTemplate,
    Person,
    WallPoster,
)
from issuer.ports import Store
from issuer.store import tables
from tests.issuer.world import Town
from tests.world import NOON

ZOE = Person("p-1", "Zoé", NOON)
HOLDER = Holder("h-1", "fablab-rural", "Ada_%", "fr", NOON, "a" * 64, email="a@b.fr")
BATCH = Batch(
    "b-1", "fablab-rural", "decoupe-laser-en-autonomie", "Atelier", NOON, None, "Zoé", key="k"
)
LINE = BatchLine("b-1", 1, "Ada", email="a@b.fr", problem={"code": "x", "params": {"n": 1}})
FILE = EvidenceFile("f-1", "fablab-rural", "piece.jpg", "image/jpeg", 3, "d" * 64, NOON)
POSTER = WallPoster("w-1", "fablab-rural", "decoupe-laser-en-autonomie", NOON, NOON, None, "c" * 64)
ASKED = Application(
    "r-1", "fablab-rural", "decoupe-laser-en-autonomie", "Ada", "voilà", NOON, NOON, "e" * 64
)
LETTER = Letter("l-1", "fablab-rural", "claim", "fr", "a@b.fr", "Bonjour", "Voici", NOON, NOON)


@pytest.fixture
def store(town: Town) -> Store:
    """A store with a place, its achievement and one person."""
    town.laser()
    with town.office.store.write() as work:
        work.people.add(ZOE)
    return town.office.store


def test_holders_come_back_by_card_address_and_name(store: Store) -> None:
    """And signs that databases take for jokers are letters like others."""
    other = HOLDER._replace(id="h-2", name="Bob", lookup="b" * 64, email=None, sent=NOON)
    with store.write() as work:
        work.holders.add(HOLDER._replace(email_lookup="m" * 64, sent=NOON))
        work.holders.add(other)
        kept = work.holders.by_lookup("a" * 64)
        assert kept == HOLDER._replace(email_lookup="m" * 64, sent=NOON)
        assert work.holders.by_email("fablab-rural", "m" * 64) == (kept,)
        assert work.holders.by_email(None, "m" * 64) == (kept,)
        assert work.holders.by_email("elsewhere", "m" * 64) == ()
        assert work.holders.list("fablab-rural", text="A_%") == (kept,)
        assert work.holders.list("fablab-rural") == (kept, other)
        later = NOON + timedelta(days=15)
        assert work.holders.unclaimed(later) == (kept,)
        assert work.holders.stale(later) == (kept,)
        work.holders.replace(HOLDER._replace(claimed=NOON))
        assert work.holders.unclaimed(later) == ()
        work.holders.forget("h-2")
        assert work.holders.get("h-2") is None


def test_batches_keep_their_lines_in_order(store: Store) -> None:
    """With what refused them, and how many stand where."""
    second = LINE._replace(number=2, name="Bob", email=None, problem=None, state="refused")
    with store.write() as work:
        work.batches.add(BATCH)
        work.batches.put_lines((second, LINE))
        assert work.batches.get("b-1") == work.batches.lock("b-1") == BATCH
        assert work.batches.by_key("fablab-rural", "k") == BATCH
        assert work.batches.lines("b-1") == (LINE, second)
        assert work.batches.lines("b-1", state="refused", after=1) == (second,)
        assert work.batches.counts("b-1") == {"waiting": 1, "refused": 1}
        work.batches.replace_line(LINE._replace(name="Ada L."))
        assert work.batches.line("b-1", 1) == LINE._replace(name="Ada L.")
        work.batches.remove_line("b-1", 1)
        assert work.batches.line("b-1", 1) is None
        work.batches.replace(replace(BATCH, state="waiting"))
        assert [item.id for item in work.batches.list(state="waiting")] == ["b-1"]
        work.batches.remove("b-1")
        assert work.batches.get("b-1") is None
        assert work.batches.lines("b-1") == ()


def test_what_became_of_lines_is_told_with_addresses(town: Town, store: Store) -> None:
    """Those of badges that are shown; a hidden, an erased and a missing badge have none."""
    shown, hidden, erased = [town.issue(name=f"P{number}") for number in range(3)]
    with store.write() as work:
        work.batches.add(BATCH)
        work.awards.replace_state(hidden._replace(choice="hidden"))
        work.awards.forget(erased._replace(forgotten=NOON))
        lines = [
            LINE._replace(number=number, award=award.id, problem=None)
            for number, award in enumerate((shown, hidden, erased), 2)
        ]
        work.batches.put_lines((*lines, LINE))
        found = work.batches.outcomes("b-1", ("none", "public"), limit=10)
        assert found == (
            (1, "Ada", None, {"code": "x", "params": {"n": 1}}, None, None),
            (2, "Ada", shown.id, None, shown.url, shown.short_code),
            (3, "Ada", hidden.id, None, None, None),
            (4, "Ada", erased.id, None, None, None),
        )
        assert work.batches.outcomes("b-1", ("none",), limit=2, after=1) == found[1:3]
        assert work.batches.outcomes("b-2", ("none",), limit=2) == ()


def test_the_same_key_makes_one_batch(store: Store) -> None:
    """The database itself refuses a second one."""
    with store.write() as work:
        work.batches.add(BATCH)
    with pytest.raises(Conflict, match=r"store\.duplicate"), store.write() as work:
        work.batches.add(replace(BATCH, id="b-2"))


def test_evidence_is_known_without_its_bytes(store: Store) -> None:
    """And its bytes come back whole; what belongs to no award is found when it is old."""
    with store.write() as work:
        work.batches.add(BATCH)
        work.evidence.add(replace(FILE, batch="b-1", number=1), b"\x00\xff!")
        assert work.evidence.of_line("b-1", 1) == (replace(FILE, batch="b-1", number=1),)
        assert work.evidence.body("f-1") == b"\x00\xff!"
        assert work.evidence.stale(NOON + timedelta(days=1)) != ()
        work.evidence.replace(replace(FILE, shown=True))
        assert work.evidence.get("f-1") == replace(FILE, shown=True)
        work.evidence.forget("f-1")
        assert work.evidence.get("f-1") is None
        assert work.evidence.body("f-1") is None


def test_requests_keep_what_reviewers_say(store: Store) -> None:
    """Each reviewer once a round; forgetting a request forgets what was said and shown."""
    said = Assessment("r-1", 1, "p-1", "Zoé", "more", "Une photo ?", NOON)
    with store.write() as work:
        work.posters.add(POSTER)
        asked = replace(ASKED, poster="w-1")
        work.applications.add(asked)
        work.applications.assess(said)
        work.evidence.add(replace(FILE, application="r-1"), b"!")
        assert work.posters.by_lookup("c" * 64) == work.posters.get("w-1") == POSTER
        assert work.applications.by_lookup("e" * 64) == work.applications.lock("r-1") == asked
        assert work.applications.list("fablab-rural", state="open", poster="w-1") == (asked,)
        assert work.applications.assessments("r-1") == (said,)
    with pytest.raises(Conflict), store.write() as work:
        work.applications.assess(replace(said, number=2))
    with store.write() as work:
        assert work.applications.stale(NOON + timedelta(days=1)) == (asked,)
        work.applications.forget("r-1")
        assert work.applications.get("r-1") is None
        assert work.evidence.get("f-1") is None


def test_letters_wait_for_their_time(store: Store) -> None:
    """And are forgotten once they are over; a place's words take the place of ours."""
    template = LetterTemplate("fablab-rural", "claim", "fr", "Coucou", "{link}", NOON, "Zoé")
    with store.write() as work:
        work.letters.add(LETTER)
        late = replace(LETTER, id="l-2", next_try=NOON + timedelta(hours=1), concerns="h-1")
        work.letters.add(late)
        assert work.letters.due(NOON) == (LETTER,)
        assert work.letters.concerning("h-1") == (late,)
        work.letters.replace(replace(LETTER, state="sent", ended=NOON))
        assert work.letters.list(state="sent")[0].id == "l-1"
        assert work.letters.forget_before(NOON + timedelta(days=1)) == 1
        assert work.letters.forget_concerning("h-1") == 1
        assert work.letters.list() == ()
        work.letters.put_template(template)
        work.letters.put_template(replace(template, subject="Bonjour"))
        kept = work.letters.template("fablab-rural", "claim", "fr")
        assert kept == replace(template, subject="Bonjour")
        work.letters.drop_template("fablab-rural", "claim", "fr")
        assert work.letters.template("fablab-rural", "claim", "fr") is None


def test_a_line_of_a_group_has_its_values_in_the_order_of_the_columns() -> None:
    """Lines are kept as they are, many at once: a value in another place would be another one."""
    columns = tuple(column.name for column in tables.batch_lines.columns)
    assert columns == BatchLine._fields


def test_an_award_is_corrected_and_forgotten(store: Store, town: Town) -> None:
    """Former bytes are kept apart by a correction; forgetting leaves no byte and no name."""
    award = town.issue()
    former = AwardEdition(award.id, 1, NOON, award.json, award.jwt)
    with store.write() as work:
        work.awards.correct(award._replace(json=b"{}", edition=2), former)
        assert work.awards.editions(award.id) == (former,)
        corrected = work.awards.get(award.id)
        assert corrected is not None
        assert (corrected.json, corrected.edition) == (b"{}", 2)
        assert work.awards.of_holder(award.holder_id or "") == (corrected,)
        work.awards.replace_state(corrected._replace(json=b"other", choice="hidden"))
        assert work.awards.get(award.id) == corrected._replace(choice="hidden")
        work.awards.forget(corrected._replace(forgotten=NOON))
        gone = work.awards.get(award.id)
        assert gone is not None
        assert (gone.json, gone.jwt, gone.holder, gone.holder_id) == (b"", b"", "", None)
        assert work.awards.editions(award.id) == ()
        assert work.awards.count(place="fablab-rural") == 0
