"""The catalogue on a screen that everybody uses: its address says so, on every page, so that no cookie has to."""

SIGN = "kiosk"


def is_kiosk(request):
    """True when the page was asked for, or the form sent, by the screen in the documentation room."""
    return SIGN in request.GET or SIGN in request.POST


def address_on(request, path, **query):
    """`path` with `query`, and with the sign of the kiosk when `request` comes from one."""
    pairs = [f"{name}={value}" for name, value in query.items()] + ([f"{SIGN}=1"] if is_kiosk(request) else [])
    return f"{path}?{'&'.join(pairs)}" if pairs else path
