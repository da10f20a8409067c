"""Settings: what is set is read, and a wrong value says which variable to mend."""

from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path

import pytest

from badges.errors import SettingsError
from badges.i18n import LANGUAGES, Translator
from badges.settings import PREFIX, Settings, asked_language, read_settings


def test_nothing_set_gives_the_documented_defaults() -> None:
    """An empty environment, or empty variables, are a laptop's demonstration."""
    settings = read_settings({"PATH": "/bin", "BADGES_BASE_URL": "  "})
    assert settings == Settings()
    assert settings.base_url == "http://127.0.0.1:8000"
    assert settings.doors == ("issuer", "verifier")
    assert not settings.is_https
    assert settings.effective_database_url == f"sqlite:///{Path('var') / 'badges.sqlite3'}"


def test_every_variable_is_read(tmp_path: Path) -> None:
    """Each setting has a variable, and its value arrives with the right type."""
    file = tmp_path / "file.json"
    file.write_text("{}", "utf-8")
    settings = read_settings(
        {
            "BADGES_DATA_DIR": str(tmp_path),
            "BADGES_DATABASE_URL": "postgresql+psycopg://db/badges",
            "BADGES_BASE_URL": "https://Badges.Example.fr",
            "BADGES_DOORS": "verifier, verifier",
            "BADGES_LANGUAGE": "en",
            "BADGES_API_TOKEN": "a-token",
            "BADGES_FETCH_ALLOW_LOOPBACK": "1",
            "BADGES_FETCH_PROXY": "http://proxy:3128",
            "BADGES_FETCH_CA": str(file),
            "BADGES_FETCH_MAP": str(file),
            "BADGES_TRUST": str(file),
            "BADGES_NOW": "2026-11-22T10:00:00+01:00",
            "BADGES_SMTP_URL": "smtp://mail",
            "BADGES_PROXIES": "2",
            "BADGES_ARCHIVE_DIR": str(tmp_path / "archives"),
        }
    )
    assert settings == Settings(
        data_dir=tmp_path,
        database_url="postgresql+psycopg://db/badges",
        base_url="https://badges.example.fr",
        doors=("verifier",),
        language="en",
        api_token="a-token",
        fetch_allow_loopback=True,
        fetch_proxy="http://proxy:3128",
        fetch_ca=file,
        fetch_map=file,
        trust=file,
        now=datetime(2026, 11, 22, 9, tzinfo=UTC),
        smtp_url="smtp://mail",
        proxies=2,
        archive_dir=tmp_path / "archives",
    )
    assert settings.is_https
    assert settings.effective_database_url == "postgresql+psycopg://db/badges"


WRONG = {
    "BADGES_BASE_URLS": ("https://badges.example.fr", "settings.unknown"),
    "BADGES_FETCH_ALLOW_LOOPBACK": ("yes", "settings.flag"),
    "BADGES_DOORS": ("issuer,window", "settings.doors"),
    "BADGES_LANGUAGE": ("de", "settings.language"),
    "BADGES_TRUST": ("/nowhere/trust.json", "settings.missing_file"),
    "BADGES_DATABASE_URL": ("mysql://db/badges", "settings.database_url"),
    "BADGES_FETCH_PROXY": ("proxy:3128", "settings.fetch_proxy"),
    "BADGES_SMTP_URL": ("mail.example.fr", "settings.smtp_url"),
}


@pytest.mark.parametrize(("variable", "value", "code"), [(k, *v) for k, v in WRONG.items()])
def test_a_wrong_value_names_its_variable(variable: str, value: str, code: str) -> None:
    """Nothing starts half configured: the variable is named, with a sentence to mend it."""
    with pytest.raises(SettingsError) as caught:
        read_settings({variable: value})
    assert caught.value.code == code
    assert caught.value.params["variable"] == variable


@pytest.mark.parametrize(
    "value",
    [
        "badges.example.fr",
        "ftp://badges.example.fr",
        "https://",
        "https://badges.example.fr/path",
        "https://badges.example.fr?x=1",
        "https://badges.example.fr#x",
        "https://me:secret@badges.example.fr",
        "https://my badges.example.fr",
        "https://badges.exämple.fr",
        "https://badges.example.fr:99999",
        "https://badges.example.fr:port",
        "https://[badges",
    ],
)
def test_a_base_url_is_an_origin(value: str) -> None:
    """Scheme and host, perhaps a port, and nothing after them."""
    with pytest.raises(SettingsError, match=r"settings\.origin"):
        read_settings({"BADGES_BASE_URL": value})


@pytest.mark.parametrize(
    "value", ["now", "2026-11-22", "2026-11-22T10:00:00", "2026-13-01T00:00:00Z"]
)
def test_a_fixed_clock_needs_a_whole_instant(value: str) -> None:
    """A date without a time or zone, or outside of the calendar, is refused."""
    with pytest.raises(SettingsError, match=r"settings\.instant"):
        read_settings({"BADGES_NOW": value})


def test_every_settings_error_has_its_sentence_in_both_languages() -> None:
    """The sentence shows the variable, so that a person knows which one to mend."""
    codes = {code for _, code in WRONG.values()} | {"settings.origin", "settings.instant"}
    for language in LANGUAGES:
        for code in codes:
            words = Translator(language)(code, variable="BADGES_X", value="v", path="p")
            assert "BADGES_X" in words


def test_names_of_variables_follow_the_fields() -> None:
    """A variable is the field's name in upper case after the prefix; none is special."""
    for field in fields(Settings):
        with pytest.raises(SettingsError, match=r"settings\.unknown"):
            read_settings({f"{PREFIX}{field.name.upper()}_X": "1"})


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        ((), {}, ""),
        ((), {"BADGES_LANGUAGE": "en"}, "en"),
        (("verify", "--lang", "fr", "x"), {"BADGES_LANGUAGE": "en"}, "fr"),
        (("--lang=en",), {}, "en"),
        (("--lang",), {}, ""),
    ],
)
def test_the_language_of_help_is_known_before_options_are_read(
    arguments: tuple[str, ...], environment: dict[str, str], language: str
) -> None:
    """`--lang` decides, then the setting; an unfinished option is left for the parser to tell."""
    assert asked_language(arguments, environment) == language
