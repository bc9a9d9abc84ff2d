"""The datafile part of the differential suite: what the published packages read in a file, and what ours does.

`cases` and `reference` are for Forward, in a venv with `tinybird`; run as `python datafiles.py classic SEED` in a venv with
`tinybird-cli`, the module prints a line of JSON for each case of Classic: `{"case": …, "reference": …}`.
A case may carry `secrets` (a dictionary, to be put in) and `beside` (other files of the project by their paths, for INCLUDE).

Compared are acceptance and all parts of the meaning. Of the texts of errors, checked by hand over all refusals: the
message begins like the peer's and names its line, or is clearer where the peer fails by an exception of its language.
"""

import json
import sys

from datafile import directives, engines, lines, mutations, pipes, schemas, values
from datafile.classic import classic_cases, classic_reference
from datafile.forward import reference
from datafile.parts import comparable

__all__ = ["DIFFERENCES", "cases", "classic_cases", "classic_reference", "comparable", "reference"]

# Globs over the ids, and why ours differs.
DIFFERENCES: list[tuple[str, str]] = [
    ("*/useless/*", "Ours refuses at once what the engine, or whoever uses the resource, would have to refuse later."),
    ("unknown-key/*", "Ours looks for the columns of a sorting key at once."),
    ("directive/datasource/ENGINE_SORTING_KEY/dashes", "The same: `note` is no column."),
    ("directive/datasource/ENGINE_SORTING_KEY/two-words", "The same: `zzz` is no column."),
    ("directive/datasource/ENGINE_SORTING_KEY/variable", "The same: no server replaces variables."),
    ("directive/datasource/SCHEMA/empty", "The same: there is no table without columns."),
    ("directive/datasource/ENGINE_SIGN/empty", "The same: the engine asks for a column."),
    ("directive/datasource/ENGINE_VERSION/empty", "The same: the engine asks for a column."),
    ("directive/pipe/NODE/empty", "The same: a query cannot name such a node."),
    ("directive/pipe/NODE/variable", "The same: a query cannot name such a node."),
    ("directive/pipe/SCOPE/empty", "The same: a query cannot name such a node."),
    ("directive/pipe/SCOPE/variable", "The same: a query cannot name such a node."),
    ("directive/connection/TYPE/empty", "The same: a connection leads to some system."),
    ("directive/connection/TYPE/dashes", "The same: a connection leads to some system."),
    ("directive/connection/TYPE/two-words", "The same: a connection leads to some system."),
    ("directive/connection/TYPE/variable", "The same: a connection leads to some system."),
    ("line/byte-order-mark", "A byte order mark is no text."),
    ("directive/connection/KAFKA_SSL_CA_PEM/*quoted", "The quotes around a certificate are no part of it."),
    ("directive/connection/KAFKA_SSL_CA_PEM/empty", "The same for quotes around nothing."),
    ("type-of-new/*", "Our engine is newer and has these types."),
    ("type-of-old/*", "Our engine is newer and stores these no more, or differently."),
    ("type-of-engine/*", "The peer carries a part of an engine; ours is asked when a deployment is checked."),
    ("schema/blank/*", "A blank before a comma or parenthesis changes nothing."),
    ("schema/dashes/*", "Two dashes inside quotes are no comment."),
    ("schema/bracket/*", "Brackets in a DEFAULT are read as the engine reads them; the peer ends it at the first comma."),
    ("engine-option/replacing-ver-in-word-of-key", "Ours compares the names of columns, the peer looks for the letters."),
    ("index/rest/*", "The peer drops what it cannot read at the end of the line; ours reads it or refuses."),
    ("index/letters/*", "The peer takes any of the letters of INDEX off the front of a name."),
    ("index/back-quotes", "An index may be of a column whose name needs quotes."),
    ("rendered/content/*", "A secret is a value, whatever stands in it: it is put in after the lines have been read."),
    ("rendered/language/*", "Only tb_secret and literals stand in double braces; no file known to us uses more of the language."),
    ("random-cron/*", "A schedule at random times could not be explained to its owner."),
    ("pipe/cache", "An official SDK writes CACHE."),
]


def cases(seed):
    """All cases for Forward."""
    modules = [lines, directives, schemas, engines, values, pipes]
    return [case for module in modules for case in module.cases()] + mutations.cases(seed)


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] != "classic":
        sys.exit("usage: datafiles.py classic SEED")
    for case in classic_cases(int(sys.argv[2])):
        print(json.dumps({"case": case, "reference": classic_reference(case)}))
