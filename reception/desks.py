"""Desks on the live board: how many wait where, for everyone in the room to see."""

from counselling.today import desks_today


def desks(site, now):
    """Who waits and who is being received at each desk; None at a place without desks."""
    found = desks_today(site, now)
    return {"desks": found, "waiting": sum(each.waiting for each in found)} if found else None
