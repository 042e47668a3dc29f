"""A small OpenID provider that runs on this machine: discovery, code flow with PKCE, RS256 keys.

It signs in whoever it is told to, without a page. `lies` change what it says.
"""

import hmac
import json
import secrets
import threading
import time
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

CLIENT, CLIENT_SECRET = "bids", "s3cret of the client"


@dataclass
class Provider:
    """What the provider knows, and how it lies."""

    redirect_uri: str
    email: str = "leader@example.org"
    now: float = field(default_factory=time.time)
    issuer: str = ""
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    signing_key: Any = None  # another than the one that is published
    algorithm: str = "RS256"
    lies: dict[str, Any] = field(default_factory=dict)  # claims in place of the true ones
    said_issuer: str | None = None
    codes: dict[str, dict[str, str]] = field(default_factory=dict)  # each is good once
    asked: list[dict[str, str]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def answer_to(self, address: str) -> str:
        """What a browser is sent back to that opens the address to sign in."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        self.asked.append(asked)
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        back = {"code": code, "state": asked["state"], "iss": self.issuer}
        return f"{urlsplit(asked['redirect_uri']).path}?{urlencode(back)}"

    def token_for(self, form: dict[str, str], authorization: str) -> dict[str, Any] | None:
        """The answer to a code, None for one that is refused."""
        asked = self.codes.pop(form.get("code", ""), None)
        given = b64decode(authorization.removeprefix("Basic ")).decode()
        challenge = sha256(form.get("code_verifier", "").encode()).digest()
        for fault, holds in (
            ("code", asked is not None),
            ("client", unquote(given.replace("+", " ")) == f"{CLIENT}:{CLIENT_SECRET}"),
            ("method", (asked or {}).get("code_challenge_method") == "S256"),
            (
                "verifier",
                (asked or {}).get("code_challenge") == _encoded(challenge),
            ),
            ("redirect", form.get("redirect_uri") == self.redirect_uri),
        ):
            if not holds:
                self.refused.append(fault)
                return None
        assert asked is not None
        return {
            "access_token": secrets.token_urlsafe(16),
            "token_type": "Bearer",
            "expires_in": 300,
            "id_token": self._id_token(asked),
        }

    def _id_token(self, asked: dict[str, str]) -> str:
        claims = {
            "iss": self.issuer,
            "sub": "248289761001",
            "aud": CLIENT,
            "iat": int(self.now),
            "exp": int(self.now) + 300,
            "nonce": asked["nonce"],
            "email": self.email,
            "email_verified": True,
        } | self.lies
        claims = {name: value for name, value in claims.items() if value is not None}
        key = self.signing_key or self.key
        header = {"alg": self.algorithm, "kid": "one"}
        if self.algorithm in ("HS256", "none"):
            return unsigned(header, claims, self.key)
        return jwt.encode(header, claims, key, algorithms=[self.algorithm])

    def metadata(self) -> dict[str, Any]:
        """What it tells of itself."""
        return {
            "issuer": self.said_issuer or self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "id_token_signing_alg_values_supported": ["RS256"],
        }


@contextmanager
def providing(redirect_uri: str) -> Iterator[Provider]:
    """Run a provider while the block runs."""
    provider = Provider(redirect_uri)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/.well-known/openid-configuration":
                self._say(200, provider.metadata())
            elif self.path == "/keys":
                keys = KeySet([provider.key]).as_dict(private=False)
                self._say(200, dict(keys))
            else:
                self._say(404, {})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            token = provider.token_for(form, self.headers.get("Authorization", ""))
            self._say(*((200, token) if token else (400, {"error": "invalid_grant"})))

        def _say(self, status: int, said: dict[str, Any]) -> None:
            text = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.issuer = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()


def unsigned(header: dict[str, str], claims: dict[str, Any], key: RSAKey) -> str:
    """A token as forgers write it: with no signature, or with the published key as a secret."""
    parts = [_encoded(json.dumps(part).encode()) for part in (header, claims)]
    said = ".".join(parts)
    mac = hmac.new(key.as_pem(private=False), said.encode(), sha256).digest()
    return f"{said}.{_encoded(mac) if header['alg'] == 'HS256' else ''}"


def _encoded(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()
