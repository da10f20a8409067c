"""What is kept is told, handed out and erased; and who must see nothing sees nothing."""

import io
import zipfile
from dataclasses import dataclass

import pytest
from werkzeug.routing import Rule

from issuer.model import Award, AwardRequest
from issuer.services import issuing, people
from issuer.services.applications import asking, deciding, posters
from issuer.services.applications.asking import Asking
from issuer.services.applications.words import APPLICATION, POSTER
from issuer.services.holders import choosing
from issuer.services.life import revoking
from issuer.services.privacy.statement import ENTRIES
from issuer.services.word_codes import lookup_of, words_for
from tests.issuer.services.holders.cards import HERE, kept, open_badge, words_on_card
from tests.issuer.web.house import PAGE
from tests.issuer.web.workshop.groups import laser
from tests.issuer.web.workshop.studio import Browser, Studio, said

OURS = "/workshop/fablab"
SAME = {"X-Request-Id": "5" * 24}
"""The mark that answers carry, given by who asks: otherwise each has its own."""
NAMES = ("Zoé Refusante", "Paul Annulé", "Lou Cachée", "Ali Demandeur")


@dataclass
class Known:
    """Three people with a badge of the fablab, and one who asks for it."""

    studio: Studio
    zoe: Award
    paul: Award
    lou: Award
    application: str

    def card(self, award: Award) -> str:
        """The address of the card behind which this badge is."""
        return "/claim/" + "-".join(words_on_card(self.studio.office, award).split())

    def holder(self, award: Award) -> str:
        """The address of its holder in the workshop."""
        return f"{OURS}/holders/{award.holder_id}"


@pytest.fixture
def known(studio: Studio) -> Known:
    """Those people, in a fablab that Gaël runs."""
    office = studio.office
    people.add(office, "Gaël", place="fablab", role="manager")
    definition = laser(studio)
    zoe, paul, lou = (
        issuing.issue(office, AwardRequest(definition.slug, name, f"p{number}@example.org"))
        for number, name in enumerate(NAMES[:3])
    )
    by = people.contributor(office, "Gaël", "fablab", operator=False)
    poster = posters.make(office, by, "fablab", definition.slug)
    typed = words_for(office, POSTER, poster.id, poster.generation)
    words = asking.ask_by_poster(office, typed, Asking(NAMES[3], text="Moi"), address=HERE)
    with office.store.read() as work:
        asked = work.applications.by_lookup(lookup_of(office, APPLICATION, words))
    assert asked is not None
    return Known(studio, zoe, paul, lou, asked.id)


def _text(browser: Browser, path: str, status: int = 200) -> str:
    answer = browser.get(path)
    assert answer.status_code == status, (path, answer.status_code)
    return said(answer)


def test_everybody_reads_what_is_kept(known: Known) -> None:
    """Each entry with why and how long, in the language of the reader, linked from the place."""
    browser = known.studio.browser()
    text = _text(browser, "/places/fablab/privacy")
    for word in ("Ce que nous gardons de vous", "30 jours", "12 mois", "CNIL", "Fablab rural"):
        assert word in text
    for entry in ENTRIES:
        assert f'id="kept-{entry.name}"' in text
    assert "privacy." not in text
    assert "What we keep about you" in _text(browser, "/places/fablab/privacy?lang=en")
    for path in ("/places/fablab", f"/credentials/{known.zoe.id}"):
        assert 'href="/places/fablab/privacy"' in _text(browser, path)
    assert browser.get("/places/nowhere/privacy").status_code == 404


def test_a_manager_hands_a_record_out(known: Known) -> None:
    """From the holder's page, in two steps; the file is nobody's but theirs."""
    gael = known.studio.of("Gaël")
    home = known.holder(known.zoe)
    assert f"{home}/privacy" in _text(gael, home)
    assert f"{home}/export.zip" in _text(gael, f"{home}/privacy")
    answer = gael.get(f"{home}/export.zip")
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Cache-Control"] == "no-store"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as bundle:
        assert NAMES[0] in bundle.read("records.json").decode()


def test_a_manager_erases_with_the_word(known: Known) -> None:
    """Another word erases nothing and says so; then the person is gone, and only they."""
    gael, home = known.studio.of("Gaël"), known.holder(known.zoe)
    gael.get(f"{home}/privacy")
    mended = gael.post(f"{home}/erase", {"confirm": "oui"})
    assert mended.status_code == 400
    assert "Rien n'est effacé" in said(mended)
    assert kept(known.studio.office, known.zoe).forgotten is None
    done = gael.post(f"{home}/erase", {"confirm": "Effacer"})
    assert done.headers["Location"] == f"{OURS}/privacy?done=erased"
    assert "la personne est effacée" in _text(gael, f"{OURS}/privacy?done=erased")
    assert kept(known.studio.office, known.zoe).forgotten is not None
    assert gael.get(home).status_code == 404
    assert NAMES[1] in _text(gael, f"{OURS}/holders")


def test_the_page_of_the_manager_is_the_record_of_processing(known: Known) -> None:
    """Everything that is kept, with its time; a search that leads to the person."""
    text = _text(known.studio.of("Gaël"), f"{OURS}/privacy")
    for entry in ENTRIES:
        assert f'id="kept-{entry.name}"' in text
    assert f'action="{OURS}/holders"' in text
    assert f'href="{OURS}/privacy"' in _text(known.studio.of("Gaël"), OURS)


@pytest.mark.parametrize(
    ("name", "status"), [("Awa", 403), ("Chloé", 403), ("Emma", 404), ("Bruno", 404)]
)
def test_who_runs_nothing_here_neither_takes_nor_erases(
    known: Known, name: str, status: int
) -> None:
    """An author and a facilitator are told whom to ask; partners and others find nobody."""
    browser, home = known.studio.of(name), known.holder(known.zoe)
    for path in (f"{OURS}/privacy", f"{home}/privacy", f"{home}/export.zip"):
        assert browser.get(path).status_code == status, path
    assert browser.post(f"{home}/erase", {"confirm": "effacer"}).status_code == status
    assert kept(known.studio.office, known.zoe).forgotten is None


def test_everybody_of_the_team_takes_their_own_account(known: Known) -> None:
    """Even a partner; a visitor is shown the door."""
    answer = known.studio.of("Emma").get("/workshop/me/export.zip")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as bundle:
        assert "Emma" in bundle.read("index.html").decode()
    assert known.studio.browser().get("/workshop/me/export.zip").status_code == 403


def test_the_holder_takes_everything_and_erases_it(known: Known) -> None:
    """From their card, without account: the file, then the word, then nothing opens any more."""
    browser, card = known.studio.browser(), known.card(known.zoe)
    settings = _text(browser, f"{card}/card")
    for path in (f"{card}/export.zip", f"{card}/erase", "/places/fablab/privacy"):
        assert f'href="{path}"' in settings
    with zipfile.ZipFile(io.BytesIO(browser.get(f"{card}/export.zip").data)) as bundle:
        assert f"badges/{known.zoe.short_code}/badge.json" in bundle.namelist()
    assert "se liront « annulé »" in _text(browser, f"{card}/erase")
    mended = browser.post(f"{card}/erase", {"confirm": "non"})
    assert mended.status_code == 400
    assert 'value="non"' in said(mended)
    assert (
        browser.post(f"{card}/erase", {"confirm": "effacer"}).headers["Location"] == "/claim/done"
    )
    assert browser.get(card).status_code == 404
    assert browser.get(f"/credentials/{known.zoe.id}").status_code == 410
    assert browser.get(f"/credentials/{known.lou.id}").status_code == 200


def _paths(known: Known) -> list[str]:
    """Every address of the url map that answers GET, filled with what somebody could guess.

    Left out are the addresses of a badge itself and the lists that say whether it holds, which are
    told only to whoever asks by the badge's own address; what opens by secret words; and the
    measures of the server, which count these very questions.
    """
    slug = known.zoe.achievement
    values = {
        "place": ["fablab"],
        "slug": ["fablab", slug],
        "achievement": [slug],
        "holder": [str(known.zoe.holder_id), str(known.lou.holder_id)],
        "request": [known.application],
        "application": [known.application],
        "name": ["key-1"],
    }
    apart = ("/status", "/evidence", "/metrics")
    found = set()
    for rule in known.studio.app.url_map.iter_rules():
        is_open = "GET" in (rule.methods or ()) and "words" not in rule.arguments
        if is_open and not str(rule).startswith(apart):
            found.update(_filled(rule, values, known))
    return sorted(found)


def _filled(rule: Rule, values: dict[str, list[str]], known: Known) -> list[str]:
    adapter = known.studio.app.url_map.bind("badges.example.fr")
    made: list[dict[str, str]] = [{}]
    for name in sorted(rule.arguments):
        made = [{**one, name: text} for one in made for text in values.get(name, ["nothing"])]
    paths = []
    for one in made:
        try:
            paths.append(adapter.build(rule.endpoint, one))
        except (LookupError, ValueError):
            continue
    return paths


def _seen(browser: Browser, paths: list[str]) -> dict[str, tuple[int, str]]:
    """What each address answers: its status and its words; pictures and papers have no words."""
    seen = {}
    for path in paths:
        answer = browser.get(path, headers={**PAGE, **SAME})
        is_text = answer.is_json or (answer.mimetype or "").startswith("text/")
        seen[path] = (answer.status_code, said(answer) if is_text else "")
    return seen


def _decide(known: Known) -> None:
    """One refuses, one is cancelled, one hides, and the one who asks is told no."""
    office = known.studio.office
    by = people.contributor(office, "Gaël", "fablab", operator=False)
    choosing.refuse(office, open_badge(office, known.zoe))
    revoking.revoke(office, known.paul.id, by, reason="Erreur de saisie")
    choosing.choose(office, open_badge(office, known.lou), "hidden")
    deciding.refuse(office, by, "fablab", known.application, "Pas encore, revenez nous voir.")


@pytest.mark.parametrize("reader", ["Emma", ""])
def test_partners_and_the_public_never_see_who_refused_or_lost_a_badge(
    known: Known, reader: str
) -> None:
    """Every page that they can open is the same before and after, and names nobody."""
    browser = known.studio.of(reader) if reader else known.studio.browser()
    paths = _paths(known)
    before = _seen(browser, paths)
    _decide(known)
    after = _seen(browser, paths)
    assert sum(status == 200 for status, _ in before.values()) > 15
    assert {path for path in paths if before[path] != after[path]} == set()
    for path, (_, text) in after.items():
        for name in NAMES:
            assert name not in text, path


def test_only_whoever_asks_by_its_address_reads_the_state_of_a_badge(known: Known) -> None:
    """Cancelled is said on its own page; refused and hidden answer alike, as withdrawn."""
    _decide(known)
    browser = known.studio.browser()
    assert "annulé" in _text(browser, f"/credentials/{known.paul.id}")
    answers = {
        _text(browser, f"/credentials/{award_id}", 410).replace(award_id, "")
        for award_id in (known.zoe.id, known.lou.id)
    }
    assert len(answers) == 1
