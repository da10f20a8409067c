"""Archives: the badges come out as they lie there, and whatever was made to hurt is refused."""

import io
import random
import struct
import tracemalloc
import zipfile

import pytest

from badges import baking
from badges.documents import Secured, serialize
from badges.errors import BadgeError
from tests.verifier.badges_to_read import Place, badge
from tests.verifier.intake.opening import many, one, refusal, unwrap
from verifier.intake.material import Opened

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"><path d="M0 0"/></svg>'
ANY = b'{"type": "x"}'


def packed(*files: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP archive with these files; a name may be there twice."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in files:
            entry = zipfile.ZipInfo(name)
            entry.compress_type = method
            archive.writestr(entry, content)
    return buffer.getvalue()


def directory(*entries: tuple[bytes, int], content: bytes = b"") -> bytes:
    """A hand-made archive: `content`, then an entry for each name and offset of a local file."""
    listed = b"".join(
        struct.pack(
            "<4s4B4HL2L5H2L",
            *(b"PK\x01\x02", 20, 3, 20, 0, 0, 8, 0, 0, 0, 0, 0, len(name), 0, 0, 0, 0, 0, offset),
        )
        + name
        for name, offset in entries
    )
    end = struct.pack(
        "<4s4H2LH",
        *(b"PK\x05\x06", 0, 0, len(entries) & 0xFFFF, len(entries) & 0xFFFF),
        *(len(listed), len(content), 0),
    )
    return content + listed + end


@pytest.fixture
def signed(place: Place) -> Secured:
    """A badge."""
    return place.sign(badge(place))


def test_each_badge_comes_out_with_its_name_and_bytes(signed: Secured, place: Place) -> None:
    """JSON, JWT and pictures lie side by side; order, names and bytes are kept."""
    jwt = place.sign(badge(place), "vc-jwt")
    picture = baking.bake(SVG, signed)
    archive = packed(
        ("badges/inès.json", signed.body),
        ("badges/omar.jwt", jwt.body),
        ("badges/léa.svg", picture),
    )
    found = many(archive)
    assert found.container == "archive"
    assert found.path == ("archive",)
    assert [part.name for part in found.parts] == [
        "badges/inès.json",
        "badges/omar.jwt",
        "badges/léa.svg",
    ]
    assert [part.material for part in found.parts] == [signed.body, jwt.body, picture]
    assert found.remarks == ()


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_an_archive_of_one_badge_is_that_badge(signed: Secured, method: int) -> None:
    """One badge alone in its archive is read as if it had come alone."""
    found = one(packed(("badge.json", signed.body), method=method))
    assert found.secured.body == signed.body
    assert (found.container, found.path) == ("archive", ("archive", "json_document"))


def test_what_lies_beside_the_badges_is_passed_over_and_told(signed: Secured) -> None:
    """What systems and people add to archives is no badge, and not a reason to refuse."""
    archive = packed(
        ("badges/", b""),
        ("__MACOSX/badges/._a.json", b"\0\5\x16\7"),
        ("badges/.DS_Store", b"{}"),
        ("badges/._a.json", b"{}"),
        ("Thumbs.db", b"{}"),
        ("README.txt", b"https://example.org/"),
        ("Lisez-moi", b"{}"),
        ("table.CSV", b"[1]"),
        ("page.html", b"<!doctype html><html></html>"),
        ("note.docx", packed(("[Content_Types].xml", b"<x/>"))),
        ("notes.txt", b"Bonjour"),
        ("badges/a.json", signed.body),
    )
    found = one(archive)
    assert found.secured.body == signed.body
    assert found.remarks == ("archive.passed_over",)


@pytest.mark.requirement("VER-01")
def test_names_decide_nothing(signed: Secured) -> None:
    """A badge is found by its content, whatever its name ends in."""
    assert one(packed(("holiday.txt", signed.body))).secured.body == signed.body


def test_an_archive_without_badge_says_so() -> None:
    """Nothing, or nothing that could be one."""
    assert refusal(packed()) == "archive.no_badge"
    assert refusal(packed(("notes.txt", b"Bonjour"))) == "archive.no_badge"


@pytest.mark.parametrize(
    "name",
    [
        *("../a.json", "x/../../a.json", "/etc/a.json", "C:\\a.json", "..\\a.json", "\\\\host\\a"),
        *("a\x07.json", "a\u202egnp.json", "..", "x/.."),
    ],
)
def test_a_name_that_leads_elsewhere_is_refused(name: str) -> None:
    """Names are never used as paths; those made for it are refused all the same."""
    assert refusal(packed((name, ANY))) == "archive.name"


def test_a_name_behind_a_null_is_refused() -> None:
    """Two readers would see two names."""
    archive = packed(("abcdefgh.json", ANY)).replace(b"abcdefgh.json", b"a.json\0h.json")
    assert refusal(archive) == "archive.name"


def test_a_name_that_is_there_twice_is_refused() -> None:
    """Which of the two is the badge depends on who reads; so neither is read."""
    archive = packed(("a.json", ANY), ("b.json", ANY)).replace(b"b.json", b"a.json")
    assert refusal(archive) == "archive.duplicate"
    assert refusal(packed(("x/a.json", ANY), ("x\\a.json", ANY))) == "archive.duplicate"


@pytest.mark.parametrize("folder", ["", "badge-97A1H/"])
def test_the_zip_of_one_badge_is_that_badge(signed: Secured, folder: str) -> None:
    """Its other forms, keys and bundle are no badges of their own, and no archive is unfolded."""
    names = ("badge.jwt", "badge.svg", "did.json", "status-list.json")
    beside = [(f"{folder}{name}", ANY) for name in names]
    bundle = (f"{folder}verification.zip", packed(("manifest.json", ANY)))
    material = packed(*beside, bundle, (f"{folder}badge.json", signed.body))
    assert one(material).secured.body == signed.body


def test_the_zips_of_two_badges_are_two_badges(signed: Secured) -> None:
    """Unfolded beside each other and packed again, each set still means one badge."""
    files = [
        (f"{folder}/{name}", content)
        for folder in ("ana", "zoe")
        for name, content in (
            ("badge.json", signed.body),
            ("badge.svg", ANY),
            ("verification.zip", packed(("manifest.json", ANY))),
        )
    ]
    assert [part.name for part in many(packed(*files)).parts] == [
        "ana/badge.json",
        "zoe/badge.json",
    ]


def test_an_archive_inside_is_refused() -> None:
    """Only bombs need archives in archives."""
    inner = packed(("a.json", ANY))
    assert refusal(packed(("b.json", ANY), ("inner.zip", inner))) == "archive.nested"
    assert refusal(packed(("b.json", b"\n" + inner))) == "archive.nested"


def test_an_encrypted_file_is_named() -> None:
    """The flag of either place says that it is locked."""
    archive = bytearray(packed(("a.json", ANY)))
    entry = archive.index(b"PK\x01\x02")
    archive[entry + 8] |= 1
    assert refusal(bytes(archive)) == "archive.encrypted"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_only_the_usual_packing_is_undone(method: int) -> None:
    """Other methods may claim any amount of memory before the first byte comes out."""
    assert refusal(packed(("a.json", ANY), method=method)) == "archive.method"


@pytest.mark.requirement("VER-02")
def test_sizes_are_counted_not_believed() -> None:
    """A file that says that it is small is not let grow, and memory stays small."""
    content = b" " * 60_000_000
    archive = packed(("a.json", content))
    lying = archive.replace(struct.pack("<L", len(content)), struct.pack("<L", 10))
    tracemalloc.start()
    assert refusal(archive) == "archive.too_large"
    assert refusal(lying) == "archive.broken"
    assert tracemalloc.get_traced_memory()[1] < 60_000_000
    tracemalloc.stop()


@pytest.mark.requirement("VER-02")
def test_files_are_bounded_together() -> None:
    """Each file is small enough, all of them are not."""
    files = [(f"{number}.json", b'{"a":"' + b"x" * 500 + b'"}') for number in range(20)]
    assert len(many(packed(*files)).parts) == 20
    assert refusal(packed(*files), archive_bytes=9_000) == "archive.too_large"
    assert refusal(packed(*files), archive_files=19) == "archive.too_many"


@pytest.mark.requirement("VER-02")
def test_a_hundred_thousand_entries_are_refused_before_they_are_read() -> None:
    """The directory is counted before it is built."""
    archive = directory(*((b"%d" % number, 0) for number in range(100_000)), content=b"PK\x03\x04")
    tracemalloc.start()
    assert refusal(archive) == "archive.too_many"
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


def test_entries_that_share_their_bytes_are_refused() -> None:
    """Many entries over one small body are the usual bomb: names or places betray them."""
    local = packed(("a.json", b"{" + b" " * 1_000_000)).partition(b"PK\x01\x02")[0]
    assert refusal(directory((b"a.json", 0), (b"a.json", 0), content=local)) == "archive.duplicate"
    assert refusal(directory((b"a.json", 0), (b"b.json", 0), content=local)) == "archive.broken"


def test_a_file_that_holds_itself_is_no_way_in() -> None:
    """A quine unfolds to itself: the archive inside is seen, and refused."""
    outer = packed(("self.zip", packed(("self.zip", b"PK\x03\x04"))))
    assert refusal(outer) == "archive.nested"


def test_broken_archives_are_told() -> None:
    """Truncated, wrong sums, empty directories, nonsense: one code, never a crash."""
    sound = packed(("a.json", ANY * 50), ("b.json", ANY * 50))
    assert refusal(b"PK\x03\x04") == "archive.broken"
    assert refusal(sound[:-30]) == "archive.broken"
    assert refusal(sound[:200]) == "archive.broken"
    stored = packed(("a.json", ANY), method=zipfile.ZIP_STORED)
    assert refusal(stored.replace(ANY, ANY.replace(b"x", b"y"))) == "archive.broken"
    assert refusal(directory((b"a.json", 7), content=b"PK\x03\x04" + b"x" * 40)) == "archive.broken"


def test_damaged_archives_never_crash() -> None:
    """Any byte may be wrong: the answer is a badge, several, or a code of ours."""
    dice = random.Random(3)  # noqa: S311 - the same damage in every run, no secret
    sound = packed(("a.json", serialize({"a": "x" * 90})), ("b/c.jwt", b"e30.e30.e30"))
    for _ in range(600):
        damaged = bytearray(sound)
        for _ in range(dice.randint(1, 4)):
            damaged[dice.randrange(4, len(damaged))] = dice.randrange(256)
        try:
            found: object = unwrap(bytes(damaged))
        except BadgeError as error:
            found = error
        assert isinstance(found, Opened | BadgeError)


def test_of_the_archive_of_a_place_only_the_badges_are_read() -> None:
    """A whole web site lies around them, with documents that look like badges or are none."""
    signed = Place.by_key().sign(badge(Place.by_key())).body
    told = {"format": "badges-tiers-lieux/bundle/1", "answers": [], "archive": {"place": "x"}}
    site = (
        ("credentials/a.json", signed),
        ("credentials/b.json", signed),
        ("credentials/a.jwt", b"eyJh.eyJh.x"),
        ("credentials/a/index.html", b"<html>"),
        ("achievements/x.json", ANY),
        ("status/x-revocation-1", signed),
        ("places/x/did.json", ANY),
    )
    found = many(packed(*site, ("manifest.json", serialize(told))))
    assert [part.name for part in found.parts] == ["credentials/a.json", "credentials/b.json"]
    assert found.remarks == ()
    # Another manifest makes no archive of it: everything is looked at, as in any other ZIP file.
    other = many(packed(*site, ("manifest.json", b'{"name": "x"}')))
    assert "achievements/x.json" in [part.name for part in other.parts]
