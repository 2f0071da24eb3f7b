"""An OpenID provider on loopback: real HTTP, real RS256, one person at a time."""

import base64
import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

CLIENT_ID, CLIENT_SECRET = "ozjt-portaal", "geheim-van-de-test"


class Provider:
    """Set `claims`, `token` and `userinfo` to what the provider should say about who logs in."""

    def __init__(self) -> None:
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.signing_key: Any = self.key
        self.claims: dict[str, Any] = {"sub": "s-1"}
        self.token: dict[str, Any] = {}
        self.userinfo: dict[str, Any] = {}
        self.asked: dict[str, str] = {}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def authorize(self, location: str) -> dict[str, str]:
        """What the browser would bring back after the person logged in at the provider."""
        self.asked = {
            name: values[0] for name, values in parse_qs(urlsplit(location).query).items()
        }
        return {"code": "code-1", "state": self.asked["state"]}

    def answer_token(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        right = {
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
            "code": "code-1",
            "redirect_uri": self.asked["redirect_uri"],
        }
        if challenge != self.asked["code_challenge"] or any(
            form.get(k) != v for k, v in right.items()
        ):
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {
            "iss": self.url,
            "aud": CLIENT_ID,
            "iat": now,
            "exp": now + 60,
            "nonce": self.asked["nonce"],
            **self.claims,
            **self.token,
        }
        kept = {name: value for name, value in claims.items() if value is not None}
        token = jwt.encode(kept, self.signing_key, "RS256", headers={"kid": "k1"})
        return 200, {"access_token": "toegang-1", "id_token": token, "token_type": "Bearer"}

    def jwks(self) -> dict[str, Any]:
        public = json.loads(RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**public, "kid": "k1", "alg": "RS256", "use": "sig"}]}


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/jwks":
                self._send(200, provider.jwks())
            elif self.path == "/userinfo" and self.headers["Authorization"] == "Bearer toegang-1":
                self._send(200, {**provider.claims, **provider.userinfo})
            else:
                self._send(404, {})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            self._send(*provider.answer_token(form))

        def _send(self, status: int, body: dict[str, Any]) -> None:
            raw = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *_: Any) -> None: ...

    return Handler
