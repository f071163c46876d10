#!/usr/bin/env python3
"""Writes what PyTorch gives on small ragged batches: Tests/Fixtures/reference/recurrent-*.json and training.json.

Usage: Scripts/reference/recurrent.py        Needs: torch (made with 2.15), on a CPU, in double precision.

Each recurrent case holds parameters, the input of three reviews (lengths 4, 1, 3), the states at every token, the final states, and
the gradients of sum(states * state_factors) + sum(final * final_factors) for parameters and inputs. The training file
holds a whole classifier (embedding, bidirectional LSTM, max and mean pooling, dense) at its start, its logits, and its losses
over ten steps of Adam and, for the embedding, SparseAdam.
"""
import json
import pathlib

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence, pad_sequence

EMBEDDING, HIDDEN, LENGTHS = 4, 3, [4, 1, 3]
KINDS = {"lstm": nn.LSTM, "gru": nn.GRU, "rnn": nn.RNN}


def rounded(tensor):
    return [float(f"{value:.12g}") for value in tensor.detach().flatten().tolist()]


def case(kind, layers, bidirectional, generator):
    def draw(*shape):
        return torch.rand(*shape, generator=generator, dtype=torch.float64) * 2 - 1

    module = KINDS[kind](EMBEDDING, HIDDEN, layers, batch_first=True, bidirectional=bidirectional).double()
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.copy_(draw(*parameter.shape))
    width = HIDDEN * (2 if bidirectional else 1)
    inputs = [draw(length, EMBEDDING).requires_grad_() for length in LENGTHS]
    packed = pack_padded_sequence(pad_sequence(inputs, batch_first=True), LENGTHS, batch_first=True, enforce_sorted=False)
    output, final = module(packed)
    if kind == "lstm":
        final = final[0]
    padded, _ = pad_packed_sequence(output, batch_first=True)
    states = [padded[row, :length] for row, length in enumerate(LENGTHS)]
    directions = 2 if bidirectional else 1
    final = torch.cat([final[-directions + side] for side in range(directions)], dim=1)
    state_factors, final_factors = [draw(length, width) for length in LENGTHS], draw(len(LENGTHS), width)
    loss = sum((s * f).sum() for s, f in zip(states, state_factors)) + (final * final_factors).sum()
    loss.backward()
    return {
        "layers": layers,
        "direction": "both" if bidirectional else "forward",
        "parameters": {f"encoder.{name}": rounded(p) for name, p in module.named_parameters()},
        "inputs": [rounded(x) for x in inputs],
        "states": [rounded(s) for s in states],
        "final": rounded(final),
        "state_factors": [rounded(f) for f in state_factors],
        "final_factors": rounded(final_factors),
        "parameter_gradients": {f"encoder.{name}": rounded(p.grad) for name, p in module.named_parameters()},
        "input_gradients": [rounded(x.grad) for x in inputs],
    }


def training(generator):
    vocabulary, classes, rate = 12, 3, 0.05
    reviews = [torch.randint(vocabulary, (length,), generator=generator) for length in (6, 2, 1, 4, 6)]
    labels = torch.tensor([0, 2, 1, 1, 0])
    embedding = nn.Embedding(vocabulary, EMBEDDING, sparse=True).double()
    encoder = nn.LSTM(EMBEDDING, HIDDEN, bidirectional=True).double()
    output = nn.Linear(4 * HIDDEN, classes).double()
    named = [(f"{prefix}.{name}", parameter) for prefix, module in
             (("embedding", embedding), ("encoder", encoder), ("output", output))
             for name, parameter in module.named_parameters()]
    with torch.no_grad():
        for _, parameter in named:
            parameter.copy_(torch.rand(*parameter.shape, generator=generator, dtype=torch.float64) * 2 - 1)
    start = {name: rounded(parameter) for name, parameter in named}
    dense = torch.optim.Adam([parameter for name, parameter in named if name != "embedding.weight"], rate)
    sparse = torch.optim.SparseAdam(embedding.parameters(), rate)
    losses, first = [], None
    for _ in range(10):
        rows = []
        for review in reviews:
            states, _ = encoder(embedding(review).unsqueeze(1))
            rows.append(torch.cat([states.squeeze(1).max(0).values, states.squeeze(1).mean(0)]))
        logits = output(torch.stack(rows))
        first = rounded(logits) if first is None else first
        loss = nn.functional.cross_entropy(logits, labels)
        losses.append(float(f"{loss.item():.12g}"))
        dense.zero_grad()
        sparse.zero_grad()
        loss.backward()
        dense.step()
        sparse.step()
    return {
        "made_by": "Scripts/reference/recurrent.py, PyTorch " + torch.__version__.split("+")[0],
        "vocabulary_size": vocabulary, "embedding_size": EMBEDDING, "hidden_size": HIDDEN, "class_count": classes,
        "learning_rate": rate, "reviews": [review.tolist() for review in reviews], "labels": labels.tolist(),
        "parameters": start, "logits": first, "losses": losses,
    }


def main():
    folder = pathlib.Path(__file__).resolve().parents[2] / "Tests" / "Fixtures" / "reference"
    folder.mkdir(parents=True, exist_ok=True)
    generator = torch.Generator().manual_seed(20)
    for kind in KINDS:
        content = {
            "made_by": "Scripts/reference/recurrent.py, PyTorch " + torch.__version__.split("+")[0],
            "cell": kind,
            "embedding_size": EMBEDDING,
            "hidden_size": HIDDEN,
            "lengths": LENGTHS,
            "cases": [case(kind, layers, both, generator) for layers in (1, 2) for both in (False, True)],
        }
        (folder / f"recurrent-{kind}.json").write_text(json.dumps(content, separators=(",", ":")) + "\n")
    content = training(torch.Generator().manual_seed(21))
    (folder / "training.json").write_text(json.dumps(content, separators=(",", ":")) + "\n")


main()
