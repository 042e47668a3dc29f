"""The cookies: of who is signed in, of a browser that is not, of one that is at the provider.

None can be read by scripts, or is sent with another site's forms. Over https they have
the prefix `__Host-`, so that no other host of the domain can put its own in their place.
"""

from typing import Final

from fastapi import Request
from fastapi.responses import Response

from matcher.store.sessions import LONGEST
from matcher.web.site import site_of

SESSION: Final = "bid-matcher"  # proves who is signed in
VISIT: Final = "bid-matcher-visit"  # tells one browser from another, nothing else
FLOW: Final = "bid-matcher-provider"  # while somebody signs in elsewhere
_LONGEST_VALUE = 2000  # characters; ours are shorter


def read_cookie(request: Request, name: str) -> str | None:
    """Return what the browser shows under the name, None for nothing and for what is not ours."""
    value = request.cookies.get(_full_name(request, name))
    return value if value and len(value) <= _LONGEST_VALUE and value.isascii() else None


def set_cookie(request: Request, response: Response, name: str, value: str) -> None:
    """Have the browser keep a value: the session's for its longest life, a visit's till it closes.

    How long a session really lasts is decided here, not by the browser.
    """
    response.set_cookie(
        _full_name(request, name),
        value,
        max_age=int(LONGEST.total_seconds()) if name == SESSION else None,
        path="/",
        secure=is_secure(request),
        httponly=True,
        samesite="lax",
    )


def drop_cookie(request: Request, response: Response, name: str) -> None:
    """Have the browser forget a value."""
    response.delete_cookie(
        _full_name(request, name),
        path="/",
        secure=is_secure(request),
        httponly=True,
        samesite="lax",
    )


def is_secure(request: Request) -> bool:
    """Whether people reach the site by https, be it through a proxy."""
    public = site_of(request).settings.web_address or ""
    return request.url.scheme == "https" or public.lower().startswith("https:")


def _full_name(request: Request, name: str) -> str:
    return f"__Host-{name}" if is_secure(request) else name
