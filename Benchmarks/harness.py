"""What the sections of the benchmark share: programs run and timed, data found, rows of the table collected."""
import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PEERS = ROOT / "Benchmarks" / "peers"


class Missing(Exception):
    """A peer that is not there, or one that failed: its rows say so."""


@dataclass
class Run:
    """A finished program: what it said, and what it used."""
    output: str
    errors: str
    seconds: float
    processor_seconds: float
    peak_bytes: int


def run(command, stdin=None, one_core=False):
    """Runs a program to its end. Raises `Missing` where it is not there or fails.

    With `one_core` OpenBLAS starts no threads of its own, which would count: idle, they spin for a tenth of a second.
    """
    environment = os.environ | ({"OPENBLAS_NUM_THREADS": "1"} if one_core else {})
    command = [str(word) for word in command]
    with tempfile.NamedTemporaryFile("r", suffix=".json") as figures:
        launched = [sys.executable, "-S", "-E", str(ROOT / "Benchmarks" / "launch.py"), figures.name, *command]
        done = subprocess.run(launched, input=stdin or "", capture_output=True, text=True, env=environment)
        name = Path(command[1] if command[0] == sys.executable else command[0]).name
        if done.returncode == 127:
            raise Missing(f"not here: {name}")
        if done.returncode != 0:
            last = done.stderr.strip().splitlines()[-1:] or ["no message"]
            raise Missing(f"{name} failed ({done.returncode}): {last[0]}")
        return Run(done.stdout, done.stderr, **json.load(figures))


def best(runs):
    return min(runs, key=lambda r: r.seconds)


@dataclass
class Goal:
    """What a ratio is to reach: at least `least`, or at most `most`."""
    least: float | None = None
    most: float | None = None
    unit: str = "×"

    def __str__(self):
        sign, bound = ("≥", self.least) if self.least is not None else ("≤", self.most)
        return f"{sign} {bound:g} {self.unit}".rstrip()

    def met(self, value):
        return value >= self.least if self.least is not None else value <= self.most


@dataclass
class Row:
    section: int
    what: str
    ours: str = ""
    peer: str = ""
    value: float | None = None
    goal: Goal | None = None
    note: str = ""


@dataclass
class Bench:
    """One run of the benchmark: its tools, its data, and what it found so far."""
    bin: Path
    work: Path
    quick: bool
    threads: int
    # Our side of the comparison under way, shown also where the peer is missing.
    ours: str = ""
    # The rates of sgemm, and which kernels run.
    peak: dict = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    raw: dict = field(default_factory=dict)
    tables: list = field(default_factory=list)

    def pick(self, full, quick):
        return quick if self.quick else full

    def say(self, text):
        print(f"bench: {text}", file=sys.stderr, flush=True)

    # Results

    def add(self, section, what, ours="", peer="", value=None, goal=None, note=""):
        self.rows.append(Row(section, what, ours, peer, value, goal, note))

    def add_table(self, section, title, lines):
        self.tables.append({"section": section, "title": title, "lines": lines})

    def keep_raw(self, section, name, value):
        self.raw.setdefault(str(section), {})[name] = value

    def attempt(self, section, what, body, goal=None):
        """Runs one comparison; where a side is missing, a row says so."""
        self.say(f"{section}: {what}")
        self.ours = ""
        try:
            body()
        except Missing as reason:
            self.add(section, what, self.ours, goal=goal, note=str(reason))
        except (KeyError, ValueError, IndexError, ZeroDivisionError, OSError) as error:
            self.add(section, what, self.ours, goal=goal, note=f"could not be compared: {type(error).__name__}: {error}")

    # Programs

    def measure_peak(self):
        """The rates of sgemm; of several measurements the highest."""
        found = self.engine("peak", "--threads", self.threads, "--rounds", self.pick(20, 5))
        for name, value in found.items():
            self.peak[name] = max(value, self.peak.get(name, value))

    def engine(self, *words, one_core=False):
        """`valence-bench`, its answer as a dictionary."""
        return json.loads(run([self.bin / "valence-bench", *words], one_core=one_core).output)

    def valence(self, *words, stdin=None, one_core=False):
        return run([self.bin / "valence", *words], stdin=stdin, one_core=one_core)

    def peer(self, script, *words, needs):
        """A Python peer. Raises `Missing` where Python lacks a module."""
        probe = "import importlib.util, sys; print(*[m for m in sys.argv[1:] if not importlib.util.find_spec(m)])"
        lacking = run([sys.executable, "-c", probe, *needs]).output.strip()
        if lacking:
            raise Missing(f"not here: Python has no {lacking.replace(' ', ', ')}")
        return run([sys.executable, PEERS / script, *words])

    # Data and models

    def set_aside(self, name):
        """Works in a folder of its own from now on, so that files of different data do not meet."""
        self.work = self.work / name
        self.work.mkdir(exist_ok=True)

    def made(self, name, make):
        """A file of the working folder, made when first asked for."""
        path = self.work / name
        if not path.exists():
            partial = self.work / f"partial-{name}"
            make(partial)
            partial.rename(path)
        return path


@dataclass
class Data:
    """The reviews that are measured on, unpacked."""
    name: str
    train: Path
    test: Path
    unlabelled: Path | None
    text: str
    label: str

    @property
    def columns(self):
        return ["--text-column", self.text, "--label-column", self.label]


def find_data(bench):
    shared = Path(os.environ.get("VALENCE_SHARED", ROOT.parent / "shared"))
    imdb = shared / "datasets" / "imdb"
    packed = {"train": imdb / "train/train.csv.gz", "test": imdb / "test/test.csv.gz",
              "unlabelled": imdb / "unlabeled/unsup.csv.gz"}
    if not all(path.exists() for path in packed.values()):
        bench.say("no IMDB (VALENCE_SHARED names the folder that holds datasets/imdb): the bundled sample stands in")
        bench.set_aside("sample")
        sample = ROOT / "datasets" / "sample"
        return Data("the bundled sample, which is too small for figures to mean much", sample / "train.csv",
                    sample / "test.csv", None, "text", "stars")

    bench.set_aside("imdb")

    def unpacked(name):
        def make(path):
            with gzip.open(packed[name], "rb") as source, open(path, "wb") as target:
                shutil.copyfileobj(source, target)
        return bench.made(f"{name}.csv", make)
    return Data("IMDB (Maas et al. 2011)", *(unpacked(name) for name in packed), "review", "sentiment")


def largest_difference(a, b):
    return max(abs(x - y) for x, y in zip(a, b, strict=True))
