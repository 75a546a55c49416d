"""The programs that Vọng Gác is measured beside, each with the settings that suit it best."""

import os
import shutil
import subprocess
from dataclasses import dataclass, field


@dataclass
class Setting:
    """One way to run a peer. `command` lacks only the folder, which is put at its end."""

    name: str
    command: list
    accept: tuple = (0,)

    def on(self, folder):
        return (self.command + [folder], self.accept)


@dataclass
class Peer:
    name: str
    version: str
    settings: list = field(default_factory=list)
    # Loading the term list is subtracted when it is not what the program is for (a signature database).
    subtracts_start: bool = False


def read_terms(path):
    """Terms of a pack's `terms.tsv` (column `term`) or of a plain list, as `Bench generate` reads them.

    Short ones (`win`, `link`) are left out: they stand in the mark-up of any page, and slow the peers down.
    """
    terms, column, seen = [], None, set()
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\r\n")
            if not line or line.startswith("#"):
                continue
            fields = line.split("\t")
            if column is None:
                column = fields.index("term") if "term" in fields else 0
                if "term" in fields:
                    continue
            if column >= len(fields):
                continue
            term = fields[column].lower()
            if len(term.encode()) >= 6 and term not in seen:
                seen.add(term)
                terms.append(term)
    return terms


def require(program, package):
    path = shutil.which(program)
    if not path:
        raise SystemExit(f"Benchmarks/run: '{program}' is not installed (Debian package {package})")
    return path


def first_line(command):
    done = subprocess.run(command, capture_output=True, text=True)
    return (done.stdout or done.stderr).strip().splitlines()[0]


def yara(terms, work):
    """Rules compiled before the run; one thread. yara's `nocase` knows ASCII letters only."""
    require("yara", "yara")
    require("yarac", "yara")

    def literal(term):
        out = []
        for byte in term.encode():
            plain = 0x20 <= byte < 0x7F and chr(byte) not in '"\\'
            out.append(chr(byte) if plain else f"\\x{byte:02x}")
        return '"' + "".join(out) + '"'

    compiled = {}
    for case, modifier in (("nocase", " nocase"), ("case", "")):
        source = os.path.join(work, f"terms-{case}.yar")
        compiled[case] = source + "c"
        with open(source, "w", encoding="ascii") as rules:
            for start in range(0, len(terms), 5_000):
                rules.write(f"rule terms_{start} {{\n  strings:\n")
                for number, term in enumerate(terms[start : start + 5_000]):
                    rules.write(f"    $t{number} = {literal(term)}{modifier}\n")
                rules.write("  condition: any of them\n}\n")
        subprocess.run(["yarac", "-w", source, compiled[case]], check=True)
    base = ["yara", "-C", "-w", "-r", "-p", "1"]
    return Peer("yara", "yara " + first_line(["yara", "--version"]), [
        Setting("nocase", base + [compiled["nocase"]]),
        Setting("nocase, -f", base + ["-f", compiled["nocase"]]),
        Setting("case kept", base + [compiled["case"]]),
        Setting("case kept, -f", base + ["-f", compiled["case"]]),
    ])


def ripgrep(terms, work):
    """Fixed strings from a file, one thread, lines with a match counted in every file."""
    require("rg", "ripgrep")
    listing = os.path.join(work, "terms.txt")
    with open(listing, "w", encoding="utf-8") as out:
        out.write("\n".join(terms) + "\n")
    base = ["rg", "--no-config", "--no-messages", "-uuu", "-j1", "-c", "-F", "-f", listing]
    ways = [(case + ", " + name, extra + flags) for case, extra in (("-i", ["-i"]), ("case kept", []))
            for name, flags in (("--mmap", ["--mmap"]), ("--no-mmap", ["--no-mmap"]))]
    return Peer("ripgrep", first_line(["rg", "--version"]),
                [Setting(name, base + flags + ["--"], accept=(0, 1)) for name, flags in ways])


def clamscan(terms, work):
    """The terms as body signatures for any file type, all matches wanted, everything else of the scanner off."""
    require("clamscan", "clamav")
    database = os.path.join(work, "terms.ndb")
    with open(database, "w", encoding="ascii") as out:
        for number, term in enumerate(terms):
            out.write(f"Term.{number}:0:*:{term.encode().hex()}\n")
    base = ["clamscan", "-d", database, "-r", "--no-summary", "--infected", "--allmatch=yes", "--bytecode=no",
            "--heuristic-alerts=no", "--phishing-sigs=no", "--phishing-scan-urls=no", "--scan-archive=no",
            "--scan-pdf=no", "--scan-mail=no", "--scan-ole2=no", "--scan-pe=no", "--scan-elf=no", "--scan-swf=no"]
    return Peer("clamscan", first_line(["clamscan", "--version"]), [
        Setting("raw bytes", base + ["--scan-html=no"], accept=(0, 1)),
        Setting("HTML normalised", base + ["--scan-html=yes"], accept=(0, 1)),
    ], subtracts_start=True)
