# Part of Martlet. Apache License 2.0; see LICENSE.
"""Prints figures, at last beside their limits, which stand in thresholds.json."""
import json
import os

HERE = os.path.dirname(os.path.abspath(__file__))


def report(results):
    """Prints each figure with its limit; returns the names of those that miss theirs."""
    with open(os.path.join(HERE, "thresholds.json")) as file:
        thresholds = json.load(file)
    missed = []
    for name, value in results.items():
        limit = thresholds[name]
        holds = value >= limit["at least"] if "at least" in limit else value <= limit["at most"]
        bound = " ".join("%s %s" % item for item in limit.items())
        print("%-55s %8.2f   (%s)%s" % (name, value, bound, "" if holds else "   MISSED"))
        if not holds:
            missed.append(name)
    return missed


def print_round(number, figures):
    """Prints what one round has measured: a load as its answers per second and milliseconds at p50 and p99."""
    def text(value):
        if isinstance(value, tuple):
            return "/".join("%.2f" % part if part < 10 else "%.0f" % part for part in value)
        return "%.2f" % value if value < 100 else "%.0f" % value

    print("round %d: %s" % (number + 1, ", ".join("%s %s" % (name, text(value)) for name, value in figures.items())), flush=True)
