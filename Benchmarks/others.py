"""How much of the machine other programs used meanwhile: figures of a busy machine are worth little, peers' least of all.

The peers' threads wait for each other by spinning, so that one neighbour can slow them tenfold.
"""
import os
import time


def _busy_seconds():
    """Processor seconds that anyone has used since the machine started; time that a hypervisor took away included."""
    with open("/proc/stat") as file:
        user, nice, system, _, _, interrupt, soft_interrupt, stolen = map(int, file.readline().split()[1:9])
    return (user + nice + system + interrupt + soft_interrupt + stolen) / os.sysconf("SC_CLK_TCK")


def _own_seconds():
    return sum(os.times()[:4])


class Others:
    """Watches from its making on. Only Linux can tell."""

    def __init__(self):
        self.start = self._now()

    @staticmethod
    def _now():
        try:
            return time.monotonic(), _busy_seconds() - _own_seconds()
        except (OSError, ValueError):
            return None

    def share(self):
        """Of all cores' time, 0 to 1; none where it cannot be told."""
        now = self._now()
        if not (self.start and now) or now[0] == self.start[0]:
            return None
        return max(0.0, (now[1] - self.start[1]) / (now[0] - self.start[0]) / os.cpu_count())
