"""Reads what `valence-bench` hands to the peers: reviews as token ids, and weights."""
import json

import numpy


def read_ids(path):
    """Vocabulary size, classes, a list of arrays of ids, labels. Id 0 is the unknown word; there is no padding id."""
    numbers = numpy.fromfile(path, dtype="<i4")
    words, classes, count, _ = (int(n) for n in numbers[:4])
    labels, ends, tokens = numpy.split(numbers[4:], [count, 2 * count])
    return words, classes, numpy.split(tokens.astype(numpy.int64), ends[:-1]), labels.astype(numpy.int64)


def read_weights(path):
    """The float tensors of a safetensors file by name; tables of bytes and whole numbers too."""
    kinds = {"F32": "<f4", "U8": "u1", "I64": "<i8", "U64": "<u8"}
    with open(path, "rb") as file:
        content = file.read()
    start = 8 + int.from_bytes(content[:8], "little")
    tensors = {}
    for name, entry in json.loads(content[8:start]).items():
        if name != "__metadata__":
            begin, end = entry["data_offsets"]
            values = numpy.frombuffer(content[start + begin:start + end], kinds[entry["dtype"]])
            tensors[name] = values.reshape(entry["shape"])
    return tensors


def metadata(path):
    with open(path, "rb") as file:
        length = int.from_bytes(file.read(8), "little")
        return json.loads(file.read(length))["__metadata__"]


def padded(reviews, padding):
    """[reviews, longest] ids, the rest of each row `padding`; and the lengths."""
    lengths = numpy.array([len(review) for review in reviews])
    rows = numpy.full((len(reviews), lengths.max()), padding, numpy.int64)
    for row, review in zip(rows, reviews):
        row[:len(review)] = review
    return rows, lengths


def by_length(reviews, batch):
    """Groups of `batch` reviews of like length, as numbers, longest first."""
    order = sorted(range(len(reviews)), key=lambda k: -len(reviews[k]))
    return [order[k:k + batch] for k in range(0, len(order), batch)]
