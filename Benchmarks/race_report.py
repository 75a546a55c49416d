"""Goals and Markdown of the sweep race."""

TIMES_SCRAPY = 10
TIMES_WGET = 1.3
SHARE_OF_CURL = 0.5


def gates(result):
    """The goals, for whichever programs took part."""
    rates = {racer["group"]: racer["rate"] for racer in result["racers"]}
    own = rates.get("vonggac")
    found = []
    for group, name, goal in (("scrapy follow", "times Scrapy", TIMES_SCRAPY), ("wget", "times wget -r", TIMES_WGET)):
        if own and group in rates:
            times = own / rates[group]
            found.append({"name": name, "goal": f">= {goal:g}", "value": times, "passed": times >= goal})
    return found


def markdown(result):
    where = result["machine"]
    versions = sorted({racer["version"] for racer in result["racers"]} - {"this commit"})
    lines = [
        f"Commit {result['commit']}, {result['date']}; {where['cores']} cores of {where['processor']}, load before "
        f"{where['load_before']}; {result['pages']:,} pages, {result['bytes'] / 1e6:.0f} MB; median of {result['runs']} "
        f"runs; {result['server']}, {', '.join(versions)}.",
        "",
        "| program | does with a page | pages/s | least–most | wall | CPU | pages a CPU second | CPU of nginx | peak | requests |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for racer in result["racers"]:
        lines.append("| " + " | ".join([
            racer["name"], racer["work"], f"**{racer['rate']:,.0f}**", f"{racer['rate_least']:,.0f}–{racer['rate_most']:,.0f}",
            f"{racer['wall']:.2f} s", f"{racer['cpu']:.2f} s", f"{result['pages'] / racer['cpu']:,.0f}",
            f"{racer['server_cpu']:.2f} s",
            f"{racer['peak_bytes'] / 1e6:.0f} MB", f"{racer['requests']:,.0f}"]) + " |")
    lines += ratios(result)
    lines += ["", "| goal | asked | measured | |", "|---|---|---|---|"]
    for gate in result["gates"]:
        lines.append(f"| {gate['name']} | {gate['goal']} | {gate['value']:.2f} | {'met' if gate['passed'] else '**missed**'} |")
    return "\n".join(lines) + "\n"


def ratios(result):
    """What is aimed at beside the goals."""
    rates = {racer["group"]: racer["rate"] for racer in result["racers"]}
    own = rates.get("vonggac")
    found = []
    if own and "curl" in rates:
        found.append(f"{own / rates['curl']:.2f} of `curl --parallel` (aimed at {SHARE_OF_CURL:g})")
    if own and "scrapy list" in rates:
        found.append(f"{own / rates['scrapy list']:.1f} times Scrapy that is given the addresses")
    return ["", "The sweep reaches " + " and ".join(found) + "."] if found else []
