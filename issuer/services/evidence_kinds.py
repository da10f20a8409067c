"""What a file is by its content, and its bytes without what tells where and by whom it was made.

Pictures are not drawn again: parts of the file that say more than the picture are left out. Sounds
lose the parts that phones write places into. A file that is not built as its kind is refused.
"""

import re
import struct
import zlib
from collections.abc import Callable, Iterator

from issuer.errors import InvalidRequest

JPEG, PNG, WEBP, PDF = "image/jpeg", "image/png", "image/webp", "application/pdf"
MP3, MP4, OGG, WAV, WEBM = "audio/mpeg", "audio/mp4", "audio/ogg", "audio/wav", "audio/webm"

MEDIA_TYPES = (JPEG, PNG, WEBP, PDF, MP3, MP4, OGG, WAV, WEBM)
"""What is kept here."""

_HEAD = 65_536
_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
# What a picture needs to look the same; texts, times, places and private chunks are not of it.
_PNG_KEPT = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT pHYs bKGD acTL fcTL fdAT cICP".split()
)
_WEBP_KEPT = frozenset((b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"))
_WEBP_TELLS = 0x08 | 0x04  # the flags of VP8X that announce EXIF and XMP
_VIDEO_HANDLER = re.compile(rb"hdlr.{8}vide", re.DOTALL)
_VIDEO_TRACK = re.compile(rb"V_(?:VP8|VP9|AV1|MPEG|THEORA)")
_SOUND_TRACK = re.compile(rb"A_(?:OPUS|VORBIS)")
# The header of a frame of MPEG audio: its sync, and the values that stand for nothing.
_FRAME_HEAD, _SYNC, _LAYER_3 = 4, 0x7FF, 0b01
_NO_VERSION, _NO_SAMPLING, _NO_RATE = 0b01, 0b11, 0b1111
# The markers of JPEG that matter here (ITU-T T.81, table B.1).
_MARK, _END, _SCAN, _COMMENT = 0xFF, 0xD9, 0xDA, 0xFE
_RESTART_0, _RESTART_7 = 0xD0, 0xD7
_APP0, _APP1, _APP2, _APP14, _APP15 = 0xE0, 0xE1, 0xE2, 0xEE, 0xEF
_BOX_DEPTH = 4
_BOXES = 5_000


def media_type_of(body: bytes) -> str:
    """What the file is, whatever its name says.

    Raises:
        InvalidRequest: a kind that is not kept here (`evidence.kind`).
    """
    for media_type, is_it in _SIGNS:
        if is_it(body):
            return media_type
    raise InvalidRequest("evidence.kind", field="evidence")


def without_traces(media_type: str, body: bytes) -> bytes:
    """The file without position, device, names and comments, as far as its kind holds them apart.

    Raises:
        InvalidRequest: it is not built as a file of its kind (`evidence.broken`).
    """
    clean = _CLEANERS.get(media_type)
    if clean is None:
        return body
    try:
        return clean(body)
    except (IndexError, ValueError, struct.error) as error:
        raise InvalidRequest("evidence.broken", field="evidence") from error


def _is_riff(kind: bytes) -> Callable[[bytes], bool]:
    return lambda body: body[:4] == b"RIFF" and body[8:12] == kind


def _is_mp3(body: bytes) -> bool:
    """An ID3 tag, or the first frame: MPEG audio, layer III, a bit rate and a sampling rate."""
    if body[:3] == b"ID3":
        return True
    if len(body) < _FRAME_HEAD:
        return False
    word = int.from_bytes(body[:_FRAME_HEAD])
    version, layer = word >> 19 & 0b11, word >> 17 & 0b11
    rate, sampling = word >> 12 & 0b1111, word >> 10 & 0b11
    known = layer == _LAYER_3 and version != _NO_VERSION and sampling != _NO_SAMPLING
    return word >> 21 == _SYNC and known and 0 < rate < _NO_RATE


def _is_mp4_sound(body: bytes) -> bool:
    """Boxes after a file type, with a sound track and without pictures that move."""
    return body[4:8] == b"ftyp" and b"soun" in body and not _VIDEO_HANDLER.search(body)


def _is_ogg_sound(body: bytes) -> bool:
    start = body[:_HEAD]
    sound = b"OpusHead" in start or b"\x01vorbis" in start or b"Speex   " in start
    return body[:4] == b"OggS" and sound and b"\x80theora" not in start


def _is_webm_sound(body: bytes) -> bool:
    start = body[:_HEAD]
    kind = body[:4] == b"\x1a\x45\xdf\xa3" and b"webm" in body[:64]
    return kind and bool(_SOUND_TRACK.search(start)) and not _VIDEO_TRACK.search(start)


_SIGNS: tuple[tuple[str, Callable[[bytes], bool]], ...] = (
    (JPEG, lambda body: body[:3] == b"\xff\xd8\xff"),
    (PNG, lambda body: body[:8] == _PNG_SIGNATURE),
    (WEBP, _is_riff(b"WEBP")),
    (PDF, lambda body: body[:5] == b"%PDF-"),
    (WAV, _is_riff(b"WAVE")),
    (MP4, _is_mp4_sound),
    (OGG, _is_ogg_sound),
    (WEBM, _is_webm_sound),
    (MP3, _is_mp3),
)


def _clean_jpeg(body: bytes) -> bytes:
    """The segments that draw, with the orientation kept: a phone's photo would lie on its side."""
    kept = [body[:2]]
    turned: bytes = b""
    for marker, segment in _jpeg_segments(body):
        if marker == _APP1 and segment[4:10] == b"Exif\0\0" and not turned:
            turned = _orientation_alone(segment[10:])
        elif _draws(marker, segment):
            kept.append(segment)
    # JFIF wants to come first; the orientation right after it.
    place = 2 if len(kept) > 1 and kept[1][1] == _APP0 else 1
    return b"".join((*kept[:place], turned, *kept[place:]))


def _draws(marker: int, segment: bytes) -> bool:
    """Whether a segment is needed: JFIF, Adobe's colours and colour profiles are, notes are not."""
    if marker == _APP2:
        return segment[4:16] == b"ICC_PROFILE\0"
    if marker == _APP0:
        return segment[4:9] == b"JFIF\0"
    return marker == _APP14 or not (_APP0 <= marker <= _APP15 or marker == _COMMENT)


def _jpeg_segments(body: bytes) -> Iterator[tuple[int, bytes]]:
    """Each segment after SOI up to EOI, scans with their coded bytes; what follows is no picture.

    Raises:
        ValueError: it ends before its end.
    """
    at = 2
    while True:
        if body[at] != _MARK:
            raise ValueError(at)
        while body[at + 1] == _MARK:
            at += 1
        marker = body[at + 1]
        if marker == _END:
            yield marker, body[at : at + 2]
            return
        end = at + 2 + int.from_bytes(body[at + 2 : at + 4])
        if end < at + 4 or end > len(body):
            raise ValueError(at)
        if marker == _SCAN:
            end = _end_of_scan(body, end)
        yield marker, body[at:end]
        at = end


def _end_of_scan(body: bytes, at: int) -> int:
    """Where the coded bytes of a scan end: at a marker that is neither stuffing nor a restart.

    Raises:
        ValueError: nowhere.
    """
    while True:
        at = body.index(b"\xff", at)
        following = body[at + 1]
        if following != 0 and not _RESTART_0 <= following <= _RESTART_7 and following != _MARK:
            return at
        at += 1 if following == _MARK else 2


def _orientation_alone(tiff: bytes) -> bytes:
    """An EXIF segment that tells which way is up and nothing else; b"" when it was upright."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return b""
    try:
        value = _orientation(tiff, order)
    except struct.error:
        return b""
    if not 2 <= value <= 8:  # noqa: PLR2004 - the turned ones of the eight orientations of EXIF
        return b""
    directory = struct.pack(">HHHIHHI", 1, 0x0112, 3, 1, value, 0, 0)
    content = b"Exif\0\0MM\0\x2a\0\0\0\x08" + directory
    return b"\xff\xe1" + struct.pack(">H", len(content) + 2) + content


def _orientation(tiff: bytes, order: str) -> int:
    """The orientation that the first directory of a TIFF header tells, or 1.

    Raises:
        struct.error: the directory is not where it should be.
    """
    (start,) = struct.unpack_from(f"{order}I", tiff, 4)
    (count,) = struct.unpack_from(f"{order}H", tiff, start)
    for index in range(count):
        tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, start + 2 + 12 * index)
        if tag == 0x0112:  # noqa: PLR2004 - the number of the tag Orientation
            return int(value)
    return 1


def _clean_png(body: bytes) -> bytes:
    """The chunks that draw, up to IEND; each must be whole.

    Raises:
        ValueError: a chunk is not what its checksum says, or there is no end.
    """
    kept, at = [_PNG_SIGNATURE], 8
    while True:
        length, kind = struct.unpack_from(">I4s", body, at)
        end = at + 12 + length
        (checksum,) = struct.unpack_from(">I", body, end - 4)
        if checksum != zlib.crc32(body[at + 4 : end - 4]):
            raise ValueError(at)
        if kind in _PNG_KEPT:
            kept.append(body[at:end])
        if kind == b"IEND":
            return b"".join(kept)
        at = end


def _clean_webp(body: bytes) -> bytes:
    """The chunks that draw, and the flags that no longer announce others.

    Raises:
        ValueError: the file is shorter than it says.
    """
    (size,) = struct.unpack_from("<I", body, 4)
    limit, at = 8 + size, 12
    if limit > len(body) or limit < at:
        raise ValueError(limit)
    kept: list[bytes] = []
    while at < limit:
        kind, length = struct.unpack_from("<4sI", body, at)
        end = at + 8 + length + length % 2
        if at + 8 + length > limit:
            raise ValueError(at)
        if kind in _WEBP_KEPT:
            kept.append(_quiet(kind, body[at : at + 8 + length]) + b"\0" * (length % 2))
        at = end
    inside = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(inside)) + inside


def _quiet(kind: bytes, chunk: bytes) -> bytes:
    if kind != b"VP8X":
        return chunk
    return chunk[:8] + bytes((chunk[8] & ~_WEBP_TELLS,)) + chunk[9:]


def _clean_mp3(body: bytes) -> bytes:
    """The frames without the tags before and after them.

    Raises:
        ValueError: tags and nothing else.
    """
    at = 0
    while body[at : at + 3] == b"ID3":
        size = 0
        for byte in body[at + 6 : at + 10]:
            size = size << 7 | byte & 0x7F
        at += 10 + size + (10 if body[at + 5] & 0x10 else 0)
    end = len(body) - 128 if body[-128:-125] == b"TAG" else len(body)
    if end <= at:
        raise ValueError(at)
    return body[at:end]


def _clean_mp4(body: bytes) -> bytes:
    """The same bytes, those of user tags blanked: every offset in the file stays true.

    Raises:
        ValueError: boxes that do not fit in each other.
    """
    changed = bytearray(body)
    budget = [_BOXES]
    _blank_tags(changed, 0, len(changed), budget, depth=0)
    return bytes(changed)


def _blank_tags(body: bytearray, at: int, end: int, budget: list[int], *, depth: int) -> None:
    while at < end:
        budget[0] -= 1
        size, kind = struct.unpack_from(">I4s", body, at)
        header = 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", body, at + 8)
            header = 16
        size = end - at if size == 0 else size
        if size < header or at + size > end or budget[0] < 0 or depth > _BOX_DEPTH:
            raise ValueError(at)
        if kind in (b"udta", b"meta", b"uuid"):
            body[at + 4 : at + 8] = b"free"
            body[at + header : at + size] = bytes(size - header)
        elif kind in (b"moov", b"trak"):
            _blank_tags(body, at + header, at + size, budget, depth=depth + 1)
        at += size


_CLEANERS: dict[str, Callable[[bytes], bytes]] = {
    JPEG: _clean_jpeg,
    PNG: _clean_png,
    WEBP: _clean_webp,
    MP3: _clean_mp3,
    MP4: _clean_mp4,
}
