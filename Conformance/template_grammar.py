"""Random templates of the language's grammar; each case is named after its main construct.

Forms on which we differ by decision are left out: they stand in `template_cases`.
"""

import random
import re

NAMES = ["a", "b", "c", "ids", "limit_", "status", "país"]

VALUES = [
    "", "a", "word", "x y", "日本", "a,b", "a, b,c", "0", "1", "7", "-3", "1.5", "true", "2025-03-01", 0, 1, 7, -3, 2.5, 1e20, True, False, None,
    [], [1, 2], [1.5], [[1], [2, 3]], {},
]  # fmt: skip

COLLECTIONS = [["a", "b"], [1, "a"], {"a": 1}, {"a": {"b": [1]}, "c": "d"}]
"""Values whose text has quotes, which a list shows in its own way."""

TYPES = ["String", "Int8", "Int32", "Int64", "UInt8", "UInt64", "Int256", "Float32", "Float64", "Date", "DateTime", "Int", "Boolean"]
LITERAL_TEXTS = ["''", "'a'", "'b'", "'x y'", "'a,b'", '"c"', "'1'", "'é'", "'%d'", "'a\\nb'", "r'\\d'"]
LITERAL_NUMBERS = ["0", "1", "2", "7", "-3", "10", "100", "1.5", "0.1", "-2.5", "1e3", "True"]
FORMATS = ["", ":>5", ":<4", ":^6", ":05", ":.2f", ":,", ":x", ":+d", ":.3", ":e", ":%", ":g"]


class Grammar:
    """Writes expressions of a kind, no deeper than asked; in tags more is allowed than in `{{ }}`.

    Only `with_quotes` do texts come about that have quotes.
    """

    def __init__(self, choices, with_quotes):
        self.choices = choices
        self.with_quotes = with_quotes
        self.in_tag = False
        self.variables = []
        self.repeats = 0

    def one(self, *options):
        return self.choices.choice(options)

    def chance(self, share):
        return self.choices.random() < share

    def name(self):
        """A parameter or a name that has been set."""
        return self.choices.choice(NAMES + self.variables * 2)

    def parameter(self):
        """What may become a text."""
        return self.name() if self.with_quotes else self.choices.choice(NAMES)

    # Expressions

    def any(self, depth):
        return self.one(self.text, self.text, self.number, self.number, self.items, self.truth, self.typed, self.mixed)(depth)

    def mixed(self, depth):
        if depth <= 0:
            return self.name()
        return self.one(
            lambda: f"{self.any(depth - 1)} if {self.truth(depth - 1)} else {self.any(depth - 1)}",
            lambda: f"({self.any(depth - 1)})",
            lambda: f"{self.items(depth - 1)}[{self.index()}]",
            lambda: f"{self.name()}[{self.index()}]",
            lambda: f"{self.mapping(depth - 1)}.get({self.text(0)}, {self.any(depth - 1)})",
            lambda: f"JSON({self.name()}, {self.one(repr('[1, 2]'), repr('{}'), repr(chr(34) + 'x' + chr(34)))})",
            lambda: f"{self.one('min', 'max')}({self.any(depth - 1)}, {self.any(depth - 1)})",
            lambda: f"{self.any(depth - 1)} {self.one('+', '-', '*')} {self.any(depth - 1)}",
        )()

    def index(self):
        return self.one("0", "1", "5", "'a'", ":2", "1:", "::-1", "::2") if not self.in_tag else self.one("0", "-1", "2", "'a'", ":-1", "1:3", "-2:", "::-1")

    def typed(self, depth):
        kind = self.choices.choice(TYPES)
        value = self.parameter() if depth <= 0 or not self.with_quotes or self.chance(0.8) else self.any(depth - 1)
        if kind == "Boolean":
            return self.one(f"Boolean({value})", f"Boolean({value}, {self.one('True', 'False', '1')})")
        default = self.one("", "", ", 1", ", '2'", ", 'a'", ", None", ", '2025-01-01'", ", defined=False", ", default=3", f", {self.parameter()}")
        documented = self.one("", "", "", ", description='a b'", ", required=True", ", example=1, format='x'")
        if self.chance(0.15):
            item = self.choices.choice(TYPES)
            return f"Array({value}, '{item}'{self.one('', ', None', repr('1,2').join((', ', '')))})" if self.in_tag and self.with_quotes else f"len(Array({value}, '{item}', '1,2'))"
        return f"{kind}({value}{default}{documented})"

    def text(self, depth):
        if depth <= 0:
            return self.one(self.name(), self.choices.choice(LITERAL_TEXTS))
        options = [
            lambda: f"String({self.parameter()}, {self.choices.choice(LITERAL_TEXTS)})",
            lambda: f"{self.text(depth - 1)} + {self.text(depth - 1)}",
            lambda: f"{self.text(depth - 1)} * {self.one('0', '1', '2', '3')}",
            lambda: f"{self.operand(depth)}.replace({self.text(0)}, {self.text(0)})",
            lambda: f"{self.text(0)}.join({self.items(depth - 1)})",
            lambda: f"{self.operand(depth)}[{self.index()}]",
            lambda: f"f\"<{{{self.parameter()}{self.choices.choice(FORMATS)}}}>\"",
            lambda: f"f\"{{{self.choices.choice(LITERAL_NUMBERS)}{self.choices.choice(FORMATS)}}}\"",
        ]
        if self.in_tag:
            options += [
                lambda: f"{self.operand(depth)}.{self.one('lower', 'upper', 'strip', 'title', 'capitalize', 'swapcase')}()",
                lambda: f"{self.operand(depth)}.{self.one('strip', 'lstrip', 'rstrip', 'removeprefix', 'removesuffix')}({self.text(0)})",
                lambda: f"{self.operand(depth)}.{self.one('zfill', 'ljust', 'rjust', 'center')}({self.one('3', '6', '0')})",
                lambda: f"str({self.parameter()})",
                lambda: f"'%{self.one('5d', '05.1f', 'x', '-4s|', 'g')}' % ({self.parameter()},)",
                lambda: f"{self.text(depth - 1)} {self.one('and', 'or')} {self.text(depth - 1)}",
                lambda: f"{self.one('chr(97)', 'hex(255)', 'bin(5)', 'oct(9)')}",
            ]
        if self.in_tag and self.with_quotes:
            options += [
                lambda: f"str({self.number(depth - 1)})",
                lambda: f"repr({self.text(depth - 1)})",
                lambda: f"'%s-%s' % ({self.any(depth - 1)}, {self.number(depth - 1)})",
                lambda: f"'%{self.one('r', '5s')}' % ({self.number(depth - 1)},)",
            ]
        return self.choices.choice(options)()

    def operand(self, depth):
        """A text that a method may follow."""
        return self.one(self.name(), self.choices.choice(LITERAL_TEXTS), f"({self.text(depth - 1)})", f"String({self.parameter()}, 'a,b')")

    def number(self, depth):
        if depth <= 0:
            return self.one(self.choices.choice(LITERAL_NUMBERS), self.choices.choice(LITERAL_NUMBERS), self.name())
        options = [
            lambda: f"{self.number(depth - 1)} {self.one('+', '-', '*')} {self.number(depth - 1)}",
            lambda: f"({self.number(depth - 1)}) * {self.number(0)}",
            lambda: f"-{self.number(0)}",
            lambda: f"len({self.one(self.text, self.items)(depth - 1)})",
            lambda: f"{self.one('Int32', 'Int64', 'Float64', 'UInt8', 'Int')}({self.name()}, {self.choices.choice(LITERAL_NUMBERS)})",
            lambda: f"{self.one('int', 'float')}({self.one(self.text, self.number)(depth - 1)})",
            lambda: f"{self.one('min', 'max')}({self.number(depth - 1)}, {self.number(depth - 1)})",
            lambda: f"date_diff_in_{self.one('days', 'hours')}({self.one(self.name(), repr('2025-01-01'))}, '2025-02-01', '%Y-%m-%d')",
        ]
        if self.in_tag:
            options += [
                lambda: f"{self.number(depth - 1)} {self.one('/', '//', '%')} {self.number(depth - 1)}",
                lambda: f"({self.number(0)}) ** {self.one('0', '1', '2', '3')}",
                lambda: f"{self.one('abs', 'round', 'int')}({self.number(depth - 1)})",
                lambda: f"round({self.number(depth - 1)}, {self.one('0', '1', '2', '-1')})",
                lambda: f"sum({self.items(depth - 1)})",
                lambda: f"{self.operand(depth)}.{self.one('find', 'rfind', 'count')}({self.text(0)})",
                lambda: f"{self.one('7', '12', '-5', 'True')} {self.one('&', '|', '^', '<<', '>>')} {self.one('1', '3', '6')}",
                lambda: f"{self.items(depth - 1)}.{self.one('index', 'count')}({self.any(0)})",
                lambda: f"divmod({self.number(depth - 1)}, {self.number(0)})[{self.one('0', '1')}]",
                lambda: f"~{self.one('5', '-1', 'True')}",
            ]
        return self.choices.choice(options)()

    def items(self, depth):
        """A list or something like it."""
        if depth <= 0:
            return self.one("[]", "[1, 2, 3]", "['a', 'b']", "('a', 1)", "[[1], 2.5]", "[None, True]", self.name())
        options = [
            lambda: f"[{self.any(depth - 1)}, {self.any(depth - 1)}]",
            lambda: f"({self.any(depth - 1)}, {self.any(depth - 1)})",
            lambda: f"split_to_array({self.name()}, 'a,b')",
            lambda: f"split_to_array({self.text(depth - 1)})",
            lambda: f"{self.operand(depth)}.split({self.one('', repr(','), repr(' '), 'None')})",
            lambda: f"{self.items(depth - 1)} + {self.items(depth - 1)}",
            lambda: f"{self.items(depth - 1)} * {self.one('0', '1', '3')}",
            lambda: f"{self.items(0)}[{self.one(':2', '1:', '::-1')}]",
            lambda: f"list({self.items(depth - 1)})",
            lambda: f"enumerate_with_last({self.items(depth - 1)})",
            lambda: f"JSON({self.name()}, '[1, [2]]')",
        ]
        if self.in_tag:
            options += [
                lambda: f"list(range({self.one('0', '3', 'Int32(a, 2) % 5', '2, 5', '5, 0, -2')}))",
                lambda: f"sorted({self.items(depth - 1)}{self.one('', ', reverse=True')})",
                lambda: f"list(reversed({self.items(depth - 1)}))",
                lambda: f"list(enumerate({self.items(depth - 1)}))",
                lambda: f"list(zip({self.items(depth - 1)}, {self.items(depth - 1)}))",
                lambda: f"list(map({self.one('str', 'len') if self.with_quotes else self.one('int', 'len')}, {self.items(depth - 1)}))",
                lambda: f"[{self.element()} for i in {self.items(depth - 1)}{self.one('', ' if i', ' if i != 1')}]",
                lambda: f"list({self.mapping(depth - 1)}.{self.one('keys', 'values', 'items')}())",
                lambda: f"tuple({self.items(depth - 1)})",
            ]
        return self.choices.choice(options)()

    def element(self):
        """What a comprehension makes of its variable."""
        return self.one("i", "i + 1", "(i, 1)", "[i, [1]]", "i * 2", "i if i else None")

    def mapping(self, depth):
        return self.one("{'a': 1}", f"dict(a={self.any(depth - 1)})" if self.in_tag else "{'a': 2, 'b': 'c'}", "{1: 'x', 'k': [1]}", f"JSON({self.name()})")

    def truth(self, depth):
        if not self.in_tag:
            return self.one(f"defined({self.name()})", self.name(), f"not {self.name()}", "True", "0", f"defined({self.any(depth - 1)})")
        if depth <= 0:
            return self.one(f"defined({self.name()})", self.name(), f"{self.name()} == {self.choices.choice(LITERAL_TEXTS)}", f"not {self.name()}")
        compare = self.one("==", "!=", "<", "<=", ">", ">=")
        return self.one(
            lambda: f"{self.text(depth - 1)} {self.one('==', '!=', '<', '>=')} {self.text(depth - 1)}",
            lambda: f"{self.number(depth - 1)} {compare} {self.number(depth - 1)}",
            lambda: f"{self.number(0)} < {self.number(0)} <= {self.number(0)}",
            lambda: f"{self.any(depth - 1)} {self.one('==', '!=')} {self.any(depth - 1)}",
            lambda: f"{self.any(depth - 1)} {self.one('in', 'not in')} {self.items(depth - 1)}",
            lambda: f"{self.text(0)} {self.one('in', 'not in')} {self.text(depth - 1)}",
            lambda: f"{self.name()} is {self.one('', 'not ')}None",
            lambda: f"{self.truth(depth - 1)} {self.one('and', 'or')} {self.truth(depth - 1)}",
            lambda: f"not {self.truth(depth - 1)}",
            lambda: f"isinstance({self.name()}, {self.one('str', 'int', 'list', '(int, float)', 'dict')})",
            lambda: f"Boolean({self.name()}{self.one('', ', True', ', 0')})",
            lambda: f"{self.operand(depth)}.{self.one('startswith', 'endswith')}({self.text(0)})",
            lambda: f"{self.operand(depth)}.{self.one('isdigit', 'isalpha', 'isupper', 'islower', 'isspace', 'isalnum', 'isnumeric')}()",
            lambda: f"{self.one('any', 'all')}({self.items(depth - 1)})",
            lambda: f"({self.truth(depth - 1)}) {compare} {self.number(0)}",
        )()

    # Statements

    def tag(self, write, depth):
        """An expression as tags allow it."""
        self.in_tag = True
        expression = write(depth)
        self.in_tag = False
        return expression

    def block(self, depth):
        return "".join(self.statement(depth) for _ in range(self.choices.randint(1, 3)))

    def statement(self, depth):
        if depth <= 0:
            return self.one(self.words, self.output)(depth)
        return self.one(self.words, self.output, self.output, self.choose, self.loop, self.assign, self.assign, self.attempt, self.repeat, self.change)(depth)

    def words(self, depth):
        return self.one("SELECT ", " FROM t ", "\nWHERE x = ", ", ", "  ", "{#c#}", "{% comment c %}", "{!", "{{!", "(1)", "日", "{% whitespace all %}")

    def output(self, depth):
        if self.chance(0.1):
            return "{{%s}}" % self.one(
                f"column({self.name()}, 'd')",
                f"columns({self.name()}, 'd, e')",
                f"sql_and(a={self.name()}, b__gt={self.number(1)}, c__in={self.items(1)})",
                "max_threads(2)",
                f"sql_unescape({self.text(1)}, '%')",
                f"error({self.text(1)})",
                f"Array({self.name()}, 'Int32')",
            )
        return "{{%s%s%s}}" % (self.one("", " "), self.any(3).replace("}}", "} }").strip(), self.one("", " "))

    def choose(self, depth):
        text = "{%% if %s %%}%s" % (self.tag(self.truth, 2), self.block(depth - 1))
        if self.chance(0.3):
            text += "{%% elif %s %%}%s" % (self.tag(self.truth, 2), self.block(depth - 1))
        if self.chance(0.5):
            text += "{% else %}" + self.block(depth - 1)
        return text + self.one("{% end %}", "{% end if %}")

    def loop(self, depth):
        target, read = self.one(("i", ["i"]), ("n, i", ["n", "i"]), ("last, i", ["i"]))
        items = self.tag(self.items, 2)
        if target != "i":
            items = self.one(f"enumerate({items})", f"enumerate_with_last({items})", f"zip({items}, [1, 2])")
        self.variables += read
        body = self.block(depth - 1) + self.one("", "{% if i == 2 %}{% break %}{% end %}", "{% if not i %}{% continue %}{% end %}{{i}}", "{{i}}")
        return "{%% for %s in %s %%}%s%s{%% end %%}" % (target, items, body, self.one("", "", "{% else %}e"))

    def repeat(self, depth):
        self.repeats += 1
        turn = f"turn{self.repeats}"
        head = "{%% set %s = 0 %%}{%% while %s < 3 %%}{%% set %s += 1 %%}" % (turn, turn, turn)
        return head + self.block(depth - 1) + "{% end %}"

    def assign(self, depth):
        name = self.one("v", "y", "z")
        value = self.tag(self.any, 3)
        self.variables.append(name)
        return self.one(
            "{%% set %s = %s %%}" % (name, value), "{%% set %s, u = %s, 1 %%}{{u}}" % (name, value), "{%% set %s = t = %s %%}{{t}}" % (name, value),
            "{%% set %s = %s %%}{{%s}}" % (name, value, name),
        )  # fmt: skip

    def change(self, depth):
        return self.one(
            "{%% set l = [] %%}{%% set l.append(%s) %%}{{l}}" % self.tag(self.any, 2),
            "{%% set l = [1, 2] %%}{%% set l[0] = %s %%}{{l}}" % self.tag(self.any, 2),
            "{%% set m = {} %%}{%% set m['k'] = %s %%}{{m['k']}}" % self.tag(self.any, 2),
            "{%% set l = [3, 1, 2] %%}{%% set l.%s %%}{{l}}" % self.one("sort()", "reverse()", "pop()", "pop(0)", "insert(1, 9)", "remove(1)", "extend([5])"),
            "{%% set s = 1 %%}{%% set s %s= %s %%}{{s}}" % (self.one("+", "-", "*", "/", "//", "%"), self.tag(self.number, 1)),
        )

    def attempt(self, depth):
        kind = self.one("", " ValueError", " Exception", " (TypeError, ValueError)", " KeyError", " Exception as problem")
        text = "{%% try %%}%s{%% except%s %%}%s" % (self.block(depth - 1), kind, self.block(depth - 1))
        return text + self.one("", "", "{% else %}e", "{% finally %}f") + "{% end %}"


CONSTRUCTS = ["output", "choose", "loop", "assign", "attempt", "repeat", "change", "block"]

TOKENS = re.compile(r"\{\{|\}\}|\{%|%\}|\w+|'[^']*'|\"[^\"]*\"|\s+|.", re.DOTALL)


def broken(choices, text):
    """A text with one token left out, repeated, or moved."""
    tokens = TOKENS.findall(text)
    position = choices.choice([index for index, token in enumerate(tokens) if not token.isspace() and token != "list"])
    how = choices.choice(["left out", "repeated", "moved"])
    # A function without its brackets would be a value, which is a matter of its own.
    if how == "left out" or tokens[position] in ("}}", "%}"):
        del tokens[position]
    elif how == "repeated" and not tokens[position].isidentifier():
        tokens.insert(position, tokens[position])
    else:
        tokens.insert(choices.randrange(len(tokens)), tokens.pop(position))
    return "".join(tokens)


def generated(seed, count):
    """As many random cases, the same for the same seed; every eighth has a mistake in it."""
    choices = random.Random(seed)
    cases = []
    for number in range(count):
        with_quotes = choices.random() < 0.2
        grammar = Grammar(choices, with_quotes)
        construct = choices.choice(CONSTRUCTS)
        text = getattr(grammar, construct)(3)
        if construct == "assign":
            text += grammar.block(1)
        kind = f"list-quote-{construct}" if with_quotes else construct
        if number % 8 == 0 and construct != "repeat":
            text = broken(choices, text)
            kind = f"list-quote-broken-{construct}" if with_quotes else f"broken-{construct}"
        values = VALUES + COLLECTIONS if with_quotes else VALUES
        params = {name: choices.choice(values) for name in NAMES if choices.random() < 0.6}
        cases.append({"id": f"generated/{kind}/{number}", "sql": "%" + text, "params": params})
    return cases
