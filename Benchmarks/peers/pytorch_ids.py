"""PyTorch on the same ids and weights as `valence-bench`; prints one JSON object.

Usage: pytorch_ids.py train|losses|infer IDS WEIGHTS [name=value]…, names threads, batch, batches, warmup, reviews, logits,
precision
- train: tokens a second, padded batches of like length; SparseAdam for the embedding, fused Adam for the rest; with
  precision=bfloat16 under autocast, by oneDNN alone: PyTorch's own takes a minute for what oneDNN does in four seconds
- losses: the first batches' losses, over packed sequences, which are exact where padding is not
- infer: tokens a second, padded batches of like length, with precision=bfloat16 under autocast; with logits=FILE the largest
  difference of those in single precision to the file's

Each speed is measured with oneDNN's LSTM, which is the default, and with PyTorch's own, and the faster one counts. Batches
are padded before the clock starts. Only real tokens count.
"""
import contextlib
import json
import sys
import time

import numpy
import torch
from torch import nn

from bilstm_model import Classifier
from ids import by_length, padded, read_ids, read_weights

mode, ids_path, weights_path = sys.argv[1:4]
options = dict(word.split("=", 1) for word in sys.argv[4:])


def number(name, otherwise):
    return int(options.get(name, otherwise))


torch.set_num_threads(number("threads", 2))
words, classes, reviews, labels = read_ids(ids_path)
batch = number("batch", 64)
rounded = options.get("precision") == "bfloat16"


def tensors(group):
    rows, lengths = padded([reviews[k] for k in group], words)
    return torch.from_numpy(rows), torch.from_numpy(lengths), torch.from_numpy(labels[group])


def products():
    """In the precision that was asked for."""
    return torch.autocast("cpu", torch.bfloat16) if rounded else contextlib.nullcontext()


def train(model, groups, packed):
    """The losses of all steps, and when each ended."""
    dense = [p for name, p in model.named_parameters() if name != "embedding.weight"]
    optimizers = [torch.optim.SparseAdam([model.embedding.weight], 1e-3), torch.optim.Adam(dense, 1e-3, fused=True)]
    losses, ends = [], []
    for x, lengths, y in groups:
        for optimizer in optimizers:
            optimizer.zero_grad()
        with products():
            logits = model.packed(x, lengths) if packed else model(x)
        loss = nn.functional.cross_entropy(logits.float(), y)
        loss.backward()
        for optimizer in optimizers:
            optimizer.step()
        losses.append(loss.item())
        ends.append(time.perf_counter())
    return losses, ends


def with_and_without(measure):
    """A rate with each of the two implementations, by name."""
    rates = {}
    ways = [("oneDNN", True), ("PyTorch's own", False)]
    for name, enabled in ways[:1] if rounded else ways:
        torch.backends.mkldnn.enabled = enabled
        rates[name] = measure()
    return {"rates": rates, "tokens_per_second": max(rates.values())}


def training_rate():
    model = Classifier.of(read_weights(weights_path), sparse=True)
    _, ends = train(model, [tensors(group) for group in chosen], packed=False)
    return sum(len(reviews[k]) for group in chosen[warmup:] for k in group) / (ends[-1] - ends[warmup - 1])


def inference_rate():
    groups = [tensors(group)[0] for group in by_length(reviews, batch)]
    with torch.inference_mode(), products():
        model(groups[-1])
        start = time.perf_counter()
        for x in groups:
            model(x)
        return sum(len(review) for review in reviews) / (time.perf_counter() - start)


if mode in ("train", "losses"):
    count, warmup = number("batches", 30), number("warmup", 3 if mode == "train" else 0)
    every = [list(range(k, min(k + batch, len(reviews)))) for k in range(0, len(reviews), batch)]
    chosen = [every[k % len(every)] for k in range(warmup + count)]
    if mode == "train":
        result = with_and_without(training_rate)
    else:
        model = Classifier.of(read_weights(weights_path), sparse=True)
        result = {"losses": train(model, [tensors(group) for group in chosen], packed=True)[0]}
else:
    model = Classifier.of(read_weights(weights_path)).eval()
    reviews = reviews[:number("reviews", len(reviews))]
    result = with_and_without(inference_rate)
    if "logits" in options:
        # Against exact results: padding changes what the backward half sees.
        theirs = numpy.fromfile(options["logits"], "<f4").reshape(-1, classes)
        group = list(range(min(64, len(reviews))))
        x, lengths, _ = tensors(group)
        with torch.inference_mode():
            result["largest_difference"] = float(numpy.abs(model.packed(x, lengths).numpy() - theirs[group]).max())
print(json.dumps(result))
