"""
Runs the tests of one item in a sandbox of its own. What they test is a stand-in that passes each call on to the program, which lives in
another sandbox; comparisons happen here, on plain data. Its last line is the verdict.
"""
import builtins
import copy
import math

channel = Channel()
task = channel.read()
sys.path[:] = [path for path in sys.path if path]
names = {'__name__': 'tests'}


class ProgramError(Exception):
    """An exception of the program that is no built-in one."""


def remote(name):
    def call(*args, **kwargs):
        channel.write({'name': name, 'args': encode(list(args)), 'kwargs': encode(kwargs)}, 'C')
        answer = channel.read()
        if 'error' in answer:
            kind = getattr(builtins, str(answer['error']), None)
            message = str(answer.get('message', ''))
            if isinstance(kind, type) and issubclass(kind, Exception):
                try:
                    error = kind(message)
                except Exception:
                    error = ProgramError(message)
            else:
                error = ProgramError(f"{answer['error']}: {message}")
            error.of_program = answer['error']
            raise error
        # What the program changed in place is changed here as well.
        for own, theirs in zip(args, decode(answer['args'], names)):
            if type(own) is list and type(theirs) is list:
                own[:] = theirs
            elif type(own) in (dict, set) and type(theirs) is type(own):
                own.clear()
                own.update(theirs)
        return decode(answer['result'], names)

    call.__name__ = name
    return call


def tell(passed, total, error=None):
    channel.write({'nonce': task['nonce'], 'passed': passed, 'total': total, **(error or {})}, 'V')
    os._exit(0)


def described(error):
    kind = getattr(error, 'of_program', None)
    return {
        'error': kind or type(error).__name__,
        'ofProgram': kind is not None,
        'message': str(error)[:500],
    }


class Names(dict):
    """The names of the tests; one that nobody defined is the program's."""

    def __missing__(self, name):
        if hasattr(builtins, name):
            return getattr(builtins, name)
        return remote(name)


def close(expected, actual, tolerance):
    if isinstance(expected, float) or isinstance(actual, float):
        try:
            return math.isclose(expected, actual, rel_tol=1e-7, abs_tol=tolerance) or (expected != expected and actual != actual)
        except TypeError:
            return False
    if isinstance(expected, (list, tuple)) and type(actual) is type(expected):
        return len(expected) == len(actual) and all(close(a, b, tolerance) for a, b in zip(expected, actual))
    if isinstance(expected, dict) and isinstance(actual, dict):
        return expected.keys() == actual.keys() and all(close(item, actual[key], tolerance) for key, item in expected.items())
    return expected == actual


def holds_floats(value):
    if isinstance(value, float):
        return True
    if isinstance(value, (list, tuple)):
        return any(holds_floats(item) for item in value)
    return isinstance(value, dict) and any(holds_floats(item) for item in value.values())


def same(expected, actual, arguments):
    oracle = task.get('oracle')
    if oracle == 'set':
        return set(expected) == set(actual)
    if oracle == 'truth':
        return bool(expected) == bool(actual)
    if oracle == 'root':
        coefficients = arguments[0]
        return abs(sum(factor * actual ** power for power, factor in enumerate(coefficients))) <= max(task['tolerance'], 1e-4)
    if expected == actual:
        return True
    tolerance = task['tolerance'] or (1e-6 if holds_floats(expected) else 0)
    return tolerance != 0 and close(expected, actual, tolerance)


def run_check(entry):
    """HumanEval: one function that holds all assertions."""
    exec(compile(task['reference'], 'reference.py', 'exec'), names)
    names[entry] = remote(entry)
    exec(compile(task['test'], 'test.py', 'exec'), names)
    try:
        names['check'](names[entry])
    except BaseException as error:
        tell(0, 1, described(error))
    tell(1, 1)


def run_assertions():
    """MBPP: statements, each a test of its own."""
    global names
    names = Names(names)
    exec(compile(task['reference'], 'reference.py', 'exec'), names)
    for name, value in list(names.items()):
        if isinstance(value, types.FunctionType):
            names[name] = remote(name)
    exec(compile(task['test'], 'test.py', 'exec'), names)
    passed, first = 0, None
    for statement in task['assertions']:
        try:
            exec(compile(statement, 'test.py', 'exec'), names)
            passed += 1
        except BaseException as error:
            first = first or described(error)
    tell(passed, len(task['assertions']), first)


def run_inputs(entry):
    """EvalPlus: the reference solution says what is right."""
    exec(compile(task['reference'], 'reference.py', 'exec'), names)
    expected_of, actual_of = names[entry], remote(entry)
    passed, first, failed = 0, None, []
    for index, arguments in enumerate(task['inputs']):
        try:
            expected = expected_of(*copy.deepcopy(arguments))
            if same(expected, actual_of(*copy.deepcopy(arguments)), arguments):
                passed += 1
                continue
            failed.append(index)
            first = first or {'error': 'AssertionError', 'ofProgram': False, 'message': f'input {index}'}
        except BaseException as error:
            failed.append(index)
            first = first or described(error)
    tell(passed, len(task['inputs']), {**(first or {}), 'failedTests': failed[:1000]})


try:
    if task['kind'] == 'check':
        run_check(task['entry'])
    elif task['kind'] == 'assertions':
        run_assertions()
    else:
        run_inputs(task['entry'])
except BaseException as error:
    tell(0, 1, {'error': type(error).__name__, 'message': str(error)[:500], 'brokenTest': True})
