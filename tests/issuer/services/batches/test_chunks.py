"""Signing by the chunk: the same badges as one by one, in every column that is not drawn by lot."""

import json
import random
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from io import BytesIO
from typing import Any

import pytest

from badges.documents import MEDIA_TYPE_JSON, MEDIA_TYPE_JWT, JsonObject, Secured, parse
from issuer.errors import KeyUnavailable
from issuer.model import Award, AwardRequest, Batch, BatchLine, PlaceRequest
from issuer.ports import Office
from issuer.services import issuing, keyring, networks, places, publishing, status_lists
from issuer.services.batches import bulk, chunks, following, running
from issuer.services.identities import identity_of
from issuer.services.jwt_forms import jwt_of
from issuer.services.people import operator
from issuer.services.securing import secure_jwt
from tests.issuer.fakes import Whispers
from tests.issuer.faults import Blown, fused, picture
from tests.issuer.world import FABLAB, Town

BY = operator("test")
SLUG = "decoupe-laser-en-autonomie"
MIXED = (
    "name,email,level,evidence_url,narrative,valid_until,reference,hours,awarded\n"
    "Zoé Œuvrard,zoe@x.fr,N3,https://x.fr/a?b=ç,Un sac,2028-06-30,r-1,12,2026-11-01\n"
    "Ali Ben,,,,,,r-2,,\n"
    "Léa « & » Noël,LEA@x.fr,N4,,\"Deux\nlignes\",,r-3,,\n"
    "Noé,,niveau 2,https://x.fr/b,,,r-4,1.5,\n"
    "Zoé Œuvrard,ZOE@x.fr,N3,,,,r-5,,\n"
    "Ève 𝄞,,,,,2027-01-31,r-6,2,2026-10-02\n"
)
DRAWN = ("id", "short_code", "url", "status", "json", "jwt", "holder_id", "reference")


def begin(town: Town, content: str, **options: Any) -> Batch:
    """The group of a file, confirmed; the place and the badge are made first."""
    town.laser()
    return bulk.begin(town.office, BY, SLUG, content.encode(), **options).batch


def lines(office: Office, batch: Batch) -> tuple[BatchLine, ...]:
    """The lines of a group."""
    return following.lines(office, BY, batch.id)


def awards(office: Office, batch: Batch) -> list[Award]:
    """The awards of a group, in the order of its lines."""
    return [publishing.award(office, line.award or "") for line in lines(office, batch)]


def settled(document: JsonObject) -> JsonObject:
    """A signed document without what is drawn by lot."""
    left: JsonObject = json.loads(json.dumps(document))
    left["id"] = left["credentialSubject"]["id"] = ""
    left["credentialStatus"].update(id="", statusListIndex="")
    left["proof"][0]["proofValue"] = left["issuer"]["id"] = ""
    left["proof"][0]["verificationMethod"] = ""
    left["credentialStatus"]["statusListCredential"] = ""
    for identity in left["credentialSubject"]["identifier"]:
        if identity["hashed"]:
            identity.update(salt="", identityHash="")
    return left


def test_a_chunk_gives_what_single_awards_give(town: Town, village: Town) -> None:
    """Every column of awards, cards and journal is the same, and every member of the badges."""
    batch = begin(town, MIXED)
    assert running.run(town.office, batch.id).issued == 6
    made = awards(town.office, batch)
    village.laser()
    for kept, line in zip(made, lines(town.office, batch), strict=True):
        request = AwardRequest(
            achievement=SLUG,
            name=line.name,
            email={"r-1": "zoe@x.fr", "r-3": "lea@x.fr", "r-5": "zoe@x.fr"}.get(kept.reference or ""),
            **{
                name: getattr(line, name)
                for name in ("level", "evidence_url", "narrative", "valid_until", "hours")
            },
            awarded=line.awarded or batch.confirmed,
        )
        single = issuing.issue(village.office, request, actor="test")
        ours, theirs = asdict(kept), asdict(single)
        assert [ours.pop(name) is None for name in DRAWN][:6] == [False] * 6
        assert ours["issuer"].startswith("did:key:")
        for name in (*DRAWN[:0], "issuer"):
            ours.pop(name)
        for name in (*DRAWN, "issuer"):
            theirs.pop(name)
        assert ours == theirs
        assert settled(parse(kept.json)) == settled(parse(single.json))


def test_who_comes_twice_has_one_card(town: Town) -> None:
    """The same address in one file, and in the next one, opens the card that is there."""
    first = awards(town.office, _run(town, MIXED))
    assert first[0].holder_id == first[4].holder_id
    assert len({award.holder_id for award in first}) == 5
    again = awards(town.office, _run(town, "name,email\nZoé,zoe@x.fr\n"))
    assert again[0].holder_id == first[0].holder_id


def _run(town: Town, content: str, **options: Any) -> Batch:
    batch = begin(town, content, **options) if not places.list_all(town.office) else None
    if batch is None:
        batch = bulk.begin(town.office, BY, SLUG, content.encode(), **options).batch
    running.run(town.office, batch.id)
    return batch
