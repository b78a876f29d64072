"""Scripted programs that stand in for installers: real child processes that misbehave on purpose."""

from __future__ import annotations

import sys

from reqd.actions.plan import Program

# Every script waits for a file at most this long, so that a broken test ends.
_WAITING = """
import os, sys, time
def wait_for(path):
    until = time.monotonic() + 20
    while not os.path.exists(path):
        if time.monotonic() > until:
            sys.exit('waited too long for ' + path)
        time.sleep(0.01)
"""

SUCCEED = "pass"
FAIL_SILENTLY = "sys.exit(3)"
# Damages an environment as installers do: files replaced, removed and added, folders gone.
DAMAGE = """
import shutil
root = sys.argv[1]
os.unlink(os.path.join(root, 'pyvenv.cfg'))
open(os.path.join(root, 'pyvenv.cfg'), 'w').write('damaged')
shutil.rmtree(os.path.join(root, 'bin'))
os.mkdir(os.path.join(root, 'added'))
open(os.path.join(root, 'added', 'file'), 'w').write('x')
print('ERROR: half way and no further')
sys.exit(1)
"""
REMOVE = "import shutil; shutil.rmtree(sys.argv[1]); sys.exit('ERROR: nothing is left')"
WRITE_INTO = "open(os.path.join(sys.argv[1], 'pyvenv.cfg'), 'a').write('more'); sys.exit('ERROR: scribbled')"
# Ignores the request to end, and so do its child and its grandchild; their ids go to the file argv[1].
STUBBORN = """
import signal
signal.signal(signal.SIGTERM, signal.SIG_IGN)
ids = [str(os.getpid())]
reading, writing = os.pipe()
if os.fork() == 0:
    os.fork()
    os.write(writing, (str(os.getpid()) + ' ').encode())
    time.sleep(60)
    os._exit(0)
while len(ids) < 3:
    ids += os.read(reading, 100).decode().split()
open(sys.argv[1] + '.part', 'w').write(' '.join(ids))
open(os.path.join(sys.argv[2], 'added'), 'w').close()
os.rename(sys.argv[1] + '.part', sys.argv[1])
time.sleep(60)
"""
# Succeeds, and leaves a process behind that holds the output open.
LEAVE_A_CHILD = """
child = os.fork()
if child == 0:
    time.sleep(60)
    os._exit(0)
open(sys.argv[1], 'w').write(str(child))
"""
FLOOD = "line = b'x' * 78 + b'\\n'\nfor _ in range(1500):\n    sys.stdout.buffer.write(line * 1000)"
FLOOD_WITHOUT_LINES = "for _ in range(1500):\n    sys.stdout.buffer.write(b'x' * 79000)"
NOISE = "sys.stdout.buffer.write(b'\\x1b[31mred\\x1b[0m \\xff \\x07 https://ann:secret@host/x\\r\\n\\n  last without end')"
PRINT_VARIABLES = "print('\\n'.join(f'{name}={value}' for name, value in sorted(os.environ.items())))"
PRINT_INPUTS = """
folder = sys.argv[1]
print(oct(os.stat(folder).st_mode & 0o777), folder)
for name in sorted(os.listdir(folder)):
    path = os.path.join(folder, name)
    print(oct(os.stat(path).st_mode & 0o777), name, repr(open(path, encoding='utf-8').read()))
"""
# Is alone: the folder argv[1] is there only while one of them runs. The first one waits for the file argv[2] before it ends.
BE_ALONE = "os.mkdir(sys.argv[1])\nwait_for(sys.argv[2])\nos.rmdir(sys.argv[1])"
TOUCH = "open(sys.argv[1], 'w').close()"
# Another program moves our folder away and puts its own in the place.
SUPPLANT = """
os.rename(sys.argv[1], sys.argv[1] + '-aside')
os.mkdir(sys.argv[1])
open(os.path.join(sys.argv[1], 'theirs'), 'w').close()
sys.exit('ERROR: supplanted')
"""
MAKE_HALF = "open(os.path.join(sys.argv[1], 'pyvenv.cfg'), 'w').close(); sys.exit('ERROR: half made')"
MAKE = "open(os.path.join(sys.argv[1], 'pyvenv.cfg'), 'w').write('new')"


def tool(script: str, *arguments: str) -> Program:
    """A program that runs a script, with `os`, `sys` and `time` imported."""
    return Program("working", (sys.executable, "-I", "-c", _WAITING + script, *arguments))
