"""Runs a program and writes what it used to a file: launch.py FIGURES PROGRAM [ARGUMENT]…

A process of its own, and a small one, because Linux counts the memory of whoever starts a program to the program's peak.
"""
import json
import os
import sys
import time

figures, *command = sys.argv[1:]
start = time.perf_counter()
try:
    child = os.posix_spawnp(command[0], command, os.environ)
except FileNotFoundError:
    sys.exit(127)
_, status, usage = os.wait4(child, 0)
seconds = time.perf_counter() - start
# Linux counts in kilobytes, Apple's systems in bytes.
unit = 1 if sys.platform == "darwin" else 1024
with open(figures, "w") as file:
    json.dump({"seconds": seconds, "processor_seconds": usage.ru_utime + usage.ru_stime,
               "peak_bytes": usage.ru_maxrss * unit}, file)
code = os.waitstatus_to_exitcode(status)
sys.exit(code if code >= 0 else 128 - code)
