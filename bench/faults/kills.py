"""kill -9 and SIGTERM while visits arrive: what was acknowledged is stored, once.

Every function takes a House and returns a Tally.
"""

import time

from bench.faults.devices import Devices
from bench.faults.house import again_and_again

EAGER = "alter role citedesmetiers set synchronous_commit = {}"


def web_process(house, *, times=10, careful=True):
    """A process of the web server is killed `times` times."""
    return under_fire(house, house.kill_web_process, times=times, pause=0.5, careful=careful)


def database(house, *, times=5, careful=True):
    """The database server is killed `times` times."""
    return under_fire(house, house.kill_database, times=times, pause=1.5, careful=careful)


def database_that_acknowledges_too_early(house):
    """Control: a database that says "committed" before it wrote; what it said in its last moments is lost.

    The writer of its log is slowed down to its ten seconds, so that there is something to lose.
    """
    house.query(EAGER.format("off"))
    try:
        house.stop_web_server()  # its connections were opened under the old rule
        house.wait_until_ready()
        with Devices(house, broken=0) as devices:
            time.sleep(2)
            house.kill_database()
        house.wait_until_ready()
        return devices.tally()
    finally:
        house.query(EAGER.format("on"))
        house.stop_web_server()
        house.wait_until_ready()


def deployment(house, *, times=3):
    """The web server is asked to end and started anew `times` times, as at a deployment; no answer is lost on the way.

    Its failures are requests that a person would have seen fail.
    """
    return under_fire(house, house.stop_web_server, times=times, pause=1.0, careful=True, broken=0)


def deployment_by_kill(house, *, times=3):
    """Control: the same, by killing what runs; requests under way fail."""
    return under_fire(house, house.kill_web_process, times=times, pause=0.5, careful=True, broken=0)


def under_fire(house, act, *, times, pause, careful, **how):
    with Devices(house, careful=careful, **how) as devices:
        again_and_again(act, times, pause).join()
        time.sleep(0.5)
    house.wait_until_ready()
    return devices.tally()
