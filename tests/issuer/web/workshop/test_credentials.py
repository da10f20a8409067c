"""The pages of one badge: what happened to it, and each act on a screen of its own."""

from dataclasses import replace

import pytest

from issuer.model import AchievementRequest, Award, AwardRequest, CompetencyLevel
from issuer.services import achievements, issuing, people, publishing
from issuer.services.life import revoking
from tests.issuer.web.workshop.studio import Browser, Studio, said

ACTS = ("renew", "correct", "suspend", "reinstate", "revoke")
END = "2027-01-20"


def award_in(studio: Studio, place: str = "ecluse", purpose: str = "suspension") -> Award:
    """A badge of that place that ends soon: every act is possible on it in its turn."""
    definition = achievements.add(
        studio.office,
        AchievementRequest(
            place=place,
            name="Tenir l'accueil",
            description="Accueillir au café.",
            criteria="Dix permanences.",
            competencies=(CompetencyLevel("TL-ACC-01", "N2"),),
            status_purpose=purpose,
        ),
    )
    asked = AwardRequest(definition.slug, "Zoé Lefebvre", "zoe@example.org", valid_until=END)
    return issuing.issue(studio.office, asked)


def home(award: Award) -> str:
    """The address of the page of a badge."""
    return f"/workshop/{award.place}/credentials/{award.id}"


def kept(studio: Studio, award: Award) -> Award:
    """The award as it is kept now."""
    return publishing.award(studio.office, award.id)


@pytest.fixture
def bruno(studio: Studio) -> Browser:
    """The manager of the café, signed in."""
    return studio.of("Bruno")


def test_the_page_tells_the_state_and_the_acts(studio: Studio, bruno: Browser) -> None:
    """In words: the person, until when, what can be done, what happened."""
    award = award_in(studio)
    page = said(bruno.get(home(award)))
    for words in (
        "Décerné à Zoé Lefebvre",
        "Ce badge est valable jusqu'au 20 janvier 2027.",
        award.short_code,
        "Badge décerné",
    ):
        assert words in page
    for act in ("renew", "correct", "suspend", "revoke"):
        assert f'href="{home(award)}/{act}"' in page
    assert f"{home(award)}/reinstate" not in page


def test_a_badge_is_cancelled_after_a_look(studio: Studio, bruno: Browser) -> None:
    """First what readers see before and after; nothing changes until the last button."""
    award = award_in(studio)
    path = f"{home(award)}/revoke"
    bruno.page(path)
    typed = {"reason": "Doublon", "told": "mistake"}
    look = bruno.post(path, {**typed, "do": "look"})
    assert look.status_code == 200
    assert "Badge annulé" in said(look)
    assert "Décerné par erreur" in said(look)
    assert kept(studio, award).state == "active"
    done = bruno.post(path, {**typed, "do": "done"})
    assert done.headers["Location"] == f"{home(award)}?done=revoke"
    assert (kept(studio, award).state, kept(studio, award).public_reason) == (
        "revoked",
        "mistake",
    )
    page = said(bruno.get(f"{home(award)}?done=revoke"))
    assert "Le badge est annulé." in page
    assert "Raison : Doublon" in page
    assert f"{home(award)}/correct" not in page


def test_own_words_for_readers(studio: Studio, bruno: Browser) -> None:
    """They are shown on the public page, escaped, and the private reason is not."""
    award = award_in(studio)
    path = f"{home(award)}/suspend"
    bruno.page(path)
    words = "Contrôle <b>annuel</b> à refaire"
    typed = {"reason": "secret du lieu", "told": "own", "life_words": words}
    assert "&lt;b&gt;annuel" in bruno.post(path, {**typed, "do": "look"}).text
    assert bruno.post(path, {**typed, "do": "done"}).status_code == 303
    public = studio.browser().get(f"/credentials/{award.id}")
    assert "Contrôle &lt;b&gt;annuel&lt;/b&gt; à refaire" in public.text
    assert "secret du lieu" not in public.text


def test_what_is_wrong_keeps_what_was_typed(studio: Studio, bruno: Browser) -> None:
    """A missing reason, a name in public words: the form comes back with a sentence."""
    award = award_in(studio)
    path = f"{home(award)}/revoke"
    bruno.page(path)
    missing = bruno.post(path, {"reason": "", "told": "asked", "do": "look"})
    assert missing.status_code == 400
    assert 'value="asked" checked' in missing.text
    named = bruno.post(
        path,
        {"reason": "Doublon", "told": "own", "life_words": "Zoé Lefebvre a menti", "do": "done"},
    )
    assert named.status_code == 400
    assert "retirez le nom" in said(named)
    wordless = bruno.post(path, {"reason": "Doublon", "told": "own", "do": "look"})
    assert wordless.status_code == 400
    assert "Vos mots, pour les lecteurs" in said(wordless)
    assert "Doublon" in named.text
    assert kept(studio, award).state == "active"


def test_a_suspension_ends_on_one_screen(studio: Studio, bruno: Browser) -> None:
    """Before and after stand beside the button."""
    award = award_in(studio)
    op = people.operator("zoe")
    revoking.suspend(studio.office, award.id, op, reason="r", public_reason="looking")
    page = bruno.page(f"{home(award)}/reinstate")
    assert "Badge suspendu" in page
    assert "Badge authentique" in page
    bruno.send(f"{home(award)}/reinstate", {"do": "done"})
    assert kept(studio, award).state == "active"


def test_a_badge_is_renewed_on_one_screen(studio: Studio, bruno: Browser) -> None:
    """The end is proposed; the new page says which badge it follows, the old one by which."""
    award = award_in(studio)
    path = f"{home(award)}/renew"
    assert 'value="2027-03-20"' in bruno.page(path)
    target = bruno.send(path, {"life_valid_until": "2028-06-30", "do": "done"})
    page = said(bruno.get(target))
    assert "Voici le nouveau badge." in page
    assert "jusqu'au 30 juin 2028" in page
    assert home(award) in page
    old = said(bruno.get(home(award)))
    assert target.partition("?")[0] in old
    assert f'href="{path}"' not in old
    public = studio.browser().get(f"/credentials/{award.id}")
    assert target.partition("?")[0].rpartition("/")[2] not in public.text


def test_a_mistake_is_mended_after_a_look(studio: Studio, bruno: Browser) -> None:
    """The form holds what the badge says, the look names each change, the page says it is done."""
    award = award_in(studio)
    path = f"{home(award)}/correct"
    page = bruno.page(path)
    for value in ("Zoé Lefebvre", "2026-11-22", END):
        assert f'value="{value}"' in page
    fields = {
        "seen": "1",
        "life_name": "Zoé Lefèvre",
        "life_level": "N2",
        "life_awarded": "2026-11-22",
        "life_valid_until": END,
        "life_narrative": "",
        "life_evidence_url": "",
        "reason": "Nom mal écrit",
    }
    look = bruno.post(path, {**fields, "do": "look"})
    assert "Zoé Lefèvre" in said(look)
    assert "Niveau" not in said(look)
    assert kept(studio, award) == award
    assert bruno.post(path, {**fields, "do": "done"}).status_code == 303
    assert (kept(studio, award).holder, kept(studio, award).edition) == ("Zoé Lefèvre", 2)
    told = said(bruno.get(home(award)))
    assert "Ce qui a changé : Nom de la personne" in told
    again = bruno.post(path, {**fields, "life_name": "Zoé Lefevre", "do": "done"})
    assert again.status_code == 409
    assert "Quelqu'un vient de corriger" in said(again)


def test_two_people_act_at_once(studio: Studio, bruno: Browser) -> None:
    """Who comes second is told kindly, with the page again."""
    award = award_in(studio)
    path = f"{home(award)}/revoke"
    bruno.page(path)
    revoking.revoke(studio.office, award.id, people.operator("zoe"), reason="r")
    late = bruno.post(path, {"reason": "Doublon", "do": "done"})
    assert late.status_code == 409
    assert "déjà annulé" in said(late)


# What each person gets for each act of a badge of the café; they are people of `studio.PEOPLE`.
EXPECTED = {
    "Bruno": dict.fromkeys(ACTS, "page"),
    "Denis": dict.fromkeys(ACTS, "page"),
    "Fatou": {**dict.fromkeys(ACTS, "refused"), "correct": "page"},
    "Gaël": {**dict.fromkeys(ACTS, "refused"), "correct": "page"},
    "Hugo": dict.fromkeys(ACTS, "unknown"),
    "Awa": dict.fromkeys(ACTS, "unknown"),
}


@pytest.mark.parametrize("act", ACTS)
def test_each_role_opens_and_sends_what_it_may(studio: Studio, act: str) -> None:
    """Manager and steward all, facilitator and author typing mistakes, others see no badge."""
    for name, role in (("Fatou", "facilitator"), ("Gaël", "author"), ("Hugo", "partner")):
        people.add(studio.office, name, place="ecluse", role=role)
    award = award_in(studio)
    if act == "reinstate":
        revoking.suspend(studio.office, award.id, people.operator("zoe"), reason="r")
    before = kept(studio, award)
    for name, acts in EXPECTED.items():
        browser = studio.of(name)
        opened = browser.get(f"{home(award)}/{act}").status_code
        if acts[act] == "page":
            assert opened == 200, name
            continue
        sent = browser.post(f"{home(award)}/{act}", {"reason": "r", "do": "done"}).status_code
        assert (opened, sent) == ((303, 403) if acts[act] == "refused" else (404, 404)), name
        assert kept(studio, award) == before
    outside = studio.browser().get(f"{home(award)}/{act}")
    assert outside.status_code == 403


def test_a_badge_under_the_name_of_another_place_is_unknown(studio: Studio, bruno: Browser) -> None:
    """Neither one's own badge at another address, nor one of others at one's own."""
    award = award_in(studio)
    assert bruno.get(f"/workshop/fablab/credentials/{award.id}").status_code == 404
    assert studio.of("Awa").get(f"/workshop/fablab/credentials/{award.id}").status_code == 404
    for name in ("x", "%00", "0" * 36, "a" * 250):
        assert bruno.get(f"/workshop/ecluse/credentials/{name}").status_code == 404


def test_without_the_secret_of_the_form_nothing_happens(studio: Studio, bruno: Browser) -> None:
    """Another site cannot make a manager cancel a badge."""
    award = award_in(studio)
    bruno.page(f"{home(award)}/revoke")
    forged = replace(bruno, token="wrong")
    fields = {"reason": "Doublon", "do": "done"}
    assert forged.post(f"{home(award)}/revoke", fields).status_code == 403
    assert kept(studio, award).state == "active"


def test_an_erased_badge_has_a_page_that_says_nothing_of_it(studio: Studio, bruno: Browser) -> None:
    """No name, no act; what the place did is still told."""
    award = award_in(studio)
    with studio.office.store.write() as work:
        work.awards.forget(award._replace(forgotten=studio.office.clock.now()))
    page = said(bruno.get(home(award)))
    assert "Ce badge a été effacé" in page
    assert "Lefebvre" not in page
    assert "/revoke" not in page


def test_what_its_holder_hides_has_no_link_and_no_reason(studio: Studio, bruno: Browser) -> None:
    """The place may still correct or cancel it; its page leads to no page of the world."""
    award = award_in(studio)
    assert f'href="/credentials/{award.id}"' in bruno.page(home(award))
    with studio.office.store.write() as work:
        work.awards.replace_state(award._replace(choice="hidden"))
    page = bruno.page(home(award))
    assert f'href="/credentials/{award.id}' not in page
    assert f'href="{home(award)}/revoke"' in page
    path = f"{home(award)}/revoke"
    assert bruno.post(path, {"reason": "Doublon", "do": "done"}).status_code == 303
    with studio.office.store.read() as work:
        found = work.awards.get(award.id)
    assert found is not None
    assert (found.state, found.choice) == ("revoked", "hidden")


def test_the_pages_speak_english_too(studio: Studio, bruno: Browser) -> None:
    """No code is left where a sentence should be."""
    award = award_in(studio)
    for path in (home(award), *(f"{home(award)}/{act}" for act in ("revoke", "renew", "correct"))):
        page = bruno.page(f"{path}?lang=en")
        assert "life." not in page.replace("life.css", "")
    assert "What do you want to do?" in bruno.page(f"{home(award)}?lang=en")
