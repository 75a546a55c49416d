"""Runs a command and reads from the kernel what it cost."""

import os
import statistics
import subprocess
import tempfile
import time
from dataclasses import dataclass

TIME = "/usr/bin/time"


@dataclass
class Cost:
    """What one run took: CPU seconds (user and system, all threads), wall seconds, peak resident bytes."""

    cpu: float
    wall: float
    peak_bytes: int
    exit_code: int


def cost(command, accept=(0,), cwd=None, stdin=None):
    """Runs `command` with its output thrown away. Raises when it ends with a code that is not in `accept`."""
    start = time.monotonic()
    with open(os.devnull, "wb") as sink, open(stdin or os.devnull, "rb") as source:
        process = subprocess.Popen(command, stdin=source, stdout=sink, stderr=subprocess.PIPE, cwd=cwd)
        errors = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - start
    code = os.waitstatus_to_exitcode(status)
    process.returncode = code
    if code not in accept:
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

    @staticmethod
    def of(costs):
        cpus = [c.cpu for c in costs]
        return Summary(
            median(cpus), min(cpus), max(cpus), median([c.wall for c in costs]),
            max(c.peak_bytes for c in costs), len(costs))


def rounds(commands, count, note=lambda text: None):
    """Runs every command once a round, so that a slow minute of the machine falls on all alike.

    `commands` maps a name to (argument list, accepted exit codes). One round more is run first and not counted: it fills
    the page cache for all.
    """
    costs = {name: [] for name in commands}
    for number in range(count + 1):
        note(f"round {number} of {count}" if number else "warm-up")
        for name, (command, accept) in commands.items():
            result = cost(command, accept)
            if number:
                costs[name].append(result)
    return {name: Summary.of(found) for name, found in costs.items()}
