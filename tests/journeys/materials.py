"""What people bring to the verifier, made from one badge: photo, PDF, ZIP, presentation, 2.0."""

import io
import json
import zipfile
from pathlib import Path

import pypdfium2
import qrcode
from PIL import Image

OLD_SITE = "https://ancien.example"
V2 = "https://w3id.org/openbadges/v2"


def qr(text: str, side: int = 480) -> Image.Image:
    """The QR code of `text`, black on white."""
    code = qrcode.QRCode(border=4)
    code.add_data(text)
    code.make()
    drawn: Image.Image = code.make_image().get_image()
    return drawn.convert("RGB").resize((side, side), Image.Resampling.NEAREST)


def photo(text: str, *, width: int = 1280, height: int = 960, quality: int = 90) -> bytes:
    """A JPEG photo of a QR code that lies a little askew on a table."""
    table = Image.new("RGB", (width, height), (150, 120, 90))
    code = qr(text, height // 2).rotate(7, expand=True, fillcolor=(150, 120, 90))
    table.paste(code, ((width - code.width) // 2, (height - code.height) // 2))
    return saved(table, quality=quality)


def noisy_photo(text: str) -> bytes:
    """The photo of a good telephone: many points, much grain, several megabytes."""
    plain = Image.open(io.BytesIO(photo(text, width=4000, height=3000)))
    grain = Image.effect_noise(plain.size, 60).convert("RGB")
    return saved(Image.blend(plain, grain, 0.25), quality=95)


def saved(picture: Image.Image, kind: str = "JPEG", **options: int) -> bytes:
    """`picture` as the bytes of a file."""
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def pdf(text: str) -> bytes:
    """A page with the QR code of `text`, as our papers carry it."""
    document = pypdfium2.PdfDocument.new()
    page = document.new_page(595, 842)
    drawn = pypdfium2.PdfImage.new(document)
    drawn.load_jpeg(io.BytesIO(saved(qr(text))), inline=True)
    drawn.set_matrix(pypdfium2.PdfMatrix().scale(120, 120).translate(60, 60))
    page.insert_obj(drawn)
    page.gen_content()
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def archive(**files: bytes) -> bytes:
    """A ZIP with these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in files.items():
            opened.writestr(name, content)
    return out.getvalue()


def presentation(*credentials: bytes) -> bytes:
    """A presentation without a signature of its own."""
    return json.dumps(
        {
            "@context": ["https://www.w3.org/ns/credentials/v2"],
            "type": ["VerifiablePresentation"],
            "verifiableCredential": [json.loads(item) for item in credentials],
        },
        ensure_ascii=False,
    ).encode()


def assertion() -> bytes:
    """A hosted badge of Open Badges 2.0, as its site publishes it."""
    return json.dumps(_OLD_PAGES[f"{OLD_SITE}/assertions/1"]).encode()


def older() -> bytes:
    """A badge of Open Badges 1.1, which has no verifier any more."""
    return json.dumps(
        {
            "@context": "https://w3id.org/openbadges/v1",
            "type": "Assertion",
            "id": f"{OLD_SITE}/assertions/0",
            "uid": "0",
            "recipient": {"type": "email", "hashed": False, "identity": "ines@example.org"},
            "badge": f"{OLD_SITE}/class-1",
            "verify": {"type": "hosted", "url": f"{OLD_SITE}/assertions/0"},
            "issuedOn": "2014-10-01",
        }
    ).encode()


def publish_elsewhere(directory: Path) -> Path:
    """The pages of another site, for a server that must ask nothing of the network."""
    listing = {}
    for number, (url, document) in enumerate(_OLD_PAGES.items()):
        file = directory / f"elsewhere-{number}.json"
        file.write_text(json.dumps(document), "utf-8")
        listing[url] = {"file": str(file), "type": "application/ld+json"}
    found = directory / "elsewhere.json"
    found.write_text(json.dumps(listing), "utf-8")
    return found


_OLD_PAGES = {
    f"{OLD_SITE}/assertions/1": {
        "@context": V2,
        "id": f"{OLD_SITE}/assertions/1",
        "type": "Assertion",
        "recipient": {"type": "email", "hashed": False, "identity": "ines@example.org"},
        "badge": f"{OLD_SITE}/class",
        "verification": {"type": "HostedBadge"},
        "issuedOn": "2026-10-01T09:00:00Z",
    },
    f"{OLD_SITE}/class": {
        "@context": V2,
        "id": f"{OLD_SITE}/class",
        "type": "BadgeClass",
        "name": "Souder à l'étain",
        "description": "Souder deux fils.",
        "image": f"{OLD_SITE}/image.png",
        "criteria": {"narrative": "Souder deux fils."},
        "issuer": f"{OLD_SITE}/issuer",
    },
    f"{OLD_SITE}/issuer": {
        "@context": V2,
        "id": f"{OLD_SITE}/issuer",
        "type": "Issuer",
        "name": "Atelier d'avant",
        "url": OLD_SITE,
        "email": "bonjour@ancien.example",
    },
}
