"""Production settings refuse what is of the demonstration, and are strict where that is not."""

import base64
import json
import subprocess
import sys
from pathlib import Path

import environ
import pytest

from ozjt import configuratie

ROOT = Path(__file__).resolve().parents[2]
KEY = base64.b64encode(b"k" * 32).decode()
SECRET = "".join(map(chr, range(48, 123)))
GOOD = {
    "MODUS": "productie",
    "SECRET_KEY": "s" * 60,
    "KLUIS_SLEUTELS": f"k1:{KEY}",
    "KLUIS_HASHSLEUTEL": f"k1:{KEY}",
    "DATABASE_URL": "postgres://ozjt:geheim@127.0.0.1:1/ozjt",
    "REDIS_URL": "redis://127.0.0.1:1",
    "ALLOWED_HOSTS": "portaal.example",
}


def read(**changes: str) -> dict:
    env = environ.Env()
    env.ENVIRON = {**GOOD, **changes}
    return configuratie.read(env)


def test_good_settings_are_accepted():
    assert read()["MODUS"] == "productie"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "demo-" + "s" * 60),
        ("SECRET_KEY", "kort"),
        ("KLUIS_SLEUTELS", f"demo1:{KEY}"),
        ("KLUIS_SLEUTELS", f"k2:{KEY}, demo1:{KEY}"),
        ("KLUIS_HASHSLEUTEL", f"demo1:{KEY}"),
        ("ALLOWED_HOSTS", ""),
    ],
)
def test_demonstration_value_is_refused_by_name_without_showing_it(name, value):
    with pytest.raises(configuratie.Configuratiefout, match=name) as caught:
        read(**{name: value})
    assert KEY not in str(caught.value)
    assert read(MODUS="demo", **{name: value})["MODUS"] == "demo"


def run_in_production(*args: str) -> subprocess.CompletedProcess[str]:
    env = {**GOOD, "DJANGO_SETTINGS_MODULE": "ozjt.settings", "PATH": "", "SECRET_KEY": SECRET}
    return subprocess.run(
        [sys.executable, *args], env=env, cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_deploy_checks_of_django_and_oauth_find_nothing():
    done = run_in_production("manage.py", "check", "--deploy", "--fail-level=WARNING")
    assert done.returncode == 0, done.stderr


def test_production_is_strict():
    code = (
        "import django, json; django.setup(); from django.conf import settings as s;"
        "print('UIT' + json.dumps([s.DEMO, s.DEBUG, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE,"
        "s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS, s.SESSION_COOKIE_NAME,"
        "len(s.AUTH_PASSWORD_VALIDATORS) > 3, s.PASSWORD_HASHERS[0].endswith('MD5PasswordHasher'),"
        "getattr(s, 'SECURE_PROXY_SSL_HEADER', None)]))"
    )
    done = run_in_production("-c", code)
    line = next(x for x in done.stdout.splitlines() if x.startswith("UIT"))
    strict = [False, False, True, True, True, 31536000, "__Host-ozjt_sessie", True, False, None]
    assert json.loads(line[3:]) == strict, done.stderr
