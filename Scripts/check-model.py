#!/usr/bin/env python3
"""Loads a recurrent model into PyTorch and compares its probabilities with those of valence classify.

Usage: Scripts/check-model.py MODEL.safetensors [REVIEWS=200]
Needs: the built tool, Python with torch and safetensors. Exit code 1 where a probability differs by more than 1e-5.

The reviews are words of the model's own vocabulary in random order, so that the tokeniser leaves them as they are.
"""
import csv, io, json, pathlib, random, subprocess, sys

import safetensors.torch
import torch
from safetensors import safe_open

if len(sys.argv) < 2:
    sys.exit(__doc__)
path, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 200
tool = pathlib.Path(__file__).resolve().parent.parent / ".build/release/valence"
tensors = safetensors.torch.load_file(path)
metadata = safe_open(path, "pt").metadata()
settings = json.loads(metadata["valence.settings"])
network, longest = settings["network"], settings["maximumLength"]
temperature = float(metadata["valence.temperature"])

raw, start, words = bytes(tensors["vocabulary.bytes"].numpy()), 0, []
for end in tensors["vocabulary.ends"].tolist():
    words.append(raw[start:end].decode())
    start = end
plain = [number for number, word in enumerate(words) if word.isascii() and word.isalpha() and word.islower()]

random.seed(1)
reviews = [random.choices(plain, k=random.choice([1, 2, 7, 40, 200, longest + 5])) for _ in range(count)]

kinds = {"lstm": torch.nn.LSTM, "gru": torch.nn.GRU, "rnn": torch.nn.RNN}


def recurrent(network, prefix=""):
    layers = kinds[network["cell"]](
        network["embeddingSize"] + network.get("contextSize", 0), network["hiddenSize"], network["layers"],
        batch_first=True, bidirectional=network["direction"] == "both")
    prefix += "encoder."
    layers.load_state_dict({
        name.removeprefix(prefix): value for name, value in tensors.items() if name.startswith(prefix)})
    return layers


both = network["direction"] == "both"
encoder = recurrent(network)
# A language model that is read has the same words.
language = recurrent(settings["language"], "language.") if "language" in settings else None


def pooled(kind, states, final):
    if kind == "max":
        return states.max(0).values
    if kind == "mean":
        return states.mean(0)
    if kind == "last":
        return final
    keys = torch.tanh(states @ tensors["attention.weight"].T + tensors["attention.bias"])
    return torch.softmax(keys @ tensors["attention.context"], 0) @ states


def probabilities(ids):
    if len(ids) > longest:
        head = (longest + 1) // 2
        ids = ids[:head] + ids[len(ids) - (longest - head):]
    ids = torch.tensor(ids)[None]
    inputs = tensors["embedding.weight"][ids]
    if language:
        inputs = torch.cat([inputs, language(tensors["language.embedding.weight"][ids])[0]], dim=2)
    states, final = encoder(inputs)
    final = final[0] if network["cell"] == "lstm" else final
    last = torch.cat([final[-2, 0], final[-1, 0]]) if both else final[-1, 0]
    vector = torch.cat([pooled(kind, states[0], last) for kind in network["pooling"]])
    scores = tensors["output.weight"] @ vector
    if network.get("head") == "ordinal":
        learned = 10 * tensors["output.thresholds"]
        below = torch.sigmoid(torch.cumsum(torch.cat([learned[:1], learned[1:].exp()]), 0) - scores)
        one = torch.ones(1)
        logits = torch.diff(torch.cat([0 * one, below, one])).log()
    else:
        logits = scores + tensors["output.bias"]
    return torch.softmax(logits / temperature, 0)


table = io.StringIO()
writer = csv.writer(table)
writer.writerow(["id", "text"])
for number, ids in enumerate(reviews):
    writer.writerow([number, " ".join(words[i] for i in ids)])
run = subprocess.run(
    [tool, "classify", "-", "-m", path, "-o", "-"], input=table.getvalue(), capture_output=True, text=True)
if run.returncode:
    sys.exit(run.stderr)
rows = list(csv.DictReader(io.StringIO(run.stdout)))
columns = [name for name in rows[0] if name.startswith("prob_")]
worst = 0.0
with torch.inference_mode():
    for row, ids in zip(rows, reviews, strict=True):
        theirs = probabilities(ids).tolist()
        worst = max([worst] + [abs(float(row[column]) - value) for column, value in zip(columns, theirs)])
print(f"{len(rows)} reviews: probabilities differ from PyTorch's by at most {worst:.1e} (six decimals are written)")
sys.exit(worst > 1e-5)
