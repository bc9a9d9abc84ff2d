"""The cases of the datafile suite, a module for each part of the language."""


def case(identifier, text, file="orders.datasource", **more):
    """A case: a file to read. `secrets` and `beside` (other files by their paths) may be given."""
    return {"id": identifier, "file": file, "text": text, **more}


def data_source(identifier, directives, schema="id UInt64, n Nullable(String), v UInt8, ts DateTime", **more):
    """A data source of a small schema with more directives below it."""
    return case(identifier, f"SCHEMA >\n    {schema}\n\n{directives}\n", **more)


def pipe(identifier, text, **more):
    """A pipe, its whole text given."""
    return case(identifier, text, file="orders.pipe", **more)


def connection(identifier, text, **more):
    """A connection, its whole text given."""
    return case(identifier, text, file="broker.connection", **more)
