#!/usr/bin/env python3
"""Writes Tests/Fixtures/reference/linear.json: decision values of scikit-learn's logistic regression on a few texts.

Naive Bayes scaled (Wang & Manning 2012), tf-idf and plain counts; two classes and three, one against the rest.

Usage: python3 Scripts/reference/linear.py          Needs: scikit-learn, scipy, numpy.
"""
import json
import pathlib

import numpy as np
import scipy.sparse as sp
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression

TEXTS = [
    ("good sound and a good screen", "positive"),
    ("the battery is bad and the screen is bad bad bad", "negative"),
    ("not bad for the price", "positive"),
    ("not good at all", "negative"),
    ("it is a phone and it makes calls", "neutral"),
    ("the screen is fine the sound is fine", "neutral"),
    ("great great great phone", "positive"),
    ("the worst phone and the worst battery", "negative"),
    ("arrived on the day it was said to", "neutral"),
    ("good battery good price good phone", "positive"),
    ("the sound is not good and the price is bad", "negative"),
    ("it is what it is", "neutral"),
]
UNSEEN = ["a good phone with a bad battery", "fine", "nothing known here whatsoever", "not good not bad it is a phone"]


def grams(vectorizer, fit, texts):
    options = dict(token_pattern=r"[a-z]+", **fit)
    made = vectorizer(**options)
    return made.fit_transform([t for t, _ in texts]), made


def decisions(weighting, ngrams, minimum, texts):
    labels = np.array([label for _, label in texts])
    classes = sorted(set(labels))
    everything = [t for t, _ in texts] + UNSEEN
    kind = TfidfVectorizer if weighting == "tfidf" else CountVectorizer
    fit = dict(ngram_range=(1, ngrams), min_df=minimum)
    fit |= {"tfidf": dict(sublinear_tf=True), "binary": dict(binary=True), "count": {}}[weighting]
    X, made = grams(kind, fit, texts)
    X_all = made.transform(everything)
    columns = []
    for name in classes[1:] if len(classes) == 2 else classes:
        y = labels == name
        scale = sp.identity(X.shape[1])
        if weighting == "binary":
            p, q = X[y].sum(0) + 1, X[~y].sum(0) + 1
            scale = sp.diags(np.asarray(np.log((p / p.sum()) / (q / q.sum()))).ravel())
        C = 30 if weighting == "tfidf" else 1
        model = LogisticRegression(C=C, solver="liblinear", dual=True, tol=1e-10, max_iter=100_000)
        columns.append(model.fit(X @ scale, y).decision_function(X_all @ scale))
    return np.array(columns).T.round(6).tolist()


cases = []
for classes in (2, 3):
    texts = [pair for pair in TEXTS if classes == 3 or pair[1] != "neutral"]
    for weighting in ("binary", "tfidf", "count"):
        for ngrams, minimum in ((1, 1), (3, 2)):
            cases.append(
                dict(classes=classes, weighting=weighting, ngrams=ngrams, minimumCount=minimum,
                     decisions=decisions(weighting, ngrams, minimum, texts)))

out = pathlib.Path(__file__).parents[2] / "Tests/Fixtures/reference/linear.json"
out.write_text(json.dumps(
    dict(script="Scripts/reference/linear.py", texts=[dict(text=t, label=l) for t, l in TEXTS], unseen=UNSEEN,
         cases=cases), indent=1) + "\n")
