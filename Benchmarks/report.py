# Part of Martlet. Apache License 2.0; see LICENSE.
"""Prints figures beside their limits, which stand in thresholds.json."""
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
