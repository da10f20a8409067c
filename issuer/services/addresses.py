"""Every address of this instance that enters a badge, made in one place from the public origin."""


def credential_url(base_url: str, award_id: str) -> str:
    """The id of a credential, which is where it is served (ISS-09)."""
    return f"{base_url}/credentials/{award_id}"


def achievement_url(base_url: str, slug: str) -> str:
    """The id of an achievement."""
    return f"{base_url}/achievements/{slug}"


def achievement_in(base_url: str, slug: str, language: str) -> str:
    """The address of an achievement in another of its languages."""
    return f"{achievement_url(base_url, slug)}?lang={language}"


def achievement_image_url(base_url: str, slug: str, kind: str, *, version: int = 1) -> str:
    """Where the picture of an achievement is served; `kind` is `svg` or `png`.

    Later versions have an address of their own, so that badges keep the picture they were given.
    """
    if version == 1:
        return f"{achievement_url(base_url, slug)}.{kind}"
    return f"{achievement_url(base_url, slug)}/v{version}/image.{kind}"


def place_url(base_url: str, slug: str) -> str:
    """The page of a place."""
    return f"{base_url}/places/{slug}"


def status_list_url(base_url: str, list_id: str) -> str:
    """The id of a status list credential, which is where it is served (STAT-10)."""
    return f"{base_url}/status/{list_id}"


def verification_url(base_url: str, short_code: str) -> str:
    """The short address printed on paper."""
    return f"{base_url}/v/{short_code}"
