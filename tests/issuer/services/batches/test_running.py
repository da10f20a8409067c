"""Looking, confirming and signing: what was shown is what is signed, once, for everybody."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine, event

from issuer.errors import Conflict, KeyUnavailable, StoreError
from issuer.model import AwardRequest
from issuer.services import evidence, issuing, publishing
from issuer.services.batches import confirming, drafting, following, looking, running
from issuer.services.people import operator
from tests.issuer.fakes import Whispers
from tests.issuer.faults import Blown, fused, picture
from tests.issuer.services.batches.test_drafting import BY, draft, lines
from tests.issuer.world import Town

PDF = b"%PDF-1.7 ce qui fut fait"
STEPS_AT_MOST = 400


def settled(document: dict[str, Any]) -> dict[str, Any]:
    """A document without what is drawn or dated when it is signed."""
    left = json.loads(json.dumps(document))
    for member in ("id", "validFrom", "awardedDate", "credentialStatus", "proof"):
        left.pop(member, None)
    left["credentialSubject"].pop("id")
    for identity in left["credentialSubject"]["identifier"]:
        identity.pop("salt", None)
        if identity["hashed"]:
            identity.pop("identityHash")
    return dict(left)


def test_what_is_shown_is_what_is_signed(town: Town) -> None:
    """The document of the dry run is the signed one, but for what is chosen at signing."""
    town.laser()
    town.issue()  # the place has its key, and so its name
    batch = draft(town)
    drafting.edit_batch(town.office, BY, batch.id, narrative="Deux jours d'atelier.", hours="12")
    drafting.edit_line(town.office, BY, batch.id, 1, level="N4", valid_until="2028-06-30")
    accepted = evidence.accept("a.pdf", PDF)
    evidence.add_to_line(town.office, BY, batch.id, 1, accepted)
    shown = looking.look(town.office, BY, batch.id)
    confirming.confirm(town.office, BY, batch.id)
    running.run(town.office, batch.id)
    for looked, line in zip(shown, lines(town.office, batch), strict=True):
        assert line.award is not None
        signed = json.loads(publishing.award(town.office, line.award).json)
        assert looked.document is not None
        assert settled(looked.document) == settled(signed)
    assert [looked.letter for looked in shown] == [True, False]


def test_a_badge_is_of_the_day_when_it_was_confirmed(village: Town) -> None:
    """A group that waits for its worker over a night bears the day that was shown, not the next."""
    batch = draft(village)
    looked = looking.look(village.office, BY, batch.id)
    confirming.confirm(village.office, BY, batch.id)
    village.clock.advance(days=1)
    running.run(village.office, batch.id)
    for shown, line in zip(looked, lines(village.office, batch), strict=True):
        assert shown.document is not None
        signed = json.loads(publishing.award(village.office, line.award or "").json)
        assert signed["awardedDate"] == shown.document["awardedDate"]
        assert signed["validFrom"] > signed["awardedDate"]


def test_a_clock_that_is_ahead_elsewhere_refuses_nobody(village: Town) -> None:
    """Confirmed on a machine whose clock is ahead, signed on another: awarded now."""
    batch = draft(village)
    village.clock.advance(seconds=30)
    confirming.confirm(village.office, BY, batch.id)
    village.clock.advance(seconds=-30)
    assert running.run(village.office, batch.id).issued == 2


def test_looking_keeps_and_allocates_nothing(town: Town) -> None:
    """Even in a place that never signed: no key, no index, no line in the journal."""
    batch = draft(town)
    before = picture(town.office.settings.database_url)
    shown = looking.look(town.office, BY, batch.id)
    assert all(looked.document is not None for looked in shown)
    assert picture(town.office.settings.database_url) == before


def test_names_that_have_a_card_are_a_remark(town: Town) -> None:
    """Capitals aside, in that place only, and not where an address says whose card it is."""
    town.laser()
    for name in ("Zoé Martin", "Zoé Martin", "Ali Ben", "Bois % fer"):
        town.issue(name=name, email=None)
    batch = draft(town, "Zoé MARTIN\nAli Ben <ali@example.org>\nAli Benali\nBOIS % fer\nLéa")
    told = [
        [remark.code for remark in looked.remarks]
        for looked in looking.look(town.office, BY, batch.id)
    ]
    assert told == [["batch.remark.known_name"], [], [], ["batch.remark.known_name"], []]
    with town.office.store.read() as work:
        asked = ["ZOÉ MARTIN".replace("É", "é"), "ali ben", "Ali"]
        assert sorted(work.holders.named(batch.place, asked)) == ["Ali Ben", "Zoé Martin"]
        assert work.holders.named("elsewhere", asked) == ()


def test_names_are_asked_for_all_at_once(village: Town) -> None:
    """However many people have no address, one question is put to the database for the page."""
    batch = draft(village, "\n".join(f"Personne {chr(65 + rank)}" for rank in range(20)))
    asked: list[str] = []

    def note(_1: object, _2: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        shown = looking.look(village.office, BY, batch.id)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert len(shown) == 20
    assert sum("FROM holders" in question for question in asked) == 1


def test_doubles_are_remarks(village: Town) -> None:
    """The same name, the same address, a badge they have already: told, and allowed."""
    village.laser()
    village.issue()
    batch = draft(village, "Ali Ben\nali ben\nZoé <camille@example.org>\nLéa <camille@example.org>")
    told = [
        {remark.code.rpartition(".")[2] for remark in looked.remarks}
        for looked in looking.look(village.office, BY, batch.id)
    ]
    assert told == [
        {"same_name"},
        {"same_name"},
        {"same_address", "has_badge"},
        {"same_address", "has_badge"},
    ]
    confirming.confirm(village.office, BY, batch.id)
    assert running.run(village.office, batch.id).issued == 4


def test_a_problem_forbids_confirming_until_it_is_dealt_with(town: Town) -> None:
    """A past date or an unknown level is told before; setting the person aside is enough."""
    batch = draft(town)
    drafting.edit_line(town.office, BY, batch.id, 1, valid_until="2020-01-01")
    drafting.edit_line(town.office, BY, batch.id, 2, level="expert")
    problems = [looked.problem for looked in looking.look(town.office, BY, batch.id)]
    assert [problem and (problem.code, problem.field) for problem in problems] == [
        ("date.past", "valid_until"),
        ("level.unknown", "level"),
    ]
    with pytest.raises(Conflict, match=r"batch\.problems") as refused:
        confirming.confirm(town.office, BY, batch.id)
    assert (refused.value.params["count"], refused.value.params["number"]) == (2, 1)
    drafting.edit_line(town.office, BY, batch.id, 1, valid_until=None)
    drafting.set_aside(town.office, BY, batch.id, 2)
    confirming.confirm(town.office, BY, batch.id)
    progress = running.run(town.office, batch.id)
    assert (progress.issued, progress.set_aside, progress.batch.state) == (1, 1, "done")
    drafting_again = draft(town, "")
    with pytest.raises(Conflict, match=r"batch\.empty"):
        confirming.confirm(town.office, BY, drafting_again.id)


def test_confirming_twice_tells_the_journal_and_changes_once(town: Town) -> None:
    """A double click is one decision; the queue hears of it after it is kept."""
    whispers = Whispers()
    office = replace(town.office, queue=whispers)
    batch = draft(town)
    first = confirming.confirm(office, BY, batch.id)
    assert confirming.confirm(office, BY, batch.id) == first
    assert whispers.batches == [batch.id]
    with office.store.read() as work:
        (entry,) = work.journal.list(action="batch.confirm")
    assert (entry.actor, entry.subject, entry.place) == ("test", batch.id, "fablab-rural")


def test_signing_leaves_what_is_needed_and_no_more(town: Town) -> None:
    """Award, holder, evidence, letter and journal are there; the address has left the line."""
    whispers = Whispers()
    office = replace(town.office, queue=whispers)
    batch = draft(town)
    file = evidence.add_to_line(office, BY, batch.id, 1, evidence.accept("a.pdf", PDF))
    confirming.confirm(office, BY, batch.id)
    progress = running.run(office, batch.id)
    zoe, ali = lines(office, batch)
    assert progress.moved == office.clock.now()
    assert zoe.award is not None
    assert (zoe.email, zoe.state, ali.state) == (None, "issued", "issued")
    assert [item.id for item in evidence.of_award(office, zoe.award)] == [file.id]
    award = publishing.award(office, zoe.award)
    assert award.reference == f"batch:{batch.id}:1"
    with office.store.read() as work:
        assert award.holder_id is not None
        holder = work.holders.get(award.holder_id)
        (letter,) = work.letters.list()
        issued = work.journal.list(action="award.issue")
    assert holder is not None
    assert (holder.email, holder.sent) == ("zoe@x.fr", office.clock.now())
    assert (letter.kind, letter.recipient, letter.concerns) == ("claim", "zoe@x.fr", holder.id)
    assert "/claim/" in letter.text
    assert {entry.subject for entry in issued} == {zoe.award, ali.award}
    assert whispers.letters == 1


def test_without_mail_nobody_is_written_to(village: Town) -> None:
    """The team hands the cards over itself."""
    batch = draft(village)
    drafting.edit_batch(village.office, BY, batch.id, by_mail=False)
    confirming.confirm(village.office, BY, batch.id)
    running.run(village.office, batch.id)
    with village.office.store.read() as work:
        assert work.letters.list() == ()


def test_a_refused_line_stops_no_other_and_can_be_mended(town: Town) -> None:
    """What became impossible after confirming is told on its line, mended there, and signed."""
    batch = draft(town)
    drafting.edit_line(town.office, BY, batch.id, 1, valid_until="2026-11-23")
    confirming.confirm(town.office, BY, batch.id)
    town.clock.advance(days=3)
    progress = running.run(town.office, batch.id)
    assert (progress.issued, progress.refused, progress.batch.state) == (1, 1, "done")
    assert progress.problems[0].problem is not None
    assert progress.problems[0].problem["code"] == "date.past"
    mended = drafting.edit_line(town.office, BY, batch.id, 1, valid_until="2027-01-01")
    assert mended.state == "waiting"
    assert running.run(town.office, batch.id).issued == 2
    with town.office.store.read() as work:
        assert len(work.journal.list(action="batch.mend")) == 1


def test_a_reference_used_before_gives_no_second_badge(town: Town) -> None:
    """A line whose reference has its badge already is set aside, and says which."""
    batch = draft(town, "")
    drafting.add_csv(town.office, BY, batch.id, b"name,reference\nCamille,r-1\nZo\xc3\xa9,r-1\n")
    single = issuing.issue(town.office, AwardRequest(batch.achievement, "Camille", reference="r-1"))
    confirming.confirm(town.office, BY, batch.id)
    progress = running.run(town.office, batch.id)
    assert (progress.issued, progress.set_aside) == (0, 2)
    problem = lines(town.office, batch)[0].problem
    assert problem is not None
    assert problem["params"]["award"] == single.id


def test_a_house_that_cannot_sign_leaves_lines_waiting(village: Town) -> None:
    """Without its key-encryption key nothing is refused: the group waits for the key."""
    batch = draft(village)
    village.issue()
    confirming.confirm(village.office, BY, batch.id)
    folder = village.office.settings.data_dir / "keys"
    folder.rename(folder.with_name("hidden"))
    with pytest.raises(KeyUnavailable):
        running.run(village.office, batch.id)
    assert running.sweep(village.office).stopped[0][0] == batch.id
    folder.with_name("hidden").rename(folder)
    (swept,) = running.sweep(village.office).progress
    assert swept.issued == 2


def test_it_stops_between_two_lines_when_told(village: Town) -> None:
    """A worker that must stop finishes its line and no more; the next one goes on."""
    batch = draft(village, "A b\nC d\nE f")
    confirming.confirm(village.office, BY, batch.id)
    answers = iter((False, True))
    progress = running.run(village.office, batch.id, until=lambda: next(answers))
    assert (progress.issued, progress.remaining) == (1, 2)
    assert running.sweep(village.office, until=lambda: True).progress == ()
    assert running.run(village.office, batch.id, at_most=2).batch.state == "done"


def test_two_workers_share_a_group(town: Town) -> None:
    """Both at once: every line is signed once, and both see the end."""
    batch = draft(town, "\n".join(f"Personne {n}" for n in range(12)))
    confirming.confirm(town.office, BY, batch.id)
    with ThreadPoolExecutor(2) as pool:
        ended = list(pool.map(lambda _: running.run(town.office, batch.id), range(2)))
    assert {progress.issued for progress in ended} == {12}
    assert len({line.award for line in lines(town.office, batch)}) == 12
    with town.office.store.read() as work:
        assert len(work.journal.list(action="award.issue")) == 12
        assert len(work.journal.list(action="batch.done")) == 1


def test_a_line_is_kept_whole_or_not_at_all(village: Town) -> None:
    """Failing at any step of a line leaves the database as it was before that line."""
    batch = draft(village, "Zoé Martin <zoe@x.fr>")
    village.issue()
    evidence.add_to_line(village.office, BY, batch.id, 1, evidence.accept("a.pdf", PDF))
    confirming.confirm(village.office, BY, batch.id)
    url = village.office.settings.database_url
    before = picture(url)
    for calls in range(STEPS_AT_MOST):
        try:
            running.run(fused(village.office, calls), batch.id)
        except Blown:
            if following.progress(village.office, BY, batch.id).issued:
                break
            assert picture(url) == before
        else:
            break
    assert following.progress(village.office, BY, batch.id).issued == 1


def test_a_database_that_fails_stops_the_run(village: Town) -> None:
    """What the database cannot do is nobody's line's fault."""
    batch = draft(village)
    confirming.confirm(village.office, operator("other"), batch.id)
    village.office.store.close()
    path = village.office.settings.data_dir / "badges.sqlite3"
    path.write_bytes(b"not a database any more" * 100)
    with pytest.raises(StoreError):
        running.run(village.office, batch.id)
