"""The programs that race over the same site, each with the settings that suit it best."""

import os
import pathlib
import shutil
import subprocess
from dataclasses import dataclass
from typing import Callable

HERE = pathlib.Path(__file__).resolve().parent
CONNECTIONS = 64


@dataclass
class Racer:
    """One program at one setting.

    `command` makes the argument list for a start address (`http://127.0.0.1:PORT`), a file of addresses and an empty
    folder for what it writes. `group` is what goals name it by.
    """

    name: str
    group: str
    version: str
    command: Callable
    accept: tuple = (0,)
    # What the program does with a page, for the table.
    work: str = ""
    # Whether what it writes goes to memory.
    in_memory: bool = False


def require(program, package):
    path = shutil.which(program)
    if not path:
        raise SystemExit(f"Benchmarks/sweep-race: '{program}' is not installed (Debian package {package})")
    return path


def first_line(command):
    done = subprocess.run(command, capture_output=True, text=True)
    return (done.stdout or done.stderr).strip().splitlines()[0]


def scrapy(python):
    """One process, 64 requests at a time, no delay, nothing but the downloader left on."""
    script = str(HERE / "scrapy_fetch.py")
    version = "Scrapy " + first_line([python, "-c", "import scrapy; print(scrapy.__version__)"])

    def follow(start, addresses, folder):
        return [python, script, "follow", start + "/"]

    def listed(start, addresses, folder):
        return [python, script, "list", addresses]

    return [Racer("Scrapy, following links", "scrapy follow", version, follow, work="extracts links"),
            Racer("Scrapy, given the addresses", "scrapy list", version, listed, work="none")]


def wget():
    """One connection, pages written to memory, no robots, links of `a` alone."""
    require("wget", "wget")
    options = ["wget", "-r", "-l", "inf", "-q", "-nH", "-e", "robots=off", "--follow-tags=a", "--no-cookies", "--no-hsts",
               "--no-iri", "--tries=1", "--no-proxy", "--no-config"]

    def command(start, addresses, folder):
        return options + ["-P", folder, start + "/"]

    return [Racer("wget -r", "wget", first_line(["wget", "--version"]).split(" built")[0], command,
                  work="extracts links, writes pages", in_memory=True)]


def curl():
    """64 connections, given every address; what comes is thrown away."""
    require("curl", "curl")

    def command(start, addresses, folder):
        listing = os.path.join(folder, "curl.conf")
        with open(addresses, encoding="ascii") as lines, open(listing, "w", encoding="ascii") as out:
            for line in lines:
                out.write(f'url = "{line.strip()}"\noutput = /dev/null\n')
        return ["curl", "--disable", "--silent", "--parallel", "--parallel-max", str(CONNECTIONS), "--http1.1", "--noproxy",
                "*", "--config", listing]

    return [Racer("curl --parallel", "curl", " ".join(first_line(["curl", "--version"]).split()[:2]), command,
                  work="none, given the addresses")]


def vonggac(binary, views=("visitor",), name="Vọng Gác", group="vonggac"):
    """The sweep without politeness: every page's verdict is stored in the journal."""

    def command(start, addresses, folder):
        return [binary, "sweep", start + "/", "--rate", "0", "--jobs", str(CONNECTIONS), "--views", ",".join(views),
                "--render", "never", "--max-pages", "20000", "--allow-address", start.removeprefix("http://"), "--out", folder,
                "--format", "json"]

    return [Racer(f"{name}, {len(views)} view{'s' if len(views) > 1 else ''}", group, "this commit", command,
                  accept=(0, 1), work="follows links, verdict, journal")]
