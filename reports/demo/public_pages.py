"""The public pages and the news of the demonstration centre; the pages that a site must have are there already."""

from datetime import timedelta

from citedesmetiers.models import NewsItem, Page, User
from citedesmetiers.starting_lists import per_language
from reports.demo.centre import read


def fill(sites, today):
    """Complete the legal notice, write a page and the news as they stand on the day `today`."""
    content = read("news")
    author = User.objects.filter(roles__contains=["director"]).order_by("pk").first()
    notice = Page.objects.get(kind=Page.Kind.LEGAL)
    for code, answers in content["legal"].items():
        body = getattr(notice, f"body_{code}")
        for asked, answer in answers.items():
            body = "\n".join(line if unthinned(line) != unthinned(asked) else answer for line in body.splitlines())
        setattr(notice, f"body_{code}", body)
    notice.state = Page.State.PUBLISHED
    notice.save_version(author)
    for entry in content["pages"]:
        page = Page(
            slug=entry["slug"],
            rank=entry["rank"],
            state=Page.State.PUBLISHED,
            **per_language("title", entry["title"]),
            **per_language("body", entry["body"]),
        )
        page.save_version(author)
    for entry in content["news"]:
        item = NewsItem(
            day=today + timedelta(days=entry["since"]),
            until=today + timedelta(days=entry["until"]) if "until" in entry else None,
            site=sites[entry["site"]] if "site" in entry else None,
            state=NewsItem.State.PUBLISHED,
            **per_language("title", entry["title"]),
            **per_language("body", entry["body"]),
        )
        item.save_version(author)


def unthinned(line):
    """`line` with ordinary spaces: French sets thin ones before some signs."""
    return line.replace("\u202f", " ")
