"""Every address of this instance that enters a badge, made in one place from the public origin."""


def credential_url(base_url: str, award_id: str) -> str:
    """The id of a credential, which is where it is served (ISS-09)."""
    return f"{base_url}/credentials/{award_id}"


def achievement_url(base_url: str, slug: str) -> str:
    """The id of an achievement."""
    return f"{base_url}/achievements/{slug}"


def achievement_image_url(base_url: str, slug: str, kind: str) -> str:
    """Where the picture of an achievement is served; `kind` is `svg` or `png`."""
    return f"{achievement_url(base_url, slug)}.{kind}"


def place_url(base_url: str, slug: str) -> str:
    """The page of a place."""
    return f"{base_url}/places/{slug}"


def status_list_url(base_url: str, list_id: str) -> str:
    """The id of a status list credential, which is where it is served (STAT-10)."""
    return f"{base_url}/status/{list_id}"


def verification_url(base_url: str, short_code: str) -> str:
    """The short address printed on paper."""
    return f"{base_url}/v/{short_code}"
