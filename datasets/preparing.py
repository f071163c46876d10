"""What the prepare scripts share: finding the original, checking it, writing CSV that Valence reads.

An original is a file, a folder, or an archive (.zip, .tar.gz, .gz); `members` walks all of them alike.
"""

import argparse
import csv
import gzip
import hashlib
import os
import sys
import tarfile
import zipfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path


def fail(sentence):
    sys.exit(f"prepare: {sentence}")


def arguments(name, where):
    """The original's path and the output folder from the command line; `where` says where to get the original."""
    parser = argparse.ArgumentParser(
        prog=f"datasets/{name}/prepare", description=f"Converts the original of {name} into CSV files for valence.",
        epilog=f"Get the original here: {where}")
    parser.add_argument("original", type=Path, nargs="?", help="the downloaded archive, file or folder")
    parser.add_argument("-o", "--output", type=Path, default=Path(f"{name}-prepared"), help="folder for the CSV files")
    found = parser.parse_args()
    if found.original is None:
        fail(f"no original named. Download it from {where} and pass its path.")
    if not found.original.exists():
        fail(f"{found.original}: no such file or folder. Download the original from {where} and pass its path.")
    return found.original, found.output


def members(original):
    """Name and bytes of each file in the original, in the order of their names (archives: in archive order)."""
    try:
        if original.is_dir():
            for path in sorted(p for p in original.rglob("*") if p.is_file()):
                if path.suffix == ".gz":
                    yield path.relative_to(original).with_suffix("").as_posix(), gzip.decompress(path.read_bytes())
                else:
                    yield path.relative_to(original).as_posix(), path.read_bytes()
        elif zipfile.is_zipfile(original):
            with zipfile.ZipFile(original) as archive:
                for info in archive.infolist():
                    if not info.is_dir():
                        yield info.filename, archive.read(info)
        elif original.name.endswith((".tar.gz", ".tgz", ".tar")):
            with tarfile.open(original) as archive:
                for info in archive:
                    if info.isfile():
                        yield info.name, archive.extractfile(info).read()
        elif original.suffix == ".gz":
            yield original.with_suffix("").name, gzip.decompress(original.read_bytes())
        else:
            yield original.name, original.read_bytes()
    except (OSError, EOFError, tarfile.TarError, zipfile.BadZipFile) as error:
        fail(f"{original}: cannot be read ({error}). The download may be incomplete; fetch it again.")


def check(name, data, known):
    """Compares SHA-256 with the published copy that the README describes; a difference is said, not hidden."""
    found = hashlib.sha256(data).hexdigest()
    if known is None:
        print(f"{name}: sha256 {found} (none on record to compare with)", file=sys.stderr)
    elif found == known:
        print(f"{name}: checksum as recorded", file=sys.stderr)
    elif os.environ.get("VALENCE_ANY_EDITION") == "1":
        print(f"{name}: sha256 {found} differs from the recorded one, converted on request", file=sys.stderr)
    else:
        fail(f"{name}: sha256 is {found}, expected {known}. This is another edition or a damaged file; fetch it again, "
             "or set VALENCE_ANY_EDITION=1 to convert it as it is.")


def write(path, header, rows):
    """Writes RFC 4180 CSV (UTF-8, CRLF) under a temporary name, then renames it; says how many rows there are."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(path.name + ".part")
    count = 0
    with open(temporary, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(header)
        for row in rows:
            writer.writerow(row)
            count += 1
    if count == 0:
        temporary.unlink()
        fail(f"{path.name}: the original holds no record for it. Is it the right file?")
    temporary.replace(path)
    print(f"{path}: {count} rows", file=sys.stderr)


def aspect_sentences(data):
    """Rows `id, text, label` of a SemEval-shaped XML file, and how many sentences had no single polarity.

    A sentence carries polarities on its aspects only. It gets a label where all of them agree.
    """
    rows, left_out = [], 0
    for number, sentence in enumerate(ElementTree.fromstring(data).iter("sentence"), 1):
        polarities = {aspect.get("polarity") for tag in ("aspectTerm", "aspectCategory") for aspect in sentence.iter(tag)}
        if len(polarities) == 1 and polarities != {"conflict"}:
            rows.append([sentence.get("id") or str(number), sentence.findtext("text"), polarities.pop()])
        else:
            left_out += 1
    return rows, left_out
