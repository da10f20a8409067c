"""The whole corpus: its families in order, and how it is written to a folder."""

import json
from collections.abc import Sequence
from pathlib import Path

from tests.corpus import forged, hostile, older, ours, tampered, theirs, wrapped
from tests.corpus.specimen import Family, Specimen, World, require_distinct

FAMILIES: tuple[Family, ...] = (
    ours.specimens,
    theirs.specimens,
    wrapped.specimens,
    older.specimens,
    hostile.specimens,
    forged.specimens,
)


def make(world: World) -> tuple[Specimen, ...]:
    """Every specimen, the tampered twins of what holds included."""
    found = [specimen for family in FAMILIES for specimen in family(world)]
    return tuple(require_distinct([*found, *tampered.twins(found)]))


def write(folder: Path, specimens: Sequence[Specimen], world: World) -> None:
    """The files, `manifest.json` with what is expected of each, and `fetch-map.json`."""
    manifest = {}
    for specimen in specimens:
        path = folder / "files" / specimen.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(specimen.material)
        manifest[specimen.name] = {
            "verdict": specimen.verdict,
            "state": specimen.state,
            "code": specimen.code,
        }
    at = f"{world.instant:%Y-%m-%dT%H:%M:%SZ}"
    _write_json(folder / "manifest.json", {"at": at, "files": manifest})
    _write_json(folder / "fetch-map.json", _web(folder / "web", world))


def _web(folder: Path, world: World) -> dict[str, dict[str, str]]:
    folder.mkdir(parents=True, exist_ok=True)
    pages = {}
    for number, (url, page) in enumerate(sorted(world.web.pages.items())):
        file = folder / f"{number:03}"
        file.write_bytes(page.body)
        pages[url] = {"file": str(file.resolve()), "type": page.media_type}
    return pages


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", "utf-8")
