"""Logistic regression on n-grams scaled by their naive Bayes log-count ratio, one class against the rest.

Wang & Manning 2012, "Baselines and Bigrams". Usage: linear.py TRAIN TEST TEXT_COLUMN LABEL_COLUMN
Prints test accuracy and seconds as JSON.
"""
import json
import sys
import time

import numpy
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from reviews import read

start = time.perf_counter()
train_path, test_path, text, label = sys.argv[1:5]
texts, labels = read(train_path, text, label)
test_texts, test_labels = read(test_path, text, label)

counter = CountVectorizer(ngram_range=(1, 3), min_df=2, binary=True, dtype=numpy.float32,
                          token_pattern=r"(?u)\w+(?:'\w+)?|[!?]")
features = counter.fit_transform(texts)
test_features = counter.transform(test_texts)

labels = numpy.array(labels)
classes = sorted(set(labels))
scores = []
# With two classes one problem decides both.
for name in classes[1:] if len(classes) == 2 else classes:
    positive = labels == name
    p = 1 + numpy.asarray(features[positive].sum(0)).ravel()
    q = 1 + numpy.asarray(features[~positive].sum(0)).ravel()
    scale = sparse.diags(numpy.log((p / p.sum()) / (q / q.sum())).astype(numpy.float32))
    model = LogisticRegression(C=1.0, solver="liblinear").fit(features @ scale, positive)
    scores.append(model.decision_function(test_features @ scale))

if len(classes) == 2:
    predicted = [classes[int(score > 0)] for score in scores[0]]
else:
    predicted = [classes[k] for k in numpy.argmax(scores, axis=0)]
accuracy = numpy.mean([a == b for a, b in zip(predicted, test_labels)])
print(json.dumps({"accuracy": float(accuracy), "seconds": time.perf_counter() - start}))
