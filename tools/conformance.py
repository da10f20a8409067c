"""Write docs/reference/conformance.md: each requirement of the standard and its tests.

Run with `make conformance`. The rules live in tests/requirements.toml, the proofs are the
`@pytest.mark.requirement("ID")` marks of the tests, read from their source: a test can only be
named here if it exists. `tests/architecture/test_conformance.py` fails when the page is stale.
"""

import ast
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "conformance.md"
RULES = ROOT / "tests" / "requirements.toml"

HEADER = """# Conformance

Every requirement of our reading of Open Badges 3.0 and the standards that it rests on, with the
tests that prove it here. *Not yet* and *not ours* are said with their reason. This page is made by
`make conformance` from `tests/requirements.toml` and the marks of the tests; do not edit it.
"""


def requirements() -> dict[str, dict[str, str]]:
    """Every requirement: id -> level, section, rule, and `not_yet` or `not_ours` with a reason."""
    return tomllib.loads(RULES.read_text("utf-8"))


def proofs() -> dict[str, list[str]]:
    """Every requirement id -> the tests marked with it, as `path::name`, in a stable order."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        place = path.relative_to(ROOT).as_posix()
        for test, ids in _marked_tests(tree):
            for identifier in ids:
                found[identifier].append(f"{place}::{test}")
    return dict(found)


def render(rules: Mapping[str, Mapping[str, str]], tests: Mapping[str, list[str]]) -> str:
    """The page, as Markdown."""
    lines = [HEADER, _summary(rules, tests)]
    section = None
    for identifier, rule in rules.items():
        if rule["section"] != section:
            section = rule["section"]
            lines += ["", f"## {section}", "", "| id | level | rule | proof |", "|---|---|---|---|"]
        lines.append(_row(identifier, rule, tests.get(identifier, [])))
    return "\n".join(lines) + "\n"


def _summary(rules: Mapping[str, Mapping[str, str]], tests: Mapping[str, list[str]]) -> str:
    proven = sum(1 for identifier in rules if tests.get(identifier))
    not_yet = sum(1 for i, rule in rules.items() if not tests.get(i) and "not_yet" in rule)
    not_ours = sum(1 for i, rule in rules.items() if not tests.get(i) and "not_ours" in rule)
    return (
        f"{len(rules)} requirements: {proven} proven by tests, {not_yet} not yet, "
        f"{not_ours} not ours."
    )


def _row(identifier: str, rule: Mapping[str, str], tests: list[str]) -> str:
    text = rule["rule"].replace("|", "\\|")
    return f"| {identifier} | {rule['level']} | {text} | {_proof(rule, tests)} |"


def _proof(rule: Mapping[str, str], tests: list[str]) -> str:
    notes = [
        f"*{label}*: {rule[key]}"
        for key, label in (("not_yet", "not yet"), ("not_ours", "not ours"), ("partly", "partly"))
        if key in rule and (not tests or key == "partly")
    ]
    shown = [f"`{test}`" for test in tests[:4]]
    if len(tests) > len(shown):
        shown.append(f"and {len(tests) - len(shown)} more")
    return "<br>".join(shown + notes) or "**nothing said**"


def _marked_tests(tree: ast.Module) -> Iterator[tuple[str, list[str]]]:
    everywhere = _module_marks(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            ids = [i for decorator in node.decorator_list for i in _ids(decorator)]
            ids += everywhere
            if ids:
                yield node.name, list(dict.fromkeys(ids))


def _module_marks(tree: ast.Module) -> list[str]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == "pytestmark" for target in node.targets
        ):
            return [i for call in ast.walk(node.value) for i in _ids(call)]
    return []


def _ids(node: Any) -> list[str]:
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return []
    if node.func.attr != "requirement":
        return []
    return [str(a.value) for a in node.args if isinstance(a, ast.Constant)]


def main() -> int:
    """Write the page; exit status 1 when a mark names a requirement that does not exist."""
    rules, tests = requirements(), proofs()
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(render(rules, tests), "utf-8")
    unknown = sorted(set(tests) - set(rules))
    if unknown:
        print(f"marks without a requirement: {', '.join(unknown)}", file=sys.stderr)
    return 1 if unknown else 0


if __name__ == "__main__":
    sys.exit(main())
