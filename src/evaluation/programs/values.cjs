// Values on their way between judge and program as plain data; the counterpart of values.py.
const fs = require('node:fs');

function encode(value, depth = 0) {
  if (depth > 200) throw new Error('too deeply nested');
  const inner = (item) => encode(item, depth + 1);
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0)
        ? value
        : ['n', String(Object.is(value, -0) ? '-0' : value)];
    case 'undefined':
      return ['u'];
    case 'bigint':
      return ['b', String(value)];
    case 'function':
    case 'symbol':
      return ['x'];
    default:
  }
  if (value === null) return null;
  if (Array.isArray(value)) return ['a', Array.from(value, inner)];
  if (value instanceof Date) return ['d', Number(value)];
  if (value instanceof Map) return ['m', [...Map.prototype.entries.call(value)].map((pair) => pair.map(inner))];
  if (value instanceof Set) return ['s', [...Set.prototype.values.call(value)].map(inner)];
  if (value instanceof Promise || value instanceof WeakMap) return ['x'];
  return ['o', Object.keys(value).map((key) => [key, inner(value[key])])];
}

function decode(data) {
  if (!Array.isArray(data)) return data;
  const [kind, rest] = data;
  switch (kind) {
    case 'n':
      return Number(rest);
    case 'b':
      return BigInt(rest);
    case 'a':
      return rest.map(decode);
    case 'd':
      return new Date(rest);
    case 'm':
      return new Map(rest.map((pair) => pair.map(decode)));
    case 's':
      return new Set(rest.map(decode));
    case 'o': {
      const object = {};
      for (const [key, item] of rest) {
        Object.defineProperty(object, key, {
          value: decode(item),
          enumerable: true,
          writable: true,
          configurable: true,
        });
      }
      return object;
    }
    case 'x':
      // Equals nothing but itself.
      return Symbol('something of the program');
    default:
      return undefined;
  }
}

function createChannel() {
  let rest = Buffer.alloc(0);
  return {
    write: (message, kind = '') => {
      const bytes = Buffer.from(`${kind}${JSON.stringify(message)}\n`);
      for (let at = 0; at < bytes.length; ) at += fs.writeSync(3, bytes, at);
    },
    read: () => {
      const parts = [rest];
      while (!parts.at(-1).includes(10)) {
        const chunk = Buffer.alloc(65536);
        const count = fs.readSync(3, chunk);
        if (count === 0) process.exit(0);
        parts.push(chunk.subarray(0, count));
      }
      const all = Buffer.concat(parts);
      const end = all.indexOf(10);
      rest = all.subarray(end + 1);
      return JSON.parse(all.subarray(0, end).toString());
    },
  };
}

const nameOf = (error) =>
  (error instanceof Error || typeof error?.name === 'string' ? String(error.name) : 'Error').slice(0, 100);
const messageOf = (error) => String(error?.message ?? '').slice(0, 500);
