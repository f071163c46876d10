"""A bidirectional LSTM as a PyTorch user writes it. Usage: bilstm.py TRAIN TEST TEXT_COLUMN LABEL_COLUMN [EPOCHS=2]"""
import collections
import random
import re
import sys
import time

import torch
from torch import nn

from reviews import read

WORDS, LENGTH, WIDTH, BATCH = 30_000, 400, 128, 64
start = time.perf_counter()
train_path, test_path, text, label = sys.argv[1:5]
epochs = int(sys.argv[5]) if len(sys.argv) > 5 else 2
torch.manual_seed(1)
random.seed(1)


def words(review):
    found = re.findall(r"\w+(?:'\w+)?|[^\w\s]", re.sub(r"<[^>]*>", " ", review).lower())
    return found if len(found) <= LENGTH else found[: LENGTH // 2] + found[-LENGTH // 2:]


texts, labels = read(train_path, text, label)
test_texts, test_labels = read(test_path, text, label)
reviews, test_reviews = [words(t) for t in texts], [words(t) for t in test_texts]
counts = collections.Counter(word for review in reviews for word in review)
# 0 pads, 1 is a word unknown.
numbers = {word: k + 2 for k, (word, _) in enumerate(counts.most_common(WORDS - 2))}
classes = sorted(set(labels))


def batches(reviews, labels):
    """Padded batches of reviews of like length, in random order."""
    order = sorted(range(len(reviews)), key=lambda k: len(reviews[k]))
    groups = [order[k:k + BATCH] for k in range(0, len(order), BATCH)]
    random.shuffle(groups)
    for group in groups:
        rows = [torch.tensor([numbers.get(w, 1) for w in reviews[k]] or [1]) for k in group]
        target = torch.tensor([classes.index(labels[k]) if labels[k] in classes else -1 for k in group])
        yield nn.utils.rnn.pad_sequence(rows, batch_first=True), target


class Classifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(WORDS, WIDTH, padding_idx=0)
        self.encoder = nn.LSTM(WIDTH, WIDTH, batch_first=True, bidirectional=True)
        self.output = nn.Linear(4 * WIDTH, len(classes))
        self.dropout = nn.Dropout(0.5)

    def forward(self, x):
        real = (x > 0).unsqueeze(2)
        states, _ = self.encoder(nn.functional.dropout(self.embedding(x), 0.3, self.training))
        top = states.masked_fill(~real, -1e9).amax(1)
        mean = (states * real).sum(1) / real.sum(1)
        return self.output(self.dropout(torch.cat([top, mean], 1)))


model = Classifier()
optimizer = torch.optim.Adam(model.parameters(), 2e-3)
for _ in range(epochs):
    for x, y in batches(reviews, labels):
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(x), y).backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()

model.eval()
with torch.inference_mode():
    right = sum((model(x).argmax(1) == y).sum().item() for x, y in batches(test_reviews, test_labels))
print(f"PyTorch BiLSTM, {epochs} epochs\t{right / len(test_reviews):.4f}\t{time.perf_counter() - start:.1f}")
