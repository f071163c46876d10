"""The sections that measure the tool from file to file."""


def threads(bench, data):
    pass


def linear_models(bench, data):
    pass


def readers(bench, data):
    pass


def memory(bench, data):
    pass
