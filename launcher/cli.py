"""The command line of `./portal`."""

import sys
import traceback
from collections.abc import Sequence

from launcher import commands
from launcher.checkout import Checkout
from launcher.problems import Problem, Stopped, explain

USAGE = """\
./portal start [--port N]    alles: database, webserver, achtergrondtaken; Ctrl-C stopt alles
./portal test [pytest …]     de tests, op dezelfde diensten
./portal manage …            een opdracht van manage.py
./portal services            alleen PostgreSQL en Valkey, met hun adressen als export-regels
./portal tool ruff|mypy …    een ontwikkelhulpmiddel uit de virtuele omgeving
"""


def main(argv: Sequence[str]) -> int:
    """The exit status: 0 well, 1 a problem that was named in one line, else that of the child."""
    checkout = None
    try:
        checkout = Checkout.here()
        return _run(checkout, argv)
    except Problem as problem:
        print(f"portal: {problem}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"portal: {explain(error)}", file=sys.stderr)
        return 1
    except Stopped as stopped:
        return 128 + stopped.signum
    except Exception as error:
        log = checkout.log("portal") if checkout else None
        if log:
            log.write_text(traceback.format_exc())
        print(f"portal: onverwachte fout: {error!r} (zie {log})", file=sys.stderr)
        return 1


def _run(checkout: Checkout, argv: Sequence[str]) -> int:
    command, *rest = argv or ["--help"]
    match command:
        case "start":
            return commands.start(checkout, _port(rest))
        case "test":
            return commands.test(checkout, rest)
        case "manage":
            return commands.manage(checkout, rest)
        case "services" if not rest:
            return commands.run_services(checkout)
        case "tool":
            return commands.tool(checkout, rest)
        case "-h" | "--help" | "help":
            print(USAGE, end="")
            return 0
    raise Problem(f"Onbekend: {' '.join(argv)}. ./portal --help noemt wat er kan.")


def _port(arguments: Sequence[str]) -> int | None:
    match arguments:
        case []:
            return None
        case ["--port", value]:
            pass
        case [option] if option.startswith("--port="):
            value = option.removeprefix("--port=")
        case _:
            raise Problem("Gebruik: ./portal start [--port N]")
    if not value.isdecimal() or not 0 < int(value) < 65536:
        raise Problem(f"{value} is geen poort; kies een getal van 1024 tot 65535.")
    return int(value)
