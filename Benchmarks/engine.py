"""The sections that measure the engine from token ids: training, inference, the fused step, growth."""
import csv
import itertools
import json

from harness import Goal, Missing, best, largest_difference


# Of the products, on both sides; bfloat16 is `valence train`'s choice where the processor has it.
PRECISIONS = ("single", "bfloat16")


def thousands(rate):
    return f"{rate / 1e3:.0f} k tokens/s"


def spent(seconds):
    return f"{seconds:.1f} s" if seconds >= 10 else f"{seconds:.2f} s"


def ids(bench, data):
    """Batches of 64 training reviews of like length, as both sides take them."""
    def make(path):
        bench.engine("ids", data.train, *data.columns, "--reviews", bench.pick(64 * 64, 64 * 12), "--batch", 64,
                     "--output", path)
    return bench.made(f"batches-{'quick' if bench.quick else 'full'}.ids", make)


def training(bench, data):
    batches = ids(bench, data)
    in_single = {}
    sizes = ((128, 128, 40, Goal(4)), (300, 256, 20, Goal(2.5)))
    # As in an epoch's middle: by then both hold the memory of all but the rarest lengths.
    warmup = bench.pick(16, 3)
    for (width, hidden, count, goal), precision in itertools.product(sizes, PRECISIONS):
        what = f"training in {precision}, E = {width}, H = {hidden}"

        def compare():
            weights = bench.work / f"initial-{hidden}.safetensors"
            steps = bench.pick(count, 3)
            ours, theirs = [], []
            for _ in range(bench.pick(2, 1)):
                ours.append(bench.engine("train", batches, "--embedding", width, "--hidden", hidden, "--batches", steps,
                                         "--warmup", warmup, "--threads", bench.threads, "--weights", weights,
                                         "--precision", precision))
                bench.ours = thousands(ours[-1]["tokens_per_second"])
                said = bench.peer("pytorch_ids.py", "train", batches, weights, f"batches={steps}",
                                  f"warmup={warmup}", f"threads={bench.threads}", f"precision={precision}", needs=["torch", "numpy"])
                theirs.append(json.loads(said.output))
            our_rate, their_rate = (max(r["tokens_per_second"] for r in side) for side in (ours, theirs))
            bench.keep_raw(1, what, {"valence": ours, "pytorch": theirs})
            rates = {name: max(r["rates"][name] for r in theirs) for name in theirs[0]["rates"]}
            note = ", ".join(f"{name} {thousands(rate)}" for name, rate in rates.items())
            if hidden in in_single:
                note += f"; beside PyTorch in single {our_rate / in_single[hidden]:.2f} ×"
            in_single.setdefault(hidden, their_rate)
            bench.add(1, what, thousands(our_rate), f"PyTorch {thousands(their_rate)}", our_rate / their_rate, goal, note)
        bench.attempt(1, what, compare, goal)

    goal = Goal(most=1e-3, unit="")
    for precision in PRECISIONS:
        what = f"first ten losses in {precision}, largest difference"

        def losses():
            count = bench.pick(10, 3)
            weights = bench.work / "initial-losses.safetensors"
            ours = bench.engine("train", batches, "--batches", count, "--warmup", 0, "--weights", weights,
                                "--precision", precision)["losses"]
            theirs = {kind: json.loads(bench.peer(
                "pytorch_ids.py", "losses", batches, weights, f"batches={count}", f"precision={kind}",
                needs=["torch", "numpy"]).output)["losses"] for kind in {"single", precision}}
            bench.keep_raw(1, what, {"valence": ours, "pytorch": theirs})
            exact = theirs["single"]
            note = "from PyTorch's in single precision"
            if precision != "single":
                note += f"; its own in {precision} are {largest_difference(theirs[precision], exact):.1e} away"
            note += ", 3 losses only" if bench.quick else ""
            bench.add(1, what, f"{ours[0]:.4f} … {ours[-1]:.4f}", f"PyTorch {exact[0]:.4f} … {exact[-1]:.4f}",
                      largest_difference(ours, exact), goal, note)
        bench.attempt(1, what, losses, goal)


def inference(bench, data):
    batches = ids(bench, data)
    peers = (("PyTorch", "pytorch_ids.py", ["infer"], ["torch", "numpy"], Goal(2.8), PRECISIONS),
             ("ONNX Runtime", "onnxruntime_ids.py", [], ["onnxruntime", "onnx", "numpy"], Goal(1.8), PRECISIONS[:1]))
    ours = {precision: [] for precision in PRECISIONS}

    def measure_ours(precision):
        weights, logits = (bench.work / f"inference-{precision}.{end}" for end in ("safetensors", "logits"))
        ours[precision].append(bench.engine("infer", batches, "--threads", bench.threads, "--weights", weights,
                                            "--logits", logits, "--precision", precision))
        return weights, logits
    for name, script, mode, needs, goal, precisions in peers:
        for precision in precisions:
            what = f"inference from ids in {precision}, beside {name}"

            def compare():
                theirs = []
                weights, logits = measure_ours(precision)
                bench.ours = thousands(ours[precision][-1]["tokens_per_second"])
                for _ in range(bench.pick(2, 1)):
                    for size in bench.pick((64, 256), (64,)):
                        said = bench.peer(script, *mode, batches, weights, f"threads={bench.threads}", f"batch={size}",
                                          f"logits={logits}", f"precision={precision}", needs=needs)
                        theirs.append(json.loads(said.output) | {"batch": size})
                    measure_ours(precision)
                difference = max(r["largest_difference"] for r in theirs)
                if difference > (1e-3 if precision == "single" else 0.05):
                    raise Missing(f"logits differ by {difference:.1e}: not the same computation")
                top = max(theirs, key=lambda r: r["tokens_per_second"])
                our_rate = max(r["tokens_per_second"] for r in ours[precision])
                bench.keep_raw(2, what, {"valence": ours[precision], name: theirs})
                way = max(top["rates"], key=top["rates"].get)
                note = f"its best: {way}, batch {top['batch']}; logits differ by {difference:.0e}"
                if precision != "single":
                    note += f" from those in single; ours in single {thousands(max(r['tokens_per_second'] for r in ours['single']))}"
                bench.add(2, what, thousands(our_rate), f"{name} {thousands(top['tokens_per_second'])}",
                          our_rate / top["tokens_per_second"], goal, note)
            bench.attempt(2, what, compare, goal)
    for (kind, words), precision in itertools.product(BILSTMS, PRECISIONS):
        file_to_file(bench, data, kind, words, precision)


# What reads the words alone, and the default, which reads a language model's states too: two networks more.
BILSTMS = (("fast", "bilstm --preset fast"), ("bilstm", "bilstm that reads a language model"))


def model(bench, data, kind):
    """A trained model, a BiLSTM after one epoch; what training took stands beside it."""
    path, figures = (bench.work / f"{kind}-{'quick' if bench.quick else 'full'}.{end}" for end in ("safetensors", "json"))
    if not (path.exists() and figures.exists()):
        bench.say(f"training a {kind} model")
        # Files sorted by class have a single one at their head, so a part is taken from all over.
        source = bench.made("mixed.csv", lambda target: mix(data.train, target, 4000)) if bench.quick else data.train
        options = {"fast": ["--preset", "fast", "--epochs", 1], "bilstm": ["--epochs", 1]}.get(kind, [])
        done = bench.valence("train", source, *data.columns, "--model-type", "bilstm" if kind == "fast" else kind, *options,
                             "--threads", bench.threads, "-o", path, "--force", "--quiet")
        figures.write_text(json.dumps({"seconds": done.seconds, "peak_bytes": done.peak_bytes}))
    return path


def mix(source, target, count):
    """Every n-th record of a CSV, so that about `count` of them stay."""
    with open(source, newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    with open(target, "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([rows[0]] + rows[1::max(1, len(rows) // count)])


def labels(path):
    with open(path, newline="", encoding="utf-8") as file:
        return [row["predicted_label"] for row in csv.DictReader(file)]


def file_to_file(bench, data, kind, words, precision):
    what, goal = f"classify a file in {precision}, {words}", Goal(4)

    def compare():
        trained = model(bench, data, kind)
        source = data.test
        if bench.quick:
            source = bench.made("few.csv", lambda target: mix(data.test, target, 1000))
        ours_path, theirs_path = bench.work / "ours.csv", bench.work / "theirs.csv"
        ours, theirs = [], []
        for _ in range(bench.pick(2, 1)):
            ours.append(bench.valence("classify", source, "-m", trained, "-o", ours_path, "--text-column", data.text,
                                      "--threads", bench.threads, "--precision", precision, "--force", "--verbose"))
            bench.ours = spent(ours[-1].seconds)
            theirs.append(bench.peer("classify_file.py", trained, source, theirs_path, data.text, bench.threads,
                                     256, precision, needs=["torch", "pandas", "numpy"]))
        our_labels, their_labels = labels(ours_path), labels(theirs_path)
        same = sum(a == b for a, b in zip(our_labels, their_labels, strict=True)) / len(our_labels)
        stages = json.loads(best(theirs).output)["stages"]
        bench.keep_raw(2, what, {
            "reviews": len(our_labels), "same_labels": same, "valence_seconds": [r.seconds for r in ours],
            "valence_said": best(ours).errors.splitlines(), "pytorch_seconds": [r.seconds for r in theirs],
            "pytorch_stages": stages})
        seconds = best(ours).seconds, best(theirs).seconds
        bench.add(2, what, spent(seconds[0]), f"pandas + PyTorch {spent(seconds[1])}", seconds[1] / seconds[0], goal,
                  f"{len(our_labels):,} reviews, {same:.1%} the same label")
        bench.add_table(2, f"Where the time goes, file to file in {precision}, {words}", stage_lines(best(ours), seconds[1], stages))
    bench.attempt(2, what, compare, goal)


def stage_lines(ours, their_seconds, stages):
    said = [line.strip() for line in ours.errors.splitlines() if line.strip().startswith("busy")]
    theirs = "; ".join(f"{name} {spent(seconds)}" for name, seconds in stages.items())
    return [f"- pandas + PyTorch, {spent(their_seconds)}: {theirs}.",
            f"- Valence, {spent(ours.seconds)}: {', '.join(said) or 'the tool named no stages'}."]


def steps(bench, _):
    def measure():
        result = bench.engine("steps", "--rounds", bench.pick(20, 4), "--rows", bench.pick("64,16,32,66", "64"))
        bench.keep_raw(3, "steps", result)
        for line in result["steps"]:
            if line["rows"] != 64:
                continue
            cell = {"lstm": "LSTM", "gru": "GRU", "rnn": "RNN"}[line["cell"]]
            forward = Goal(75 if cell == "LSTM" else 60, unit="%")
            for kind, goal in (("inference", forward), ("training", forward), ("backward", Goal(65, unit="%"))):
                name = "backward step" if kind == "backward" else f"step for {kind}"
                rate = line[f"{kind}_gflops"]
                bench.add(3, f"{cell} {name}, H = {line['hidden']}", f"{rate:.0f} GFLOP/s",
                          f"sgemm {line['sgemm_gflops']:.0f}", 100 * rate / line["sgemm_gflops"], goal)
    bench.attempt(3, "fused steps at 64 rows, one core", measure)


def scaling(bench, data):
    sizes = bench.pick((1000, 10_000, 100_000), (200, 400))
    what, goal = "inference, slowest over fastest of " + ", ".join(f"{n:,}" for n in sizes) + " reviews", Goal(0.9)

    def linear():
        def make(path):
            extra = ["--unlabelled", data.unlabelled] if data.unlabelled and not bench.quick else []
            files = [data.train] if bench.quick else [data.train, data.test]
            bench.engine("ids", *files, *extra, *data.columns, "--output", path)
        corpus = bench.made(f"corpus-{'quick' if bench.quick else 'full'}.ids", make)
        runs = [bench.engine("infer", corpus, "--reviews", n, "--threads", bench.threads,
                             "--rounds", 3 if n <= 10_000 else 1) for n in sizes]
        bench.keep_raw(8, "by reviews", runs)
        rates = [r["tokens_per_second"] for r in runs]
        bench.add(8, what, " / ".join(f"{rate / 1e3:.0f}" for rate in rates) + " k tokens/s", "",
                  min(rates) / max(rates), goal)
    bench.attempt(8, what, linear, goal)
    bench.attempt(8, "curves over H and batch size", lambda: curves(bench, data))


def curves(bench, data):
    batches = ids(bench, data)
    widths, sizes = bench.pick(((64, 128, 256, 512), (1, 4, 16, 64, 256)), ((64, 128), (1, 64)))
    for kind in ("train", "infer"):
        lines = ["| H \\ batch | " + " | ".join(map(str, sizes)) + " |", "|---:|" + "---:|" * len(sizes)]
        for hidden in widths:
            cells = []
            for size in sizes:
                words = ["--embedding", 128, "--hidden", hidden, "--batch", size, "--threads", bench.threads,
                         "--seconds", bench.pick(2, 0.3)]
                # As many batches as fit into the seconds.
                words += ["--batches", 4000, "--warmup", 2 if size < 64 else 1] if kind == "train" else []
                found = bench.engine(kind, batches, *words)
                found.pop("losses", None)
                bench.keep_raw(8, f"{kind} H {hidden} batch {size}", found)
                cells.append(f"{found['tokens_per_second'] / 1e3:.1f} ({found['gflops']:.0f}, "
                             f"{100 * found['gflops'] / bench.peak['all_cores_gflops']:.0f} %)")
            lines.append(f"| {hidden} | " + " | ".join(cells) + " |")
        name = {"train": "Training", "infer": "Inference"}[kind]
        bench.add_table(8, f"{name} over H and batch size", [
            "k tokens/s (GFLOP/s, share of the sgemm peak of all cores); counted are the recurrent products and one input "
            "product for each different token.", "", *lines])
