"""fastText's classifier with bigrams. Joulin et al. 2016. Usage: fasttext.py TRAIN TEST TEXT_COLUMN LABEL_COLUMN

Prints as JSON test accuracy, seconds of the whole, and those of training alone, from fastText's text file to its model.
"""
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time

from reviews import read

start = time.perf_counter()
train_path, test_path, text, label = sys.argv[1:5]


def write(path, target, shuffled):
    lines = []
    for review, name in zip(*read(path, text, label)):
        plain = re.sub(r"<[^>]*>", " ", review).lower()
        words = re.sub(r"([^\w\s])", r" \1 ", plain).split()
        lines.append(f"__label__{name.replace(' ', '_')} {' '.join(words)}\n")
    if shuffled:
        # In a file sorted by class the last class read would win.
        random.Random(1).shuffle(lines)
    with open(target, "w", encoding="utf-8") as file:
        file.writelines(lines)


with tempfile.TemporaryDirectory() as folder:
    train, test, model = (os.path.join(folder, name) for name in ("train", "test", "model"))
    write(train_path, train, True)
    write(test_path, test, False)
    before = time.perf_counter()
    subprocess.run(["fasttext", "supervised", "-input", train, "-output", model, "-wordNgrams", "2", "-dim", "10",
                    "-epoch", "10", "-minCount", "2", "-lr", "0.5", "-thread", "2", "-verbose", "0"],
                   check=True)
    training = time.perf_counter() - before
    said = subprocess.run(["fasttext", "test", model + ".bin", test], check=True, capture_output=True, text=True).stdout
accuracy = float(re.search(r"P@1\s+([\d.]+)", said).group(1))
print(json.dumps({"accuracy": accuracy, "seconds": time.perf_counter() - start, "training_seconds": training}))
