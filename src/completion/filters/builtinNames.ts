/** Names that need no definition: words and standard functions of the languages in which made-up names are looked for. */

const javaScript =
  'if for while switch catch function return typeof await yield super import require constructor with ' +
  'parseInt parseFloat isNaN isFinite encodeURIComponent decodeURIComponent encodeURI decodeURI eval Object Array String ' +
  'Number Boolean Symbol BigInt Date RegExp Error TypeError RangeError SyntaxError ReferenceError AggregateError EvalError ' +
  'URIError Map Set WeakMap WeakSet WeakRef Promise Proxy Function ArrayBuffer SharedArrayBuffer DataView Int8Array ' +
  'Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array Float32Array Float64Array BigInt64Array ' +
  'BigUint64Array FinalizationRegistry setTimeout clearTimeout setInterval clearInterval setImmediate clearImmediate ' +
  'queueMicrotask structuredClone fetch atob btoa alert confirm prompt requestAnimationFrame cancelAnimationFrame ' +
  'requestIdleCallback getComputedStyle matchMedia addEventListener removeEventListener dispatchEvent postMessage ' +
  'AbortController AbortSignal URL URLSearchParams TextEncoder TextDecoder Headers Request Response FormData Blob File ' +
  'FileReader Event EventTarget CustomEvent MessageChannel WebSocket Worker XMLHttpRequest ReadableStream WritableStream ' +
  'TransformStream Image Audio Option MutationObserver IntersectionObserver ResizeObserver Buffer describe it test expect ' +
  'beforeEach afterEach beforeAll afterAll before after suite defineProps defineEmits defineExpose keyof readonly infer Partial Record';
const python =
  'if for while print len range int str float bool list dict set tuple frozenset bytes bytearray complex object type super ' +
  'isinstance issubclass hasattr getattr setattr delattr callable repr hash dir vars locals globals iter next aiter anext ' +
  'enumerate zip map filter reversed sorted sum min max abs round pow divmod any all open input eval exec compile format ' +
  'ord chr bin hex oct ascii slice property staticmethod classmethod memoryview breakpoint __import__ and not or in is elif ' +
  'return yield await lambda assert except raise with del Exception BaseException ValueError TypeError KeyError IndexError ' +
  'AttributeError RuntimeError NotImplementedError StopIteration StopAsyncIteration OSError IOError FileNotFoundError ' +
  'FileExistsError PermissionError TimeoutError ConnectionError KeyboardInterrupt SystemExit ImportError ' +
  'ModuleNotFoundError NameError ZeroDivisionError OverflowError ArithmeticError LookupError AssertionError EOFError ' +
  'UnicodeDecodeError UnicodeEncodeError UnicodeError RecursionError MemoryError Warning DeprecationWarning UserWarning ' +
  'RuntimeWarning GeneratorExit ExceptionGroup match case';

const scriptNames = new Set(javaScript.split(' '));
const pythonNames = new Set(python.split(' '));
const byLanguage: Readonly<Record<string, ReadonlySet<string>>> = {
  javascript: scriptNames,
  javascriptreact: scriptNames,
  typescript: scriptNames,
  typescriptreact: scriptNames,
  python: pythonNames,
};

/** Whether a language brings a name along; false also for languages that are not listed here. */
export function isBuiltinName(name: string, languageId: string): boolean {
  return byLanguage[languageId]?.has(name) ?? false;
}
