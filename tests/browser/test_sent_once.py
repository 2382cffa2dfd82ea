"""People who click twice, because nothing seems to happen: what they send is stored once."""

import pytest

from partners.models import Meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(house):
    """A director's window whose forms do not reach the server until they are let go, and the forms held back."""
    window, waiting = house.window("director"), []

    def hold(route):
        waiting.append(route) if route.request.method == "POST" else route.continue_()

    window.page.route("**/*", hold)
    yield window.page, waiting
    window.page.unroute("**/*")


def test_a_second_click_does_not_send_the_form_again(house, held):
    page, waiting = held
    before = Meeting.objects.count()
    page.goto(f"{house.url}/en/partners/meetings/new/")
    page.select_option("[name=kind]", index=1)
    button = page.locator("main form[method=post] button[type=submit]")
    button.evaluate("button => { button.click(); setTimeout(() => button.click(), 100); }")
    page.wait_for_timeout(300)
    assert len(waiting) == 1
    with page.expect_navigation():
        waiting[0].continue_()
    assert Meeting.objects.count() == before + 1


def test_after_the_answer_the_same_form_may_be_sent_again(house, held):
    page, waiting = held
    page.goto(f"{house.url}/en/partners/meetings/new/")
    for time in (1, 2):
        page.fill("[name=day]", "")
        page.eval_on_selector("main form[method=post]", "form => { form.noValidate = true; }")
        page.locator("main form[method=post] button[type=submit]").evaluate("button => button.click()")
        page.wait_for_timeout(200)
        assert len(waiting) == time
        with page.expect_navigation():
            waiting[-1].continue_()
        assert page.locator("[name=day][aria-invalid=true]").count() == 1
