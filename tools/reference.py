"""Write docs/reference/checks/ and docs/reference/intakes/: one page a check, one page an intake.

Run with `make reference`. What a page says is read from where it is kept true: the docstring of the
module, the check itself, and the sentences of both languages. So a page cannot say anything else
than the program does; `tests/architecture/test_documentation.py` fails when one is stale.
"""

import ast
import inspect
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

from badges.i18n import catalogue
from verifier.case import Check, Kind
from verifier.checks import CHECKS
from verifier.intake import INTAKES, Intake

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs" / "reference"
_SHARED_ROOMS = ("verifier.checks.", "verifier.intake.", "verifier.open_badges_2")
_NOT_A_FINDING = ("check.", "repair.", "intake.", "policy.", "state.", "web.", "cli.", "word.")

_MADE = "<!-- made by `make reference`; the words live in the code and in verifier/locale -->\n"


def pages() -> dict[Path, str]:
    """Every page of the two folders, by its path."""
    checks = {name: tuple(c for c in CHECKS if c.id == name) for name in _ids()}
    made = {REFERENCE / "checks" / f"{name}.md": _check_page(checks[name]) for name in checks}
    made[REFERENCE / "checks" / "index.md"] = _check_index(checks)
    for intake in INTAKES:
        made[REFERENCE / "intakes" / f"{intake.name}.md"] = _intake_page(intake)
    made[REFERENCE / "intakes" / "index.md"] = _intake_index()
    return made


def _ids() -> tuple[str, ...]:
    return tuple(dict.fromkeys(check.id for check in CHECKS))


# Checks


def _check_index(checks: Mapping[str, tuple[Check, ...]]) -> str:
    rows = [
        f"| [`{name}`]({name}.md) | {_question(of[0])} | {of[0].severity.value} | {_kinds(of)} |"
        for name, of in checks.items()
    ]
    head = ["# Checks", "", _CHECKS_PROSE, "| check | question | weight | asked of |"]
    unasked = ("check.skipped", "check.not_in_policy", "check.other_kind")
    told = ["", "A check that is not asked says why:", "", *_table(unasked)]
    return _page([*head, "|---|---|---|---|", *rows, *told])


_CHECKS_PROSE = """Every report holds one finding for each of these checks, in this order;
`badge-verifier list checks --json` gives the same list to programs. A failure of weight `fatal` or
`error` rejects the badge; `warning` and `notice` are told and never reject, unless the
[policy](../policies.md) says so. One check is one file in `verifier/checks/` and one line in its
`__init__.py`.
"""


def _check_page(variants: tuple[Check, ...]) -> str:
    first = variants[0]
    lines = [f"# `{first.id}`", "", f"**{_question(first)}**", ""]
    titles = [catalogue("verifier", language)[f"check.{first.id}"] for language in ("fr", "en")]
    lines += [f"On screen: « {titles[0]} », “{titles[1]}”.", ""]
    for variant in variants:
        lines += [*_facts(variant, alone=len(variants) == 1), *_codes_table(_module(variant)), ""]
    return _page(lines)


def _facts(check: Check, *, alone: bool) -> list[str]:
    needs = ", ".join(f"[`{name}`]({name}.md)" for name in check.needs) or "nothing"
    heading = [] if alone else [f"## For {_kinds((check,))}", ""]
    return [
        *heading,
        *_explanation(_module(check)),
        "| | |",
        "|---|---|",
        f"| asked of | {_kinds((check,))} |",
        f"| weight of a failure | {check.severity.value} |",
        f"| needs | {needs} |",
        f"| clause | [standard]({check.spec}) |",
        f"| code | `{_source(_module(check))}` |",
        "",
    ]


def _kinds(variants: Iterable[Check]) -> str:
    kinds = {kind for check in variants for kind in check.kinds}
    return ", ".join(kind.value.replace("_", " ") for kind in Kind if kind in kinds)


def _question(check: Check) -> str:
    return (_module(check).__doc__ or "").strip().partition("\n")[0].partition(" (")[0]


def _module(check: Check) -> ModuleType:
    """The module of a check: that of its question, however the question is dressed."""
    return import_module(inspect.unwrap(check.ask).__module__)


# Intakes


def _intake_index() -> str:
    rows = [f"| [`{item.name}`]({item.name}.md) | {_gist(item)} |" for item in INTAKES]
    head = ["# Intakes", "", _INTAKES_PROSE, "| intake | what it reads |", "|---|---|"]
    told = ["", "What may be said before any form was recognised:", ""]
    return _page([*head, *rows, *told, *_table(sorted(_codes(import_module("verifier.intake"))))])


_INTAKES_PROSE = """What arrives is recognised by its content, never by its name. Each form is
opened in turn, and may hold another one: a PDF a QR code, the code an address, the address a page
with the badge. `source.path` of the report names every step. One intake is one file in
`verifier/intake/` and one line in its `__init__.py`.
"""


def _intake_page(intake: Intake) -> str:
    module = import_module(type(intake).__module__)
    titles = [catalogue("verifier", language)[f"intake.{intake.name}"] for language in ("fr", "en")]
    lines = [f"# `{intake.name}`", "", f"**{_gist(intake)}**", ""]
    lines += [f"On screen: « {titles[0]} », “{titles[1]}”.", "", *_explanation(module)]
    return _page([*lines, f"Code: `{_source(module)}`.", "", *_codes_table(module)])


def _gist(intake: Intake) -> str:
    module = import_module(type(intake).__module__)
    return (module.__doc__ or "").strip().partition("\n\n")[0].replace("\n", " ")


# Both


def _explanation(module: ModuleType) -> list[str]:
    """What the docstring says after its first sentence, and the clauses that this one cites."""
    first, _, rest = (module.__doc__ or "").strip().partition("\n")
    cited = first[first.rfind("(") :].strip("(). ") if "(" in first else ""
    told = [rest.strip(), ""] if rest.strip() else []
    return [
        *told,
        *([f"Requirements: {cited} ([conformance](../conformance.md)).", ""] if cited else []),
    ]


def _codes_table(module: ModuleType) -> list[str]:
    return _table(sorted({code for part in _with_shared(module) for code in _codes(part)}))


def _table(codes: Iterable[str]) -> list[str]:
    """What each code says in both languages, and how whoever issues mends it."""
    english, french = catalogue("verifier", "en"), catalogue("verifier", "fr")
    rows = [
        f"| `{code}` | {_cell(english[code])} | {_cell(french[code])} "
        f"| {_cell(english.get(f'repair.{code}', ''))} |"
        for code in codes
    ]
    head = ["| code | in English | en français | how the issuer mends it |", "|---|---|---|---|"]
    return [*head, *rows] if rows else []


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


@cache
def _codes(module: ModuleType) -> frozenset[str]:
    """The codes that a module writes down, read from its source."""
    known = catalogue("verifier", "en")
    texts = {node.value for node in ast.walk(_tree(module)) if isinstance(node, ast.Constant)}
    named = {text for text in texts if isinstance(text, str) and text in known}
    return frozenset(text for text in named if not text.startswith(_NOT_A_FINDING))


def _with_shared(module: ModuleType) -> Iterator[ModuleType]:
    """The module, and those beside it that it builds on and that hold no check of their own."""
    own = {_module(check).__name__ for check in CHECKS} | {type(i).__module__ for i in INTAKES}
    seen, pending = {module.__name__}, [module]
    while pending:
        current = pending.pop()
        yield current
        for name in sorted(_imported(current) - seen - own):
            seen.add(name)
            pending.append(import_module(name))


def _imported(module: ModuleType) -> set[str]:
    names = {
        node.module or "" for node in ast.walk(_tree(module)) if isinstance(node, ast.ImportFrom)
    }
    return {name for name in names if name.startswith(_SHARED_ROOMS)}


@cache
def _tree(module: ModuleType) -> ast.Module:
    return ast.parse(inspect.getsource(module))


def _source(module: ModuleType) -> str:
    return Path(inspect.getfile(module)).relative_to(ROOT).as_posix()


def _page(lines: Iterable[str]) -> str:
    return _MADE + "\n".join(lines).rstrip() + "\n"


def main() -> int:
    """Write every page, and remove those whose check or intake is gone."""
    made = pages()
    for folder in ("checks", "intakes"):
        for path in (REFERENCE / folder).glob("*.md"):
            if path not in made:
                path.unlink()
    for path, text in made.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
