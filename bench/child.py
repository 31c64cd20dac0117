"""Runs a program and prints, as JSON, how it ended, how long it took, how much of the processors and the most memory one of its processes held.

The system tells that of a child that has ended, and Node does not pass it on. Its output is thrown away.
"""

import json
import os
import subprocess
import sys
import time

started = time.monotonic()
child = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
_, status, used = os.wait4(child.pid, 0)
unit = 1 if sys.platform == "darwin" else 1024
json.dump(
    {
        "exit": os.waitstatus_to_exitcode(status),
        "seconds": time.monotonic() - started,
        "cpuSeconds": used.ru_utime + used.ru_stime,
        "megabytes": used.ru_maxrss * unit / 2**20,
    },
    sys.stdout,
)
