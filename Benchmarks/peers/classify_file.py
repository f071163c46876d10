"""Labels a file of reviews as a PyTorch user's script does: pandas reads, a regex tokenises, padded batches of like length.

Usage: classify_file.py MODEL INPUT.csv OUTPUT.csv TEXT_COLUMN [THREADS=2] [BATCH=256] [PRECISION=single]

MODEL is a bilstm model of `valence train`, whose weights, vocabulary and labels are taken as they are; the tokeniser is
close to Valence's, not the same. PRECISION bfloat16 is PyTorch's autocast. Prints the seconds of each stage, imports and all, as one JSON object.
"""
import contextlib
import time

start = time.perf_counter()
import json
import os
import re
import sys

import numpy
import pandas
import torch

from bilstm_model import Classifier
from ids import by_length, metadata, padded, read_weights

model_path, input_path, output_path, text = sys.argv[1:5]
threads = int(sys.argv[5]) if len(sys.argv) > 5 else 2
batch = int(sys.argv[6]) if len(sys.argv) > 6 else 256
products = torch.autocast("cpu", torch.bfloat16) if sys.argv[7:] == ["bfloat16"] else contextlib.nullcontext()
torch.set_num_threads(threads)
stages = {}


def stage(name):
    """Ends the stage `name`."""
    global start
    now = time.perf_counter()
    stages[name] = now - start
    start = now


stage("import")
tensors = read_weights(model_path)
settings = metadata(model_path)
labels = json.loads(settings["valence.labels"])
temperature = float(settings["valence.temperature"])
length = json.loads(settings["valence.settings"])["maximumLength"]
ends = tensors["vocabulary.ends"].tolist()
table = tensors["vocabulary.bytes"].tobytes()
number = {table[a:b].decode(): k for k, (a, b) in enumerate(zip([0] + ends[:-1], ends))}
model = Classifier.of(tensors).eval()
stage("model")

reviews = pandas.read_csv(input_path)
stage("read")

markup = re.compile(r"<[^>]*>")
word = re.compile(r"\w+(?:'\w+)*|!+|\?+|\.\.+|[.,;:()\"-]")
tokens = [word.findall(markup.sub(" ", review).lower()) for review in reviews[text].fillna("")]
stage("tokenise")

head, tail = (length + 1) // 2, length // 2
ids = []
for words in tokens:
    if len(words) > length:
        words = words[:head] + words[-tail:]
    ids.append([number.get(w, 0) for w in words] or [0])
stage("ids")

probabilities = numpy.empty((len(ids), len(labels)), numpy.float32)
with torch.inference_mode(), products:
    for group in by_length(ids, batch):
        rows, _ = padded([ids[k] for k in group], len(number))
        probabilities[group] = torch.softmax(model(torch.from_numpy(rows)).float() / temperature, 1).numpy()
stage("network")

reviews["predicted_label"] = [labels[k] for k in probabilities.argmax(1)]
reviews["confidence"] = probabilities.max(1).round(6)
reviews.to_csv(output_path, index=False)
stage("write")
print(json.dumps({"stages": stages, "bytes": os.path.getsize(input_path), "reviews": len(reviews)}))
