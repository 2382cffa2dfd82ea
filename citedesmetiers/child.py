"""Start a program as a child that dies with its parent and, where it must not be root, as another user.

The program is started through this file, run as a script: the parent-death signal belongs to the process that asks
for it, is lost when the user changes, and must be set after that and before the program takes over. Doing it here, and
not between fork and exec of the parent, keeps it safe in a parent that has threads. Standard library only.
"""

import ctypes
import json
import os
import sys

# From linux/prctl.h, linux/securebits.h and linux/capability.h.
PR_SET_PDEATHSIG = 1
PR_SET_SECUREBITS = 28
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_RAISE = 2
SECBIT_NO_SETUID_FIXUP = 4
CAPABILITY_VERSION_3 = 0x20080522
CAP_DAC_OVERRIDE = 1
CAP_DAC_READ_SEARCH = 2


def command(program, *, at_parent_death, user=None, capabilities=()):
    """The command line that runs `program` as a child of this process.

    program: list of str, the program's own command line.
    at_parent_death: the signal that the program gets when this process ends, however it ends (Linux only).
    user: (uid, gid) to become, or None to stay who we are.
    capabilities: numbers of the Linux capabilities to keep as another user.
    """
    orders = {"parent": os.getpid(), "signal": int(at_parent_death), "user": user, "capabilities": list(capabilities)}
    # -I and -S: nothing of the environment or of site-packages is loaded, which makes this 15 ms and not 60.
    return [sys.executable, "-I", "-S", os.path.abspath(__file__), json.dumps(orders), *map(str, program)]


def become(uid, gid, capabilities):
    """Turn into another user for good, keeping only `capabilities`, also across exec."""
    linux = sys.platform == "linux"
    if linux and capabilities:
        # Keeps the capabilities when the user changes; without it, access(2) would also answer as if there were none,
        # and Postgres' programs look for one another with that.
        _prctl(PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP)
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)
    if linux and capabilities:
        _set_capabilities(capabilities)
        for capability in capabilities:
            _prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability)


def main():
    """Follow the orders in the first argument, then become the program in the others."""
    orders, program = json.loads(sys.argv[1]), sys.argv[2:]
    try:
        if orders["user"]:
            become(*orders["user"], orders["capabilities"])
        if sys.platform == "linux":
            _prctl(PR_SET_PDEATHSIG, orders["signal"])
        if os.getppid() != orders["parent"]:
            return "the parent is gone"  # it ended before the signal was set
        os.execv(program[0], program)  # noqa: S606 -- becoming another program is the purpose
    except OSError as error:
        return f"{program[0]} cannot be started: {error.strerror}"


def _set_capabilities(capabilities):
    """Permitted, effective and inheritable become exactly `capabilities`."""
    mask = sum(1 << capability for capability in capabilities)
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    data = (ctypes.c_uint32 * 6)(mask, mask, mask, 0, 0, 0)
    if ctypes.CDLL(None, use_errno=True).capset(header, data) != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def _prctl(*arguments):
    values = [ctypes.c_ulong(value) for value in (*arguments, 0, 0, 0, 0)[:5]]
    if ctypes.CDLL(None, use_errno=True).prctl(*values) != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


if __name__ == "__main__":
    sys.exit(main())
