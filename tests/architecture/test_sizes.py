"""The tail is where ugliness lives: no file, function or argument list grows past its budget."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("schemas", "badges", "issuer", "verifier", "tools", "benchmarks", "tests")
FILE_LINES = 400
FUNCTION_LINES = 45
COMPLEXITY = 10
POSITIONAL = 5

Function = ast.FunctionDef | ast.AsyncFunctionDef
_BRANCHES = (
    ast.If,
    ast.For,
    ast.AsyncFor,
    ast.While,
    ast.ExceptHandler,
    ast.comprehension,
    ast.match_case,
)


def _sources() -> list[Path]:
    files = [ROOT / "wsgi.py"]
    for room in ROOMS:
        files += sorted((ROOT / room).rglob("*.py"))
    return files


def _functions(tree: ast.Module) -> Iterator[Function]:
    for node in ast.walk(tree):
        if isinstance(node, Function):
            yield node


def _complexity(function: Function) -> int:
    """McCabe's number: one, and one for each way to branch."""
    return 1 + sum(isinstance(node, _BRANCHES) for node in ast.walk(function))


def _length(function: Function) -> int:
    """Lines from `def` to the end, without the docstring."""
    total = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
        total -= (first.end_lineno or first.lineno) - first.lineno + 1
    return total


@pytest.mark.parametrize("path", _sources(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_file_stays_within_its_budget(path: Path) -> None:
    """No file over 400 lines; no function over 45 lines, 10 branches or 5 positional names."""
    text = path.read_text("utf-8")
    assert text.count("\n") <= FILE_LINES
    for function in _functions(ast.parse(text)):
        where = f"{path.relative_to(ROOT)}:{function.lineno} {function.name}"
        assert _length(function) <= FUNCTION_LINES, where
        assert _complexity(function) <= COMPLEXITY, where
        names = [argument.arg for argument in function.args.posonlyargs + function.args.args]
        if not function.name.startswith("test_"):  # a test names its fixtures and parameters
            assert len([name for name in names if name not in ("self", "cls")]) <= POSITIONAL, where
