"""fastText's skip-gram. Mikolov et al. 2013. Usage: skipgram.py FILE TEXT_COLUMN LABEL_COLUMN THREADS

Prints as JSON the seconds from fastText's text file to its vectors; how many words it knows.
"""
import json
import os
import re
import subprocess
import sys
import tempfile
import time

from reviews import read

path, text, label, threads = sys.argv[1:5]

with tempfile.TemporaryDirectory() as folder:
    source, output = os.path.join(folder, "text"), os.path.join(folder, "vectors")
    with open(source, "w", encoding="utf-8") as file:
        for review in read(path, text, label)[0]:
            plain = re.sub(r"<[^>]*>", " ", review).lower()
            file.write(" ".join(re.findall(r"[\w']+|[^\w\s]", plain)) + "\n")
    start = time.perf_counter()
    subprocess.run(["fasttext", "skipgram", "-input", source, "-output", output, "-dim", "100", "-ws", "5", "-neg", "5",
                    "-epoch", "5", "-minCount", "5", "-maxn", "0", "-t", "1e-4", "-thread", threads, "-verbose", "0"],
                   check=True)
    seconds = time.perf_counter() - start
    with open(output + ".vec", encoding="utf-8") as file:
        words = int(file.readline().split()[0])
print(json.dumps({"training_seconds": seconds, "words": words}))
