"""Who sees a badge: four choices behind the card, each held at once by every address."""

import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from html import unescape
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from werkzeug.test import TestResponse

from badges.baking import unbake
from badges.documents import parse
from issuer.model import Award, AwardRequest
from issuer.services import issuing, private_links
from issuer.services.holders import choosing
from tests.issuer.services.holders.cards import kept, photo, show_photo, words_on_card
from tests.issuer.web.house import PAGE, House, open_house
from verifier.cli import main as verify

LINKEDIN = "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)"
PUBLIC = (".json", ".jwt", ".png", ".svg", ".pdf", "/qr.svg", "/qr.png", "/all.zip", "")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house whose badges each test makes for itself."""
    with open_house(tmp_path_factory.mktemp("visibility")) as opened:
        yield opened


@pytest.fixture
def badge(house: House) -> Award:
    """A badge of somebody without e-mail."""
    return issuing.issue(house.office, AwardRequest(achievement="decoupe-laser", name="Zoé Martin"))


def _get(
    house: House, path: str, status: int = 200, headers: Mapping[str, str] = PAGE
) -> TestResponse:
    answer = house.client().get(path, headers=dict(headers), base_url=house.base_url)
    assert answer.status_code == status, (path, answer.status_code)
    return answer


def _text(answer: TestResponse) -> str:
    return re.sub(r"\s+", " ", unescape(answer.get_data(as_text=True)).replace("’", "'"))


def _mine(house: House, award: Award) -> str:
    return f"/claim/{'-'.join(words_on_card(house.office, award).split())}/{award.id}"


def _choose(house: House, award: Award, decision: str) -> str:
    headers = {**PAGE, "Origin": "null", "Sec-Fetch-Site": "same-origin"}
    answer = house.client().post(
        f"{_mine(house, award)}/{decision}", headers=headers, base_url=house.base_url
    )
    assert answer.status_code == 303
    return answer.headers["Location"]


def _link(house: House, award: Award) -> str:
    return private_links.path_of(house.office, kept(house.office, award))


def test_one_screen_offers_four_choices_and_says_which_holds(house: House, badge: Award) -> None:
    """Each choice has a sentence; the current one has no button; nothing is chosen beforehand."""
    path = f"{_mine(house, badge)}/visibility"
    page = _text(_get(house, path))
    for sentence in (
        "Seules les personnes qui ont votre lien privé le voient.",
        "Qui a l'adresse ou le papier le voit.",
        "Tout le monde peut le trouver, même avec un moteur de recherche.",
        "Personne ne le voit, sauf vous avec votre carte.",
    ):
        assert sentence in page
    for decision in choosing.DECISIONS:
        _choose(house, badge, decision)
        page = _text(_get(house, path))
        assert page.count("C'est ainsi aujourd'hui.") == 1
        offered = {one for one in choosing.DECISIONS if f'{badge.id}/{one}"><button' in page}
        assert offered == set(choosing.DECISIONS) - {decision}


def test_a_private_badge_opens_with_its_link_alone(house: House, badge: Award) -> None:
    """Its public addresses are withdrawn; page, files, code and ZIP stand under the link."""
    assert _choose(house, badge, "private").endswith("/visibility?done=private")
    for suffix in PUBLIC:
        _get(house, f"/credentials/{badge.id}{suffix}", 410)
    _get(house, f"/v/{badge.short_code}", 410)
    link = _link(house, badge)
    assert house.base_url + link in _text(_get(house, f"{_mine(house, badge)}/visibility"))
    page = _text(_get(house, link))
    assert "Zoé Martin" in page
    assert "Vous lisez ce badge avec un lien privé." in page
    assert badge.short_code not in page
    assert _get(house, f"{link}/badge.json").data == badge.json
    assert _get(house, f"{link}/badge.jwt").data == badge.jwt
    assert unbake(_get(house, f"{link}/badge.png").data).body == badge.json
    assert _get(house, f"{link}/badge.pdf").data.startswith(b"%PDF")
    assert _get(house, f"{link}/qr.png").data.startswith(b"\x89PNG")
    assert zipfile.ZipFile(io.BytesIO(_get(house, f"{link}/all.zip").data)).testzip() is None
    _get(house, f"{link}/badge.exe", 404)


def test_every_address_on_the_private_page_stays_under_the_link(house: House, badge: Award) -> None:
    """No file, picture or card of the page is asked at an address that is withdrawn."""
    _choose(house, badge, "private")
    link = _link(house, badge)
    page = _get(house, link).get_data(as_text=True)
    named = re.findall(rf'(?:href|src|content)="([^"]*{badge.id}[^"]*)"', page)
    assert len(named) > 8
    for address in named:
        path = address.partition("url=")[2] or address
        assert unescape(path).replace("%3A", ":").removeprefix(house.base_url).startswith(link)


def test_what_a_private_link_opens_is_kept_by_nobody(house: House, badge: Award) -> None:
    """No cache, no search engine, no referrer: page, file, code, ZIP, and what is withdrawn."""
    _choose(house, badge, "private")
    link = _link(house, badge)
    for suffix in ("", "/badge.json", "/qr.svg", "/all.zip"):
        headers = _get(house, link + suffix).headers
        assert headers["Cache-Control"] == "no-store", suffix
        assert "noindex" in headers["X-Robots-Tag"], suffix
        assert headers["Referrer-Policy"] == "no-referrer", suffix
    assert _get(house, f"/credentials/{badge.id}", 410).headers["Cache-Control"] == "no-store"


def test_the_private_link_answers_programs_too(house: House, badge: Award) -> None:
    """Negotiated as the public address is; the alternates of the page are under the link."""
    _choose(house, badge, "private")
    link = _link(house, badge)
    assert _get(house, link, headers={"Accept": "application/vc"}).data == badge.json
    assert _get(house, link, headers={"Accept": "application/jwt"}).data == badge.jwt
    page = _get(house, link).get_data(as_text=True)
    assert f'type="application/vc" href="{house.base_url}{link}/badge.json"' in page
    assert "oembed" not in page


def test_our_verifier_reads_a_private_page_by_its_address(house: House, badge: Award) -> None:
    """The address of the page is enough: the badge behind it is found genuine."""
    _choose(house, badge, "private")
    address = quote(house.base_url + _link(house, badge), safe="")
    report = _get(house, f"/verify?url={address}", headers={"Accept": "application/json"})
    assert json.loads(report.data)["state"] == "genuine"
    assert "Badge authentique" in _text(_get(house, f"/verify?url={address}"))


def test_another_link_kills_the_first(house: House, badge: Award) -> None:
    """At once, page and files alike; back to the address, the badge opens there again."""
    _choose(house, badge, "private")
    former = _link(house, badge)
    assert _choose(house, badge, "another-link").endswith("/visibility?done=another_link")
    for suffix in ("", "/badge.json", "/qr.svg", "/all.zip"):
        _get(house, former + suffix, 410)
    _get(house, _link(house, badge))
    _choose(house, badge, "kept")
    _get(house, f"/credentials/{badge.id}")


def test_evidence_follows_the_circle(house: House, badge: Award) -> None:
    """Under the link only what is shown opens; its public door is shut while the badge is."""
    file = show_photo(house.office, badge, shown=True)
    _choose(house, badge, "private")
    link = _link(house, badge)
    answer = _get(house, f"{link}/evidence/{file.id}")
    assert answer.data == photo()
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    _get(house, f"/evidence/{file.id}", 410)
    other = show_photo(house.office, badge, shown=False)
    _get(house, f"{link}/evidence/{other.id}", 404)
    _get(house, f"{link}/evidence/{house.awards['genuine'].id}", 404)


def test_only_a_public_badge_may_be_listed(house: House, badge: Award) -> None:
    """Search engines are kept away by header and by page, until its holder makes it public."""
    path = f"/credentials/{badge.id}"
    for decision, is_listed in (("kept", False), ("public", True), ("kept", False)):
        _choose(house, badge, decision)
        answer = _get(house, path)
        assert ("X-Robots-Tag" not in answer.headers) == is_listed
        assert ('name="robots"' not in answer.get_data(as_text=True)) == is_listed
    _choose(house, badge, "public")
    _choose(house, badge, "private")
    assert "noindex" in _get(house, _link(house, badge)).headers["X-Robots-Tag"]


def test_nobody_is_answered_out_of_a_cache(house: House, badge: Award) -> None:
    """What was read before it was withdrawn is asked anew: no answer may be kept unasked."""
    for suffix in (".json", ".png", "/qr.svg", "/share/qr.svg", "/card.png"):
        assert _get(house, f"/credentials/{badge.id}{suffix}").cache_control.max_age == 0
    assert _get(house, f"/oembed?url={badge.url}").cache_control.max_age == 0
    tag = _get(house, f"/credentials/{badge.id}.json").headers["ETag"]
    _choose(house, badge, "hidden")
    _get(house, f"/credentials/{badge.id}.json", 410, {"If-None-Match": tag})


def test_the_withdrawn_page_is_decent(house: House, badge: Award) -> None:
    """It says what can be done, blames nobody and names nobody, in both languages."""
    _choose(house, badge, "hidden")
    page = _text(_get(house, f"/credentials/{badge.id}", 410))
    assert "Ce badge n'est plus montré ici" in page
    assert "Demandez à la personne de vous le montrer" in page
    assert "Zoé" not in page
    assert "Découpe" not in page
    english = _text(_get(house, f"/credentials/{badge.id}?lang=en", 410))
    assert "This badge is no longer shown here" in english


@pytest.mark.parametrize("name", ["genuine", "revoked", "suspended"])
def test_robots_read_the_page_that_people_read(house: House, name: str) -> None:
    """LinkedInBot gets the same page, 200 without redirect, even of a cancelled badge."""
    people = _get(house, house.path(name))
    robot = _get(house, house.path(name), headers={"User-Agent": LINKEDIN, "Accept": "*/*"})
    assert robot.data == people.data
    head = robot.get_data(as_text=True).split("</head>")[0]
    found = re.search(r'property="og:image" content="([^"]+)"', head)
    assert found is not None
    assert urlsplit(found[1]).scheme == "https"
    assert re.fullmatch(r"v=[0-9a-f]{12}", urlsplit(found[1]).query)


def test_the_page_tells_what_a_badge_is_and_is_not(house: House) -> None:
    """Two sentences for who hires, the certification it is not, and the ways to show it."""
    page = _text(_get(house, house.path("genuine")))
    assert "a vu cette personne à l'œuvre" in page
    assert "Ce n'est pas une certification RNCP ou RS" in page
    assert f'href="{house.path("genuine")}/share"' in page
    assert f'href="{house.path("genuine")}/all.zip"' in page
    url = quote(house.awards["genuine"].url, safe="/")
    assert f'type="application/json+oembed" href="{house.base_url}/oembed?url={url}&format' in page


def test_a_shut_proof_is_named_without_a_way_to_it(house: House) -> None:
    """Open, the page leads to the file; shut, it says that the person keeps it."""
    file, award = _with_photo(house)
    page = _text(_get(house, f"/credentials/{award.id}"))
    assert f'href="/evidence/{file}"' not in page
    assert "la personne garde cette preuve pour elle" in page
    _show(house, file)
    page = _text(_get(house, f"/credentials/{award.id}"))
    assert f'href="/evidence/{file}"' in page
    assert "garde cette preuve" not in page


def _with_photo(house: House) -> tuple[str, Award]:
    """A badge whose signed bytes name a photo that we keep, its door shut."""
    file_id = house.office.identifiers.uuid()
    award = issuing.issue(
        house.office,
        AwardRequest(
            achievement="decoupe-laser",
            name="Zoé Martin",
            evidence_url=f"{house.base_url}/evidence/{file_id}",
        ),
    )
    made = show_photo(house.office, award)
    with house.office.store.write() as work:
        work.evidence.forget(made.id)
        work.evidence.add(replace(made, id=file_id), photo())
    return file_id, award


def _show(house: House, file_id: str) -> None:
    with house.office.store.write() as work:
        file = work.evidence.get(file_id)
        assert file is not None
        work.evidence.replace(replace(file, shown=True))


def test_everything_of_a_badge_comes_in_one_file(house: House) -> None:
    """The signed bytes, the pictures, the paper, what verifies them, and a page to read first."""
    award = house.awards["genuine"]
    answer = _get(house, f"{house.path('genuine')}/all.zip")
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="badge-{award.short_code}.zip"'
    )
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        names = archive.namelist()
        assert names[0] == "LISEZ-MOI.txt"
        assert archive.read("badge.json") == award.json
        assert archive.read("badge.jwt") == award.jwt
        assert unbake(archive.read("badge.png")).body == award.json
        assert archive.read("badge.pdf").startswith(b"%PDF")
        told = archive.read("LISEZ-MOI.txt").decode("utf-8-sig")
        keys, listed = parse(archive.read("did.json")), parse(archive.read("status-list.json"))
    assert keys["id"] == award.issuer
    assert listed["id"] == parse(award.json)["credentialStatus"]["statusListCredential"]
    assert all(name in told for name in names if name != "LISEZ-MOI.txt")
    assert "Ce badge n'est pas une certification" in told
    assert "zip." not in told.replace("verification.zip", "")


def test_the_badge_in_the_zip_verifies_without_any_network(
    house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command that the LISEZ-MOI gives, in the unpacked folder: genuine."""
    body = _get(house, f"{house.path('genuine')}/all.zip").data
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        archive.extractall(tmp_path)
    told = (tmp_path / "LISEZ-MOI.txt").read_text("utf-8-sig")
    line = next(line for line in told.splitlines() if line.lstrip().startswith("badge-verifier"))
    words = [str(tmp_path / word) if "." in word else word for word in line.split()[1:]]
    assert verify([*words, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["state"] == "genuine"


def test_the_zip_of_a_badge_is_verified_whole(house: House) -> None:
    """Whoever received the ZIP drops it as it is where badges are verified: one badge, genuine."""
    whole = _get(house, f"{house.path('genuine')}/all.zip").data
    answer = house.client().post("/api/v1/verify", data=whole, content_type="application/zip")
    report = answer.get_json()
    assert report["verdict"] == "accepted"
    assert report["source"]["container"] == "archive"
    assert report["credential"]["id"] == house.awards["genuine"].url


def test_the_zip_of_a_hidden_badge_is_behind_its_card_alone(house: House, badge: Award) -> None:
    """Its holder takes it, without a code that would open nothing; nobody else gets it."""
    _choose(house, badge, "hidden")
    _get(house, f"/credentials/{badge.id}/all.zip", 410)
    body = _get(house, f"{_mine(house, badge)}/all.zip").data
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        assert archive.read("badge.json") == badge.json
        assert not any(name.startswith("qr") for name in archive.namelist())
        assert badge.short_code not in archive.read("LISEZ-MOI.txt").decode()


def test_the_zip_of_a_cancelled_badge_has_no_paper(house: House) -> None:
    """What was taken back is not printed; its files and the list that says so are there."""
    body = _get(house, f"{house.path('revoked')}/all.zip").data
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        assert "badge.pdf" not in archive.namelist()
        assert {"badge.json", "status-list.json"} <= set(archive.namelist())
