"""Two people do the same thing at the same moment: nothing is lost, and nothing is doubled."""

from collections.abc import Callable
from dataclasses import replace
from threading import Barrier, Thread
from time import sleep
from typing import Any

import pytest

from badges.model.framework import Words
from issuer.errors import Conflict, IssuerError, NotAllowed
from issuer.services import people
from issuer.services.commons import authoring, bridges, drafts, proposals, referentials, releasing
from issuer.services.commons.authoring import FrameworkTexts
from issuer.services.commons.proposals import ProposalRequest
from issuer.services.finding import find_framework
from tests.issuer.services.commons.circle import (
    BOSS,
    SAWING,
    Commons,
    asked,
    bring_in,
    light,
    propose_bridge,
    settle,
)
from tests.issuer.world import Town

Act = Callable[[], Any]


@pytest.fixture
def commons(town: Town) -> Commons:
    """Three places and their people, on each kind of database."""
    return settle(town)


def together(*acts: Act) -> tuple[list[Any], list[IssuerError]]:
    """Begin all at once; what they answered, and how the others were refused."""
    start, done, refused = Barrier(len(acts)), list[Any](), list[IssuerError]()

    def run(act: Act) -> None:
        start.wait()
        try:
            done.append(act())
        except IssuerError as error:
            refused.append(error)

    threads = [Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return done, refused


def test_an_import_loses_nothing_that_was_written_meanwhile(commons: Commons) -> None:
    """Whoever writes first is waited for: the title stays, and each change has its own revision."""
    office = commons.town.office
    bridge = propose_bridge(commons)
    slug = bridge.framework
    authoring.publish(office, slug, by=BOSS)
    bring_in(commons.town, [SAWING])
    before = authoring.draft(office, slug).record.revision
    renamed = replace(SAWING, label="Scier le bois massif")
    importing = Thread(target=bring_in, args=[commons.town, [renamed], "4.0 v61"])
    with office.store.write() as work:
        work.frameworks.lock(slug)
        importing.start()
        sleep(0.5)  # long enough for the import to come as far as it can
        opened = drafts.open_draft(office, work, find_framework(work, slug))
        titled = replace(opened.framework, title=Words({"fr": "Bois, outils et gestes"}))
        kept = drafts.keep_draft(work, opened.record, titled)
        releasing.touch(work, kept)
        work.bridges.replace(replace(bridge, justification="Relu mardi."))
    importing.join()
    record = authoring.draft(office, slug).record
    after = bridges.get(office, bridge.id).bridge
    assert record.title == "Bois, outils et gestes"
    assert record.revision == before + 2
    assert (after.status, after.justification) == ("reopened", "Relu mardi.")


def test_a_version_is_published_once(commons: Commons) -> None:
    """The second one is told that nothing is new; the first is frozen as it was."""
    office, slug = commons.town.office, light(commons.town)

    def publish() -> str:
        return authoring.publish(office, slug, by=BOSS).version

    done, refused = together(publish, publish)
    assert done == ["1.0.0"]
    assert [error.code for error in refused] == ["framework.nothing_new"]
    assert [item.version for item in referentials.versions(office, slug)] == ["1.0.0"]


def test_two_new_competencies_have_two_notations(commons: Commons) -> None:
    """Neither is lost, and neither bears the name of the other."""
    office, slug = commons.town.office, light(commons.town, count=1)

    def adding(label: str) -> Act:
        return lambda: authoring.add_competency(office, slug, asked(label), by=BOSS)[1].notation

    done, refused = together(adding("Raboter"), adding("Poncer"))
    assert refused == []
    assert len(set(done)) == 2
    assert len(authoring.draft(office, slug).framework.competencies) == 3


def test_of_two_texts_from_one_form_one_is_kept(commons: Commons) -> None:
    """The other writer is told that somebody changed it meanwhile."""
    office, slug = commons.town.office, light(commons.town)
    seen = authoring.draft(office, slug).digest

    def titling(title: str) -> Act:
        texts = FrameworkTexts({"fr": title}, {}, "Atelier")
        return lambda: authoring.edit_framework(office, slug, texts, by=BOSS, seen=seen)

    done, refused = together(titling("Le bois"), titling("Les outils"))
    assert len(done) == 1
    assert [error.code for error in refused] == ["framework.changed_meanwhile"]


def test_two_agreements_at_once_make_it_reviewed(commons: Commons) -> None:
    """Neither of the two reviews is lost, whichever is written last."""
    office, bridge = commons.town.office, propose_bridge(commons)

    def agreeing(name: str) -> Act:
        by = commons[name]
        return lambda: bridges.review(office, bridge.id, "agree", by=by)

    done, refused = together(agreeing("author cafe"), agreeing("author jardin"))
    assert (len(done), refused) == (2, [])
    assert bridges.get(office, bridge.id).bridge.status == "reviewed"


def test_one_person_agrees_once(commons: Commons) -> None:
    """Pressing twice does not make two people."""
    office, bridge = commons.town.office, propose_bridge(commons)
    by = commons["author cafe"]

    def agree() -> Any:
        return bridges.review(office, bridge.id, "agree", by=by)

    done, refused = together(agree, agree)
    assert len(done) == 1
    assert [error.code for error in refused] == ["bridge.spoken"]
    assert bridges.get(office, bridge.id).bridge.status == "proposed"


def test_a_proposal_is_decided_once(commons: Commons) -> None:
    """One competency comes out of it, whoever else decides at that moment."""
    office, slug = commons.town.office, light(commons.town)
    wish = ProposalRequest(slug, "Affûter une lame", "J'affûte une lame.", "Personne ne le dit.")
    made = proposals.propose(office, wish, by=BOSS).proposal

    def accept() -> Any:
        return proposals.decide(office, made.id, "accepted", by=BOSS)

    done, refused = together(accept, accept)
    assert len(done) == 1
    assert [error.code for error in refused] == ["proposal.decided"]
    assert len(authoring.draft(office, slug).framework.competencies) == 6


def test_every_remark_is_kept(commons: Commons) -> None:
    """Several people speak at once in one discussion: each has a number of its own."""
    office, slug = commons.town.office, light(commons.town)
    wish = ProposalRequest(slug, "Affûter une lame", "J'affûte une lame.", "Personne ne le dit.")
    made = proposals.propose(office, wish, by=BOSS).proposal

    def saying(text: str) -> Act:
        return lambda: proposals.remark(office, made.id, text, by=BOSS)

    _, refused = together(*(saying(f"Oui {number}.") for number in range(4)))
    assert refused == []
    assert [item.number for item in proposals.get(office, made.id).remarks] == [1, 2, 3, 4]


def test_a_link_opens_one_session(commons: Commons) -> None:
    """Of two browsers that press the button at once, one comes in."""
    office = commons.town.office
    secret = people.sign_in_link(office, "author cafe").rpartition("/")[2]

    def enter() -> Any:
        return people.enter(office, secret)

    done, refused = together(enter, enter, enter)
    assert len(done) == 1
    assert [type(error) for error in refused] == [NotAllowed, NotAllowed]


def test_two_forks_at_once_have_names_of_their_own(commons: Commons) -> None:
    """The second one is refused or called otherwise; no notation is given twice."""
    office, slug = commons.town.office, light(commons.town)
    authoring.publish(office, slug, by=BOSS)

    def fork() -> Any:
        return authoring.fork(office, slug, place="cafe", by=BOSS)

    done, refused = together(fork, fork)
    assert done
    assert all(isinstance(error, Conflict) for error in refused)
    prefixes = [item.record.prefix for item in done]
    assert len(set(prefixes)) == len(prefixes)


def test_servers_that_start_together_seed_once(commons: Commons) -> None:
    """Each finds the referential of the program, in one version."""
    office = commons.town.office

    def seed() -> None:
        referentials.seed(office)

    assert together(seed, seed, seed) == ([None] * 3, [])
    assert len(referentials.versions(office, "tiers-lieux")) == 1
