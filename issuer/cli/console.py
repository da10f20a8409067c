"""How a command speaks: results on standard output, words for people on standard error.

With `--json` exactly one JSON value goes to standard output, an error included, so that a program
needs no other channel.
"""

import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import orjson

from badges.errors import BadgeError, SettingsError
from badges.i18n import Translator
from badges.settings import Settings
from issuer.cli.loading import loading

if TYPE_CHECKING:
    from issuer.ports import Office, Queue

DONE, FAILED, USAGE = 0, 1, 2

_ACTING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What a terminal would obey instead of showing: texts of strangers stand in what we print."""
_NEXT_ITEM = ",\n    "


class LateQueue:
    """`ports.Queue` that is loaded with its first word: most commands have none to say."""

    def __init__(self, office: "Office") -> None:
        self._office = office

    def batch_waits(self, batch_id: str) -> None:
        """A batch was confirmed."""
        self._queue.batch_waits(batch_id)

    def letters_wait(self) -> None:
        """Letters were written."""
        self._queue.letters_wait()

    @cached_property
    def _queue(self) -> "Queue":
        from issuer.jobs import listening  # noqa: PLC0415 - loaded with the first word

        return listening(self._office).queue


@dataclass(frozen=True)
class Console:
    """One command at work: its settings, its language, and where its words go."""

    settings: Settings
    environment: Mapping[str, str]
    as_json: bool
    actor: str

    @cached_property
    def office(self) -> "Office":
        """The issuer, opened when a command first needs it."""
        with loading():
            from issuer.bootstrap import bootstrap  # noqa: PLC0415 - the most of what we load
        office = bootstrap(self.settings, is_brief=True)
        return replace(office, queue=LateQueue(office))

    @property
    def data_dir(self) -> Path:
        """The data directory, made by opening the issuer so that only its owner can look in."""
        return self.office.settings.data_dir

    @cached_property
    def words(self) -> Translator:
        """Sentences in the language of the settings."""
        return Translator(self.settings.language, "issuer")

    def close(self) -> None:
        """Give the database back, when this command opened it."""
        if "office" in self.__dict__:  # where `cached_property` keeps what it made
            self.office.store.close()

    def say(self, code: str, /, **params: Any) -> None:
        """One sentence for people; silent in no mode, since programs read standard output only."""
        print(_shown(self.words(code, **params), sys.stderr), file=sys.stderr)

    def show(self, value: Any, *lines: str) -> None:
        """The result: `value` for programs, `lines` for people."""
        if self.as_json:
            _print_json(value)
        else:
            for line in lines:
                print(_shown(line, sys.stdout))

    def pour(self, document: str) -> None:
        """A whole document, byte for byte: it goes into a file or to another program."""
        sys.stdout.flush()
        sys.stdout.buffer.write(document.encode())
        sys.stdout.flush()

    def show_many(self, head: Mapping[str, Any], name: str, pages: Iterable[str]) -> None:
        """For programs: one JSON object of `head` and of a list, whose items come by pages.

        They are written page by page (`json_page`), however many they are.
        """
        opened = json_text(head).removesuffix("\n}")
        write = sys.stdout.write
        write(f'{opened},\n  "{name}": [')
        between = "\n    "
        for page in pages:
            write(f"{between}{page}")
            between = _NEXT_ITEM
        sys.stdout.write("\n  ]\n}\n")

    def fail(self, error: BadgeError) -> int:
        """Say what is wrong and how to mend it; return the exit status."""
        sentence = self.words(error.code, **error.params)
        if sentence == error.code:
            sentence = self.words("cli.unexplained", code=error.code)
        if self.as_json:
            print_refusal(error.code, error.params, sentence)
        said = f"badge-issuer: {sentence} [{error.code}]"
        print(_shown(said, sys.stderr), file=sys.stderr)
        return USAGE if isinstance(error, SettingsError) else FAILED


def print_refusal(code: str, params: Mapping[str, object], sentence: str) -> None:
    """The one JSON value of a command that did nothing: why."""
    texts = {name: str(value) for name, value in params.items()}
    report = {"code": code, "params": texts, "message": sentence}
    _print_json({"error": report})


def json_text(value: Any, *, indent: int | None = 2) -> str:
    """One JSON value, escaped where standard output could not say it otherwise."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    plain = text == _shown(text, sys.stdout)
    return text if plain else json.dumps(value, indent=indent)


def json_page(values: Sequence[Any]) -> str:
    """Some items of `Console.show_many`, each on one line, as `json_text` would escape it alone.

    They are looked through together, since they come by the ten thousand.
    """
    lines = [orjson.dumps(value).decode() for value in values]
    if not _is_plain("".join(lines)):
        lines = [_json_line(value) for value in values]
    return _NEXT_ITEM.join(lines)


def _json_line(value: Any) -> str:
    text = orjson.dumps(value).decode()
    return text if _is_plain(text) else json.dumps(value)


def _is_plain(text: str) -> bool:
    """Whether standard output can say a text as it is."""
    is_harmless = text.isprintable() or _ACTING.search(text) is None
    return is_harmless and _can_be_said(text, sys.stdout)


def _can_be_said(text: str, stream: TextIO) -> bool:
    try:
        return stream.encoding == "utf-8" or bool(text.encode(stream.encoding or "utf-8"))
    except UnicodeEncodeError:
        return False


def _print_json(value: Any) -> None:
    print(json_text(value))


def _shown(text: str, stream: TextIO) -> str:
    """`text` as a stream can say it and a terminal may get it: `?` where a sign has to go."""
    encoding = stream.encoding or "utf-8"
    return _ACTING.sub("?", text).encode(encoding, "replace").decode(encoding)


def table(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """Rows as aligned text; the last column is left as long as it is."""
    if not rows:
        return []
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]) - 1)]
    return [
        "  ".join([*(cell.ljust(w) for cell, w in zip(row, widths, strict=False)), row[-1]])
        for row in rows
    ]
