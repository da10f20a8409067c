"""A portfolio and privacy: its holder takes it away, its place learns nothing of it."""

import io
import json
import zipfile

from badges.documents import parse
from issuer.services import people
from issuer.services.portfolios import arranging
from issuer.services.privacy import erasing, exporting
from tests.issuer.services.portfolios.shelf import Shelf

BY = people.operator("local")


def _opened(body: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(body)) as bundle:
        return {name: bundle.read(name) for name in bundle.namelist()}


def test_the_holder_takes_the_portfolio_away(shelf: Shelf) -> None:
    """Its words and choices to read, and the signed record, even while nobody else sees it."""
    arranging.describe(shelf.office, shelf.card, "Mon titre", "Mes quelques mots")
    files = _opened(exporting.export_card(shelf.office, shelf.card))
    told = json.loads(files["records.json"])["portfolios"]
    assert [(one["title"], one["introduction"], one["visibility"]) for one in told] == [
        ("Mon titre", "Mes quelques mots", "hidden")
    ]
    assert told[0]["badges"] == [award.id for award in shelf.collection.awards]
    assert parse(files["portfolio.json"])["name"] == "Mon titre"
    page = files["index.html"].decode()
    assert "Mes quelques mots" in page
    assert "privacy." not in page


def test_a_portfolio_without_badge_is_told_without_a_record(shelf: Shelf) -> None:
    """There is nothing to sign, and the export is whole."""
    arranging.choose(shelf.office, shelf.card, [])
    files = _opened(exporting.export_card(shelf.office, shelf.card))
    assert "portfolio.json" not in files
    assert len(json.loads(files["records.json"])["portfolios"]) == 1


def test_the_place_does_not_learn_of_it(shelf: Shelf) -> None:
    """What its team hands over has no trace of a portfolio."""
    arranging.describe(shelf.office, shelf.card, "Mon titre", "")
    holder = shelf.card.holder
    files = _opened(exporting.export_holder(shelf.office, BY, holder.place, holder.id))
    assert "portfolio.json" not in files
    assert "Mon titre" not in files["records.json"].decode()


def test_erasing_everything_takes_it_along(shelf: Shelf) -> None:
    """With the card goes the portfolio, and what stood in it."""
    name = shelf.id
    erasing.erase_card(shelf.office, shelf.card)
    with shelf.office.store.read() as work:
        assert work.portfolios.get(name) is None
        assert work.portfolios.items(name) == ()
