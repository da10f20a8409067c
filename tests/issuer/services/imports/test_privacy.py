"""Badges from elsewhere are their holder's: in their export, not the place's; gone with them."""

import io
import json
import zipfile
from typing import Any

from issuer.services import people
from issuer.services.privacy import erasing, exporting
from tests.issuer.services.imports.elsewhere import Desk


def _opened(body: bytes) -> tuple[dict[str, list[dict[str, Any]]], set[str], zipfile.ZipFile]:
    bundle = zipfile.ZipFile(io.BytesIO(body))
    return json.loads(bundle.read("records.json")), set(bundle.namelist()), bundle


def test_a_holder_takes_the_files_as_they_came(desk: Desk) -> None:
    """With what was kept of each, and a page that people read."""
    badge = desk.kept("ours/baked-json.png")
    records, names, bundle = _opened(exporting.export_card(desk.office, desk.card))
    assert f"elsewhere/{badge.id}.png" in names
    assert (
        bundle.read(f"elsewhere/{badge.id}.png") == desk.specimens["ours/baked-json.png"].material
    )
    (record,) = records["imports"]
    assert record["title"] == "Animer un atelier"
    assert record["report"]["person"] == "other"
    page = bundle.read("index.html").decode()
    assert "Badges d\u2019ailleurs" in page
    assert "privacy." not in page


def test_the_place_learns_nothing_of_them(desk: Desk) -> None:
    """The export that its team hands over leaves out what a holder brought for themselves."""
    desk.kept("ours/baked-json.png")
    holder = desk.card.holder
    body = exporting.export_holder(desk.office, people.operator("local"), holder.place, holder.id)
    records, names, _ = _opened(body)
    assert "imports" not in records
    assert not any(name.startswith("elsewhere/") for name in names)


def test_erasing_the_card_erases_them(desk: Desk) -> None:
    """Bytes and all."""
    badge = desk.kept("ours/baked-json.png")
    erasing.erase_card(desk.office, desk.card)
    assert desk.body(badge) is None
