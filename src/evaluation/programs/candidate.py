"""
The program under test, alone in its sandbox: it never sees a test, an expected value or a verdict. It gets its source, then arguments, and
answers each call with what the function returned.
"""
channel = Channel()
task = channel.read()
sys.path[:] = [path for path in sys.path if path]
sys.setrecursionlimit(task.get('recursionLimit', 1000))
program = types.ModuleType('solution')
sys.modules['solution'] = program
write, read, plain, restore = channel.write, channel.read, encode, decode


def describe(error):
    return type(error).__name__, str(error)[:500]


try:
    import random
    random.seed(0)
    exec(compile(task['source'], 'solution.py', 'exec'), program.__dict__)
    write({'ready': True})
except BaseException as error:
    kind, message = describe(error)
    write({'ready': False, 'error': kind, 'message': message})
    os._exit(0)

while True:
    call = read()
    try:
        arguments = restore(call['args'], program.__dict__)
        keywords = restore(call['kwargs'], program.__dict__)
        result = program.__dict__[call['name']](*arguments, **keywords)
        write({'result': plain(result), 'args': plain(arguments)})
    except BaseException as error:
        kind, message = describe(error)
        write({'error': kind, 'message': message})
