"""The journal of a place as a page: plain words, newest first, a table to take home."""

import ast
import csv
import io
import re

import pytest

from badges.i18n import LANGUAGES, Translator
from issuer.services import people
from issuer.services.journal import note
from issuer.services.journal_pages import ACTORS, PAGE_LENGTH
from issuer.services.people import tokens
from issuer.web.workshop.journal import ACTIONS
from tests.conftest import ROOT
from tests.issuer.web.workshop.groups import signed
from tests.issuer.web.workshop.studio import Browser, Studio, said

JOURNAL = "/workshop/fablab/journal"
_WRITERS = ("note", "_note", "journal", "_journal", "Order")
_CODE = re.compile(r"[a-z]+\.[a-z_]+")
_NOT_OF_A_PLACE = re.compile(
    r"person\.(enter|ask_link|disable|enable|sign_out|export|erase)|passkey\..*|password\..*"
    r"|key\.reseal"
)


@pytest.fixture
def jade(studio: Studio) -> Browser:
    """Somebody who runs the fablab."""
    people.add(studio.office, "Jade", place="fablab", role="manager")
    return studio.of("Jade")


def write(studio: Studio, *actions: str, reason: str | None = None) -> None:
    """Write lines in the journal of the fablab."""
    with studio.office.store.write() as work:
        for action in actions:
            note(studio.office, work, "Awa", action, place="fablab", subject="thing", reason=reason)


def test_what_happened_is_told_in_words_newest_first(studio: Studio, jade: Browser) -> None:
    """Who, what, when; a colleague by name, a role in words."""
    by = people.operator("local")
    tokens.add_token(studio.office, by, "fablab", "Moodle", ("credentials.status",))
    text = said(jade.get(JOURNAL))
    assert text.index("Jeton créé") < text.index("Entrée dans l'équipe : Jade")
    assert "Gère le lieu" in text
    assert "la personne qui tient ce service" in text
    assert "novembre 2026 à" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_has_no_name_is_told_in_words(studio: Studio, jade: Browser, language: str) -> None:
    """On the page and in the table; the names of people stay as they are."""
    say = Translator(language, "issuer")
    told = [say(f"journal.actor.{actor}").replace("’", "'") for actor in ACTORS]
    with studio.office.store.write() as work:
        for actor in (*ACTORS, "Zoé Jobs"):
            note(studio.office, work, actor, "poster.add", place="fablab", subject="thing")
    header = {"Accept-Language": language}
    table = said(jade.get(f"{JOURNAL}.csv", headers=header))
    actors = [row["actor"] for row in csv.DictReader(io.StringIO(table))][: len(ACTORS) + 1]
    assert actors == ["Zoé Jobs", *reversed(told)]
    page = said(jade.get(f"{JOURNAL}?kind=poster.add", headers=header))
    for words in (*told, "Zoé Jobs"):
        assert f"</span>{words} <span" in page


def test_an_action_without_a_sentence_shows_its_code(studio: Studio, jade: Browser) -> None:
    """Nothing that happened is left out."""
    write(studio, "future.thing")
    assert "future.thing" in said(jade.get(JOURNAL))


def test_the_journal_says_nothing_of_a_learner(studio: Studio, jade: Browser) -> None:
    """A group of three is signed: neither names nor addresses stand there."""
    signed(studio, jade)
    for path in (JOURNAL, f"{JOURNAL}.csv"):
        text = said(jade.get(path))
        for word in ("Zoé", "zoe@", "Amélie", "Karim"):
            assert word not in text, word
    assert "Badge décerné" in said(jade.get(JOURNAL))


def test_one_kind_is_chosen(studio: Studio, jade: Browser) -> None:
    """Only its lines stand there, and the choice stays in the field."""
    write(studio, "poster.add", "poster.close")
    text = said(jade.get(f"{JOURNAL}?kind=poster.close"))
    lines = text.partition('<ul class="picks">')[2]
    assert "Affiche close" in lines
    assert "Affiche faite" not in lines
    assert '<option value="poster.close" selected>' in text


def test_old_lines_are_on_the_next_pages(studio: Studio, jade: Browser) -> None:
    """Each line stands on one page, the choice goes along, and one comes back."""
    write(studio, *["poster.add"] * (PAGE_LENGTH + 3))
    first = said(jade.get(f"{JOURNAL}?kind=poster.add"))
    assert first.count('<span class="label">Affiche faite') == PAGE_LENGTH
    found = re.search(r'href="([^"]+before=\d+)"', first)
    assert found is not None
    second = said(jade.get(found.group(1)))
    assert second.count('<span class="label">Affiche faite') == 3
    assert "Plus ancien" not in second
    assert "Revenir au plus récent" in second


@pytest.mark.parametrize(
    "query",
    ["before=x", "before=-1", "before=99999999999", "before=²", "kind=%00", "kind=" + "x" * 5_000],
)
def test_a_strange_question_breaks_nothing(jade: Browser, query: str) -> None:
    """The page opens, with lines or without."""
    assert jade.get(f"{JOURNAL}?{query}").status_code == 200


def test_the_journal_is_taken_home_as_a_table(studio: Studio, jade: Browser) -> None:
    """A CSV file, kept nowhere on the way, in which no cell is a formula."""
    write(studio, "award.revoke", reason="=HYPERLINK(1)")
    answer = jade.get(f"{JOURNAL}.csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="journal-fablab.csv"' in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True))))
    assert rows[0]["action"] == "award.revoke"
    assert not rows[0]["reason"].startswith("=")


def test_what_people_wrote_is_text(studio: Studio, jade: Browser) -> None:
    """A reason with markup is shown as it was typed."""
    write(studio, "award.revoke", reason="<script>alert(1)</script>")
    assert "<script>alert" not in jade.get(JOURNAL).get_data(as_text=True)


def test_another_place_is_not_read(studio: Studio, jade: Browser) -> None:
    """Neither its page nor its table; and its lines are not in ours."""
    people.add(studio.office, "Farid", place="ecluse", role="author")
    assert jade.get("/workshop/ecluse/journal").status_code == 404
    assert jade.get("/workshop/ecluse/journal.csv").status_code == 404
    assert "Farid" not in said(jade.get(JOURNAL))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_action_that_services_write_has_a_sentence(language: str) -> None:
    """Read in the sources: what is written about a place is told in words."""
    of_places = {code for code in _written() if not _NOT_OF_A_PLACE.fullmatch(code)}
    assert len(of_places) > 30
    assert of_places - set(ACTIONS) == set()
    say = Translator(language, "issuer")
    for action in ACTIONS:
        assert say(f"journal.act.{action}") != f"journal.act.{action}"
        noun = f"journal.noun.{action.partition('.')[0]}"
        assert say(noun) != noun


def _written() -> set[str]:
    """The actions that the services name where they write a line."""
    calls = (
        call
        for path in (ROOT / "issuer" / "services").rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call) and _name(call.func) in _WRITERS
    )
    texts = {
        item.value
        for call in calls
        for argument in call.args
        for item in (argument.elts if isinstance(argument, ast.Tuple) else (argument,))
        if isinstance(item, ast.Constant) and isinstance(item.value, str)
    }
    return {text for text in texts if _CODE.fullmatch(text)}


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""
