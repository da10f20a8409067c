"""The JSON Canonicalization Scheme (RFC 8785): one text for one JSON value."""

import json
import math
from decimal import Decimal
from typing import Any

from badges.errors import MalformedProof

# ECMAScript writes numbers plainly between these powers of ten, else with an exponent.
_LARGEST_PLAIN = 21
_SMALLEST_PLAIN = -6


def canonicalize_jcs(value: Any) -> bytes:
    """`value` as canonical JSON in UTF-8.

    Raises:
        MalformedProof: a number that a double cannot hold exactly, so that two readers would see
            two numbers under one signature.
    """
    return _text(value).encode("utf-8")


def _text(value: Any) -> str:
    if isinstance(value, dict):
        names = sorted(value, key=_utf16)
        return "{" + ",".join(f"{_string(name)}:{_text(value[name])}" for name in names) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_text, value)) + "]"
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, bool) or value is None:
        return json.dumps(value)
    return _number(value)


def _utf16(name: str) -> bytes:
    """Members are sorted by UTF-16 code units, which is not the order of code points."""
    return name.encode("utf-16-be")


def _string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _number(number: float) -> str:
    """`number` as ECMAScript's Number::toString writes it."""
    try:
        double = float(number)
    except OverflowError as error:
        raise MalformedProof("proof.jcs_number", value=str(number)[:40]) from error
    if not math.isfinite(double) or double != number:
        raise MalformedProof("proof.jcs_number", value=str(number)[:40])
    if double == 0:
        return "0"
    sign, digits, exponent = Decimal(repr(double)).normalize().as_tuple()
    figures = "".join(map(str, digits))
    return "-" * sign + _plain_or_scientific(figures, len(figures) + int(exponent))


def _plain_or_scientific(figures: str, point: int) -> str:
    """`figures` with the decimal point after the first `point` of them."""
    if len(figures) <= point <= _LARGEST_PLAIN:
        return figures + "0" * (point - len(figures))
    if 0 < point <= _LARGEST_PLAIN:
        return f"{figures[:point]}.{figures[point:]}"
    if _SMALLEST_PLAIN < point <= 0:
        return f"0.{'0' * -point}{figures}"
    fraction = f".{figures[1:]}" if len(figures) > 1 else ""
    return f"{figures[0]}{fraction}e{point - 1:+d}"
