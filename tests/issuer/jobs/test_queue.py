"""The queue carries ids and nothing else, and losing it loses nothing."""

import stat
from dataclasses import replace

import pytest

from badges.settings import Settings
from issuer.errors import StoreError
from issuer.jobs import CHORES, HueyQueue, listening, run_once
from issuer.jobs.queue import FILE, declare, open_huey
from issuer.services.batches import confirming, following
from tests.issuer.fakes import Postbox
from tests.issuer.services.batches.test_drafting import BY, draft
from tests.issuer.world import Town


def test_what_is_said_at_one_end_is_heard_at_the_other(town: Town) -> None:
    """A confirmed group and written letters reach the worker, in a file or in PostgreSQL."""
    heard: list[str] = []
    huey = open_huey(town.office.settings)
    declare(huey, heard.append, lambda: heard.append("letters"))
    queue = HueyQueue(town.office.settings)
    queue.batch_waits("b-1")
    queue.letters_wait()
    while (task := huey.dequeue()) is not None:
        huey.execute(task)
    huey.storage.close()
    assert heard == ["b-1", "letters"]


def test_a_word_is_an_id_as_json(village: Town) -> None:
    """No name, no address, and nothing that a reader would run."""
    batch = draft(village, "Zoé Martin <zoe@x.fr>")
    confirming.confirm(listening(village.office), BY, batch.id)
    huey = open_huey(village.office.settings)
    (message,) = huey.storage.enqueued_items()
    huey.storage.close()
    assert bytes(message).startswith(b"[")
    assert batch.id.encode() in bytes(message)
    assert b"zoe" not in bytes(message).lower()
    path = village.office.settings.data_dir / FILE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_queue_that_is_broken_only_makes_work_wait(village: Town) -> None:
    """The group is confirmed all the same, and a round finds it in the store."""
    (village.office.settings.data_dir / FILE).mkdir()
    office = listening(village.office)
    batch = draft(village)
    confirming.confirm(office, BY, batch.id)
    ended = run_once(office)
    assert [progress.issued for progress in ended.swept.progress] == [2]
    with pytest.raises(StoreError, match=r"jobs\.unusable"):
        open_huey(office.settings)


def test_a_queue_that_cannot_be_reached_is_told(village: Town) -> None:
    """A worker without its database says so in our words."""
    nowhere = "postgresql://nobody@127.0.0.1:1/none?connect_timeout=1"
    with pytest.raises(StoreError, match=r"jobs\.unusable"):
        open_huey(Settings(data_dir=village.office.settings.data_dir, database_url=nowhere))


def test_a_round_does_every_chore(village: Town) -> None:
    """Letters of the group that was signed go out in the same round."""
    postbox = Postbox()
    office = replace(village.office, postman=postbox)
    batch = draft(village)
    confirming.confirm(office, BY, batch.id)
    ended = run_once(office)
    assert ended.done == tuple(chore.name for chore in CHORES)
    assert [letter.recipient for letter in postbox.letters] == ["zoe@x.fr"]
    assert following.progress(office, BY, batch.id).batch.state == "done"


def test_a_round_sends_what_its_own_chores_wrote(village: Town) -> None:
    """A reminder that is due goes out in the round that writes it, not a day later."""
    postbox = Postbox()
    office = replace(village.office, postman=postbox)
    confirming.confirm(office, BY, draft(village).id)
    run_once(office)
    village.clock.advance(days=15)
    run_once(office)
    assert len(postbox.letters) == 2


def test_a_chore_that_fails_stops_no_other(village: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """What could not be done is told by its code, the rest is done."""

    def fails(_: object) -> None:
        raise StoreError("store.locked", database="x")

    broken = (replace(CHORES[0], name="broken", run=fails), *CHORES)
    monkeypatch.setattr("issuer.jobs.worker.CHORES", broken)
    ended = run_once(village.office)
    assert ended.failed == (("broken", "store.locked"),)
    assert ended.done == tuple(chore.name for chore in CHORES)
