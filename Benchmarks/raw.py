# Part of Martlet. Apache License 2.0; see LICENSE.
"""Example projects in which every endpoint that reads a materialized view has a twin that works the same answer out of raw events."""
import glob
import os
import re
import shutil

# An hour without inserts is a minute here.
HASTE = "min_age_to_force_merge_seconds = 60"
MATERIALIZED = re.compile(r"^TYPE MATERIALIZED\s+DATASOURCE (\S+)\s*", re.MULTILINE)


def twin(name):
    return "raw_" + name


def copy_with_twins(example, project):
    """Copies an example, has its quiet partitions merged soon, and adds the twins. Returns the names of the endpoints that have one."""
    shutil.copytree(example, project)
    for path in glob.glob(project + "/datasources/*.datasource") + glob.glob(project + "/includes/*.incl"):
        write(path, hasty(read(path)))
    if os.path.isdir(os.path.join(project, "includes")):
        return add_twins_of_included(project)
    paths = glob.glob(project + "/**/*.pipe", recursive=True)
    texts = {os.path.basename(path).removesuffix(".pipe"): read(path) for path in paths}
    writers = {}
    for text in texts.values():
        for target in MATERIALIZED.findall(text):
            writers.setdefault(target, []).append(MATERIALIZED.sub("", text))
    schemas = {target: read(os.path.join(project, "datasources", target + ".datasource")) for target in writers}
    # A view's twin is a pipe of the same rows. What several views write into, or senders too, is no function of the events, nor is what is
    # made of that: both read it.
    stated = [target for target, found in writers.items() if len(found) > 1 or "json:" in schemas[target]]
    of_stated = re.compile(r"\bFROM\s+(%s)\b" % "|".join(stated or ["-"]))
    twins = {
        target: typed(found[0], schemas[target]) for target, found in writers.items() if target not in stated and not of_stated.search(found[0])
    }
    if not twins:
        return []
    readers = {name: text for name, text in texts.items() if not MATERIALIZED.search(text)}
    while True:
        source = re.compile(r"\b(FROM|JOIN)\s+(%s)\b(\s+AS\s+\w+)?(\s+FINAL\b)?" % "|".join(twins))
        found = {name: text for name, text in readers.items() if name not in twins and source.search(text)}
        if not found:
            break
        twins.update(found)
    for name, text in twins.items():
        write(os.path.join(project, twin(name) + ".pipe"), source.sub(in_place, text))
    return [name for name in twins if "TYPE ENDPOINT" in twins[name]]


def hasty(text):
    """A data source whose quiet partitions are merged soon, if its engine merges rows at all."""
    if not re.search(r"^ENGINE \w+MergeTree", text, re.MULTILINE):
        return text
    if "ENGINE_SETTINGS" in text:
        return re.sub(r"^(ENGINE_SETTINGS .*)$", r"\1, " + HASTE, text, flags=re.MULTILINE)
    return text.rstrip("\n") + "\nENGINE_SETTINGS " + HASTE + "\n"


def in_place(match):
    """The twin under the name of what it stands for, unless it has another. Its rows need no FINAL."""
    return "%s %s%s" % (match[1], twin(match[2]), match[3] or " AS " + match[2])


def add_twins_of_included(project):
    """The same where all endpoints share files that they include, one of which reads the view of an app, and dedupes it by FINAL."""
    shutil.copytree(project + "/includes", project + "/raw_includes")
    for path in glob.glob(project + "/raw_includes/*"):
        text = read(path).replace("../../includes", "../../raw_includes").replace(
            "${APP}_events_mv FINAL\n    WHERE",
            "(SELECT *, %s FROM barely_events)\n    WHERE event_type = '$APP' AND" % ", ".join(
                "if(%s_id = '', 0, sipHash64(%s_id)) AS %s" % (name, name, name) for name in ["session", "visitor"]))
        if path.endswith("/chosen.incl"):
            text += "    LIMIT 1 BY event_id\n"
        write(path, text)
    endpoints = glob.glob(project + "/endpoints/*/*.pipe")
    for path in endpoints:
        folder, name = os.path.split(path)
        write(os.path.join(folder, twin(name)), read(path).replace("../../includes", "../../raw_includes"))
    return [os.path.basename(path).removesuffix(".pipe") for path in endpoints]


def typed(select, schema):
    """A view's nodes, and one more that gives the parts of tuples the names that they have in its target."""
    columns = re.findall(r"^\s*`(\w+)` SimpleAggregateFunction\(\w+, (.*Tuple.*?)\),?$", schema, re.MULTILINE)
    if not columns:
        return select
    casts = ", ".join("CAST(%s, '%s') AS %s" % (name, type, name) for name, type in columns)
    return select + "\nNODE typed\nSQL >\n    SELECT * REPLACE (%s) FROM %s\n" % (casts, re.findall(r"^NODE (\w+)", select, re.MULTILINE)[-1])


def read(path):
    with open(path) as file:
        return file.read()


def write(path, text):
    with open(path, "w") as file:
        file.write(text)
