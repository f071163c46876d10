"""Writes what the benchmark found: one page of Markdown, and JSON with every raw figure."""
import dataclasses
import json

from harness import Goal, Row

TITLES = {
    1: "Training", 2: "Inference", 3: "The fused step", 4: "One thread to two", 5: "Bag of words and embedding",
    6: "Readers", 7: "Memory and start-up", 8: "Cost grows linearly", 9: "Word vectors",
}


def verdict(row):
    if row.value is None:
        return "not measured" if row.goal else ""
    if row.goal is None:
        return ""
    return "met" if row.goal.met(row.value) else "**missed**"


def figure(value, unit):
    if value is None:
        return "–"
    if unit == "":
        return f"{value:.1e}"
    return f"{value:.2f} {unit}" if unit in ("×", "points") else f"{value:.0f} {unit}"


def markdown(bench, machine, data):
    sgemm = machine["sgemm"]
    lines = [
        "# Benchmark", "",
        f"{machine['processor']}, {machine['cores']} cores; `cblas_sgemm` on 1024 × 1024 squares: "
        f"{sgemm['one_core_gflops']:.0f} GFLOP/s on one core, {sgemm['all_cores_gflops']:.0f} on "
        f"{machine['threads']} side by side; {sgemm['kernels']} kernels.", "",
        f"Text: {data.name}. {machine['threads']} threads on both sides unless a row says otherwise; peers: "
        f"{', '.join(f'{name} {version}' for name, version in machine['versions'].items()) or 'none'}. "
        "Made by `Scripts/bench`; the raw figures stand in `bench.json`.", "",
    ]
    lines += neighbours(bench)
    if bench.quick:
        lines += ["A quick run on few reviews: it shows that all parts work, its figures are rough.", ""]
    lines += ["| what | ours | beside | ratio | goal | |", "|:---|---:|---:|---:|---:|:---|"]
    section = None
    for row in sorted(bench.rows, key=lambda row: row.section):
        if row.section != section:
            section = row.section
            lines.append(f"| **{section}. {TITLES[section]}** | | | | | |")
        unit = row.goal.unit if row.goal else "×"
        note = " – ".join(part for part in (verdict(row), row.note) if part)
        lines.append(f"| {row.what} | {row.ours} | {row.peer} | {figure(row.value, unit)} | "
                     f"{row.goal or ''} | {note} |")
    for table in sorted(bench.tables, key=lambda table: table["section"]):
        lines += ["", f"## {table['title']}", "", *table["lines"]]
    return "\n".join(lines) + "\n"


def neighbours(bench):
    """Says where other programs took so much of the machine that the figures are doubtful."""
    shares = {int(number): raw.get("share_of_others") for number, raw in bench.raw.items()}
    known = {number: share for number, share in shares.items() if share is not None}
    busy = [number for number in sorted(known) if known[number] > 0.05]
    if not known:
        return []
    if not busy:
        return [f"Other programs took at most {max(known.values()):.0%} of the cores meanwhile.", ""]
    return ["**The machine was busy with other things**, which slows threads that wait for each other most: of all cores "
            "others took " + ", ".join(f"{known[number]:.0%} in section {number}" for number in busy) + ".", ""]


def document(bench, machine, data):
    rows = [dataclasses.asdict(row) | {"verdict": verdict(row).strip("*") or None} for row in bench.rows]
    whole = {"machine": machine, "data": data.name, "quick": bench.quick, "rows": rows, "tables": bench.tables,
             "raw": bench.raw}
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def take_over(bench, data, path, sections):
    """Keeps what an earlier run on the same data found for sections that are not measured now."""
    try:
        earlier = json.loads(path.read_text(encoding="utf-8"))
        if (earlier["quick"], earlier["data"]) != (bench.quick, data.name):
            return
        rows = [row for row in earlier["rows"] if row["section"] not in sections]
        for row in rows:
            row.pop("verdict")
            row["goal"] = Goal(**row["goal"]) if row["goal"] else None
        rows = [Row(**row) for row in rows]
        tables = [table for table in earlier["tables"] if table["section"] not in sections]
        raw = {number: found for number, found in earlier["raw"].items() if int(number) not in sections}
    except FileNotFoundError:
        return
    except (OSError, ValueError, KeyError, TypeError) as error:
        bench.say(f"{path} is written anew, it cannot be read: {type(error).__name__}: {error}")
        return
    bench.rows += rows
    bench.tables += tables
    bench.raw |= raw
