"""The report as a page: verdict first, claims only when they are believed, works without script."""

import io
from html import unescape
from typing import Any

import pytest
from flask import Flask, render_template
from flask.testing import FlaskClient

from badges.documents import JsonObject
from tests.issuer.web.house import PAGE, House
from verifier.report import State
from verifier.web.reading import Reading


def _verify(client: FlaskClient, body: bytes, name: str = "badge.json", query: str = "") -> str:
    form = {"file": (io.BytesIO(body), name)}
    response = client.post(f"/verify{query}", data=form, headers=PAGE)
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    return unescape(response.get_data(as_text=True))


def test_the_form_asks_for_a_photo_a_file_or_a_text(client: FlaskClient) -> None:
    """Three ways in and two wishes, each with its label; no script is needed to send them."""
    html = client.get("/", headers=PAGE).get_data(as_text=True)
    for name in ("photo", "file", "text", "recipient", "policy"):
        assert f'for="{name}"' in html
        assert f'name="{name}"' in html


def test_a_genuine_badge_shows_the_verdict_then_four_facts_in_order(
    house: House, client: FlaskClient
) -> None:
    """Verdict, person, skill, place, date, then how it was checked, then the details."""
    html = _verify(client, house.awards["genuine"].json)
    order = [
        'id="verdict">Badge authentique',
        "Amélie Le Goff-Nguyễn</p>",
        "Je travaille sans danger",
        "Fablab des Deux Rives</p>",
        "badges.example.fr</strong>",
        "Décerné le 22\u00a0novembre 2026",
        "Comment nous avons vérifié",
        "Détails techniques",
    ]
    places = [html.find(words) for words in order]
    assert -1 not in places, order[places.index(-1)]
    assert places == sorted(places)
    assert '<meta name="robots" content="noindex">' in html


@pytest.mark.parametrize("name", ["revoked", "suspended"])
def test_a_rejected_badge_keeps_its_claims_out_of_sight(
    house: House, client: FlaskClient, name: str
) -> None:
    """Before the folded details, no name of a person stands on the page."""
    html = _verify(client, house.awards[name].json)
    seen, folded = html.split("Détails techniques", 1)
    assert 'class="facts"' not in html
    assert house.awards[name].holder not in seen
    assert house.awards[name].holder in folded
    assert "Ils ne prouvent rien" in folded


def test_an_image_can_be_uploaded(house: House, client: FlaskClient) -> None:
    """The PNG that the learner kept is enough."""
    image = client.get(house.path("genuine") + ".png").data
    assert 'id="verdict">Badge authentique' in _verify(client, image, "badge.png")


def test_a_text_or_an_address_can_be_posted(house: House, client: FlaskClient) -> None:
    """Pasted JSON, pasted JWT and a typed address lead to the same verdict."""
    award = house.awards["genuine"]
    for field, value in (
        ("text", award.json.decode()),
        ("text", f"\n {award.jwt.decode()} \n"),
        ("url", award.url),
        ("url", award.url.removeprefix("https://")),
    ):
        response = client.post("/verify", data={field: value}, headers=PAGE)
        assert "Badge authentique" in response.get_data(as_text=True), field


def test_a_report_can_be_linked_to(house: House, client: FlaskClient) -> None:
    """`GET /verify?url=` is the address behind every QR code."""
    response = client.get(f"/verify?url={house.awards['genuine'].url}", headers=PAGE)
    assert "Badge authentique" in response.get_data(as_text=True)
    for_programs = client.get(f"/verify?url={house.awards['genuine'].url}")
    assert for_programs.json is not None
    assert for_programs.json["verdict"] == "accepted"


def test_a_code_from_paper_can_be_typed(house: House, client: FlaskClient) -> None:
    """The short code is taken for what it is, not for a host name."""
    code = house.awards["genuine"].short_code.replace("-", " ")
    for response in (
        client.get(f"/verify?url={code}", headers=PAGE, follow_redirects=True),
        client.post("/verify", data={"url": code}, headers=PAGE, follow_redirects=True),
    ):
        assert "Badge authentique" in response.get_data(as_text=True)


def test_without_a_badge_the_form_comes_back_with_a_sentence(client: FlaskClient) -> None:
    """Nothing sent is a 400 that says what to do, with the form under it."""
    response = client.post("/verify", data={}, headers=PAGE)
    assert response.status_code == 400
    html = unescape(response.get_data(as_text=True))
    assert "Il manque le badge" in html
    assert 'name="file"' in html
    assert client.post("/verify", data={}).mimetype == "application/problem+json"
    assert client.get("/verify", headers=PAGE).headers["Location"] == "/"
    assert client.get("/verify", headers={"Accept": "application/json"}).status_code == 400


@pytest.mark.parametrize("text", ["javascript:<b>", "bonjour monsieur !", "https://a b/"])
def test_a_wrong_address_brings_the_form_back_with_a_sentence(
    client: FlaskClient, text: str
) -> None:
    """An address that is none is refused in words, escaped, with the form under them."""
    for response in (
        client.get("/verify", query_string={"url": text}, headers=PAGE),
        client.post("/verify", data={"url": text}, headers=PAGE),
    ):
        assert response.status_code == 400
        html = response.get_data(as_text=True)
        assert "n’est ni un lien ni un code" in html
        assert 'name="text"' in html
        assert "<b>" not in html
    assert client.get("/verify", query_string={"url": text}).mimetype == "application/problem+json"


def test_a_photo_without_a_badge_is_explained(client: FlaskClient) -> None:
    """What cannot be read comes with what can."""
    html = _verify(client, b"\x89PNG\r\n\x1a\n", "photo.png")
    assert "Ce que nous savons lire" in html


def test_the_report_speaks_english(house: House, client: FlaskClient) -> None:
    """Every word of the page follows the language."""
    html = _verify(client, house.awards["revoked"].json, query="?lang=en")
    assert 'id="verdict">Cancelled badge' in html
    assert "How we checked" in html
    assert 'href="/?lang=fr"' in html


def _report(state: State, **summary: Any) -> JsonObject:
    """A report as the verifier writes it, in a given state, with nothing else in it."""
    verdict = {
        State.GENUINE: "accepted",
        State.CANNOT_CHECK: "undetermined",
        State.ISSUER_UNCONFIRMED: "undetermined",
    }.get(state, "rejected")
    empty = dict.fromkeys(("id", "name", "url", "email", "listed_by"))
    return {
        "verdict": verdict,
        "state": state.value,
        "headline": "T",
        "sentence": "S",
        "policy": "default",
        "verified_at": "2026-11-22T12:00:00Z",
        "subject_digest": "sha256:0",
        "source": {"container": None, "standard": None, "data_model": None, "proofs": []},
        "summary": {
            "holder": None,
            "achievement": None,
            "description": None,
            "issuer": empty | {"trust": "unknown"} | summary.pop("issuer", {}),
            "awarded": None,
            "valid_from": None,
            "valid_until": None,
            "competencies": [],
            "endorsements": [],
            **summary,
        },
        "findings": [],
        "credential": None,
    }


def _page(app: Flask, report: JsonObject) -> str:
    with app.test_request_context("/verify"):
        app.preprocess_request()
        return unescape(
            render_template("verifier/report.html", report=report, reading=Reading(report))
        )


def test_each_state_has_a_shape_of_its_own(house: House) -> None:
    """No two states share a drawing, so that colour is never needed."""
    drawings = {
        state: _page(house.app, _report(state)).split('class="shape"')[1].split("</svg>")[0]
        for state in State
    }
    assert len(set(drawings.values())) == len(State)
    known = _page(house.app, _report(State.GENUINE, issuer={"trust": "listed"}))
    assert known.split('class="shape"')[1].split("</svg>")[0] not in drawings.values()


@pytest.mark.parametrize("state", [state for state in State if state is not State.GENUINE])
def test_only_a_genuine_badge_shows_facts(house: House, state: State) -> None:
    """Every other state, the undetermined ones too, keeps the claims folded."""
    html = _page(house.app, _report(state, holder="Camille"))
    assert 'class="facts"' not in html
    assert "Camille" not in html.split("<details>")[0]


def test_the_emptiest_genuine_badge_is_still_a_page(house: House) -> None:
    """A badge that says almost nothing leaves no hole and no `None`."""
    html = _page(house.app, _report(State.GENUINE))
    assert "None" not in html
    assert "Le badge ne donne pas de nom" in html


def test_a_badge_that_names_no_way_to_reach_its_place_says_so(house: House) -> None:
    """Who reads learns that contact details are missing, and where they come from when given."""
    silent = _page(house.app, _report(State.GENUINE, issuer={"id": "did:key:z6Mk"}))
    assert "Le badge ne dit pas comment joindre ce lieu" in silent
    assert "Cherchez vous-même" in silent
    told = _page(house.app, _report(State.GENUINE, issuer={"email": "a@b.example"}))
    assert "a@b.example" in told.split("d’après le badge")[1]


def test_an_endorsement_is_not_shown_as_what_a_person_can_do(house: House) -> None:
    """It speaks of a badge: no line for a person or for a skill."""
    report = _report(State.GENUINE, achievement="Je confirme")
    html = _page(house.app, report | {"source": report["source"] | {"document": "endorsement"}})
    assert "Je confirme" in html
    assert "La personne" not in html
    assert "sait faire" not in html


def test_how_to_mend_a_badge_is_for_its_issuer_and_folded(house: House) -> None:
    """An employer reads what was found; names of members stay in the technical details."""
    finding = {
        "check": "proof.controller",
        "title": "Clé",
        "outcome": "failed",
        "severity": "fatal",
        "code": "x",
        "message": "M",
        "evidence": [],
        "repair": "Changez issuer.id.",
    }
    html = _page(house.app, _report(State.NOT_THE_ISSUER) | {"findings": [finding]})
    seen, folded = html.split("<details>", 1)
    assert "issuer.id" not in seen
    assert "Changez issuer.id." in folded


def test_endorsements_are_shown_for_what_each_is_worth(house: House) -> None:
    """Name and words of a genuine one; of the others only that they are there."""
    claims = [
        {"issuer": "Le Voisin", "comment": "Du bon travail.", "verdict": "accepted", "code": "x"},
        {"issuer": "Faux Ami", "comment": "Le meilleur.", "verdict": "rejected", "code": "x"},
        {"issuer": None, "comment": None, "verdict": "undetermined", "code": "x"},
    ]
    html = _page(house.app, _report(State.GENUINE, endorsements=claims))
    assert "Le Voisin" in html
    assert "Du bon travail." in html
    assert "Faux Ami" not in html
    assert "Le meilleur" not in html
    assert "recommandation non valable" in html
    assert "recommandation non confirmée" in html


@pytest.mark.requirement("OB2-15")
@pytest.mark.parametrize(("proofs", "shape"), [(["hosted"], "hosted"), (["RS256"], "signed_2")])
def test_a_badge_of_the_older_standard_has_a_picture_of_its_own(
    house: House, proofs: list[str], shape: str
) -> None:
    """Vouched for by a site, or signed: never the picture of a badge of ours."""
    source = {"container": "json", "standard": "OB 2.0", "data_model": None, "proofs": proofs}
    report = _report(State.GENUINE) | {"source": source | {"document": "assertion"}}
    assert Reading(report).shape == f"genuine_{shape}"
    assert ("Le site qui publie ce badge" in _page(house.app, _at_a_site(report))) is (
        proofs == ["hosted"]
    )


def _at_a_site(report: JsonObject) -> JsonObject:
    issuer = report["summary"]["issuer"] | {"id": "https://ancien.example/issuer"}
    return report | {"summary": report["summary"] | {"issuer": issuer}}


def test_the_work_behind_a_badge_is_shown_as_its_place_tells_it(house: House) -> None:
    """How long, what shows it and on which site, and who designed it: only said, by them."""
    proof = {"url": "https://lieu.example/p", "name": None, "narrative": "Un **banc**."}
    told = {"creator": "Réseau X", "narrative": "12 h.", "evidence": [proof | {"genre": "Photo"}]}
    html = _page(house.app, _report(State.GENUINE, **told))
    assert "<p>12 h.</p>" in html
    assert "<p>Un banc.</p>" in html
    assert '<a href="https://lieu.example/p" rel="nofollow noopener noreferrer">Photo</a>' in html
    assert "(lieu.example)" in html
    assert "Nous n’ouvrons pas ces preuves" in html
    assert "D’après ce lieu, le badge a été conçu par Réseau X." in html


def test_hostile_words_stay_words(house: House) -> None:
    """Names are escaped, cut of direction marks, and never become dangerous links."""
    report = _report(
        State.GENUINE,
        holder="<img src=x>\u202egnp",
        achievement="<script>",
        issuer={
            "name": "<b>",
            "url": "javascript:alert(1)",
            "email": '"><i>',
            "id": "did:key:z6Mk",
        },
        creator="<b>",
        narrative="<i>\u202e",
        evidence=[{"url": "javascript:alert(2)", "name": "<img>", "narrative": "<script>"}],
    )
    with house.app.test_request_context("/verify"):
        house.app.preprocess_request()
        html = render_template("verifier/report.html", report=report, reading=Reading(report))
    for danger in ("<img", "<script", "<b>", "javascript:", "<i>", "\u202e"):
        assert danger not in html


@pytest.mark.parametrize(
    ("identifier", "expected"),
    [
        ("did:web:badges.example.fr:places:x", "badges.example.fr"),
        ("did:web:localhost%3A8000", "localhost:8000"),
        ("https://issuer.example/1", "issuer.example"),
        ("did:key:z6Mk", None),
        (None, None),
    ],
)
def test_the_site_that_vouches_is_named(identifier: str | None, expected: str | None) -> None:
    """A person compares a site's name; a bare key has none."""
    assert Reading(_report(State.GENUINE, issuer={"id": identifier})).identity == expected


def test_a_huge_credential_is_not_printed_whole() -> None:
    """The page stays light: a document of a megabyte is told by its digest only."""
    report = _report(State.GENUINE) | {"credential": {"id": "x", "a": "b" * 100_000}}
    assert Reading(report).credential is None
    assert Reading(report | {"credential": {"id": "x"}}).credential == '{\n "id": "x"\n}'


def test_a_place_that_is_listed_needs_no_call(house: House) -> None:
    """Whoever trusts the list is not told to look for the number of the place."""
    issuer = {"id": "did:key:z6Mk", "trust": "listed"}
    assert "Cherchez vous-même" not in _page(house.app, _report(State.GENUINE, issuer=issuer))


def _finding(**members: Any) -> JsonObject:
    return {
        "check": "document.terms",
        "title": "Ce que couvre la signature",
        "outcome": "failed",
        "severity": "fatal",
        "code": "jsonld.dropped",
        "params": {},
        "message": "M",
        "evidence": [],
        "repair": None,
    } | members


def test_the_inner_form_of_a_document_is_for_its_issuer(house: House) -> None:
    """The cause of a trouble, in words of its format, stands in the technical details only."""
    inner = _finding(params={"cause": "jsonld.undefined_term"}, message="M « @context » (#/a)")
    html = _page(house.app, _report(State.ALTERED) | {"findings": [inner]})
    seen, folded = html.split("<details>", 1)
    assert "échappe à la signature" in seen
    assert "@context" not in seen
    assert "@context" in folded


def test_what_is_only_good_to_know_comes_last(house: House) -> None:
    """A note takes nothing from a badge: it is no question without an answer."""
    known = _finding(outcome="passed", title="Signature", severity="fatal")
    note = _finding(outcome="unknown", title="Liste de confiance", severity="notice")
    html = _page(house.app, _report(State.GENUINE) | {"findings": [note, known]})
    assert html.index("en ordre") < html.index("à savoir")
    assert "pas de réponse" not in html.split("<details>")[0]


def test_paper_says_where_to_verify_again(house: House) -> None:
    """A printed page can be checked: the address of a genuine badge stands on it."""
    address = "https://badges.example.fr/credentials/1"
    found = _report(State.GENUINE) | {"credential": {"id": address}}
    paper = f'class="paper">Pour vérifier à nouveau ce badge\u00a0: {address}'
    assert paper in _page(house.app, found)
    revoked = _report(State.REVOKED) | {"credential": {"id": address}}
    assert 'class="paper"' not in _page(house.app, revoked)
