"""Taking up what others wrote: a fork with its credit, a table looked at before it is taken."""

import io

import pytest

from issuer.services.commons import authoring, referentials
from issuer.web.workshop.tables import TABLE_LIMIT
from tests.issuer.web.workshop.studio import (
    Browser,
    Studio,
    add_competency,
    begin_framework,
    hidden,
    publish,
    said,
)

IMPORT = "/workshop/frameworks/nos-gestes/import"
GOOD = "domaine;type;libellé;je\nRéparer;technique;Réparer une lampe;Je répare une lampe.\n"
BAD = "domaine;type;libellé;je\nRéparer;truc;Peindre;Je peins.\nRéparer;technique;;\n"


def _upload(browser: Browser, content: bytes) -> str:
    """Send a file; what the answer says."""
    return said(browser.post(IMPORT, {"table": (io.BytesIO(content), "t.csv")}))


def _labels(studio: Studio, slug: str = "nos-gestes") -> list[str]:
    items = authoring.draft(studio.office, slug).framework.competencies
    return [item.label.say("fr") for item in items]


def test_the_referential_of_everybody_is_taken_up_with_its_credit(
    studio: Studio, awa: Browser
) -> None:
    """The source is on the page before, on the page after, and in every competency."""
    path = "/workshop/frameworks/tiers-lieux/fork"
    assert "Cette source restera citée" in awa.page(path).replace("\u00a0", " ")
    target = awa.send(path, {"title": "Gestes du fablab"})
    opened = authoring.draft(studio.office, "fablab-tiers-lieux")
    assert "tiers-lieux contributors" in awa.page(target)
    assert opened.framework.derived_from is not None
    assert opened.framework.competencies[0].derived_from is not None
    assert opened.framework.title["fr"] == "Gestes du fablab"
    assert awa.send(path, {}) != target


def test_the_work_of_another_place_is_taken_up_once_it_is_published(studio: Studio) -> None:
    """A draft of others is neither listed nor taken."""
    awa, bruno = studio.of("Awa"), studio.of("Bruno")
    add_competency(awa, begin_framework(awa))
    assert "Nos gestes" not in bruno.page("/workshop/frameworks")
    assert bruno.get("/workshop/frameworks/nos-gestes/fork").status_code == 404
    publish(awa, "nos-gestes")
    assert "Nos gestes" in bruno.page("/workshop/frameworks")
    bruno.send("/workshop/frameworks/nos-gestes/fork", {})
    assert _labels(studio, "ecluse-nos-gestes") == ["Réparer un vélo"]


def test_who_writes_for_no_place_takes_nothing_up(studio: Studio) -> None:
    """The page says whom to ask."""
    answer = studio.of("Chloé").get("/workshop/frameworks/tiers-lieux/fork")
    assert answer.status_code == 403
    assert "Demandez à la personne" in said(answer)


def test_every_line_to_mend_is_told_and_nothing_is_taken(studio: Studio, awa: Browser) -> None:
    """Two lines, two sentences, and a draft that is still empty."""
    begin_framework(awa)
    words = _upload(awa, BAD.encode())
    assert "Ligne 2 :" in words
    assert "Ligne 3 :" in words
    assert "Rien n'a été pris" in words
    assert _labels(studio) == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_table_is_looked_at_then_taken(studio: Studio, awa: Browser, encoding: str) -> None:
    """As spreadsheets save it; the first page keeps nothing."""
    begin_framework(awa)
    answer = awa.post(IMPORT, {"table": (io.BytesIO(GOOD.encode(encoding)), "t.csv")})
    assert "Réparer une lampe" in said(answer)
    assert _labels(studio) == []
    taken = awa.post(IMPORT, {**hidden(answer), "do": "replace"})
    assert taken.status_code == 303
    assert _labels(studio) == ["Réparer une lampe"]


def test_a_table_that_was_looked_at_too_long_ago_is_shown_again(
    studio: Studio, awa: Browser
) -> None:
    """Somebody added a competency meanwhile: it would go unseen."""
    begin_framework(awa)
    page = awa.post(IMPORT, {"table": (io.BytesIO(GOOD.encode()), "t.csv")})
    add_competency(awa, "nos-gestes")
    late = awa.post(IMPORT, {**hidden(page), "do": "replace"})
    assert late.status_code == 200
    assert "Compétences enlevées : 1" in said(late)
    assert _labels(studio) == ["Réparer un vélo"]


def test_what_is_published_stays_when_the_table_lacks_it(studio: Studio, awa: Browser) -> None:
    """The page names it before, and it is there after."""
    add_competency(awa, begin_framework(awa))
    publish(awa, "nos-gestes")
    page = awa.post(IMPORT, {"table": (io.BytesIO(GOOD.encode()), "t.csv")})
    assert "elles restent : 1" in said(page)
    assert awa.post(IMPORT, {**hidden(page), "do": "replace"}).status_code == 303
    assert set(_labels(studio)) == {"Réparer un vélo", "Réparer une lampe"}
    assert referentials.published(studio.office, "nos-gestes").version == "1.0.0"


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\x01\x02", b"\xff" * 2_000, b"PK\x03\x04" + b"\x00" * 500, b'"' * 1_000],
)
def test_a_file_that_is_no_table_ends_in_a_sentence(
    studio: Studio, awa: Browser, content: bytes
) -> None:
    """Whatever was chosen by mistake."""
    begin_framework(awa)
    answer = awa.post(IMPORT, {"table": (io.BytesIO(content), "t.csv")})
    assert answer.status_code == 400
    assert 'role="alert"' in said(answer)
    assert _labels(studio) == []


def test_a_table_beyond_measure_is_refused(awa: Browser) -> None:
    """Too long for a page, then too heavy to be read at all."""
    begin_framework(awa)
    assert "trop long" in _upload(awa, b"a;b\n" * (TABLE_LIMIT // 4 + 1))
    heavy = awa.client.post(
        IMPORT,
        base_url=awa.base_url,
        data=b"x" * 2_500_000,
        content_type="multipart/form-data; boundary=x",
    )
    assert heavy.status_code == 413
