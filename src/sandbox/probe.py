"""Tries to get out of the sandbox and answers with what it reached, as JSON on file descriptor 3. The first argument is the parent's world."""
import json
import os
import socket
import sys

world = json.loads(sys.argv[1])
reached = []


def attempt(name, action):
    try:
        if action():
            reached.append(name)
    except Exception:
        pass


def can_read(path):
    with open(path, 'rb') as file:
        return len(file.read(1)) > 0


def can_write(path):
    with open(path, 'w') as file:
        file.write('x')
    return True


def can_connect(family, address):
    with socket.socket(family, socket.SOCK_STREAM) as connection:
        connection.settimeout(0.5)
        connection.connect(address)
    return True


def can_fork_without_end():
    children = []
    try:
        while len(children) < world['processes'] + 8:
            child = os.fork()
            if child == 0:
                import time
                time.sleep(5)
                os._exit(0)
            children.append(child)
        return True
    finally:
        for child in children:
            os.kill(child, 9)


def can_fill_disk():
    with open('/tmp/fill', 'wb') as file:
        for _ in range(world['diskBytes'] // 65536 + 16):
            file.write(b'x' * 65536)
    return True


def can_make_files_without_end():
    for number in range(world['diskFiles'] + 16):
        open(f'/tmp/file{number}', 'w').close()
    return True


def can_become_root():
    os.setuid(0)
    return True


def can_make_namespace():
    return os.unshare(0x10000000) is None if hasattr(os, 'unshare') else unshare_by_libc()


def unshare_by_libc():
    import ctypes
    return ctypes.CDLL(None).unshare(0x10000000) == 0


attempt('a file of the machine', lambda: can_read(world['secret']))
attempt('/etc/passwd', lambda: can_read('/etc/passwd'))
attempt('the home folder of root', lambda: len(os.listdir('/root')) >= 0)
attempt('a variable of the environment', lambda: world['variable'] in os.environ)
attempt('the environment of process 1', lambda: world['variable'].encode() in open('/proc/1/environ', 'rb').read())
attempt('writing to /usr', lambda: can_write('/usr/bin/escaped'))
attempt('writing to /', lambda: can_write('/escaped'))
attempt('writing to /dev', lambda: can_write('/dev/escaped'))
attempt('a server of the machine', lambda: can_connect(socket.AF_INET, ('127.0.0.1', world['port'])))
attempt('a socket file of the machine', lambda: can_connect(socket.AF_UNIX, world['socket']))
attempt('an abstract socket of the machine', lambda: can_connect(socket.AF_UNIX, '\0' + world['abstract']))
attempt('the network', lambda: can_connect(socket.AF_INET, ('1.1.1.1', 53)))
attempt('a name server', lambda: bool(socket.gethostbyname('example.com')))
attempt('processes of the machine', lambda: any(int(name) > 100 for name in os.listdir('/proc') if name.isdigit()))
attempt('being root', can_become_root)
attempt('a namespace of its own', can_make_namespace)
attempt('more processes than allowed', can_fork_without_end)
attempt('more disk than allowed', can_fill_disk)
attempt('more files than allowed', can_make_files_without_end)
attempt('standard input', lambda: bool(sys.stdin.read(1)))

os.write(3, (json.dumps({'nonce': world['nonce'], 'reached': reached}) + '\n').encode())
