"""What the desks say on the public pages: who receives today, also for one purpose or at one place."""

from citedesmetiers.addresses import register_addresses
from citedesmetiers.opening import Calendar
from citedesmetiers.public_parts import SIDE, register_public_part
from counselling.duty import sessions_of_days
from counselling.roster_closures import is_closed_out_of_turn


def register():
    """Called from AppConfig.ready(), which may run more than once."""
    register_addresses(pages)
    register_public_part(template="desks/_public_today.html", context=receiving, rank=10, slot=SIDE)
    register_public_part(template="questions/_public_ask.html", context=asking, rank=50, slot=SIDE)


def receiving(request, scope):
    """The desks that receive today from now on, by place: [(place, [(desk, its sessions)])].

    The welcome page shows the main place, whose desks most people look for; left out where there are none at all.
    """
    sites = scope.sites[:1] if scope.is_home else scope.sites
    sessions = [each for each in sessions_of_days(sites, scope.now.date(), 1) if each.ends > scope.now.time()]
    found = []
    for site in sites:
        rows = {}
        for session in sessions:
            if session.site_id == site.pk:
                for desk in session.desks.all():
                    if scope.purpose is None or scope.purpose in desk.purposes.all():
                        rows.setdefault(desk, []).append(session)
        if rows and not is_closed_out_of_turn(Calendar(site, scope.now.date(), scope.now.date()), scope.now.date()):
            found.append((site, sorted(rows.items(), key=lambda row: (row[0].rank, row[0].pk))))
    if not found and not scope.is_home:
        return {"places": [], "clock": scope.now.time()} if scope.purpose else None
    return {"places": found, "clock": scope.now.time()} if found else None


def asking(request, scope):
    """The way to a question without a name; on the page of a place people come there."""
    return {} if scope.site is None else None


def pages():
    """Today's desks and the way to a question, for search engines."""
    return ["/desks/", "/ask/"]
