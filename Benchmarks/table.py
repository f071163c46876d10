"""Writes what the benchmark found: one page of Markdown, and JSON with every raw figure."""
import json

TITLES = {
    1: "Training", 2: "Inference", 3: "The fused step", 4: "One thread to two", 5: "Bag of words and embedding",
    6: "Readers", 7: "Memory and start-up", 8: "Cost grows linearly",
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
    return f"{value:.2f} ×" if unit == "×" else f"{value:.0f} {unit}"


def markdown(bench, machine, data):
    lines = [
        "# Benchmark", "",
        f"{machine['processor']}, {machine['cores']} cores; `cblas_sgemm` on 1024 × 1024 squares: "
        f"{machine['sgemm_one_core_gflops']:.0f} GFLOP/s on one core, {machine['sgemm_all_cores_gflops']:.0f} on "
        f"{machine['threads']} side by side; {machine['kernels']} kernels.", "",
        f"Text: {data.name}. {machine['threads']} threads on both sides unless a row says otherwise; peers: "
        f"{', '.join(f'{name} {version}' for name, version in machine['versions'].items()) or 'none'}. "
        "Figures of one run on one machine, made by `Scripts/bench`; the raw ones stand in `bench.json`.", "",
    ]
    if bench.quick:
        lines += ["A quick run on few reviews: it shows that all parts work, its figures are rough.", ""]
    lines += ["| what | ours | beside | ratio | goal | |", "|:---|---:|---:|---:|---:|:---|"]
    section = None
    for row in bench.rows:
        if row.section != section:
            section = row.section
            lines.append(f"| **{section}. {TITLES[section]}** | | | | | |")
        unit = row.goal.unit if row.goal else "×"
        note = " – ".join(part for part in (verdict(row), row.note) if part)
        lines.append(f"| {row.what} | {row.ours} | {row.peer} | {figure(row.value, unit)} | "
                     f"{row.goal or ''} | {note} |")
    for title, table in bench.tables.items():
        lines += ["", f"## {title}", "", *table]
    return "\n".join(lines) + "\n"


def document(bench, machine, data):
    rows = [{"section": row.section, "what": row.what, "ours": row.ours, "peer": row.peer, "value": row.value,
             "goal": str(row.goal) if row.goal else None, "verdict": verdict(row).strip("*") or None, "note": row.note}
            for row in bench.rows]
    whole = {"machine": machine, "data": data.name, "quick": bench.quick, "rows": rows, "raw": bench.raw}
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"
