"""ONNX Runtime on the same ids and weights as `valence-bench`: tokens a second of inference; prints one JSON object.

Usage: onnxruntime_ids.py IDS WEIGHTS [name=value]…, names threads, batch, reviews, logits. The best of three graphs counts:
the whole network with lengths (exact), the whole network on padded rows, the LSTM layer alone on padded vectors. Batches
of like length are padded before the clock starts; only real tokens count. With logits=FILE the largest difference of the
exact graph to those of the file.
"""
import json
import sys
import time

import numpy
import onnx
import onnxruntime
from onnx import TensorProto, helper

from ids import by_length, padded, read_ids, read_weights

ids_path, weights_path = sys.argv[1:3]
options = dict(word.split("=", 1) for word in sys.argv[3:])
words, classes, reviews, _ = read_ids(ids_path)
reviews = reviews[:int(options.get("reviews", len(reviews)))]
weights = read_weights(weights_path)
width = weights["embedding.weight"].shape[1]
hidden = weights["encoder.weight_hh_l0"].shape[1]


def both(name, shape):
    """The tensor of both directions, its gates i f g o in ONNX's order i o f g."""
    sides = [weights[f"encoder.{name}_l0{suffix}"].reshape(4, hidden, -1) for suffix in ("", "_reverse")]
    return numpy.stack([side[[0, 3, 1, 2]] for side in sides]).reshape(shape)


table = numpy.concatenate([weights["embedding.weight"], numpy.zeros((1, width), "f4")])
biases = [both(name, (2, 4 * hidden)) for name in ("bias_ih", "bias_hh")]
constants = {
    "table": table, "W": both("weight_ih", (2, 4 * hidden, width)), "R": both("weight_hh", (2, 4 * hidden, hidden)),
    "B": numpy.concatenate(biases, 1), "output.weight": weights["output.weight"], "output.bias": weights["output.bias"],
    "one": numpy.array([1], "i8"), "flat": numpy.array([0, 0, 2 * hidden], "i8"), "floor": numpy.array(1e9, "f4"),
    "unit": numpy.array(1, "f4"), "first": numpy.array([0], "i8"),
}


def session(nodes, inputs, output, shape):
    used = {name for node in nodes for name in node.input}
    graph = helper.make_graph(
        nodes, "reviews", inputs, [helper.make_tensor_value_info(output, TensorProto.FLOAT, shape)],
        [onnx.numpy_helper.from_array(numpy.ascontiguousarray(c), n) for n, c in constants.items() if n in used])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 8
    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = int(options.get("threads", 2))
    return onnxruntime.InferenceSession(model.SerializeToString(), settings, providers=["CPUExecutionProvider"])


def lstm(lengths):
    inputs = ["vectors", "W", "R", "B"] + (["lengths"] if lengths else [])
    return helper.make_node("LSTM", inputs, ["Y"], hidden_size=hidden, direction="bidirectional")


def whole(lengths):
    """ids [T, B], mask [T, B, 1] and lengths [B] to logits [B, C]."""
    nodes = [
        helper.make_node("Gather", ["table", "ids"], ["vectors"]), lstm(lengths),
        helper.make_node("Transpose", ["Y"], ["states4"], perm=[0, 2, 1, 3]),
        helper.make_node("Reshape", ["states4", "flat"], ["states"]),
        helper.make_node("Sub", ["mask", "unit"], ["behind"]), helper.make_node("Mul", ["behind", "floor"], ["low"]),
        helper.make_node("Add", ["states", "low"], ["real"]),
        helper.make_node("ReduceMax", ["real"], ["top"], axes=[0], keepdims=0),
        helper.make_node("Mul", ["states", "mask"], ["kept"]),
        helper.make_node("ReduceSum", ["kept", "first"], ["sum"], keepdims=0),
        helper.make_node("ReduceSum", ["mask", "first"], ["count"], keepdims=0),
        helper.make_node("Div", ["sum", "count"], ["mean"]),
        helper.make_node("Concat", ["top", "mean"], ["pooled"], axis=1),
        helper.make_node("Gemm", ["pooled", "output.weight", "output.bias"], ["logits"], transB=1),
    ]
    inputs = [helper.make_tensor_value_info("ids", TensorProto.INT64, ["t", "b"]),
              helper.make_tensor_value_info("mask", TensorProto.FLOAT, ["t", "b", 1])]
    if lengths:
        inputs.append(helper.make_tensor_value_info("lengths", TensorProto.INT32, ["b"]))
    return session(nodes, inputs, "logits", ["b", classes])


def layer():
    inputs = [helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["t", "b", width])]
    return session([lstm(False)], inputs, "Y", ["t", 2, "b", hidden])


def feeds(group, names):
    rows, lengths = padded([reviews[k] for k in group], words)
    ids = numpy.ascontiguousarray(rows.T)
    everything = {"ids": lambda: ids, "mask": lambda: (ids != words).astype("f4")[:, :, None],
                  "lengths": lambda: lengths.astype("i4"), "vectors": lambda: table[ids]}
    return {name: everything[name]() for name in names}


graphs = {"whole network, exact lengths": whole(True), "whole network, padded": whole(False), "LSTM layer alone": layer()}
groups = by_length(reviews, int(options.get("batch", 64)))
tokens = sum(len(review) for review in reviews)
rates = {}
for name, graph in graphs.items():
    names = [value.name for value in graph.get_inputs()]
    graph.run(None, feeds(groups[-1], names))
    spent = 0.0
    for group in groups:
        feed = feeds(group, names)
        start = time.perf_counter()
        graph.run(None, feed)
        spent += time.perf_counter() - start
    rates[name] = tokens / spent
result = {"tokens": tokens, "rates": rates, "tokens_per_second": max(rates.values())}
if "logits" in options:
    theirs = numpy.fromfile(options["logits"], "<f4").reshape(-1, classes)
    exact = graphs["whole network, exact lengths"]
    group = list(range(min(64, len(reviews))))
    found = exact.run(None, feeds(group, ["ids", "mask", "lengths"]))[0]
    result["largest_difference"] = float(numpy.abs(found - theirs[group]).max())
print(json.dumps(result))
