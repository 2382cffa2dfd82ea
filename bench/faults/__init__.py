"""Programs that break something on purpose while visits arrive, and say what was lost, counted twice, how long.

Each has a positive control: the same fault met by a device, or a server, without what protects ours. When the control
shows no loss, the program proves nothing, and says so. Everything happens on 127.0.0.1; only processes that a program
started are ended. `python -m bench faults [NAME …]` prints the table.
"""
