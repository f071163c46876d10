#!/usr/bin/env python3
"""Makes Tests/Fixtures/reference/metrics.json: what scikit-learn, scipy and statsmodels say of seeded predictions.

Undefined numbers are null: scikit-learn's zero_division=nan, and null where it would answer 0 for "no answer"
(Matthews' correlation without spread, average precision without positives).
Needs numpy, scipy, scikit-learn and statsmodels. Run it from anywhere: it writes beside the tests.
"""

import json
import math
import pathlib
import warnings

import numpy as np
import scipy.optimize
import scipy.stats
import scipy.special
import sklearn
import sklearn.metrics as sk
import statsmodels
import statsmodels.stats.contingency_tables
import statsmodels.stats.multitest

warnings.simplefilter("ignore")
OUTPUT = pathlib.Path(__file__).resolve().parents[2] / "Tests/Fixtures/reference/metrics.json"
STEPS = 4096  # probabilities are whole multiples of 1/4096: exact as floats, and rows sum to exactly 1


def plain(value):
    return None if value is None or not math.isfinite(value) else float(value)


def probabilities(rng, count, classes, steps, sharpness):
    """Rows of whole numbers that sum to `steps`."""
    rows = rng.dirichlet(np.full(classes, 1 / sharpness), size=count)
    whole = np.floor(rows * steps).astype(int)
    for row in whole:
        row[rng.integers(classes)] += steps - row.sum()
    return whole * (STEPS // steps)


def calibration_error(truth, predicted, confidence, bins=15):
    """15 bins of equal size; reviews of one confidence share their accuracy."""
    right = (truth == predicted).astype(float)
    for value in np.unique(confidence):
        right[confidence == value] = right[confidence == value].mean()
    order = np.argsort(confidence, kind="stable")
    count = len(order)
    bins = min(bins, count)
    error = 0.0
    for b in range(bins):
        part = order[b * count // bins:(b + 1) * count // bins]
        error += len(part) / count * abs(right[part].mean() - confidence[part].mean())
    return error


def wilson(successes, trials):
    if trials == 0:
        return [None, None]
    interval = scipy.stats.binomtest(int(successes), int(trials)).proportion_ci(method="wilson")
    return [interval.low, interval.high]


def delong(hit, score):
    """DeLong, DeLong & Clarke-Pearson 1988 (doi:10.2307/2531595), by the definition: every hit against every miss."""
    first, second = score[hit], score[~hit]
    if len(first) < 2 or len(second) < 2:
        return None
    wins = (first[:, None] > second[None, :]) + 0.5 * (first[:, None] == second[None, :])
    variance = wins.mean(axis=1).var(ddof=1) / len(first) + wins.mean(axis=0).var(ddof=1) / len(second)
    if variance < 1e-24:
        return None
    half = scipy.stats.norm.ppf(0.975) * math.sqrt(variance)
    return [max(0, wins.mean() - half), min(1, wins.mean() + half)]


def curves(truth, shares, label):
    """One class against the rest; scikit-learn's own first and last points."""
    hit, score = truth == label, shares[:, label]
    both = hit.any() and not hit.all()
    result = {"rocAUC": plain(sk.roc_auc_score(hit, score)) if both else None, "rocInterval": delong(hit, score),
              "prAUC": plain(sk.average_precision_score(hit, score)) if hit.any() else None,
              "roc": [], "precisionRecall": []}
    if both:
        x, y, _ = sk.roc_curve(hit, score, drop_intermediate=False)
        result["roc"] = [[round(a, 12), round(b, 12)] for a, b in zip(x, y)]
    if hit.any():
        y, x, _ = sk.precision_recall_curve(hit, score)
        result["precisionRecall"] = [[round(a, 12), round(b, 12)] for a, b in zip(x, y)][::-1]
    return result


def expected(labels, truth, predicted, shares):
    classes = list(range(len(labels)))
    table = sk.precision_recall_fscore_support(truth, predicted, labels=classes, zero_division=np.nan)
    averages = {}
    for kind in ("macro", "weighted"):
        numbers = sk.precision_recall_fscore_support(
            truth, predicted, labels=classes, average=kind, zero_division=np.nan)
        averages[kind] = [plain(number) for number in numbers[:3]]
    spread = len(set(truth)) > 1 and len(set(predicted)) > 1
    result = {
        "confusion": sk.confusion_matrix(truth, predicted, labels=classes).tolist(),
        "precision": [plain(x) for x in table[0]], "recall": [plain(x) for x in table[1]],
        "f1": [plain(x) for x in table[2]], "support": [int(x) for x in table[3]],
        **averages,
        "accuracy": plain(sk.accuracy_score(truth, predicted)),
        "interval": wilson((truth == predicted).sum(), len(truth)),
        "precisionIntervals": [wilson(((truth == k) & (predicted == k)).sum(), (predicted == k).sum()) for k in classes],
        "recallIntervals": [wilson(((truth == k) & (predicted == k)).sum(), (truth == k).sum()) for k in classes],
        "matthews": plain(sk.matthews_corrcoef(truth, predicted)) if spread else None,
        "logLoss": plain(sk.log_loss(truth, shares, labels=classes)),
        "brier": plain(sk.brier_score_loss(truth, shares, labels=classes, scale_by_half=False)),
        "calibrationError": calibration_error(truth, predicted, shares[np.arange(len(truth)), predicted]),
    }
    if len(labels) < 5:
        result["curves"] = [curves(truth, shares, k) for k in classes]
        result["distributions"] = [
            [np.histogram(shares[truth == t, k], bins=20, range=(0, 1))[0].tolist() for t in classes] for k in classes]
    if len(labels) == 2:
        both = len(set(truth)) == 2
        result["brierPositive"] = plain(sk.brier_score_loss(truth, shares[:, 1], pos_label=1, labels=classes))
        result["rocAUC"] = plain(sk.roc_auc_score(truth, shares[:, 1])) if both else None
        result["prAUC"] = plain(sk.average_precision_score(truth, shares[:, 1])) if 1 in truth else None
    if all(label.isdigit() for label in labels):
        stars = np.array([int(label) for label in labels])
        result["meanAbsoluteError"] = plain(sk.mean_absolute_error(stars[truth], stars[predicted]))
        same = len(set(truth) | set(predicted)) < 2
        result["quadraticKappa"] = None if same else plain(
            sk.cohen_kappa_score(truth, predicted, labels=classes, weights="quadratic"))
        result["withinOne"] = float((abs(stars[truth] - stars[predicted]) <= 1).mean())
    return result


def case(name, labels, truth, whole, predicted=None):
    truth = np.array(truth)
    shares = np.array(whole) / STEPS
    predicted = shares.argmax(axis=1) if predicted is None else np.array(predicted)
    return {"name": name, "labels": labels, "truth": truth.tolist(), "predicted": predicted.tolist(),
            "probabilities": np.array(whole).ravel().tolist(), "expected": expected(labels, truth, predicted, shares)}


def metric_cases(rng):
    two, three, five = ["negative", "positive"], ["negative", "neutral", "positive"], ["1", "2", "3", "4", "5"]
    for labels in (two, three, five):
        k = len(labels)
        yield case(f"{k} classes, random", labels, rng.integers(k, size=97), probabilities(rng, 97, k, STEPS, 2))
        yield case(f"{k} classes, ties", labels, rng.integers(k, size=64), probabilities(rng, 64, k, 8, 2))
        whole = probabilities(rng, 80, k, STEPS, 4)
        yield case(f"{k} classes, mostly right", labels,
                   np.where(rng.random(80) < 0.8, whole.argmax(axis=1), rng.integers(k, size=80)), whole)
        yield case(f"{k} classes, last never true", labels, rng.integers(k - 1, size=30),
                   probabilities(rng, 30, k, STEPS, 2))
        yield case(f"{k} classes, first never predicted", labels, rng.integers(k, size=30),
                   probabilities(rng, 30, k, STEPS, 2), rng.integers(1, k, size=30))
        yield case(f"{k} classes, one class only, all right", labels, [k - 1] * 12,
                   [[0] * (k - 1) + [STEPS]] * 12)
        yield case(f"{k} classes, all wrong and certain", labels, [0] * 7, [[0] * (k - 1) + [STEPS]] * 7)
        yield case(f"{k} classes, one review, right", labels, [0], [[STEPS // 2 + 1] + [0] * (k - 2) + [STEPS // 2 - 1]])
        yield case(f"{k} classes, one review, wrong", labels, [0], [[100] + [0] * (k - 2) + [STEPS - 100]])
        yield case(f"{k} classes, all one score", labels, rng.integers(k, size=20),
                   [[STEPS - (k - 1) * 512] + [512] * (k - 1)] * 20)


def temperature_cases(rng):
    for name, count, classes, scale in (("too sure", 200, 2, 6.0), ("too shy", 150, 3, 0.3), ("five", 120, 5, 2.0)):
        logits = np.round(rng.normal(size=(count, classes)) * 64) / 64
        truth = np.array([rng.choice(classes, p=np.exp(z) / np.exp(z).sum()) for z in logits])
        logits = np.float32(np.round(logits * scale * 64) / 64).astype(float)

        def loss(beta):
            z = logits * beta
            return float((scipy.special.logsumexp(z, axis=1) - z[np.arange(count), truth]).mean())

        def slope(beta):
            p = scipy.special.softmax(logits * beta, axis=1)
            return float(((p * logits).sum(axis=1) - logits[np.arange(count), truth]).mean())

        beta = scipy.optimize.brentq(slope, 0.01, 20, xtol=1e-14)
        yield {"name": name, "classCount": classes, "logits": logits.ravel().tolist(), "truth": truth.tolist(),
               "temperature": 1 / beta, "lossBefore": loss(1), "lossAfter": loss(beta)}


def newcombe(a, b, c, d):
    """Method 10 of Newcombe 1998, doi:10.1002/(SICI)1097-0258(19981130)17:22<2635::AID-SIM954>3.0.CO;2-C."""
    n = a + b + c + d
    low1, high1 = scipy.stats.binomtest(a + b, n).proportion_ci(method="wilson")
    low2, high2 = scipy.stats.binomtest(a + c, n).proportion_ci(method="wilson")
    p1, p2 = (a + b) / n, (a + c) / n
    product = (a + b) * (c + d) * (a + c) * (b + d)
    cross = a * d - b * c
    cross = max(cross - n / 2, 0) if cross > 0 else cross
    phi = cross / math.sqrt(product) if product else 0
    down = math.sqrt((p1 - low1) ** 2 - 2 * phi * (p1 - low1) * (high2 - p2) + (high2 - p2) ** 2)
    up = math.sqrt((high1 - p1) ** 2 - 2 * phi * (high1 - p1) * (p2 - low2) + (p2 - low2) ** 2)
    return p1 - p2, p1 - p2 - down, p1 - p2 + up


def paired_cases():
    for a, b, c, d in ((36, 12, 2, 0), (40, 5, 5, 10), (0, 3, 0, 0), (10, 0, 0, 0), (0, 0, 0, 4), (1, 0, 1, 0),
                       (22000, 1200, 900, 900), (500, 1, 30, 20), (3, 9, 8, 2), (900000, 30000, 29000, 41000)):
        difference, low, high = newcombe(a, b, c, d)
        test = statsmodels.stats.contingency_tables.mcnemar([[a, b], [c, d]], exact=True).pvalue if b + c else 1.0
        yield {"counts": [a, b, c, d], "p": test, "difference": difference, "interval": [low, high]}


def binomial_cases():
    for right, count in ((0, 5), (1, 1), (5, 5), (59, 59), (58, 59), (97, 100), (1243, 1250), (24000, 25000),
                         (990123, 1000000), (1000000, 1000000), (3, 1000000)):
        bound = scipy.stats.binomtest(right, count, alternative="greater").proportion_ci(0.95, method="exact").low
        for p in (0.5, 0.95, 0.99):
            yield {"successes": right, "trials": count, "probability": p, "lowerBound": bound,
                   "atLeast": scipy.stats.binomtest(right, count, p, alternative="greater").pvalue}


def fisher_cases():
    for table in ((3, 1, 1, 3), (0, 5, 7, 0), (1, 9, 11, 3), (10, 2, 3, 15), (0, 0, 4, 5), (4, 0, 9, 0), (8, 2, 8, 2),
                  (700, 100, 21500, 2700), (40, 10, 900000, 100000), (450000, 50000, 451000, 49000), (20, 80, 950, 50)):
        a, b, c, d = table
        yield {"table": list(table), "p": scipy.stats.fisher_exact([[a, b], [c, d]]).pvalue}


def holm_cases(rng):
    for values in (rng.random(20), rng.random(7) ** 4, np.round(rng.random(12) ** 3, 1), [0.01] * 5, [0.2], [0, 1, 0.5]):
        corrected = statsmodels.stats.multitest.multipletests(values, method="holm")[1]
        yield {"p": [float(p) for p in values], "corrected": corrected.tolist()}


def main():
    rng = np.random.default_rng(2004)
    content = {"madeBy": "Scripts/reference/metrics.py", "scikitLearn": sklearn.__version__,
               "scipy": scipy.__version__, "statsmodels": statsmodels.__version__, "steps": STEPS, "metrics": list(metric_cases(rng)),
               "temperature": list(temperature_cases(rng)), "paired": list(paired_cases()),
               "binomial": list(binomial_cases()), "fisher": list(fisher_cases()), "holm": list(holm_cases(rng))}
    OUTPUT.parent.mkdir(parents=True, exist_ok=True)
    OUTPUT.write_text(json.dumps(content, allow_nan=False) + "\n")
    print(f"{OUTPUT.name}: {len(content['metrics'])} metric cases, {OUTPUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
