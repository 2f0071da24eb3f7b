"""Child processes that never outlive us, not even when we are killed with SIGKILL."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from launcher.problems import Problem, last_line

POLL = 0.05
Argument = str | Path
# Loaded before any fork: a child that dropped its rights may no longer be able to read Python.
_prctl = getattr(ctypes.CDLL(None), "prctl", None) if sys.platform == "linux" else None
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Account:
    """The unprivileged user a server runs as when we are root (PostgreSQL refuses to be root)."""

    name: str
    uid: int
    gid: int


@dataclass
class Child:
    name: str
    process: subprocess.Popen[bytes]
    stop_signal: int
    log: Path | None
    own_session: bool

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def returncode(self) -> int | None:
        return self.process.poll()

    def check(self) -> None:
        """Raise Problem with the last line of its output when it ended badly."""
        if self.returncode:
            reason = last_line(self.log) if self.log else f"status {self.returncode}"
            raise Problem(f"{self.name} mislukte: {reason} (alles staat in {self.log})")


def spawn(
    name: str,
    argv: Sequence[Argument],
    *,
    env: Mapping[str, str],
    cwd: Path,
    log: Path | None = None,
    stop_signal: int = signal.SIGTERM,
    account: Account | None = None,
    pass_fds: Sequence[int] = (),
    foreground: bool = False,
) -> Child:
    """Start a child that gets `stop_signal` when we die.

    The kernel sends it when the *thread* that forked ends, so call this from the main thread.
    A foreground child shares our terminal; every other one leads its own session, so that a Ctrl-C
    reaches us alone and we can stop all in order.
    """
    output = log.open("ab") if log else None
    try:
        process = subprocess.Popen(
            [str(part) for part in argv],
            env=dict(env),
            cwd=cwd,
            stdin=None if foreground else subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT if output else None,
            start_new_session=not foreground,
            preexec_fn=_die_with_parent(stop_signal),
            pass_fds=pass_fds,
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
        )
    finally:
        if output:
            output.close()
    return Child(name, process, stop_signal, log, own_session=not foreground)


def _die_with_parent(stop_signal: int) -> Callable[[], None]:
    parent = os.getpid()

    def prepare() -> None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        if _prctl is not None:
            _prctl(_PR_SET_PDEATHSIG, int(stop_signal), 0, 0, 0)
            if os.getppid() != parent:  # we died between the fork and the line above
                os._exit(1)

    return prepare


Lane = Generator[Child | None, None, None]


def side_by_side(*lanes: Lane) -> Lane:
    """One lane out of several: each yields a child to wait for, or None to be asked again later."""
    waiting: dict[Lane, Child | None] = dict.fromkeys(lanes)
    try:
        while waiting:
            for lane, child in list(waiting.items()):
                if child is None or child.returncode is not None:
                    try:
                        waiting[lane] = next(lane)
                    except StopIteration:
                        del waiting[lane]
            if waiting:
                yield None
    except BaseException:
        stop([child for child in waiting.values() if child])
        for lane in waiting:
            lane.close()
        raise


def run_lanes(*lanes: Lane) -> None:
    """Run lanes side by side until all have ended; stops their children when one of them fails."""
    with closing(side_by_side(*lanes)) as together:
        for _ in together:
            time.sleep(POLL)


def finish(child: Child) -> Lane:
    """Lane of one child that has to end well."""
    yield child
    child.check()


def stop(children: Sequence[Child], *, patience: float = 10) -> None:
    """Stop these children together: first politely, after `patience` seconds by force."""
    for child in children:
        if child.returncode is None:
            _signal(child, child.stop_signal)
    _wait_until(lambda: all(c.returncode is not None for c in children), patience)
    _wait_until(lambda: not any(_has_members(c) for c in children), 2)
    for child in children:
        if child.returncode is None or _has_members(child):
            _signal(child, signal.SIGKILL, group=child.own_session)
    for child in children:
        child.process.wait()
    _wait_until(lambda: not any(_has_members(c) for c in children), 2)


def _signal(child: Child, signum: int, *, group: bool = False) -> None:
    try:
        if group:
            os.killpg(child.pid, signum)
        else:
            os.kill(child.pid, signum)
    except ProcessLookupError:
        pass


def _has_members(child: Child) -> bool:
    """Whether a process of the child's own group is still there after the child itself ended."""
    if not child.own_session or child.returncode is None:
        return False
    try:
        os.killpg(child.pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # macOS: only zombies are left
        return False
    return True


def _wait_until(done: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not done() and time.monotonic() < deadline:
        time.sleep(POLL / 2)
