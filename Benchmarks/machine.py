"""What a run was made with: the machine, the commit, the built programs."""

import os
import platform
import subprocess


def built(root, given, name):
    """The newest release build of a program, or the one given."""
    if given:
        return given
    found = [p for p in root.glob(f".build*/release/{name}") if os.access(p, os.X_OK)]
    if not found:
        raise SystemExit(f"no release build of {name}; run 'make build', or give --binary and --bench")
    return str(max(found, key=lambda p: p.stat().st_mtime))


def git(root, *words):
    done = subprocess.run(["git", "-C", str(root), *words], capture_output=True, text=True)
    return done.stdout.strip()


def commit(root):
    return git(root, "rev-parse", "--short=12", "HEAD") or "unknown"


def describe():
    model = "unknown processor"
    try:
        with open("/proc/cpuinfo", encoding="ascii", errors="replace") as lines:
            model = next((l.split(":", 1)[1].strip() for l in lines if l.startswith("model name")), model)
    except OSError:
        pass
    return {"processor": model, "cores": os.cpu_count(), "system": platform.release(),
            "load_before": round(os.getloadavg()[0], 2)}
