"""The goals that a run is held to."""

from dataclasses import dataclass

import report

MIN_TERMS = 1_000
MIN_BYTES = 50_000_000
MIN_MB_PER_CPU_SECOND = 250
MIN_TIMES_YARA = 1.0
MIN_SPEED_UP = 1.8
MAX_PEAK_BYTES = 150_000_000
# Peak memory over all pages against that over an eighth of them.
MAX_GROWTH = 1.25


@dataclass
class Gate:
    name: str
    value: float
    goal: str
    passed: bool


def check(result, quick):
    gates = [at_least("terms", result["terms"], MIN_TERMS)]
    for corpus in result["corpora"]:
        label = corpus["name"]
        own = report.speed(corpus, "vonggac")
        if not quick:
            gates.append(at_least(f"{label}: bytes", corpus["bytes"], MIN_BYTES))
        gates.append(at_least(f"{label}: MB a CPU second", own, MIN_MB_PER_CPU_SECOND))
        gates.append(at_least(f"{label}: times yara", own / report.best(corpus, result, "yara")[1], MIN_TIMES_YARA))
        gates.append(at_least(f"{label}: speed-up of two jobs", report.speed_up(corpus), MIN_SPEED_UP))
    peaks = {row["case"]: row["peak_bytes"] for row in result["memory"]}
    for case, peak in peaks.items():
        gates.append(Gate(f"peak memory, {case}", peak, f"<= {MAX_PEAK_BYTES}", peak <= MAX_PEAK_BYTES))
    if "all pages" in peaks:
        growth = peaks["all pages"] / peaks["an eighth of the pages"]
        gates.append(Gate("growth of memory with eight times the pages", growth, f"<= {MAX_GROWTH}", growth <= MAX_GROWTH))
    return gates


def at_least(name, value, goal):
    return Gate(name, value, f">= {goal:g}", value >= goal)
