#!/usr/bin/env python3
"""Compares what valence reads with what pandas and lxml read: row counts and every field value.

Usage: Scripts/check-readers.py [DATASETS]      (default: ../shared/datasets beside the repository)
Needs: the built tool, Python with pandas and lxml. Prints one line a file; exit code 1 where anything differs.

CSV and TSV against pandas (all columns as strings, no missing values, no quoting for the unquoted TSV files);
well-formed XML against lxml; pseudo-XML against a regular expression over its lines.
"""
import html, json, pathlib, re, subprocess, sys

import pandas
from lxml import etree

root = pathlib.Path(__file__).resolve().parent.parent
tool = root / ".build/release/valence"
data = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else root.parent / "shared/datasets"
if not tool.exists():
    sys.exit("no built tool; run: swift build -c release")
if not data.is_dir():
    sys.exit(f"no data sets at {data}; name their folder")

failures = 0


def ours(path, *options):
    run = subprocess.run([tool, "inspect", "--dump", path, *options], capture_output=True, text=True)
    if run.returncode:
        sys.exit(f"{path}: {run.stderr}")
    return [json.loads(line) for line in run.stdout.split("\n") if line]


def report(name, count, expected, differing, what):
    global failures
    good = count == expected and differing == 0
    failures += not good
    print(f"{'same' if good else 'DIFFERS'}  {name}: {count} records, {expected} expected; {differing} of {what} differ")


def delimited(name, separator=",", quoting=0, header=0):
    path = data / name
    frame = pandas.read_csv(
        path, sep=separator, quoting=quoting, header=header, dtype=str, keep_default_na=False, encoding="utf-8")
    rows = ours(path)
    values = [list(row.values()) for row in rows]
    expected = frame.values.tolist()
    differing = sum(a != b for one, other in zip(values, expected) for a, b in zip(one, other))
    widths = {len(row) for row in values}
    report(name, len(rows), len(frame), differing + (widths != {frame.shape[1]}), f"{frame.size} fields")


def well_formed(name, record, paths):
    path = data / name
    records = etree.parse(str(path)).getroot().findall(f".//{record}")
    rows = ours(path)
    differing = 0
    for row, element in zip(rows, records):
        for column, xpath in paths.items():
            found = [str(value) for value in element.xpath(xpath)]
            # Several values are a JSON array of strings, one is itself, none is empty.
            expected = json.dumps(found, ensure_ascii=False, separators=(",", ":")) if len(found) > 1 else "".join(found)
            differing += row.get(column, "") != expected
    report(name, len(rows), len(records), differing, f"{len(records) * len(paths)} fields")


def tagged(name):
    """One value on the lines between each tag and its end, references that end in a semicolon decoded, controls replaced."""
    source = (data / name).read_bytes().decode("utf-8", "replace")
    records = re.findall(r"<review>\n(.*?)</review>", source, re.S)
    rows = ours(data / name)
    differing = fields = 0
    for row, record in zip(rows, records):
        for tag, value in re.findall(r"<(\w+)>\n(.*?)\n?</\1>", record, re.S):
            value = re.sub(r"&(#\d+|#x[0-9a-fA-F]+|\w+);", lambda reference: html.unescape(reference[0]), value)
            value = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "\ufffd", value).strip()
            fields += 1
            differing += row.get(tag, "").strip() != value
    report(name, len(rows), source.count("<review>"), differing, f"{fields} fields")


for part in ("train/train", "test/test", "unlabeled/unsup"):
    delimited(f"imdb/{part}.csv.gz")
delimited("womens-clothing/Womens_Clothing_E-Commerce_Reviews.csv.gz")
delimited("airline-tweets/Tweets.csv.gz")
delimited("restaurant-reviews/Restaurant_Reviews.tsv", "\t", 3)
for part in ("train", "dev", "test"):
    delimited(f"sst2/{part}.tsv", "\t", 3, None)

aspects = {
    "text": "text/text()",
    "aspectTerms/aspectTerm/@term": "aspectTerms/aspectTerm/@term",
    "aspectTerms/aspectTerm/@polarity": "aspectTerms/aspectTerm/@polarity",
    "aspectCategories/aspectCategory/@category": "aspectCategories/aspectCategory/@category",
    "aspectCategories/aspectCategory/@polarity": "aspectCategories/aspectCategory/@polarity",
}
for part in ("Restaurants_Train_v2", "Restaurants_Test_Gold"):
    well_formed(f"semeval2014/{part}.xml", "sentence", {"@id": "@id", **aspects})
for kind in ("ATSA", "ACSA"):
    for part in ("train", "val", "test"):
        well_formed(f"mams/{kind}/{part}.xml", "sentence", aspects)

for domain in ("books", "electronics"):
    for side in ("positive", "negative"):
        tagged(f"amazon-multidomain/{domain}/{side}.review")

sys.exit(1 if failures else 0)
