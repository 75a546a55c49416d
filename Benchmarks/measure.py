"""Runs a command and reads from the kernel what it cost."""

import os
import resource
import signal
import statistics
import subprocess
import tempfile
import time
from dataclasses import dataclass

TIME = "/usr/bin/time"
CUT_OFF = -1000


@dataclass
class Cost:
    """What one run took: CPU seconds (user and system, all threads), wall seconds, peak resident bytes."""

    cpu: float
    wall: float
    peak_bytes: int
    exit_code: int


def cost(command, accept=(0,), cwd=None, stdin=None, limit=None):
    """Runs `command` with its output thrown away. Raises when it ends with a code that is not in `accept`.

    With `limit`, it is ended after so many CPU seconds; its exit code is then `CUT_OFF`.
    """
    def bounded():
        if limit:
            resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))

    start = time.monotonic()
    with open(os.devnull, "wb") as sink, open(stdin or os.devnull, "rb") as source:
        process = subprocess.Popen(command, stdin=source, stdout=sink, stderr=subprocess.PIPE, cwd=cwd,
                                   preexec_fn=bounded)
        errors = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - start
    code = os.waitstatus_to_exitcode(status)
    process.returncode = code
    if limit and code in (-signal.SIGKILL, -signal.SIGXCPU):
        code = CUT_OFF
    elif code not in accept:
        words = errors.decode("utf-8", "replace").strip()[-600:]
        raise RuntimeError(f"{' '.join(command[:6])} … ended with {code}: {words}")
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss * 1024, code)


def timed_cost(command, accept=(0,)):
    """As `cost`, with the peak as the `time` program sees it, which is not hidden below that of this process."""
    with tempfile.NamedTemporaryFile(mode="r") as report:
        result = cost([TIME, "-q", "-f", "%M", "-o", report.name, *command], accept)
        result.peak_bytes = int(report.read().split()[-1]) * 1024
    return result


def median(values):
    return statistics.median(values)


@dataclass
class Summary:
    """Several runs of one command."""

    cpu: float
    cpu_least: float
    cpu_most: float
    wall: float
    peak_bytes: int
    runs: int
    # It was ended at the limit: its cost is more.
    is_cut_off: bool = False

    @staticmethod
    def of(costs):
        cpus = [c.cpu for c in costs]
        return Summary(
            median(cpus), min(cpus), max(cpus), median([c.wall for c in costs]),
            max(c.peak_bytes for c in costs), len(costs), any(c.exit_code == CUT_OFF for c in costs))


# A setting that takes so many times the fastest command's CPU time, and so many seconds, is out of the comparison.
FAR_BEHIND, FAR_BEHIND_SECONDS = 20, 5
# Nobody is given more than this in the first round.
LIMIT_SECONDS = 60


def rounds(commands, count, note=lambda text: None):
    """Runs every command once a round, so that a slow minute of the machine falls on all alike.

    `commands` maps a name to (argument list, accepted exit codes). One round more is run first and not counted: it fills
    the page cache for all. Who is far behind in it, or was cut off, is not run again: its one run is all that is told of it.
    """
    note("warm-up")
    first = {name: cost(*command, limit=LIMIT_SECONDS) for name, command in commands.items()}
    limit = max(FAR_BEHIND * min(c.cpu for c in first.values()), FAR_BEHIND_SECONDS)
    costs = {name: [c] if c.cpu > limit else [] for name, c in first.items()}
    counted = [name for name, found in costs.items() if not found]
    for number in range(1, count + 1):
        note(f"round {number} of {count}")
        for name in counted:
            costs[name].append(cost(*commands[name]))
    return {name: Summary.of(found) for name, found in costs.items()}
