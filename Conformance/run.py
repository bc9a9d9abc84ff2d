"""Compares Martlet with the packages it is compatible with, case by case.

    python run.py MARTLET --classic PYTHON [--seed N] [--count N] [--only templates|datafiles] [--verbose]

Every case is answered by the peer, in this process, and by the `martlet` program. Both must agree: accepted by both with the
same meaning, or refused by both. Known differences stand in the modules of the cases, each with its reason; one that no
longer differs counts as a failure, so that the lists stay true. Prints every disagreement with what is needed to repeat it.
"""

import argparse
import collections
import fnmatch
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

import datafiles
import templates

FOLDER = Path(__file__).parent
PRINTED_DISAGREEMENTS = 40


def folded(value):
    """A text with runs of whitespace as one blank; lists and objects member by member."""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, list):
        return [folded(item) for item in value]
    if isinstance(value, dict):
        return {name: folded(member) for name, member in value.items() if member not in (None, [], {}, "")}
    return value


def agree(expected, found):
    """Whether two answers mean the same."""
    if expected["ok"] != found["ok"]:
        return False
    return not expected["ok"] or folded(expected) == folded(found)


class Tally:
    """Counts what agreed and what did not, with the known differences set apart."""

    def __init__(self, what, differences):
        self.what = what
        self.differences = differences
        self.agreed = 0
        self.failed = 0
        self.used = collections.Counter()
        self.agreeing = collections.Counter()

    def add(self, case, expected, found):
        known = next((index for index, (glob, _) in enumerate(self.differences) if fnmatch.fnmatchcase(case["id"], glob)), None)
        if agree(expected, found):
            self.agreed += 1
            if known is not None:
                self.agreeing[known] += 1
        elif known is not None:
            self.used[known] += 1
        else:
            self.failed += 1
            if self.failed <= PRINTED_DISAGREEMENTS:
                print(f"--- {self.what} {case['id']}")
                for label, value in (("case", case), ("peer", expected), ("ours", found)):
                    print(f"  {label}: {json.dumps(value, ensure_ascii=False)[:2000]}")

    def finish(self):
        """Prints the sum; returns how many failed."""
        for index, (glob, reason) in enumerate(self.differences):
            if not self.used[index]:
                self.failed += 1
                print(f"--- {self.what}: the known difference {glob} ({reason}) differs nowhere: delete it from the list")
        print(f"{self.what}: {self.agreed} agreed, {sum(self.used.values())} known differences, {self.failed} failed")
        return self.failed


def compare_templates(martlet, seed, count):
    """Renders every template case with both."""
    cases = templates.systematic() + templates.generated(seed, count)
    lines = "".join(json.dumps(case) + "\n" for case in cases)
    rendered = subprocess.run([martlet, "template", "render"], input=lines, capture_output=True, text=True, check=True)
    answers = [json.loads(line) for line in rendered.stdout.split("\n")[:-1]]
    if len(answers) != len(cases):
        sys.exit(f"{len(cases)} templates were sent and {len(answers)} answers came: {rendered.stderr[:2000]}")
    tally = Tally("templates", templates.DIFFERENCES)
    for case, answer in zip(cases, answers):
        answer.pop("id")
        tally.add(case, templates.reference(case), answer)
    return tally


def parsed(martlet, cases):
    """What `martlet datafile parse` prints for each case."""
    answers = {}
    with tempfile.TemporaryDirectory() as folder:
        groups = collections.defaultdict(dict)
        for index, case in enumerate(cases):
            for name, text in {**case.get("beside", {}), case["file"]: case["text"]}.items():
                path = Path(folder, str(index), "project", name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(text.encode())
            secrets = tuple(f"--secret={name}={value}" for name, value in case.get("secrets", {}).items())
            groups[secrets][index] = str(Path(folder, str(index), "project", case["file"]))
        for secrets, paths in groups.items():
            printed = subprocess.run(
                [martlet, "datafile", "parse", *secrets, *paths.values()], capture_output=True, text=True, check=False)
            lines = printed.stdout.split("\n")[:-1]
            if len(lines) != len(paths):
                sys.exit(f"{len(paths)} datafiles were sent and {len(lines)} answers came: {printed.stderr[:2000]}")
            answers.update(zip(paths, map(json.loads, lines)))
    return [
        {"ok": False, "error": answers[index]["errors"]} if "errors" in answers[index]
        else {"ok": True, **datafiles.comparable(answers[index])}
        for index in range(len(cases))
    ]  # fmt: skip


def compare_datafiles(martlet, seed, classic):
    """Parses every datafile case with both; the Classic package answers in a process of its own."""
    cases = datafiles.cases(seed)
    expected = [datafiles.reference(case) for case in cases]
    answered = subprocess.run([classic, str(FOLDER / "datafiles.py"), "classic", str(seed)], capture_output=True, text=True, check=True)
    for line in answered.stdout.split("\n")[:-1]:
        answer = json.loads(line)
        cases.append(answer["case"])
        expected.append(answer["reference"])
    tally = Tally("datafiles", datafiles.DIFFERENCES)
    for case, reference, answer in zip(cases, expected, parsed(martlet, cases), strict=True):
        tally.add(case, reference, answer)
    return tally


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("martlet", help="the program")
    parser.add_argument("--classic", required=True, help="a Python that has the Classic package")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32), help="repeats a run")
    parser.add_argument("--count", type=int, default=2000, help="generated templates")
    parser.add_argument("--only", choices=["templates", "datafiles"])
    options = parser.parse_args()
    print(f"seed {options.seed}")
    tallies = []
    if options.only != "datafiles":
        tallies.append(compare_templates(options.martlet, options.seed, options.count))
    if options.only != "templates":
        tallies.append(compare_datafiles(options.martlet, options.seed, options.classic))
    failed = sum(tally.finish() for tally in tallies)
    print(f"{sum(tally.agreed for tally in tallies)} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
