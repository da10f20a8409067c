"""Codes are found in pictures as people take them."""

import random
from collections.abc import Callable

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from tests.verifier.sight.things_to_see import ADDRESS, file_of, laid, qr, table, turned
from verifier.sight import IsolatedSight, pictures
from verifier.sight.found import CannotSee, Deadline

Alter = Callable[[Image.Image], Image.Image]


def seen(picture: bytes) -> list[str]:
    """The codes in a picture, looked at in this process."""
    return pictures.codes(picture, Deadline.after(10))


def _leaning(photo: Image.Image) -> Image.Image:
    """Taken from the side and from below."""
    plane = (1, 0.12, 0, 0.06, 1, 0, 0.0001, 0.00012)
    return photo.transform(photo.size, Image.Transform.PERSPECTIVE, plane, fillcolor=200)


def _grainy(share: float) -> Alter:
    """Taken with too little light: that share of what is seen is chance, the same every time."""

    def alter(photo: Image.Image) -> Image.Image:
        grain = random.Random(3).randbytes(photo.width * photo.height)  # noqa: S311 - no secret
        return Image.blend(photo, Image.frombytes("L", photo.size, grain), share)

    return alter


def _in_the_shade(photo: Image.Image) -> Image.Image:
    return Image.blend(photo, Image.linear_gradient("L").resize(photo.size), 0.6)


def _of_a_screen(photo: Image.Image) -> Image.Image:
    """The grid of a screen's own points, seen through the points of the camera."""
    grid = Image.new("L", photo.size, 255)
    pen = ImageDraw.Draw(grid)
    for x in range(0, photo.width, 3):
        pen.line((x, 0, x, photo.height), fill=120)
    for y in range(0, photo.height, 3):
        pen.line((0, y, photo.width, y), fill=120)
    through = ImageChops.multiply(photo, grid).resize((1400, 1050), Image.Resampling.BICUBIC)
    return through.rotate(3, fillcolor=128)


def _with_glare(photo: Image.Image) -> Image.Image:
    shining = photo.copy()
    ImageDraw.Draw(shining).ellipse((830, 620, 880, 670), fill=255)
    return shining


WAYS: dict[str, Alter] = {
    "straight": lambda photo: photo,
    "leaning": _leaning,
    "blurred": lambda photo: photo.filter(ImageFilter.GaussianBlur(4)),
    "pale": lambda photo: photo.point(lambda light: int(118 + light * 0.03)),
    "dark": lambda photo: photo.point(lambda light: int(light * 0.15)),
    "inverted": ImageOps.invert,
    "mirrored": ImageOps.mirror,
    "grainy": _grainy(0.4),
    "very grainy": _grainy(0.7),
    "in the shade": _in_the_shade,
    "of a screen": _of_a_screen,
    "with glare": _with_glare,
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("degrees", [0, 13, 45, 90, 187])
def test_a_photo_need_not_be_good(way: str, degrees: int) -> None:
    """Turned, leaning, blurred, pale, dark, inverted, noisy: the code is still found."""
    photo = laid(turned(qr(), degrees))
    assert seen(file_of(WAYS[way](photo), quality=60)) == [ADDRESS]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "BMP"])
@pytest.mark.parametrize("mode", ["L", "RGB", "P", "1"])
def test_every_kind_of_picture_is_seen(kind: str, mode: str) -> None:
    """The kinds that browsers and telephones make, in grey, colours, or black and white."""
    made = laid(qr(), width=800, height=600).convert(mode)
    if (kind, mode) in {("JPEG", "P"), ("WEBP", "1")}:
        made = made.convert("RGB")
    assert seen(file_of(made, kind)) == [ADDRESS]


@pytest.mark.parametrize("mode", ["CMYK", "YCbCr"])
def test_a_picture_made_for_print_is_seen(mode: str) -> None:
    """A JPEG in the colours of a printer shows its code too."""
    assert seen(file_of(laid(qr()).convert(mode))) == [ADDRESS]


def test_sixteen_bits_a_point_are_seen() -> None:
    """A scanner's finest PNG is brought down to what the reader takes."""
    fine = laid(qr()).convert("I").point(lambda light: light * 256).convert("I;16")
    assert seen(file_of(fine, "PNG")) == [ADDRESS]


@pytest.mark.parametrize("ink", [0, 255], ids=["black", "white"])
@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_a_code_without_ground_is_seen(kind: str, ink: int) -> None:
    """Black or white squares on nothing: it is laid on white, then on black."""
    drawn = Image.new("LA", (400, 400), ink)
    drawn.putalpha(ImageOps.invert(qr()))
    assert seen(file_of(drawn.convert("RGBA"), kind)) == [ADDRESS]


def test_a_colour_that_stands_for_nothing_is_seen_through() -> None:
    """A PNG with a palette may call one colour transparent."""
    picture = ImageOps.invert(qr()).convert("1").convert("P")
    assert seen(file_of(picture, "PNG", transparency=0)) == [ADDRESS]


def test_only_the_first_frame_of_a_film_counts() -> None:
    """An animated GIF is seen as the picture with which it begins."""
    film = file_of(qr(), "GIF", save_all=True, append_images=[qr("https://other.example/")])
    assert seen(film) == [ADDRESS]


def test_a_large_photo_with_a_small_code() -> None:
    """Twelve megapixels, of which the code fills a thousandth."""
    photo = laid(turned(qr(side=110), 12), width=4000, height=3000)
    assert seen(file_of(photo.convert("RGB"), quality=80)) == [ADDRESS]


def test_a_very_large_photo_is_drawn_smaller_while_decoded() -> None:
    """Forty-eight megapixels become twelve, and the code is still found."""
    photo = laid(qr(side=900), width=8000, height=6000)
    assert seen(file_of(photo, quality=30)) == [ADDRESS]


def test_a_tiny_screenshot_is_enlarged() -> None:
    """Hardly one and a half points a module."""
    small = qr(side=37 * 3).resize((58, 58), Image.Resampling.BOX)
    assert seen(file_of(laid(small, width=200, height=160), "PNG")) == [ADDRESS]


def test_codes_are_given_in_reading_order() -> None:
    """Line by line and from the left, though the sheet lies a little askew; each text once."""
    sheet = Image.new("L", (1600, 1200), 255)
    for number in range(6):
        row, column = divmod(number, 3)
        code = qr(f"https://badges.example.fr/v/{number}", 300)
        sheet.paste(code, (100 + column * 480, 80 + row * 560 + (20 if column == 0 else 0)))
    sheet.paste(qr("https://badges.example.fr/v/0", 200), (1200, 980))
    expected = [f"https://badges.example.fr/v/{number}" for number in range(6)]
    assert seen(file_of(turned(sheet, 2))) == expected


def test_at_most_sixteen_codes_are_given() -> None:
    """A sheet of stickers has more: the first ones count."""
    sheet = Image.new("L", (2000, 2000), 255)
    for number in range(20):
        row, column = divmod(number, 5)
        sheet.paste(qr(f"sticker {number}", 300), (20 + column * 390, 20 + row * 390))
    assert seen(file_of(sheet)) == [f"sticker {number}" for number in range(16)]


@pytest.mark.parametrize("text", ["Inès Martin à l’atelier", "日本語", "x" * 2_900])
def test_the_text_of_a_code_is_given_whole(text: str) -> None:
    """Accents, other alphabets, and the longest codes that there are."""
    assert seen(file_of(qr(text, 1400), "PNG")) == [text]


def test_other_kinds_of_codes_are_not_looked_for() -> None:
    """The bar code of a book leads to no badge: a picture without a QR code has none."""
    assert seen(file_of(table())) == []


def test_half_a_photo_may_show_the_whole_code() -> None:
    """The end of the file is missing, not the code."""
    photo = Image.new("L", (1200, 2400), 128)
    photo.paste(qr(), (400, 200))
    whole = file_of(photo)
    assert seen(whole[: len(whole) * 3 // 4]) == [ADDRESS]


def test_what_is_no_picture_is_named() -> None:
    """The reader is never asked to guess."""
    with pytest.raises(CannotSee, match=r"picture\.other_kind"):
        seen(b"hello")


def test_nothing_more_is_tried_when_the_time_is_over() -> None:
    """The first way of looking is always taken, and then no other."""
    small = qr(side=37 * 3).resize((58, 58), Image.Resampling.BOX)
    picture = file_of(laid(small, width=200, height=160), "PNG")
    assert pictures.codes(picture, Deadline.after(0)) == []


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "BMP"])
@pytest.mark.parametrize("mode", ["P", "RGB", "1"])
def test_the_confined_process_sees_as_much(sight: IsolatedSight, kind: str, mode: str) -> None:
    """With no file to open and little memory, every kind of picture is still decoded."""
    made = qr().convert(mode)
    if (kind, mode) in {("JPEG", "P"), ("WEBP", "1")}:
        made = made.convert("RGBA" if kind == "WEBP" else "CMYK")
    assert sight.codes(file_of(made, kind)) == (ADDRESS,)
