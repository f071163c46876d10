"""The sections that measure the tool from file to file: threads, the linear models, readers, memory, word vectors."""
import csv
import json
import re
import statistics
import sys
from xml.sax.saxutils import escape

from engine import ids, mix, model, spent, thousands
from harness import Goal, Missing, best, run

KINDS = ("bow", "embedding", "bilstm")


def limited(bench, data, path, count):
    """The file itself, or in a quick run a part of it."""
    return bench.made(f"few-{count}-{path.name}", lambda to: mix(path, to, count)) if bench.quick else path


def classified(bench, data, kind, source, threads, output="classified.csv"):
    return bench.valence("classify", source, "-m", model(bench, data, kind), "-o", bench.work / output, "--text-column",
                         data.text, "--threads", threads, "--force", "--quiet", one_core=threads == 1)


# 4. Threads


def threads(bench, data):
    goal = Goal(1.85)
    batches = ids(bench, data)
    rounds = range(bench.pick(3, 1))

    def compare(what, measure, rate, same):
        """`measure(threads)` in turn with one and two; `rate` of a result, more is faster; `same` of both results."""
        def body():
            results = {1: [], 2: []}
            for _ in rounds:
                for count in results:
                    results[count].append(measure(count))
            one, two = (max(map(rate, results[count])) for count in results)
            equal = same(results[1][-1], results[2][-1])
            bench.keep_raw(4, what, {"one": one, "two": two, "same_result": equal})
            unit = thousands if one > 1000 else lambda r: spent(1 / r)
            bench.add(4, what, unit(two), f"one thread {unit(one)}", two / one, goal,
                      "the same bytes" if equal else "**results differ**")
        bench.attempt(4, what, body, goal)

    compare("bilstm, training from ids",
            lambda n: bench.engine("train", batches, "--batches", bench.pick(16, 3), "--threads", n),
            lambda r: r["tokens_per_second"], lambda a, b: a["losses"] == b["losses"])

    def infer(count):
        path = bench.work / f"logits-{count}"
        return bench.engine("infer", batches, "--threads", count, "--logits", path) | {"bytes": path.read_bytes()}
    compare("bilstm, inference from ids", infer, lambda r: r["tokens_per_second"], lambda a, b: a["bytes"] == b["bytes"])

    def timed(done, path):
        return {"seconds": done.seconds, "bytes": path.read_bytes()}

    def rate(result):
        return 1 / result["seconds"]

    def same(a, b):
        return a["bytes"] == b["bytes"]

    for kind in ("bow", "embedding"):
        def train(count):
            path = bench.work / f"threads-{count}.safetensors"
            return timed(bench.valence("train", limited(bench, data, data.train, 1000), *data.columns, "--model-type",
                                       kind, "--threads", count, "-o", path, "--force", "--quiet"), path)
        compare(f"{kind}, training from file to model", train, rate, same)
    for kind in KINDS:
        # The linear models are done with a small file before threads could matter.
        source = data.unlabelled or data.test if kind != "bilstm" else data.test
        source = limited(bench, data, source, 1000)

        def classify(count):
            done = classified(bench, data, kind, source, count, f"threads-{count}.csv")
            return timed(done, bench.work / f"threads-{count}.csv")
        compare(f"{kind}, classifying from file to file", classify, rate, same)


# 5. Bag of words and embedding


def accuracy(bench, data, path, test):
    """The report of a model on the test file: its accuracy, and the run that made it."""
    done = bench.valence("evaluate", test, *data.columns, "-m", path, "--json", "--quiet", "--force", "--threads",
                         bench.threads, "--report", bench.work / "report")
    return json.loads(done.output)["models"][0]["metrics"]["accuracy"], done


def linear_models(bench, data):
    training, test = limited(bench, data, data.train, 4000), limited(bench, data, data.test, 2000)
    pairs = (
        ("bow", "bag of words, train and test files to report", "scikit-learn", "linear.py",
         ["sklearn", "scipy", "pandas", "numpy"], Goal(6)),
        ("embedding", "embedding, file to model", "fastText", "fasttext.py", ["pandas"], Goal(1.5)),
    )
    for kind, what, name, script, needs, goal in pairs:
        closeness = Goal(least=-0.3, unit="points")

        def compare():
            path = bench.work / f"{kind}-timed.safetensors"
            ours, theirs = [], []
            for _ in range(bench.pick(2, 1)):
                trained = bench.valence("train", training, *data.columns, "--model-type", kind, "--threads",
                                        bench.threads, "-o", path, "--force", "--quiet")
                our_accuracy, report = accuracy(bench, data, path, test)
                ours.append(trained.seconds + (report.seconds if kind == "bow" else 0))
                bench.ours = f"{spent(ours[-1])}, accuracy {our_accuracy:.2%}"
                done = bench.peer(script, training, test, data.text, data.label, needs=needs)
                said = json.loads(done.output)
                # From file to model both: fastText's own file was prepared before.
                theirs.append(said | {"compared_seconds": said.get("training_seconds", done.seconds)})
            our_seconds, their_seconds = min(ours), min(r["compared_seconds"] for r in theirs)
            their_accuracy = statistics.mean(r["accuracy"] for r in theirs)
            bench.keep_raw(5, what, {"valence_seconds": ours, "valence_accuracy": our_accuracy, name: theirs})
            bench.add(5, what, spent(our_seconds), f"{name} {spent(their_seconds)}", their_seconds / our_seconds, goal)
            bench.add(5, f"accuracy beside {name}", f"{our_accuracy:.2%}", f"{name} {their_accuracy:.2%}",
                      100 * (our_accuracy - their_accuracy), closeness)
        bench.attempt(5, what, compare, goal)

    source = limited(bench, data, data.unlabelled or data.test, 2000)
    megabytes = source.stat().st_size / 1e6
    for kind in ("bow", "embedding"):
        what, goal = f"{kind}, classifying with one thread", Goal(60, unit="MB/s")

        def classify():
            runs = [classified(bench, data, kind, source, 1) for _ in range(bench.pick(4, 1))]
            # What runs beside the one thread counts too.
            core_time = min(max(r.seconds, r.processor_seconds) for r in runs)
            bench.keep_raw(5, what, {"megabytes": megabytes, "seconds": [r.seconds for r in runs],
                                     "processor_seconds": [r.processor_seconds for r in runs]})
            bench.add(5, what, f"{megabytes:.0f} MB of CSV in {spent(core_time)}", "", megabytes / core_time, goal,
                      "of a core's time, model loading included")
        bench.attempt(5, what, classify, goal)


# 6. Readers


def as_xml(source, target, text):
    """The records of a CSV as XML; characters that XML forbids become blanks."""
    with open(source, newline="", encoding="utf-8") as file, open(target, "w", encoding="utf-8") as output:
        output.write('<?xml version="1.0" encoding="UTF-8"?>\n<reviews>\n')
        for row in csv.DictReader(file):
            output.write("<review>")
            for name, value in row.items():
                value = escape(re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", " ", value))
                output.write(f"<{name}>{value}</{name}>")
            output.write("</review>\n")
        output.write("</reviews>\n")


def readers(bench, data):
    table = limited(bench, data, data.unlabelled or data.test, 2000)
    rounds = range(bench.pick(5, 2))

    def delivered(path):
        return bench.engine("read", path, "--text-column", data.text, "--rounds", 1, one_core=True)

    def core_seconds(said):
        return max(said["seconds"], said["processor_seconds"])

    def against_pandas():
        ours, theirs = [], []
        for _ in rounds:
            ours.append(delivered(table))
            bench.ours = f"{ours[-1]['megabytes'] / core_seconds(ours[-1]):.0f} MB/s"
            theirs.append(json.loads(bench.peer("read_csv.py", table, needs=["pandas"]).output))
        if ours[0]["reviews"] != theirs[0]["reviews"]:
            raise Missing(f"{ours[0]['reviews']} reviews here, {theirs[0]['reviews']} there: not the same reading")
        fastest = [min(map(core_seconds, side)) for side in (ours, theirs)]
        bench.keep_raw(6, "csv", {"valence": ours, "pandas": theirs})
        rates = [ours[0]["megabytes"] / seconds for seconds in fastest]
        bench.add(6, "CSV to reviews", f"{rates[0]:.0f} MB/s", f"pandas {rates[1]:.0f} MB/s", rates[0] / rates[1], Goal(1.5),
                  "one core")
    bench.attempt(6, "CSV to reviews", against_pandas, Goal(1.5))

    what, goal = "XML to reviews, time", Goal(most=1.3)

    def against_libxml2():
        path = bench.made(f"{table.stem}.xml", lambda to: as_xml(table, to, data.text))
        ours, theirs = [], []
        for _ in rounds:
            ours.append(delivered(path))
            bench.ours = f"{ours[-1]['megabytes'] / core_seconds(ours[-1]):.0f} MB/s"
            done = run(["xmllint", "--stream", "--noout", path])
            theirs.append({"seconds": done.seconds, "processor_seconds": done.processor_seconds})
        fastest = [min(map(core_seconds, side)) for side in (ours, theirs)]
        bench.keep_raw(6, "xml", {"valence": ours, "xmllint": theirs})
        rates = [ours[0]["megabytes"] / seconds for seconds in fastest]
        bench.add(6, what, f"{rates[0]:.0f} MB/s", f"xmllint --stream {rates[1]:.0f} MB/s", fastest[0] / fastest[1], goal,
                  "of libxml2's bare pass; one core")
    bench.attempt(6, what, against_libxml2, goal)


# 7. Memory and start-up


def memory(bench, data):
    for kind in KINDS:
        what, goal = f"{kind}, training, peak memory", Goal(most=1500, unit="MB")

        def train():
            figures = json.loads(model(bench, data, kind).with_suffix(".json").read_text())
            peak = figures["peak_bytes"] / 1e6
            bench.keep_raw(7, what, figures)
            bench.add(7, what, f"{peak:.0f} MB", "", peak, goal, "one epoch" if kind == "bilstm" else "")
        bench.attempt(7, what, train, goal)

    def joined(to):
        with open(to, "w", newline="", encoding="utf-8") as output:
            writer = csv.writer(output)
            for number, source in enumerate((data.test, data.train)):
                with open(source, newline="", encoding="utf-8") as file:
                    rows = csv.reader(file)
                    header = next(rows)
                    writer.writerows(([header] if number == 0 else []) + list(rows))
    csv.field_size_limit(sys.maxsize)
    small = limited(bench, data, data.test, 500)
    large = limited(bench, data, bench.made("joined.csv", joined), 1000)
    for kind in KINDS:
        what, goal = f"{kind}, classifying twice the reviews, peak memory", Goal(most=1.1)

        def classify():
            peaks = [classified(bench, data, kind, source, bench.threads).peak_bytes / 1e6 for source in (small, large)]
            bench.keep_raw(7, what, {"megabytes": peaks})
            bench.add(7, what, f"{peaks[1]:.0f} MB", f"half the file {peaks[0]:.0f} MB", peaks[1] / peaks[0], goal)
        bench.attempt(7, what, classify, goal)

    what, goal = "one line on standard input, start to answer", Goal(most=100, unit="ms")

    def start_up():
        path = model(bench, data, "bilstm")
        runs = [bench.valence("classify", "-", "-m", path, "--quiet", stdin="a fine film\n") for _ in range(11)][1:]
        times = sorted(1e3 * r.seconds for r in runs)
        bench.keep_raw(7, what, {"milliseconds": times})
        bench.add(7, what, f"{times[0]:.0f} ms at best", "", statistics.median(times), goal, "median of ten, bilstm")
    bench.attempt(7, what, start_up, goal)


# 9. Word vectors


def word_vectors(bench, data):
    what, goal = "skip-gram, file to vectors", Goal(1.5)
    source = limited(bench, data, data.train, 2000)

    def against_fasttext():
        path = bench.work / "vectors.safetensors"
        ours, theirs = [], []
        for _ in range(bench.pick(2, 1)):
            ours.append(bench.valence("pretrain", source, "--text-column", data.text, "--objective", "skip-gram",
                                      "--embedding-size", 100, "--window", 5, "--negatives", 5, "--epochs", 5,
                                      "--min-count", 5, "--subsampling", "1e-4", "--threads", bench.threads, "-o", path,
                                      "--force", "--quiet"))
            bench.ours = spent(best(ours).seconds)
            done = bench.peer("skipgram.py", source, data.text, data.label, bench.threads, needs=["pandas"])
            theirs.append(json.loads(done.output))
        our_seconds, their_seconds = best(ours).seconds, min(r["training_seconds"] for r in theirs)
        bench.keep_raw(9, what, {"valence_seconds": [r.seconds for r in ours], "fasttext": theirs})
        # Reading the reviews counts for us; fastText's own file was prepared before.
        bench.add(9, what, spent(our_seconds), f"fastText {spent(their_seconds)}", their_seconds / our_seconds, goal)
    bench.attempt(9, what, against_fasttext, goal)
