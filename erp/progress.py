"""What the user sees while something takes time, and how a problem is told."""

import contextlib
import fcntl
import os
import sys
import time

_started = float(os.environ.setdefault("ERP_STARTED", str(time.monotonic())))  # also over the change into .venv


class Failure(Exception):
    """A problem the user can do something about: what happened, and the next step."""

    def __init__(self, message, next_step=""):
        super().__init__(message)
        self.message = message
        self.next_step = next_step

    def __str__(self):
        return f"{self.message}\n  Next step: {self.next_step}" if self.next_step else self.message


def say(text=""):
    print(text, flush=True)


def notice(text):
    say(f"  note: {text}")


@contextlib.contextmanager
def step(text):
    """Print a line when the step begins and its time when it ends."""
    begun = time.monotonic()
    say(f"[{begun - _started:6.1f} s] {text} …")
    yield
    took = time.monotonic() - begun
    if took >= 1:
        say(f"[{time.monotonic() - _started:6.1f} s]   done in {took:.1f} s")


@contextlib.contextmanager
def locked(path, waiting_for):
    """One process at a time; the lock goes with the process, however it ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "a", encoding="utf-8") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"  waiting for another {waiting_for} to finish …")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def fail(problem):
    sys.stdout.flush()
    print(f"\nbin/erp: {problem}", file=sys.stderr, flush=True)
    return 1
