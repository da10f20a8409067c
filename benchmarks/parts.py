"""The parts of the work, each beside another way to do it.

Canonical RDF, schema, picture, status bit: here one sees where the time of a badge goes, and what
the usual library would cost in each place.
"""

import hashlib
import io
import json
from collections.abc import Callable, Sequence
from typing import Any

import jsonschema
import pyoxigraph
from openbadgeslib.baking import ITXT_KEYWORD_OB3, bake_png
from PIL import Image
from pyld import jsonld as pyld

from badges import baking, jsonld
from badges.documents import MEDIA_TYPE_JSON, JsonObject, Secured
from badges.json_schema import model, problems
from badges.jsonld import general
from badges.status import bitstring
from benchmarks.credentials import RICH
from benchmarks.house import House, People
from benchmarks.rounds import DEFAULT, Contender, Pace, Times, in_python, run
from issuer.artwork import DrawnArtwork
from issuer.model import ArtworkSpec
from schemas.catalogue import CURRENT

WALKER, GENERAL, NAIVE, OXIGRAPH = (
    *("canonical digest", "general way", "naive PyLD", "pyoxigraph"),
)
COMPILED, INTERPRETED = "compiled schema", "jsonschema"
BAKE, BAKE_LIBRARY, BAKE_PILLOW = "bake PNG", "openbadgeslib bake PNG", "Pillow decode and encode"
UNBAKE, BAKE_SVG, UNBAKE_SVG = "unbake PNG", "bake SVG", "unbake SVG"
CACHED_BIT, DECODED_BIT = "status bit, list kept", "status bit, list decoded"
COMPILE, IN_SERIES = "make a series and its first badge", "another badge of the series"

_LIMIT = 20_000
_SPEC = ArtworkSpec("round", "ACC", "cup", "Accueillir et prendre soin", 3)
_REVOKED = range(0, bitstring.MINIMUM_BITS, 66)


def canonicalization(rounds: int, pace: Pace = DEFAULT) -> Times:
    """From a document to the digest of its canonical RDF.

    pyoxigraph loads no context in Python, so it gets documents with the contexts written into
    them, ready made.
    """
    people = People(House(RICH))
    (document,) = people.documents(1)
    text = jsonld.canonicalize(document)
    assert text == _by_oxigraph(_inlined(document)), "the canonical texts differ"
    assert text == _by_pyld(document), "the canonical texts differ"

    def inlined(count: int) -> list[str]:
        return [_inlined(item) for item in people.documents(count)]

    return _run(
        (rounds, pace),
        (WALKER, people.documents, jsonld.digest),
        (GENERAL, people.documents, lambda item: general.canonical_text(item, CURRENT, _LIMIT)),
        (NAIVE, people.documents, lambda item: hashlib.sha256(_by_pyld(item).encode())),
        (OXIGRAPH, inlined, lambda item: hashlib.sha256(_by_oxigraph(item).encode())),
    )


def schema(rounds: int, pace: Pace = DEFAULT) -> Times:
    """Whether a document follows the data model, by the same schema."""
    people = People(House(RICH))
    described = model() | {"$ref": "#/$defs/AchievementCredential"}
    checker = jsonschema.FormatChecker()
    slow = jsonschema.Draft201909Validator(described, format_checker=checker)
    wrong = people.documents(1)[0] | {"validFrom": "yesterday"}
    assert problems(wrong), "the schema takes a wrong date"
    return _run(
        (rounds, pace),
        (COMPILED, people.documents, lambda item: not problems(item)),
        (INTERPRETED, people.documents, slow.is_valid),
    )


def pictures(rounds: int, pace: Pace = DEFAULT) -> Times:
    """A badge into a picture and out of it again."""
    (body,) = People(House(RICH)).signed(1)
    badge = Secured(body, MEDIA_TYPE_JSON)
    artwork = DrawnArtwork()
    picture, drawing = artwork.badge_png(_SPEC), artwork.badge_svg(_SPEC)
    baked, baked_drawing = baking.bake(picture, badge), baking.bake(drawing, badge)
    assert baking.unbake(_by_library(picture, badge.text)) == baking.unbake(baked)
    return _run(
        (rounds, pace),
        (BAKE, _same(picture), lambda item: baking.bake(item, badge)),
        (BAKE_LIBRARY, _same(picture), lambda item: _by_library(item, badge.text)),
        (BAKE_PILLOW, _same(picture), _encode_again),
        (UNBAKE, _same(baked), baking.unbake),
        (BAKE_SVG, _same(drawing), lambda item: baking.bake(item, badge)),
        (UNBAKE_SVG, _same(baked_drawing), baking.unbake),
    )


def status_bits(rounds: int, pace: Pace = DEFAULT) -> Times:
    """The bit of one badge in a list of 131,072 with 2,000 taken back."""
    encoded = bitstring.encode(_REVOKED)
    kept = bitstring.decode(encoded)
    assert kept.value(_REVOKED[1]) == 1
    return _run(
        (rounds, pace),
        (CACHED_BIT, range, kept.value),
        (DECODED_BIT, range, lambda index: bitstring.decode(encoded).value(index)),
    )


def series(rounds: int, pace: Pace = DEFAULT) -> Times:
    """What it costs to begin a series, beside another badge of it."""
    houses: dict[int, House] = {}

    def fresh(count: int) -> list[House]:
        houses.clear()
        houses.update((number, House(RICH)) for number in range(count))
        for house in houses.values():
            house.signer.sign(b"")  # the key is not what we measure
        return list(houses.values())

    people = People(House(RICH))
    first = RICH.values(people.next(1)[0])
    return _run(
        (rounds, pace),
        (COMPILE, fresh, lambda house: house.issue_in_series(first)),
        (IN_SERIES, people.values, people.house.issue_in_series),
    )


def _run(
    length: tuple[int, Pace],
    *work: tuple[str, Callable[[int], Sequence[Any]], Callable[[Any], object]],
) -> Times:
    rounds, pace = length
    everybody = [Contender(name, in_python(inputs, do)) for name, inputs, do in work]
    return run(everybody, rounds, pace=pace)


def _same(value: bytes) -> Callable[[int], list[bytes]]:
    return lambda count: [value] * count


def _by_pyld(document: JsonObject) -> str:
    """PyLD's own normalisation with a static loader and no check, as most programs call it."""
    options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": _load}
    text: str = pyld.normalize(document, options)
    return text


def _load(url: str, _options: object) -> JsonObject:
    document = CURRENT.document(url)
    return {"contextUrl": None, "documentUrl": url, "document": document, "tag": "static"}


def _inlined(document: JsonObject) -> str:
    contexts = [CURRENT.document(url)["@context"] for url in document["@context"]]
    return json.dumps({**document, "@context": contexts})


def _by_oxigraph(text: str) -> str:
    dataset = pyoxigraph.Dataset(pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.JSON_LD))
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    return "".join(sorted(f"{quad} .\n" for quad in dataset))


def _by_library(picture: bytes, text: str) -> bytes:
    baked: bytes = bake_png(picture, text, keyword=ITXT_KEYWORD_OB3)
    return baked


def _encode_again(picture: bytes) -> bytes:
    """The naive way: read every pixel and write it again."""
    target = io.BytesIO()
    with Image.open(io.BytesIO(picture)) as image:
        image.save(target, "PNG")
    return target.getvalue()
