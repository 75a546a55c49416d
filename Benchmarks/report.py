"""The figures of a run as Markdown."""


def net_cpu(corpus, start, name, subtracts):
    cpu = corpus["costs"][name]["cpu"]
    return max(cpu - start[name]["cpu"], 1e-6) if subtracts else cpu


def speed(corpus, name, start=None):
    """Megabytes a CPU second; with `start`, what the program takes on an empty folder is taken off."""
    return corpus["bytes"] / 1e6 / net_cpu(corpus, start or {}, name, start is not None)


def best(corpus, result, peer):
    """The peer's fastest setting on this corpus and its speed."""
    start = result["start"] if peer == "clamscan" else None
    names = [n for n in corpus["costs"] if n.startswith(peer + "/")]
    return max(((n, speed(corpus, n, start)) for n in names), key=lambda pair: pair[1])


def speed_up(corpus):
    return corpus["costs"]["vonggac"]["wall"] / corpus["costs"]["vonggac/2 jobs"]["wall"]


def markdown(result):
    machine = result["machine"]
    lines = [
        f"Commit {result['commit']}, {result['date']}; {machine['cores']} cores of {machine['processor']}, load before "
        f"{machine['load_before']}; {result['terms']} terms; median CPU time (user and system) of {result['runs']} runs; "
        f"{', '.join(result['versions'])}.",
        "",
        "| corpus | pages | MB | text | hits/KB | Vọng Gác MB/CPU-s | yara | ripgrep | clamscan | × yara | × ripgrep | × clamscan |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for corpus in result["corpora"]:
        own = speed(corpus, "vonggac")
        rivals = [best(corpus, result, p) for p in ("yara", "ripgrep", "clamscan")]
        share = f"{corpus['text_share']:.0%}" if "text_share" in corpus else ""
        found = f"{corpus['found_per_kb']:.1f}" if "found_per_kb" in corpus else ""
        cells = [corpus["name"], f"{corpus['pages']:,}", f"{corpus['bytes'] / 1e6:.1f}", share, found, f"**{own:.0f}**"]
        cells += [f"{rate:.0f}" for _, rate in rivals] + [f"{own / rate:.2f}" for _, rate in rivals]
        lines.append("| " + " | ".join(cells) + " |")
    lines += ["", "The peers' columns show their fastest setting. All settings:", ""]
    lines += settings(result)
    lines += ["", "| corpus | wall, 1 job | wall, 2 jobs | speed-up | CPU, 2 jobs |", "|---|---|---|---|---|"]
    for corpus in result["corpora"]:
        one, two = corpus["costs"]["vonggac"], corpus["costs"]["vonggac/2 jobs"]
        lines.append(f"| {corpus['name']} | {one['wall']:.2f} s | {two['wall']:.2f} s | {speed_up(corpus):.2f} | "
                     f"{two['cpu']:.2f} s |")
    lines += ["", "| memory (one process, densest pages) | peak | CPU |", "|---|---|---|"]
    for row in result["memory"]:
        lines.append(f"| {row['case']} | {row['peak_bytes'] / 1e6:.0f} MB | {row['cpu']:.2f} s |")
    lines += ["", "| goal | asked | measured | |", "|---|---|---|---|"]
    for gate in result["gates"]:
        lines.append(f"| {gate['name']} | {gate['goal']} | {number(gate['value'])} | {'met' if gate['passed'] else '**missed**'} |")
    return "\n".join(lines) + "\n"


def settings(result):
    names = list(result["start"])
    header = "| program, setting | start-up CPU | " + " | ".join(f"{c['name']}, CPU" for c in result["corpora"]) + " | peak |"
    lines = [header, "|---" * (len(result["corpora"]) + 3) + "|"]
    for name in names:
        cells = [name, f"{result['start'][name]['cpu'] * 1000:.0f} ms"]
        for corpus in result["corpora"]:
            cost = corpus["costs"][name]
            spread = f"({cost['cpu_least']:.2f}–{cost['cpu_most']:.2f})" if cost["runs"] > 1 else "(one run)"
            cells.append("over 60 s" if cost["is_cut_off"] else f"{cost['cpu']:.2f} s {spread}")
        peak = max(c["costs"][name]["peak_bytes"] for c in result["corpora"])
        cells.append(f"{peak / 1e6:.0f} MB")
        lines.append("| " + " | ".join(cells) + " |")
    return lines


def number(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.2f}"
