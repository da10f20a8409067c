"""What a command prints: whole for programs, harmless on a terminal, sayable in its encoding."""

import io
import json
from collections.abc import Callable
from contextlib import redirect_stdout

import pytest

from badges.settings import Settings
from issuer.cli.console import Console, json_page, print_refusal
from issuer.cli.spool import Spool
from tests.issuer.cli.conftest import Shell

HOSTILE = "Bois\x1b[2J\x9b31m\x07 \u202enoir"


def console(*, as_json: bool) -> Console:
    """A console for a command that needs no data."""
    return Console(Settings(), {}, as_json=as_json, actor="zoe")


def in_latin(show: Callable[[], None]) -> bytes:
    """What `show` prints on a terminal that knows Latin-1 only."""
    written = io.BytesIO()
    stream = io.TextIOWrapper(written, "latin-1", newline="\n", write_through=True)
    with redirect_stdout(stream):
        show()
    stream.detach()
    return written.getvalue()


def test_a_terminal_is_given_nothing_to_obey(capsys: pytest.CaptureFixture[str]) -> None:
    """A label of a stranger could clear the screen or turn the reading order; line breaks stay."""
    console(as_json=False).show(None, HOSTILE, "à\tb\nc")
    assert capsys.readouterr().out == "Bois?[2J?31m? ?noir\nà\tb\nc\n"


def test_a_sentence_with_a_file_name_is_harmless(shell: Shell) -> None:
    """Names of files and archives come from strangers too."""
    answer = shell("framework", "import", str(shell.folder / HOSTILE))
    assert answer.status == 1
    assert "\x1b" not in answer.err
    assert "Bois?[2J" in answer.err


def test_json_keeps_every_character(capsys: pytest.CaptureFixture[str]) -> None:
    """A program gets the text as it is, escaped, since it may show it on a terminal."""
    console(as_json=True).show({"label": f"{HOSTILE} é"})
    printed = capsys.readouterr().out
    assert json.loads(printed) == {"label": f"{HOSTILE} é"}
    assert printed.isascii()


def test_half_a_pair_is_json_all_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    """An argument that is not UTF-8 comes as halves of pairs, which no encoding can say."""
    print_refusal("x", {"name": "\udcff"}, "é")
    assert json.loads(capsys.readouterr().out)["error"]["params"] == {"name": "\udcff"}


def test_a_terminal_without_unicode_gets_what_it_can_show() -> None:
    """What its encoding lacks becomes a question mark, never a traceback."""
    printed = in_latin(lambda: console(as_json=False).show(None, "L’accueil à l’étage 😀"))
    assert printed.decode("latin-1") == "L?accueil à l?étage ?\n"


def test_json_is_whole_in_every_encoding() -> None:
    """What the encoding lacks is escaped, so that the value stays the same."""
    printed = in_latin(lambda: console(as_json=True).show(["L’accueil 😀"]))
    assert json.loads(printed) == ["L’accueil 😀"]


def test_a_document_comes_out_byte_for_byte() -> None:
    """A table is UTF-8 and ends its lines as RFC 4180 has it, wherever it is sent."""
    printed = in_latin(lambda: console(as_json=False).pour("à’;\r\nb\r\n"))
    assert printed == "à’;\r\nb\r\n".encode()


@pytest.mark.parametrize(
    "names",
    [
        ("Zoé", "Ali"),
        ("Zoé", HOSTILE, "Ali\x7f", "de\u2066rrière"),
        ("Jean\xa0Luc", "l’une\nl'autre\t"),
    ],
    ids=["plain", "hostile", "unusual"],
)
def test_items_of_a_page_are_what_each_would_be_alone(
    names: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    """One that has to be escaped changes none of the others."""
    items = [{"line": number, "name": name} for number, name in enumerate(names)]
    alone = [json_page([item]) for item in items]
    console(as_json=True).show_many({"issued": 1}, "lines", alone)
    told = capsys.readouterr().out
    console(as_json=True).show_many({"issued": 1}, "lines", [json_page(items)])
    assert capsys.readouterr().out == told
    assert json.loads(told) == {"issued": 1, "lines": items}
    assert not any(sign in told for sign in "\x07\x1b\x7f\x9b\u202e\u2066")


def test_a_page_is_said_to_who_knows_few_signs() -> None:
    """What the encoding of a terminal lacks is escaped, line by line."""
    written: list[str] = []
    in_latin(lambda: written.append(json_page([{"name": "Zoé"}, {"name": "日本"}])))
    assert written == ['{"name":"Zoé"},\n    {"name": "\\u65e5\\u672c"}']


def test_texts_put_aside_come_back_in_their_order() -> None:
    """Long and short, of several lines, with halves of pairs, more than stay in memory."""
    texts = ["", "Zoé\nAli", "\udcff", "x" * 1_200_000, "日本"]
    with Spool() as spool:
        for text in texts:
            spool.add(text)
        assert list(spool.texts()) == texts
        assert list(spool.texts()) == texts
