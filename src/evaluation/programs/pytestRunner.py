"""Runs a module of tests with pytest beside the program that it imports, and tells how many of how many passed."""
channel = Channel()
task = channel.read()
sys.path[:] = ['/box'] + [path for path in sys.path if path not in ('', '/box')]
try:
    import pytest
except ImportError:
    channel.write({'nonce': task['nonce'], 'passed': 0, 'total': 0, 'error': 'pytest is not installed', 'brokenTest': True}, 'V')
    os._exit(0)


def run(channel, task, write=channel.write, leave=os._exit, main=pytest.main):
    outcomes = {}
    collected = []
    first = {}
    broken = []

    class Recorder:
        def pytest_runtest_logreport(self, report):
            if report.when == 'call' or report.failed:
                outcomes[report.nodeid] = report.passed and outcomes.get(report.nodeid, True)
            if report.failed and not first:
                crash = getattr(report.longrepr, 'reprcrash', None)
                message = str(getattr(crash, 'message', report.longrepr)).split('\n')[0]
                kind, _, rest = message.partition(': ')
                known = kind.isidentifier()
                first.update(error=kind if known else 'AssertionError', message=(rest if known else message)[:500],
                             ofProgram=known and not kind.startswith('Assert'))

        def pytest_collectreport(self, report):
            if report.failed:
                lines = [line[4:] for line in str(report.longrepr).split('\n') if line.startswith('E   ')]
                message = lines[-1] if lines else str(report.longrepr).split('\n')[-1]
                kind, _, rest = message.partition(': ')
                broken.append({'error': kind, 'message': rest[:500], 'ofProgram': True})

        def pytest_collection_finish(self, session):
            collected.extend(item.nodeid for item in session.items)

    # Results stay in here; the program shares the process, which is why suspicious code is not believed.
    code = main(['-q', '-p', 'no:cacheprovider', '--noconftest', '-c', '/dev/null', '--rootdir', '/box', task['file']], plugins=[Recorder()])
    # A test that was skipped has not passed.
    passed = sum(1 for name in collected if outcomes.get(name) is True)
    error = broken[0] if broken else first
    if passed == len(collected) and code != 0:
        passed = 0
    write({'nonce': task['nonce'], 'passed': passed, 'total': len(collected), **error}, 'V')
    leave(0)


run(channel, task)
