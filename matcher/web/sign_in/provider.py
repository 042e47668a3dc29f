"""Signing in through an OpenID provider: the code flow with PKCE, state and nonce.

The provider says who somebody is, and nothing else: what they may do stands in our accounts.
OpenID Connect Core 1.0, sections 3.1.2 and 3.1.3; RFC 7636 (PKCE); RFC 9207 (iss).
"""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from itsdangerous import BadData, URLSafeSerializer

from matcher.web.access import Oidc
from models.errors import BidMatcherError
from models.subscriber import is_address

FLOW_LIFE = timedelta(minutes=10)  # to sign in at the provider and come back
_ALGORITHMS = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384"})
_TIMEOUT_S = 10.0
_LEEWAY_S = 60  # by how much two clocks may differ
_NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class ProviderError(BidMatcherError):
    """The provider could not be asked, or what it says proves nothing: one plain sentence."""


@dataclass(frozen=True, slots=True)
class Flow:
    """What is kept in the browser while somebody is at the provider."""

    state: str  # comes back, and shows that this browser began
    nonce: str  # comes back inside the signed token
    verifier: str  # of PKCE: shows that the code is ours
    back: str  # path of the page to go on with
    ends_at: int  # seconds since 1970, UTC


def begin_flow(back: str, now: datetime) -> Flow:
    """Return a flow under new random names."""
    state, nonce = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    ends_at = int(now.timestamp() + FLOW_LIFE.total_seconds())
    return Flow(state, nonce, secrets.token_urlsafe(48), back, ends_at)


def seal(secret: bytes, flow: Flow) -> str:
    """Write a flow as the value of a cookie, signed."""
    return str(_signer(secret).dumps(asdict(flow)))


def unseal(secret: bytes, text: str | None, now: datetime) -> Flow:
    """Read a flow from a cookie; ProviderError where it is not ours, or has ended."""
    try:
        flow = Flow(**_signer(secret).loads(text or ""))
    except (BadData, TypeError):
        raise ProviderError("Signing in did not begin in this browser.") from None
    if now.timestamp() >= flow.ends_at:
        raise ProviderError("Signing in took too long.")
    return flow


def authorisation_address(provider: Oidc, flow: Flow, redirect_uri: str) -> str:
    """Return where the browser is sent to sign in. ProviderError as for `_told`."""
    with _session(provider, redirect_uri) as session:
        address, _ = session.create_authorization_url(
            _told(session, provider)["authorization_endpoint"],
            state=flow.state,
            code_verifier=flow.verifier,
            nonce=flow.nonce,
        )
    return str(address)


def proven_address(
    provider: Oidc, flow: Flow, answer: Mapping[str, str], redirect_uri: str, now: datetime
) -> str:
    """Exchange the code that came back for a token, and return the e-mail address it proves.

    Raises ProviderError for another's state, a refusal, a token that is not signed by the
    provider's keys, for another client, ended or replayed, and an address that the
    provider has not verified.
    """
    if not hmac.compare_digest(answer.get("state", "").encode(), flow.state.encode()):
        raise ProviderError("Signing in did not begin in this browser.")
    if answer.get("iss", provider.issuer) != provider.issuer or "code" not in answer:
        raise ProviderError(f"{provider.name} did not sign you in.")
    with _session(provider, redirect_uri) as session:
        told = _told(session, provider)
        token = _exchange(session, told["token_endpoint"], answer["code"], flow.verifier)
        keys = _get(session, told["jwks_uri"])
    claims = _claims(provider, token, keys, flow.nonce, now)
    address = claims.get("email")
    if claims.get("email_verified") is not True or not isinstance(address, str):
        raise ProviderError(f"{provider.name} does not say that it has verified your address.")
    if not is_address(address):
        raise ProviderError(f"{provider.name} gives an address that is none.")
    return address


def _session(provider: Oidc, redirect_uri: str) -> Any:
    # A third of a second of imports, which most sites never need.
    from authlib.integrations.requests_client import OAuth2Session

    return OAuth2Session(
        provider.client_id,
        provider.client_secret,
        token_endpoint_auth_method="client_secret_basic" if provider.client_secret else "none",
        scope="openid email",
        redirect_uri=redirect_uri,
        code_challenge_method="S256",
        default_timeout=_TIMEOUT_S,
    )


def _told(session: Any, provider: Oidc) -> Mapping[str, str]:
    """Return what the provider tells of itself; ProviderError if it is another, or lacks a part."""
    told = _get(session, f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration")
    if told.get("issuer") != provider.issuer:
        raise ProviderError(f"{provider.issuer} says that it is {told.get('issuer')!r}.")
    for name in _NEEDED:
        if not str(told.get(name, "")).startswith(("https://", "http://")):
            raise ProviderError(f"{provider.name} does not say its {name}.")
    return {name: str(told[name]) for name in _NEEDED}


def _get(session: Any, address: str) -> dict[str, Any]:
    try:
        response = session.get(address, withhold_token=True)
        response.raise_for_status()
        said = response.json()
    except (OSError, ValueError) as error:  # requests' own errors are OSErrors
        raise ProviderError(f"The provider could not be asked: {type(error).__name__}.") from error
    if not isinstance(said, dict):
        raise ProviderError("The provider's answer makes no sense.")
    return said


def _exchange(session: Any, endpoint: str, code: str, verifier: str) -> dict[str, Any]:
    from authlib.common.errors import AuthlibBaseError

    try:
        token = session.fetch_token(endpoint, code=code, code_verifier=verifier)
    except (OSError, ValueError, AuthlibBaseError) as error:
        raise ProviderError(f"The provider refused: {type(error).__name__}.") from error
    return dict(token)


def _claims(
    provider: Oidc, token: Mapping[str, Any], keys: dict[str, Any], nonce: str, now: datetime
) -> Mapping[str, Any]:
    """Return what the signed token says, checked as OpenID Connect Core, 3.1.3.7, asks."""
    from authlib.oidc.core import CodeIDToken
    from joserfc import jwt
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet, KeySetSerialization
    from joserfc.jws import JWSRegistry

    registry = JWSRegistry(algorithms=sorted(_ALGORITHMS), strict_check_header=False)
    wanted = {
        "iss": {"essential": True, "value": provider.issuer},
        "aud": {"essential": True, "value": provider.client_id},
        "nonce": {"essential": True, "value": nonce},
    }
    known = {"nonce": nonce, "client_id": provider.client_id}
    known |= {"access_token": token["access_token"]} if "access_token" in token else {}
    try:
        read = jwt.decode(
            str(token.get("id_token", "")),
            KeySet.import_key_set(cast(KeySetSerialization, keys)),
            registry=registry,
        )
        claims = CodeIDToken(read.claims, read.header, wanted, known)
        claims.validate(now=int(now.timestamp()), leeway=_LEEWAY_S)
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise ProviderError(
            f"What {provider.name} sent proves nothing: {type(error).__name__}."
        ) from error
    return dict(claims)


def _signer(secret: bytes) -> URLSafeSerializer:
    options = {"key_derivation": "hmac", "digest_method": hashlib.sha256}
    return URLSafeSerializer(secret, salt="bid-matcher provider", signer_kwargs=options)
