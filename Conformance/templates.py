"""The template language: cases, and what the published package makes of them.

A case is answered by `render_sql_template`, which is what the package's server and CLI call: with the text after the leading
`%`, the request's values by name, and the secrets that exist under their prefixed names. Of a refusal only the fact is
compared; the texts of the errors of specification sections 3, 4, 5, 8, 9, 10, 12 and 15 were checked by hand.
"""

import ast
import copy
import logging
import re
import warnings

from tinybird.sql_template import get_var_names_and_types, render_sql_template, secret_template_key
from tinybird.tornado_template import Template

import template_grammar
from template_cases import ATTACKS, CHANGES, COMPUTED, DATES, DECIDED, EXAMPLES, LEXER, LITERALS, OUTPUTS, SECRETS, STATEMENTS
from template_forms import FORMS
from template_values import VALUES, sent

logging.disable(logging.CRITICAL)
warnings.simplefilter("ignore", SyntaxWarning)

DIFFERENCES = [
    ("alias/*", "collections are values: a change is seen through the name it is made on, and through no other"),
    ("attack/*", "no request becomes SQL, a function or an internal of the renderer"),
    ("columns/function/*", "the alias is quoted and the function a name, since requests choose both"),
    ("documented/*", "Boolean and JSON may be documented as all other types"),
    ("name/*", "a name that is not called is a parameter, whatever function has the same name"),
    ("secret-name/*", "the author names secrets, never a request"),
    ("set/*", "the order of a set is no order for SQL"),
    ("symbol/quote", "a name is quoted by a quote"),
    ("*table/*", "a name without quotes consists of letters, digits and _"),
    ("unlisted/*", "forms of the host language that no template was seen to use"),
    ("Array*/*percent", "what an Array escapes is not escaped a second time"),
    ("Array*/*back-quote", "what an Array escapes is not escaped a second time"),
    ("Array*/control", "what an Array escapes is not escaped a second time"),
    ("list/*quote*", "items of lists always stand in single quotes: double quotes make an identifier"),
    ("*/list-quote*", "items of lists always stand in single quotes: double quotes make an identifier"),
    ("*/object-quote", "items of lists always stand in single quotes: double quotes make an identifier"),
    ("JSON*/json-quote-list", "items of lists always stand in single quotes: double quotes make an identifier"),
    ("list/*unprintable*", "items of lists have no escapes that the engine does not know"),
    ("*/list-unprintable", "items of lists have no escapes that the engine does not know"),
]
"""Where we differ on purpose: a glob over ids, and the reason."""


def case(id, text, params=None, secrets=None):
    """A case; the text stands without its `%`."""
    return {"id": id, "sql": "%" + text, "params": params or {}, **({"secrets": secrets} if secrets else {})}


def group(name, templates):
    """The cases of a group of `template_cases`."""
    cases = []
    for id, template in templates.items():
        text, params = template if isinstance(template, tuple) else (template, {})
        cases.append(case(f"{name}/{id}", text, params))
    return cases


def systematic():
    """Every function, block, operator and attack, and every use of a parameter with every kind of value."""
    cases = [case(f"{form}/{kind}", text, sent(value)) for form, text in FORMS.items() for kind, value in VALUES.items()]
    for name, templates in (
        ("lexer", LEXER), ("statement", STATEMENTS), ("change", CHANGES), ("attack", ATTACKS), ("example", EXAMPLES),
    ):  # fmt: skip
        cases += group(name, templates)
    for id, template in DECIDED.items():
        text, params = template if isinstance(template, tuple) else (template, {})
        cases.append(case(id, text, params))
    cases += [case(f"literal/{text}", "{{%s}}" % text) for text in LITERALS]
    cases += [case(f"literal-in-tag/{text}", "{%% set a = repr(%s) %%}{{a}}" % text) for text in LITERALS]
    cases += [case(f"output/{text}", "{{%s}}" % text) for text in OUTPUTS]
    cases += [case(f"condition/{text}", "{%% if %s %%}a{%% else %%}b{%% end %%}" % text) for text in OUTPUTS]
    cases += [case(f"computed/{text}", "{%% set a = repr(%s) %%}{{a}}" % text) for text in COMPUTED]
    cases += [case(f"secret/{id}", text, secrets=secrets) for id, (text, secrets) in SECRETS.items()]
    for first, second, format in DATES:
        params = {"a": first, "b": second}
        for unit in ("days", "hours", "minutes", "seconds"):
            text = f"{{{{date_diff_in_{unit}(a, b, '{format}')}}}}"
            cases.append(case(f"date_diff_in_{unit}/{first} {second} {format}", text, params))
    return cases


def generated(seed, count):
    """Random templates of the language's grammar."""
    return template_grammar.generated(seed, count)


def template_text(case):
    """The template of a case, without what marks it as one."""
    return case["sql"].strip().removeprefix("%")


def reference(case):
    """What the published package renders a case to."""
    secrets = [secret_template_key(name) for name in case.get("secrets", [])]
    try:
        sql, _, _ = render_sql_template(template_text(case), copy.deepcopy(case["params"]), secrets=secrets or None)
    except Exception as error:
        return {"ok": False, "error": str(error)}
    return {"ok": True, "sql": sql}


def parameters(case):
    """The parameters the published package finds in a template, one entry a name.

    The package lists every mention. Of a name the first type that says more than a bare mention counts, and the first default,
    description and so on that is given. Names that the template sets itself are left out.
    """
    try:
        mentions = get_var_names_and_types(Template(template_text(case)))
    except Exception as error:
        return {"ok": False, "error": str(error)}
    own = names_set_in(template_text(case))
    merged = {}
    for mention in mentions:
        name = mention["name"]
        if name in own or not isinstance(name, str):
            continue
        entry = merged.setdefault(name, {"name": name, "type": "String"})
        is_bare = mention["type"] == "String" and mention.get("default") is None and set(mention) <= {"name", "type", "default", "used_in"}
        if not is_bare and not entry.get("typed"):
            entry.update(type=mention["type"], typed=True)
        for key in ("default", "description", "enum", "example", "format"):
            if entry.get(key) is None:
                entry[key] = mention.get(key)
    for entry in merged.values():
        entry.pop("typed", None)
    return {"ok": True, "parameters": list(merged.values())}


def names_set_in(text):
    """The names that `set`, loops, comprehensions and handlers give."""
    names = set()
    for tag in re.findall(r"\{%\s*((?:for|set|if|elif|while|except) .*?)%\}", text, re.DOTALL):
        kind, _, rest = tag.partition(" ")
        source = {"for": f"{tag}: pass", "set": rest, "except": f"try: pass\n{tag}: pass"}.get(kind, f"if {rest}: pass")
        try:
            tree = ast.parse(source.strip())
        except SyntaxError:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                names.add(node.id)
            elif isinstance(node, ast.ExceptHandler) and node.name:
                names.add(node.name)
    return names
