"""
Values on their way between the judge and the program under test: plain data only, so that whatever the program answers with has lost its
methods by the time it is compared. JSON; what JSON has no word for is a list with its kind in front.
"""
import json
import os
import sys
import types

sys.set_int_max_str_digits(0)
MAX_ITEMS = 1_000_000


def encode(value, depth=0):
    if depth > 200:
        raise ValueError('too deeply nested')
    kind = type(value)
    if value is None or kind is bool:
        return value
    if isinstance(value, int):
        return int.__add__(value, 0)
    if isinstance(value, float):
        return float.__add__(value, 0.0)
    if isinstance(value, str):
        return str.__getitem__(value, slice(None))
    if isinstance(value, complex):
        return ['c', value.real, value.imag]
    if isinstance(value, (bytes, bytearray)):
        return ['b', bytes(value).hex(), kind is bytearray]
    if isinstance(value, list):
        return ['l', [encode(item, depth + 1) for item in list.__iter__(value)]]
    if isinstance(value, tuple):
        return ['t', [encode(item, depth + 1) for item in tuple.__iter__(value)]]
    if isinstance(value, set):
        return ['s', [encode(item, depth + 1) for item in set.__iter__(value)]]
    if isinstance(value, frozenset):
        return ['f', [encode(item, depth + 1) for item in frozenset.__iter__(value)]]
    if isinstance(value, dict):
        return ['d', [[encode(key, depth + 1), encode(item, depth + 1)] for key, item in dict.items(value)]]
    if kind is range:
        return ['r', value.start, value.stop, value.step]
    if type(kind).__module__ == 'builtins' and kind.__module__ == 'numpy':
        return encode(value.tolist(), depth + 1)
    if hasattr(kind, '__next__'):
        return ['i', [encode(item, depth + 1) for item in bounded(value)]]
    if isinstance(value, (types.FunctionType, types.BuiltinFunctionType, types.MethodType, types.ModuleType, type)):
        return ['x', kind.__name__]
    if hasattr(kind, 'keys') and hasattr(kind, '__getitem__') or kind in (type({}.keys()), type({}.values()), type({}.items())):
        return ['v', [encode(item, depth + 1) for item in bounded(value)]]
    fields = getattr(value, '__dict__', None)
    if isinstance(fields, dict):
        return ['o', kind.__name__, [[str(name), encode(item, depth + 1)] for name, item in fields.items()]]
    return ['x', kind.__name__]


def bounded(items):
    taken = 0
    for item in items:
        taken += 1
        if taken > MAX_ITEMS:
            raise ValueError('more items than can be compared')
        yield item


class Opaque:
    """Something of the other side that is no plain data. It equals nothing but itself."""

    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return f'<{self.name} of the program>'


def decode(data, classes):
    """`classes`: those of this side that objects of the other side become, by name."""
    if not isinstance(data, list):
        return data
    kind, *rest = data
    if kind == 'c':
        return complex(rest[0], rest[1])
    if kind == 'b':
        return bytearray.fromhex(rest[0]) if rest[1] else bytes.fromhex(rest[0])
    if kind == 'r':
        return range(rest[0], rest[1], rest[2])
    if kind == 'x':
        return Opaque(str(rest[0]))
    if kind == 'd':
        return {decode(key, classes): decode(item, classes) for key, item in rest[0]}
    if kind == 'o':
        own = classes.get(rest[0])
        if not isinstance(own, type):
            return Opaque(str(rest[0]))
        instance = object.__new__(own)
        for name, item in rest[1]:
            instance.__dict__[name] = decode(item, classes)
        return instance
    items = [decode(item, classes) for item in rest[0]]
    return {'l': list, 't': tuple, 's': set, 'f': frozenset, 'i': iter, 'v': list}[kind](items)


class Channel:
    """Lines of JSON both ways over file descriptor 3."""

    def __init__(self):
        self.buffer = b''

    def write(self, message, kind=''):
        data = (kind + json.dumps(message) + '\n').encode()
        while data:
            data = data[os.write(3, data):]

    def read(self):
        parts = [self.buffer]
        while b'\n' not in parts[-1]:
            chunk = os.read(3, 1 << 16)
            if not chunk:
                os._exit(0)
            parts.append(chunk)
        line, _, self.buffer = b''.join(parts).partition(b'\n')
        return json.loads(line)
