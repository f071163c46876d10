"""The benchmark: verifies and times Valence beside its peers, and writes the table of all goals.

Usage: bench.py BIN [--quick] [--only 1,3,…] [--work FOLDER] [--output FOLDER]

BIN is the folder of the built programs. --quick measures little, to see that all works; --only chooses sections, the others
stay as an earlier run left them; --work keeps unpacked data and trained models in a folder, and takes what is there, models of an
older build too.
"""
import argparse
import os
import platform
import re
import subprocess
import sys
import tempfile
from importlib import metadata
from pathlib import Path

import engine
import tool
from harness import ROOT, Bench, Missing, find_data
from others import Others
from table import TITLES, document, markdown, take_over

SECTIONS = {1: engine.training, 2: engine.inference, 3: engine.steps, 4: tool.threads, 5: tool.linear_models,
            6: tool.readers, 7: tool.memory, 8: engine.scaling, 9: tool.word_vectors}


def processor():
    try:
        names = re.findall(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(), re.M)
    except OSError:
        names = []
    return names[0] if names else platform.processor() or platform.machine()


def versions():
    found = {}
    for name in ("torch", "onnxruntime", "scikit-learn", "pandas", "numpy"):
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            pass
    for name, command in (("fasttext", ["dpkg-query", "-W", "-f", "${Version}", "fasttext"]),
                          ("libxml2", ["xmllint", "--version"])):
        try:
            process = subprocess.run(command, capture_output=True, text=True, check=True)
            # xmllint says 20914 for 2.9.14.
            number = re.findall(r"version (\d)(\d\d)(\d\d)", process.stderr)
            found[name] = ".".join(str(int(part)) for part in number[0]) if number else process.stdout.strip()
        except (OSError, subprocess.CalledProcessError):
            pass
    return found


def machine(bench):
    return {"processor": processor(), "cores": os.cpu_count(), "threads": bench.threads, "sgemm": bench.peak,
            "system": f"{platform.system()} {platform.release()}", "python": platform.python_version(),
            "versions": versions()}


def main():
    parser = argparse.ArgumentParser(prog="Scripts/bench", description=__doc__.splitlines()[0])
    parser.add_argument("bin", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--quick", action="store_true", help="measure little, to see that all works")
    parser.add_argument("--only", default="", metavar="1,3,…",
                        help="; ".join(f"{number} {title}" for number, title in TITLES.items()))
    parser.add_argument("--work", type=Path, metavar="FOLDER",
                        help="keep unpacked data and trained models here, and take what is there")
    parser.add_argument("--output", type=Path, metavar="FOLDER",
                        help="where bench.md and bench.json go (default: reports/bench; a quick run prints only)")
    options = parser.parse_args()
    try:
        chosen = [int(word) for word in options.only.split(",") if word] or list(SECTIONS)
        if unknown := [number for number in chosen if number not in SECTIONS]:
            raise ValueError(unknown)
    except ValueError:
        parser.error(f"--only {options.only}: sections are numbers from 1 to {len(SECTIONS)}")

    with tempfile.TemporaryDirectory(prefix="valence-bench-") as scratch:
        work = (options.work or Path(scratch)).resolve()
        work.mkdir(parents=True, exist_ok=True)
        bench = Bench(options.bin.resolve(), work, options.quick, threads=2)
        try:
            bench.measure_peak()
            data = find_data(bench)
        except Missing as reason:
            sys.exit(f"bench: {reason}")
        found = machine(bench)
        output = options.output or (None if options.quick else ROOT / "reports" / "bench")
        if output:
            output.mkdir(parents=True, exist_ok=True)
            take_over(bench, data, output / "bench.json", chosen)
        for number in sorted(chosen):
            # The machine may be another an hour later.
            bench.measure_peak()
            others = Others()
            SECTIONS[number](bench, data)
            bench.keep_raw(number, "share_of_others", others.share())
            if output:
                # After each section, so that an interrupted run leaves what it has.
                (output / "bench.md").write_text(markdown(bench, found, data), encoding="utf-8")
                (output / "bench.json").write_text(document(bench, found, data), encoding="utf-8")
        print(markdown(bench, found, data), end="")
        if output:
            bench.say(f"written: {output}/bench.md, bench.json")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
