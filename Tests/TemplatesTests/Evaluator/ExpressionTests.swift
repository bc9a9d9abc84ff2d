// Part of Martlet. Apache License 2.0; see LICENSE.

import Templates
import Testing

/// What expressions of blocks compute. The results are the text form of the value.
struct ExpressionTests {
    private func value(_ expression: String) -> String {
        rendered("{% set v = \(expression) %}{% if v is None %}None{% else %}{{v}}{% end %}")
    }

    @Test(
        "numbers",
        arguments: [
            ("1 / 2", "0.5"), ("-7 // 2", "-4"), ("-7 % 3", "2"), ("7 % -3", "-2"), ("-7.5 // 2", "-4.0"), ("2 ** 10", "1024"),
            ("2 ** -1", "0.5"),
            ("1 << 5", "32"), ("-5 >> 1", "-3"), ("5 ^ 3", "6"), ("~5", "-6"), ("10 ** 30 // 7", "142857142857142857142857142857"),
            ("-10 ** 30 // 7", "-142857142857142857142857142858"), ("10 ** 30 % 7", "1"), ("0.1 + 0.2", "0.30000000000000004"),
            ("1e16", "1e+16"),
            ("5e-324", "5e-324"), ("-0.0", "-0.0"), ("1 / 0", "error: division by zero"), ("True + 1", "2"), ("2 + 3 * 4 - 6 / 2", "11.0"),
            ("-2 ** 2", "-4"),
            ("2 ** 3 ** 2", "512"),
        ])
    func numbers(_ expression: String, _ result: String) {
        #expect(self.value(expression) == result)
    }

    @Test(
        "comparisons and logic",
        arguments: [
            ("1 < 2 < 3", "True"), ("1 < 3 < 2", "False"), ("1 == 1.0", "True"), ("'5' == 5", "False"), ("'a' in 'abc'", "True"),
            ("1 not in [1, 2]", "False"),
            ("'k' in {'k': 1}", "True"), ("x is None", "True"), ("x is not None", "False"), ("x or 'd'", "'d'"), ("1 and 2", "2"),
            ("'' and 1", "''"),
            ("[1, 2] < [1, 3]", "True"), ("(1, 2) == [1, 2]", "False"), ("{'a': 1} == {'a': 1.0}", "True"), ("1 if x else 2", "2"),
            ("'é' == 'e\\u0301'", "False"), ("'1' > 1", "error: '>' not supported between instances of 'str' and 'int'"),
            ("x <= 1", "error: '<=' not supported between instances of 'NoneType' and 'int'"), ("float('nan') <= 1", "False"),
        ])
    func comparisons(_ expression: String, _ result: String) {
        #expect(self.value(expression) == result)
    }

    @Test(
        "collections",
        arguments: [
            ("'abc'[-1]", "'c'"), ("'abcdef'[1:5:2]", "'bd'"), ("[1, 2, 3][-2:]", "[2, 3]"), ("[1, 2, 3, 4][3:0:-1]", "[4, 3, 2]"),
            ("[][::-1]", "[]"),
            ("[1, 2][5:]", "[]"), ("{1: 'x'}[True]", "'x'"),
            ("{'a': 1, **{}}", "error: invalid syntax: found \"**\" where a value is expected at <string>:1"),
            (
                "''[0]",
                "error: Template Syntax Error: String index out of range. Check that string parameters have values before accessing specific characters (e.g., param[0]). Provide default values or add length checks in your template."
            ), ("x[0]", "error: 'NoneType' object is not subscriptable"), ("[i * 2 for i in [1, 2, 3] if i > 1]", "[4, 6]"),
            ("[(a, b) for a in [1, 2] for b in 'xy']", "[(1, 'x'), (1, 'y'), (2, 'x'), (2, 'y')]"),
            ("{k: v for k, v in [('a', 1)]}['a']", "1"),
            ("sum(i for i in [1, 2])", "3"), ("sorted({3, 1} | {2})", "[1, 2, 3]"), ("sorted({1, 2} - {2})", "[1]"),
            ("len({1, 1.0, True})", "1"),
            ("list(range(5, 0, -2))", "[5, 3, 1]"), ("list(zip([1, 2], 'ab'))", "[(1, 'a'), (2, 'b')]"),
            ("list(enumerate('a', 5))", "[(5, 'a')]"),
            ("sorted(['bb', 'a'], key=len)", "['a', 'bb']"), ("sorted([1, 3, 2], reverse=True)", "[3, 2, 1]"),
            ("list(map(str, [1, 2]))", "['1', '2']"),
            ("list(filter(None, [0, 1]))", "[1]"), ("max(['aa', 'b'], key=len)", "'aa'"),
            ("min([])", "error: min() arg is an empty sequence"), ("any([0, 1])", "True"),
            ("isinstance(True, int)", "True"), ("isinstance('a', (int, str))", "True"), ("divmod(-7, 2)", "(-4, 1)"), ("round(2.5)", "2"),
            ("round(2.675, 2)", "2.67"), ("hex(255)", "'0xff'"), ("dict(a=1)['a']", "1"), ("int(' 1_0 ')", "10"),
            ("int('x')", "error: invalid literal for int() with base 10: 'x'"),
        ])
    func collections(_ expression: String, _ result: String) {
        #expect(self.value(expression) == result)
    }

    @Test(
        "methods of text",
        arguments: [
            ("'AbC'.lower()", "'abc'"), ("' a '.strip()", "'a'"), ("'xxa'.lstrip('x')", "'a'"), ("'a b  c'.split()", "['a', 'b', 'c']"),
            ("'a,b,c'.split(',', 1)", "['a', 'b,c']"), ("'a,b,c'.rsplit(',', 1)", "['a,b', 'c']"),
            ("'a\\nb\\r\\nc'.splitlines()", "['a', 'b', 'c']"),
            ("'abc'.startswith(('x', 'a'))", "True"), ("'aaa'.replace('a', 'b', 2)", "'bba'"), ("'abc'.replace('', '-')", "'-a-b-c-'"),
            ("'abc'.find('x')", "-1"),
            ("'abcabc'.rfind('b')", "4"), ("'éaéa'.find('a', 2)", "3"), ("'aaa'.rfind('aa')", "1"), ("'ababac'.find('abac')", "2"),
            ("'banana'.count('an')", "2"), ("'12'.isdigit()", "True"), ("'½'.isnumeric()", "True"),
            ("'-5'.zfill(4)", "'-005'"),
            ("'ab'.center(5, '*')", "'**ab*'"), ("'a=b=c'.rpartition('=')", "('a=b', '=', 'c')"), ("'a_suf'.removesuffix('_suf')", "'a'"),
            ("'hello world'.title()", "'Hello World'"), ("','.join([1])", "error: sequence item 0: expected str instance, int found"),
            ("'a'.foo()", "error: Template Syntax Error: 'str' object has no attribute 'foo'"),
            ("x.split(',')", "error: Template Syntax Error: 'NoneType' object has no attribute 'split'"),
            ("'a\\r\\nb'.split('\\n')[0]", #"'a\r'"#),
        ])
    func text(_ expression: String, _ result: String) {
        #expect(self.value(expression) == result)
    }

    @Test(
        "formats",
        arguments: [
            ("'%s-%d-%.2f' % ('a', 5, 1.239)", "'a-5-1.24'"), ("'[%05d|%-3s]' % (3, 'ab')", "'[00003|ab ]'"), ("'%(a)s' % {'a': 1}", "'1'"),
            ("'%s %s' % ('a',)", "error: not enough arguments for format string"),
            ("'%s' % ('a', 'b')", "error: not all arguments converted during string formatting"),
            ("f'{1.5:.2f}|{1234567:,}|{3:>4}|{\"a\":*^5}'", "'1.50|1,234,567|   3|**a**'"), ("f'{255:#x}{5:b}'", "'0xff101'"),
            ("f'{{x}}'", "'{x}'"),
            ("f'{2.5:.0f}{3.5:.0f}'", "'24'"), ("f'{0.1:.20f}'", "'0.10000000000000000555'"), ("f'{12345.678:e}'", "'1.234568e+04'"),
            ("f'{\"a\"!r}'", #"'\'a\''"#),
            ("f'{1:{5}}'", "'    1'"), ("f'{-1.5:08.2f}'", "'-0001.50'"),
            ("f'{1:q}'", "error: Unknown format code 'q' for object of type 'int'"),
        ])
    func formats(_ expression: String, _ result: String) {
        #expect(self.value(expression) == result)
    }

    @Test(
        "operands that do not fit are named with the place",
        arguments: [
            ("'a' + 1", "+ cannot be used between values of the kinds str and int"),
            ("None + 1", "+ cannot be used between values of the kinds NoneType and int"),
            ("-'a'", "- cannot be used on a value of kind str"),
            ("column('a') + 'b'", "+ cannot be used between values of the kinds Symbol and str"),
        ])
    func mismatches(_ expression: String, _ message: String) {
        #expect(rendered("\n{% set a = \(expression) %}") == "error: \(message) at <string>:2")
    }

    @Test func `an assignment copies a collection`() {
        #expect(rendered("{% set a = [1] %}{% set b = a %}{% set b.append(2) %}{{a}}{{b}}") == "[1][1, 2]")
    }

    @Test func `methods that change a collection change its variable`() {
        let template = """
            {% set a = [3, 1] %}{% set a.sort() %}{% set a.insert(0, 9) %}{% set p = a.pop() %}{% set a.extend('x') %}{% set a.reverse() %}{{a}}{{p}}
            """
        #expect(rendered(template) == "['x', 1, 9]3")
        #expect(rendered("{% set d = {} %}{% set d.update(b=2) %}{% set v = d.setdefault('a', 1) %}{{v}}{{list(d)}}") == "1['b', 'a']")
        #expect(rendered("{% set s = set() %}{% set s.add(1) %}{% set s.add(1.0) %}{% set s.discard(5) %}{{len(s)}}") == "1")
    }
}
