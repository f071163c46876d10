"""Reads a file of labelled reviews for the peers."""
import pandas


def read(path, text, label):
    """The texts and the labels of a CSV, or of a TSV without quoting; rows that lack either are left out."""
    is_tsv = ".tsv" in path
    table = pandas.read_csv(path, sep="\t" if is_tsv else ",", quoting=3 if is_tsv else 0, dtype=str)
    table = table.dropna(subset=[text, label])
    return table[text].tolist(), table[label].tolist()
