"""Pictures of what passes: the set-up, which is over for good once it is done, a code that is shown once, a form that
is refused, a page that is not there. Part of `make screenshots`; see docs/screens.py.

Each moment of MOMENTS is a function of (walk, page) that leaves the open page as it is to be taken.
"""

import base64

from django_otp.oath import totp

ACCOUNT = {"name": "Camille Orvessan", "email": "camille.orvessan@demo.example"}
PASSWORD = "la meule tourne le mardi"  # noqa: S105 -- of an account that lives for a few seconds
CENTRE = {"name": "Cité des métiers du Pays de Vaurenne", "area_name": "Pays de Vaurenne"}
PLACE = {"name": "Site de Vaurenne", "opens_0_0": "9", "closes_0_0": "17h30"}
WINDOW = {"width": 1366, "height": 768}
SEND = "main form .btn-primary"
ON_OUR_SIDE = "#connection.state-ok"
QUESTION = "Je travaille dans un commerce et je voudrais devenir boulangère. Faut-il repasser par l’école ?"
WITH_A_NUMBER = "Je voudrais devenir boulangère. Appelez-moi au 06 12 34 56 78."
SECONDS_TO_WRITE = 4  # the form takes whoever is quicker for a machine


def set_up(walk):
    """Go through the set-up of an empty installation; each step is taken filled in, before it is sent."""
    page = walk.open(None, "/")
    for texts in (ACCOUNT | {"password": PASSWORD, "again": PASSWORD}, CENTRE, PLACE, {}, {}):
        fill(page, texts)
        walk.keep(page, "admin")
        send(page)
    secret = page.locator("main code").inner_text().replace(" ", "")
    walk.keep(page, "admin")
    page.fill("[name=code]", code_of(secret))
    send(page)
    walk.keep(page, "admin")
    page.context.clear_cookies()
    page.goto(f"{walk.base}/sign-in/")
    fill(page, {"username": ACCOUNT["email"], "password": PASSWORD})
    send(page)
    walk.keep(page, "admin")
    page.close()


def fill(page, texts):
    for name, text in texts.items():
        page.fill(f"[name={name}]", text)


def send(page):
    with page.expect_navigation():
        page.click(SEND)


def code_of(secret):
    """What an app for one-time codes shows now for this secret, in base 32."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    return f"{totp(key):06d}"


# ── Moments ──────────────────────────────────────────────────────────────────────────────────────────


def sign_in_refused(walk, page):
    fill(page, {"username": "director@demo.example", "password": "rien de tout cela"})
    send(page)


def question_warned(walk, page):
    ask(page, WITH_A_NUMBER)


def question_sent(walk, page):
    ask(page, QUESTION)


def ask(page, words):
    """Write `words` under the first purpose and send them, not as fast as a machine would."""
    page.locator("[name=purpose]").first.check(force=True)
    page.fill("[name=question]", words)
    page.wait_for_timeout(SECONDS_TO_WRITE * 1000)
    send(page)


def seats_booked(walk, page):
    page.goto(walk.base + next(link for link in walk.links(page) if link.endswith("/book/")))
    send(page)


def form_refused(walk, page):
    send(page)


def offline(walk, page):
    """The counter keeps what is logged while the network is away."""
    page.wait_for_selector(ON_OUR_SIDE)
    page.context.set_offline(True)
    for key in "214":
        page.keyboard.press(key)
    page.wait_for_selector(ON_OUR_SIDE, state="detached")


def as_it_is(walk, page):
    pass


MOMENTS = [  # name, who looks, address, what happens there
    ("sign-in-refused", None, "/sign-in/", sign_in_refused),
    ("question-warned", None, "/ask/", question_warned),
    ("question-sent", None, "/ask/", question_sent),
    ("seats-booked", None, "/programme/", seats_booked),
    ("nothing-found", None, "/catalogue/?q=dirigeable", as_it_is),
    ("not-found", None, "/catalogue/nowhere/", as_it_is),
    ("not-allowed", "reception", "/settings/users/", as_it_is),
    ("form-refused", "partners", "/partners/institutions/new/", form_refused),
    ("list-empty", "partners", "/partners/?q=dirigeable", as_it_is),
    ("counter-offline", "reception", "/reception/", offline),
]


def take_moments(walk):
    """One picture of each; the windows are left as they were found."""
    for name, role, address, happens in MOMENTS:
        page = walk.window(role).new_page()
        page.set_viewport_size(WINDOW)
        page.goto(walk.base + address)
        happens(walk, page)
        walk.photograph(page, name)
        page.context.set_offline(False)
        if happens is offline:
            page.wait_for_selector(ON_OUR_SIDE)
        page.close()
