"""Tags that every template of the house may use without loading them."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
def icon(name, size=""):
    """The line drawing `name` from static/icons.svg; always beside a word, so hidden from screen readers.

    size: "" (24 px), "sm" or "lg".
    """
    extra = f" icon-{size}" if size else ""
    return format_html(
        '<svg class="icon{}" aria-hidden="true"><use href="{}#i-{}"/></svg>', extra, static("icons.svg"), name
    )


@register.simple_block_tag(takes_context=True)
def keep(context, content, name):
    """Show what stands between the tags, a block for example, and keep it for {% kept name %} further down."""
    context.render_context["kept", name] = content
    return content


@register.simple_tag(takes_context=True)
def kept(context, name):
    """What was kept under `name`, to stand between the quotes of an attribute."""
    return mark_safe(context.render_context["kept", name].replace('"', "&quot;"))  # noqa: S308 -- escaped when kept


@register.filter(expects_localtime=True)
def clock(moment):
    """A time of the day as people write it: 14:30, in French 14 h or 14 h 30."""
    from citedesmetiers import hours_in_words  # noqa: PLC0415 -- models are not loaded when template tags are

    return hours_in_words.clock(moment)


@register.filter(expects_localtime=True)
def short_day(day, parts=""):
    """A day in little room: "3 Dec", in French "3 déc."; parts: "weekday", "year" or both.

    The letters D, M and b of the filter `date` are wrong outside English: "Déc" without its full stop, "jui" for June.
    """
    from citedesmetiers import days_in_words  # noqa: PLC0415 -- settings are not read when template tags are

    return days_in_words.short(day, parts) if day else ""


@register.filter
def lang_of(row, field):
    """The attribute lang for the element around `field` of `row`, when that text is in another language than the page.

    <h1{{ event|lang_of:"title" }}>{{ event.title }}</h1>
    """
    from citedesmetiers.shown_language import language_of  # noqa: PLC0415 -- settings are not read when template tags are

    code = language_of(row, field)
    return "" if code in (None, get_language()) else format_html(' lang="{}"', code)


@register.filter
def may(user, act):
    """True when `user` may do `act` of citedesmetiers.access.ACTS."""
    from citedesmetiers import access  # noqa: PLC0415 -- models are not loaded when template tags are

    return access.may(user, act)


@register.simple_tag(takes_context=True)
def url_with(context, **changes):
    """The current page's query string with `changes` applied; an empty value takes a parameter out."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = value
    return f"?{query.urlencode()}" if query else "?"


@register.simple_tag(takes_context=True)
def sortable(context, sorting, name, label, css=""):
    """The head of a column that sorts the list by a click. sorting: a citedesmetiers.sorting.Sorting.

    name: the column's name in it.  label: what the head says.  css: classes of the cell, "n" for numbers.
    """
    state = sorting.state(name)
    sign = {"none": "", "ascending": icon("up", "sm"), "descending": icon("down", "sm")}[state]
    sort = format_html(' aria-sort="{}"', state) if sign else ""
    return format_html(
        '<th scope="col"{}{}><a class="sort" href="{}">{}{}</a></th>',
        format_html(' class="{}"', css) if css else "",
        sort,
        url_with(context, order=sorting.next_for(name), page=""),
        label,
        sign,
    )
