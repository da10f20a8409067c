"""Whatever the texts, a template says what the general way says, or leaves it to that way."""

import hashlib
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from random import Random
from typing import Any

import pytest

from badges import jsonld
from badges.documents import JsonObject, Secured, serialize
from badges.errors import BadgeError
from badges.jsonld import Path, Template, UnsupportedError, filled, general
from badges.keys import KeySigner, PrivateKey
from badges.proofs.eddsa_rdfc_2022 import EDDSA_RDFC_2022
from badges.proofs.series import Series
from schemas.catalogue import CURRENT
from tests.properties import oracle
from tests.properties.credentials import Author
from tests.properties.fills import hostile, leaves, plain, text_at

LIMIT = 20_000
CREATED = datetime(2026, 11, 22, 12, tzinfo=UTC)
SIGNER = KeySigner(PrivateKey.generate("Ed25519"), "did:web:exemple.fr#cle")
DOCUMENTS = 200


def _random(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - reproducible documents, not secrets


def _sample(seed: int) -> tuple[JsonObject, list[Path]]:
    """A random credential, and some of its texts as slots."""
    document = Author(seed).credential()
    random = _random(seed)
    paths = leaves(document)
    return document, random.sample(paths, min(len(paths), random.randint(1, 9)))


def _fill(random: Random, sample: JsonObject, paths: list[Path], danger: float) -> list[str]:
    texts = [text_at(sample, path) for path in leaves(sample)]
    return [
        hostile(random, texts) if random.random() < danger else plain(random, text_at(sample, path))
        for path in paths
    ]


def _pointer(path: Path) -> str:
    steps = (str(step).replace("~", "~0").replace("/", "~1") for step in path)
    return "".join(f"/{step}" for step in steps)


def _outcome(action: Any) -> Any:
    """What an action gives, or the code of the error that it raises."""
    try:
        return action()
    except BadgeError as error:
        return error.code, error.params
    except UnicodeEncodeError:
        return "unicode"


def _in_general(document: JsonObject) -> Secured:
    jsonld.require_portable(document)
    return EDDSA_RDFC_2022.secure(document, SIGNER, created=CREATED)


@pytest.mark.requirement("PRF-03", "SAFE-01", "ISS-17")
@pytest.mark.parametrize("part", range(4))
def test_a_series_secures_as_the_suite_does(part: int) -> None:
    """Same bytes, or the same refusal with the same place, for plain and for hostile texts."""
    outcomes: Counter[str] = Counter()
    for seed in range(part, DOCUMENTS, 4):
        sample, paths = _sample(seed)
        series = Series(sample, {str(slot): _pointer(path) for slot, path in enumerate(paths)})
        random = _random(seed + 1)
        for danger in (0.0, 0.1, 0.4):
            values = _fill(random, sample, paths, danger)
            names = dict(zip(map(str, range(len(values))), values, strict=True))
            document = filled(sample, paths, values)
            expected = _outcome(partial(_in_general, document))
            found = _outcome(partial(series.secure, names, SIGNER, created=CREATED))
            assert found == expected, f"seed {seed}"
            outcomes["refused" if isinstance(expected, tuple) else "secured"] += 1
    assert min(outcomes["secured"], outcomes["refused"]) > DOCUMENTS / 20


@pytest.mark.requirement("PRF-03", "SAFE-01")
@pytest.mark.parametrize("part", range(4))
def test_a_template_writes_the_canonical_text(part: int) -> None:
    """What it writes is what PyLD's way and pyoxigraph write; it is used often, or refuses."""
    outcomes: Counter[str] = Counter()
    for seed in range(part, DOCUMENTS, 4):
        sample, paths = _sample(seed)
        try:
            template = Template(sample, paths)
        except UnsupportedError:
            outcomes["no template"] += 1
            continue
        random = _random(seed + 2)
        for danger in (0.0, 0.2, 0.2):
            outcomes[_compare(template, sample, paths, _fill(random, sample, paths, danger))] += 1
    assert min(outcomes["filled"], outcomes["left"]) > DOCUMENTS / 20


def _compare(template: Template, sample: JsonObject, paths: list[Path], values: list[str]) -> str:
    try:
        texts = template.reader.texts(values)
        canonical = template.canonical(texts)
    except UnsupportedError:
        return "left"
    document = filled(sample, paths, values)
    assert canonical.decode() == general.canonical_text(document, CURRENT, LIMIT)
    assert canonical.decode() == oracle.canonical(document)
    assert template.digest(texts) == hashlib.sha256(canonical).digest()
    body = template.gapped(serialize(template.document).decode())
    assert body.filler()(texts) == serialize(document)
    return "filled"


def _badge(**members: object) -> JsonObject:
    document = Author(1).credential()
    document["credentialSubject"] = {
        "id": "urn:uuid:1",
        "type": ["AchievementSubject"],
        "achievement": {
            "id": "https://exemple.fr/a",
            "type": ["Achievement"],
            "name": "A",
            "description": "A",
            "criteria": {"narrative": "A"},
        },
    }
    return document | members


EVIDENCE = [{"id": f"https://exemple.fr/preuve/{n}", "type": ["Evidence"]} for n in range(3)]
EVIDENCE_SLOTS = [("evidence", n, "id") for n in range(3)]


@pytest.mark.parametrize(
    "values",
    [
        ("https://exemple.fr/9", "https://exemple.fr/10", "https://exemple.fr/"),
        ("https://z.fr/", "https://a.fr/", "https://exemple.fr/a"),
        ("urn:z", "https://exemple.fr/preuve/1", "a:b"),
        ("https://exemple.fr/a/", "https://exemple.fr/a-", "https://exemple.fr/a?"),
    ],
)
def test_objects_and_subjects_are_put_in_order(values: tuple[str, ...]) -> None:
    """Texts decide where statements stand: among objects of one predicate and among subjects."""
    sample = _badge(evidence=EVIDENCE)
    template = Template(sample, EVIDENCE_SLOTS)
    document = filled(sample, EVIDENCE_SLOTS, values)
    try:
        found = template.canonical(template.reader.texts(values)).decode()
    except UnsupportedError:
        assert "https://exemple.fr/a" in values  # the achievement's own name
        return
    assert found == general.canonical_text(document, CURRENT, LIMIT)


def test_equal_names_and_equal_texts_are_left_to_the_general_way() -> None:
    """Two slots with one IRI make one node, and the same text twice makes one statement."""
    template = Template(_badge(evidence=EVIDENCE), EVIDENCE_SLOTS)
    with pytest.raises(UnsupportedError):
        template.digest(template.reader.texts(["urn:a", "urn:a", "urn:b"]))
    cells = [{"type": "Evidence", "name": f"n{n}"} for n in range(2)]
    twins = Template(_badge(evidence=cells), [("evidence", n, "name") for n in range(2)])
    twins.digest(twins.reader.texts(["a", "b"]))
    with pytest.raises(UnsupportedError):
        twins.digest(twins.reader.texts(["a", "a"]))


def test_no_template_is_made_where_texts_decide_what_others_mean() -> None:
    """A type, a context, or nodes that look alike whatever the texts: the general way is asked."""
    alike = {"evidence": [{"type": "Evidence", "name": "x"}, {"type": "Evidence", "name": "x"}]}
    for sample, path in (
        (_badge(), ("type", 0)),
        (_badge(), ("@context", 0)),
        (_badge(**alike), ("name",)),
    ):
        with pytest.raises(UnsupportedError):
            Template(sample, [path])


def test_many_threads_fill_one_series() -> None:
    """Tables are shared, and what one thread learns is not half seen by another."""
    sample = _badge(evidence=[{**item, "name": "x"} for item in EVIDENCE])
    slots = {
        f"{n}{member}": f"/evidence/{n}/{member}" for n in range(3) for member in ("id", "name")
    }
    series = Series(sample, slots)

    def secured(seed: int) -> bool:
        random = _random(seed)
        values = {name: f"https://exemple.fr/{random.randrange(10**6)}/{name}" for name in slots}
        found = series.secure(values, SIGNER, created=CREATED)
        return found == _in_general(series.document(values))

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(secured, range(200)))
