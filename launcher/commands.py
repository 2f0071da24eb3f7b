"""What each `./portal` command does, in the order it does it. Each returns the exit status."""

import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from launcher import assets, environment
from launcher.checkout import Checkout, Occupancy
from launcher.problems import Problem, Stopped
from launcher.processes import Argument, Child, Lane, finish, run_lanes, side_by_side, spawn, stop
from launcher.services import Services
from launcher.supervisor import HOST, Supervisor, listen

#: Modules stay together, for the demonstration data is loaded once per module.
WHOLE_SUITE = ("-n", "2", "--dist", "loadscope")
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def start(checkout: Checkout, port: int | None) -> int:
    """Everything, in the foreground, until a signal or until a child dies."""
    began = time.monotonic()
    occupancy = Occupancy(checkout)
    if not occupancy.claim("start"):
        raise occupancy.refusal()
    with stoppable(), listen(port) as listener:
        port = listener.getsockname()[1]
        address = f"http://{HOST}:{port}/"
        occupancy.announce(command="start", address=address)
        print(f"OZJT-portaal start op {address}", flush=True)
        with checkout.building():
            _install(checkout, environment.LOCAL)
            services = Services(checkout, modus="demo")
            env = services.env | {"PORTAAL_URL": address.rstrip("/")}
            supervisor = Supervisor(checkout, env, services.running)
            try:
                _prepare(services, env)
                supervisor.launch_web(listener)
                listener.close()  # the web server has its own; a dead one must not leave it open
                run_lanes(finish(_manage(checkout, env, "demo", "--vast")))
                logins = _manage(checkout, env, "demo", "--logins", log="logins")
                run_lanes(finish(logins))
                supervisor.wait_until_healthy(port)
                supervisor.launch_celery()  # not before: the first page has the processor to itself
                supervisor.load_in_background("demo", "--schaal", "1")
            except BaseException:
                _stop_all(supervisor, services)
                raise
        _welcome(checkout, address, time.monotonic() - began)
        try:
            supervisor.watch()
        except Stopped:
            print("\nStoppen …", flush=True)
            return 0
        finally:
            _stop_all(supervisor, services)
    return 0


def test(checkout: Checkout, arguments: Sequence[str]) -> int:
    """pytest on the services of this checkout; its exit status is ours."""
    with stoppable():
        with checkout.building():
            _install(checkout, environment.DEV)
            services = Services(checkout, modus="test")
            run_lanes(assets.build(checkout, services.env))
        return _with_services(services, "test", ["-m", "pytest", *(arguments or WHOLE_SUITE)])


def manage(checkout: Checkout, arguments: Sequence[str]) -> int:
    """manage.py on the services of this checkout; its exit status is ours."""
    with stoppable():
        with checkout.building():
            _install(checkout, environment.LOCAL)
            services = Services(checkout, modus="demo")
        return _with_services(services, "manage", ["manage.py", *arguments])


def tool(checkout: Checkout, arguments: Sequence[str]) -> int:
    """A development tool of the virtual environment (ruff, mypy …), without services."""
    if not arguments:
        raise Problem("Noem het hulpmiddel, bijvoorbeeld: ./portal tool ruff check")
    with stoppable():
        with checkout.building():
            _install(checkout, environment.DEV)
            services = Services(checkout, modus="test")
        name, *rest = arguments
        program = checkout.venv / "bin" / name
        if not program.exists():
            raise Problem(f"{name} staat niet in requirements/dev.txt.")
        return _foreground(checkout, services.env, [program, *rest])


def run_services(checkout: Checkout) -> int:
    """PostgreSQL and Valkey alone, with the environment to reach them as `export` lines."""
    occupancy = Occupancy(checkout)
    if not occupancy.claim("services"):
        raise occupancy.refusal()
    with stoppable():
        with checkout.building():
            _install(checkout, environment.LOCAL, quiet=True)
            services = Services(checkout, modus="demo")
        try:
            run_lanes(*services.lanes())
            for name, value in services.variables().items():
                print(f"export {name}='{value}'", flush=True)
            while True:
                for child in services.running:
                    if child.returncode is not None:
                        raise Problem(f"{child.name} is gestopt (zie {child.log}).")
                time.sleep(0.3)
        except Stopped:
            return 0
        finally:
            _ignore_signals()
            services.stop()


@contextmanager
def stoppable() -> Iterator[None]:
    """Turn the first stop signal into `Stopped`, and take no second one while we clean up."""

    def raise_stopped(signum: int, _frame: object) -> None:
        _ignore_signals()
        raise Stopped(signum)

    for signum in STOP_SIGNALS:
        signal.signal(signum, raise_stopped)
    yield


def _ignore_signals() -> None:
    for signum in STOP_SIGNALS:
        signal.signal(signum, signal.SIG_IGN)


def _stop_all(supervisor: Supervisor, services: Services) -> None:
    _ignore_signals()
    supervisor.stop()
    services.stop()


def _install(checkout: Checkout, lock: str, *, quiet: bool = False) -> None:
    began = time.monotonic()
    if environment.ensure(checkout, lock) and not quiet:
        print(f"  pakketten geïnstalleerd in {time.monotonic() - began:.1f} s", flush=True)


def _prepare(services: Services, env: dict[str, str]) -> None:
    """Static files beside the database: neither needs the other."""
    began = time.monotonic()
    checkout = services.checkout

    def database() -> Lane:
        yield from side_by_side(*services.lanes())
        yield from finish(_manage(checkout, env, "migrate", "--noinput", "--verbosity=0"))

    run_lanes(assets.build(checkout, env), database())
    print(f"  database en opmaak klaar in {time.monotonic() - began:.1f} s", flush=True)


def _manage(checkout: Checkout, env: dict[str, str], *arguments: str, log: str = "") -> Child:
    path = checkout.log(log or arguments[0], fresh=True)
    argv: list[Argument] = [checkout.python, "manage.py", *arguments]
    return spawn(f"manage {arguments[0]}", argv, env=env, cwd=checkout.root, log=path)


def _welcome(checkout: Checkout, address: str, seconds: float) -> None:
    print(f"\nHet portaal draait op {address} (na {seconds:.1f} s). Ctrl-C stopt alles.\n")
    print(checkout.log("logins").read_text().rstrip())
    print(f"\nLogboeken: {checkout.logs}", flush=True)


def _with_services(services: Services, command: str, arguments: Sequence[str]) -> int:
    checkout = services.checkout
    occupancy = Occupancy(checkout)
    ours = False
    try:
        ours = services.borrow(occupancy, command)
        return _foreground(checkout, services.env, [checkout.python, *arguments])
    finally:
        if ours:
            occupancy.wait_for_users()
        _ignore_signals()
        services.stop()


def _foreground(checkout: Checkout, env: dict[str, str], argv: Sequence[Argument]) -> int:
    """Run a program on our terminal. A Ctrl-C there reaches it by itself; we wait for its end."""
    child = spawn(
        str(argv[0]),
        argv,
        env=env,
        cwd=checkout.root,
        stop_signal=signal.SIGINT,
        foreground=True,
    )
    try:
        return child.process.wait()
    except Stopped as stopped:
        if stopped.signum == signal.SIGINT and sys.stdin.isatty():
            child.process.wait()
        else:
            stop([child], patience=20)
        return 128 + stopped.signum
