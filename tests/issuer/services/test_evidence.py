"""What was shown: known by its content, without traces, open only by agreement."""

import io
import struct
import wave
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from issuer.errors import Conflict, InvalidRequest, NotFound
from issuer.model import Application, EvidenceFile, Place
from issuer.services import evidence, people
from issuer.services.batches import confirming, running
from issuer.services.evidence_kinds import MEDIA_TYPES
from issuer.services.people import Contributor
from tests.issuer.services.batches.test_drafting import BY, draft, lines
from tests.issuer.world import Town

SECRET = b"48.8583N 2.2945E"
PDF = b"%PDF-1.7 ce qui fut fait"


def photo(kind: str, orientation: int = 1, *, size: tuple[int, int] = (40, 30)) -> bytes:
    """A picture with a place, a device and a comment in it."""
    image = Image.effect_noise(size, 60).convert("RGB")
    exif = image.getexif()
    exif[0x0112] = orientation
    exif[0x010F] = SECRET.decode()
    stream = io.BytesIO()
    image.save(stream, kind, exif=exif, quality=90)
    return stream.getvalue()


def commented(jpeg: bytes) -> bytes:
    """A JPEG with a comment, an XMP packet, and a film after its end, as phones add them."""
    xmp = b"http://ns.adobe.com/xap/1.0/\0" + SECRET
    parts = b"".join(
        b"\xff" + bytes((marker,)) + struct.pack(">H", len(content) + 2) + content
        for marker, content in ((0xFE, SECRET), (0xE1, xmp))
    )
    return jpeg[:2] + parts + jpeg[2:] + b"ftypmp42" + SECRET


def chunked(png: bytes) -> bytes:
    """A PNG with a text in it."""
    text = b"Comment\0" + SECRET
    chunk = struct.pack(">I", len(text)) + b"tEXt" + text
    return png[:33] + chunk + struct.pack(">I", zlib.crc32(chunk[4:])) + png[33:] + SECRET


def box(kind: bytes, content: bytes) -> bytes:
    """A box of MP4."""
    return struct.pack(">I4s", 8 + len(content), kind) + content


def recording(handler: bytes = b"soun") -> bytes:
    """A recording of a phone, with the place where it was made."""
    track = box(b"trak", box(b"hdlr", bytes(8) + handler + b"soun" + bytes(12)))
    tags = box(b"udta", box(b"\xa9xyz", SECRET))
    return box(b"ftyp", b"M4A \0\0\0\0") + box(b"moov", track + tags) + box(b"mdat", b"la la")


def speech() -> bytes:
    """A WAV file."""
    stream = io.BytesIO()
    with wave.open(stream, "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        sound.writeframes(bytes(200))
    return stream.getvalue()


FRAME = b"\xff\xfb\x90\x00" + bytes(413)
SAMPLES = {
    "image/jpeg": commented(photo("JPEG", 6)),
    "image/png": chunked(photo("PNG")),
    "image/webp": photo("WEBP"),
    "application/pdf": PDF,
    "audio/mpeg": b"ID3\4\0\0\0\0\0\x10" + SECRET + FRAME + b"TAG" + SECRET.ljust(125, b"\0"),
    "audio/mp4": recording(),
    "audio/ogg": b"OggS" + bytes(24) + b"OpusHead",
    "audio/wav": speech(),
    "audio/webm": b"\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm" + bytes(20) + b"A_OPUS",
}


def test_every_kind_is_known_by_its_content() -> None:
    """Whatever its name says, a file is what its bytes are."""
    assert set(SAMPLES) == set(MEDIA_TYPES)
    for media_type, body in SAMPLES.items():
        assert evidence.accept("photo.exe", body).media_type == media_type


@pytest.mark.parametrize("media_type", [name for name, body in SAMPLES.items() if SECRET in body])
def test_traces_are_cut_out(media_type: str) -> None:
    """Position, device, comments and what hides after the end are gone."""
    assert SECRET not in evidence.accept("a", SAMPLES[media_type]).body


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_looks_the_same(kind: str) -> None:
    """Pixels are not drawn again, and a photo that lay on its side still says so."""
    before = photo(kind, 6)
    after = evidence.accept("a", before).body
    drawn, clean = Image.open(io.BytesIO(before)), Image.open(io.BytesIO(after))
    assert list(clean.tobytes()) == list(drawn.tobytes())
    assert clean.getexif().get(0x010F) is None
    if kind == "JPEG":
        assert dict(clean.getexif()) == {0x0112: 6}


def test_a_progressive_photo_of_a_camera_stays_whole() -> None:
    """Several scans and restarts belong to the picture."""
    stream = io.BytesIO()
    image = Image.effect_noise((200, 150), 60).convert("RGB")
    image.save(stream, "JPEG", progressive=True, quality=70, restart_marker_blocks=4)
    clean = evidence.accept("a", stream.getvalue()).body
    assert Image.open(io.BytesIO(clean)).tobytes() == Image.open(stream).tobytes()


def test_the_places_of_a_recording_move_nothing() -> None:
    """Tags are blanked where they stand: every offset in the file stays true."""
    clean = evidence.accept("a", SAMPLES["audio/mp4"]).body
    assert len(clean) == len(SAMPLES["audio/mp4"])
    assert clean.index(b"la la") == SAMPLES["audio/mp4"].index(b"la la")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "evidence.empty"),
        (bytes(evidence.SIZE_LIMIT + 1), "evidence.too_large"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "evidence.kind"),
        (b"<!doctype html><script>", "evidence.kind"),
        (b"MZ\x90\0", "evidence.kind"),
        (recording(b"vide"), "evidence.kind"),
        (b"OggS" + bytes(24) + b"\x80theora", "evidence.kind"),
        (photo("JPEG")[:-400], "evidence.broken"),
        (photo("PNG")[:-30], "evidence.broken"),
        (photo("WEBP")[:-30], "evidence.broken"),
        (b"ID3\4\0\0\0\0\0\x10" + bytes(16), "evidence.broken"),
        (recording().replace(b"\0\0\0\x14\xa9", b"\0\0\0\x14\xa9")[:-3], "evidence.broken"),
    ],
)
def test_what_is_not_kept_is_told_why(body: bytes, code: str) -> None:
    """Nothing, too much, pages and programs, films, and files that end too soon."""
    with pytest.raises(InvalidRequest) as refused:
        evidence.accept("a", body)
    assert refused.value.code == code


@given(st.sampled_from(sorted(SAMPLES)), st.binary(max_size=120), st.integers(0, 60))
def test_any_file_is_accepted_or_refused_in_words(media_type: str, noise: bytes, at: int) -> None:
    """Whatever follows the first bytes of a kind, reading ends and speaks our language."""
    body = SAMPLES[media_type][:at] + noise
    try:
        kept = evidence.accept("a", body).body
    except InvalidRequest as refused:
        kept = refused.code.encode()
    assert kept


def test_a_name_is_no_path() -> None:
    """Only the last part of a name is kept, without what a header would obey."""
    assert evidence.accept('C:\\photos/..\\\r\n"Zoé".pdf', PDF).name == "Zoé.pdf"
    assert evidence.accept("\r\n", PDF).name == "preuve"


def test_ten_files_a_person_and_none_twice(village: Town) -> None:
    """The very same file is the one that is kept; the eleventh other one is refused."""
    batch = draft(village)

    def add(number: int) -> EvidenceFile:
        accepted = evidence.accept("a.pdf", PDF + bytes((number,)))
        return evidence.add_to_line(village.office, BY, batch.id, 1, accepted)

    first = add(1)
    assert add(1) == first
    for number in range(2, evidence.FILES_LIMIT + 1):
        add(number)
    with pytest.raises(InvalidRequest, match=r"evidence\.too_many"):
        add(200)
    evidence.remove(village.office, BY, first.id)
    assert add(200).number == 1


def test_the_door_opens_by_agreement_only(town: Town) -> None:
    """Shut and unknown answer alike; the place reads it; hiding the badge shuts it again."""
    office, batch = town.office, draft(town)
    file = evidence.add_to_line(office, BY, batch.id, 1, evidence.accept("a.pdf", PDF))
    (agreed,) = evidence.agree(office, BY, batch.id, 1, shown=True)
    with pytest.raises(NotFound, match=r"evidence\.unknown"):
        evidence.read(office, agreed.id)  # nothing is shown before it is evidence of a badge
    confirming.confirm(office, BY, batch.id)
    running.run(office, batch.id)
    assert evidence.read(office, file.id)[1] == PDF
    with pytest.raises(Conflict, match=r"batch\.confirmed"):
        evidence.remove(office, BY, file.id)
    award_id = lines(office, batch)[0].award
    assert award_id is not None
    with office.store.write() as work:
        award = work.awards.get(award_id)
        assert award is not None
        work.awards.replace_state(award._replace(choice="hidden"))
    with pytest.raises(NotFound, match=r"evidence\.unknown"):
        evidence.read(office, file.id)
    with office.store.write() as work:
        work.awards.replace_state(award)
        evidence.show(work, evidence.of_award(office, award_id)[0], shown=False)
    with pytest.raises(NotFound, match=r"evidence\.unknown"):
        evidence.read(office, file.id)


def test_the_people_of_the_place_read_it_and_no_others(village: Town) -> None:
    """A facilitator of the place reads what is shut; one of another place learns nothing."""
    office, batch = village.office, draft(village)
    file = evidence.add_to_line(office, BY, batch.id, 1, evidence.accept("a.pdf", PDF))
    with office.store.write() as work:
        work.places.add(Place("ailleurs", "Ailleurs", office.clock.now()))
    for place, role, reads in (
        ("fablab-rural", "facilitator", True),
        ("fablab-rural", "partner", False),
        ("ailleurs", "manager", False),
    ):
        who = people.add(office, f"{role} {place}", place=place, role=role)
        by = Contributor(who.name, who.id, place)
        if reads:
            assert evidence.read(office, file.id, by)[1] == PDF
        else:
            with pytest.raises(NotFound, match=r"evidence\.unknown"):
                evidence.read(office, file.id, by)


def test_what_a_learner_shows_with_a_request_becomes_evidence_once(town: Town) -> None:
    """It is kept with the request, then bound to one award and to no other."""
    office, batch = town.office, draft(town, "Ali\nZoé")
    now = office.clock.now()
    with office.store.write() as work:
        work.applications.add(
            Application("a1", "fablab-rural", batch.achievement, "Léa", "Voici", now, now, "f" * 64)
        )
        file = evidence.add_to_application(
            office, work, "fablab-rural", "a1", evidence.accept("a.pdf", PDF)
        )
    confirming.confirm(office, BY, batch.id)
    running.run(office, batch.id)
    first, second = (str(line.award) for line in lines(office, batch))
    with office.store.write() as work:
        evidence.bind(work, (file,), first)
    with office.store.write() as work, pytest.raises(Conflict, match=r"evidence\.bound"):
        evidence.bind(work, work.evidence.of_award(first), second)


def test_files_are_left_alone_by_another_group(village: Town) -> None:
    """A file is removed through its own draft; an unknown one is unknown."""
    with pytest.raises(NotFound, match=r"evidence\.unknown"):
        evidence.remove(village.office, BY, "no-such-file")
    batch = draft(village)
    with pytest.raises(NotFound, match=r"batch\.line_unknown"):
        evidence.add_to_line(village.office, BY, batch.id, 9, evidence.accept("a.pdf", PDF))
