"""The look of a chart's SVG: ink, frame, type, and the filters that make pygal's drawing plain.

pygal's style sheet is dropped and every colour and size written as an attribute: the page's content security policy
refuses the sheet, WeasyPrint does not follow it, and ids would clash between charts.
"""

import functools
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

INK, INK_2, GREY, RED, RULE, PAPER, EDGE = "#1b1917", "#4b4640", "#625c54", "#c8102e", "#d8d2c8", "#fff", "#857e74"


@dataclass(frozen=True)
class Frame:
    """Where a chart is shown.

    width: CSS pixels; 642 px are 170 mm on paper.  size: of the text, pixels.  air: height of rows, 1 on a screen.
    """

    width: int
    size: float
    font: str
    air: float = 1

    @property
    def is_narrow(self):
        return self.width < 500


SCREEN = '"Helvetica Neue", Helvetica, Arial, "Liberation Sans", sans-serif'
WIDE = Frame(800, 13.5, SCREEN)
NARROW = Frame(358, 12, SCREEN)
PRINT = Frame(642, 11, 'Inter, "DejaVu Sans", sans-serif', air=0.76)


@dataclass(frozen=True)
class Line:
    """A line of a chart.

    points: (x, y) pairs.  hollow: its dots are rings.  label: (text, where) at its last point; see PlainLines.place.
    """

    points: list
    colour: str
    width: float
    dashes: str = ""
    hollow: bool = False
    label: tuple = ()


MOST_REMEMBERED = 400  # drawings of some 10 kB each, in every process
_drawn = {}


def remembered(draw):
    """Draw the same numbers in the same language once: the geometry takes far longer than the figures themselves.

    The key is all that `draw` is given, written out, so a drawing never outlives what it shows.
    """

    @functools.wraps(draw)
    def once(*args, **kwargs):
        key = f"{draw.__name__} {get_language()} {args!r} {kwargs!r}"
        if key not in _drawn:
            while len(_drawn) >= MOST_REMEMBERED:
                _drawn.pop(next(iter(_drawn)), None)  # the oldest; another thread may have been quicker
            _drawn[key] = draw(*args, **kwargs)
        return _drawn[key]

    return once


class Plain:
    """An XML filter over pygal's tree: plain attributes instead of classes, and nothing that is not ink."""

    def __init__(self, frame):
        self.frame = frame

    def __call__(self, root):
        self.walk(root, axis="", series=None, colour=None)
        return root

    def walk(self, node, axis, series, colour):
        for child in list(node):
            tag = child.tag.rsplit("}", 1)[-1] if isinstance(child.tag, str) else "comment"
            names = (child.get("class") or "").split()  # pygal takes lxml when present: comments have no class then
            if tag in ("defs", "comment", "title", "desc", "script") or {"background", "tooltip"} & set(names):
                node.remove(child)
                continue
            here = "x" if {"axis", "x"} <= set(names) else "y" if {"axis", "y"} <= set(names) else axis
            mine = next((int(name[6:]) for name in names if name.startswith("serie-")), series)
            style = child.attrib.pop("style", "")
            tint = style.split("fill:")[-1].split(";")[0].strip() if "fill:" in style else colour
            if self.keep(child, tag, names, here, mine, tint):
                self.walk(child, here, mine, tint)
                for attribute in ("class", "id"):
                    child.attrib.pop(attribute, None)
            else:
                node.remove(child)

    def keep(self, node, tag, names, axis, series, colour):
        """Dress one node; False takes it out."""
        raise NotImplementedError


class PlainBars(Plain):
    def __init__(self, frame, room):
        super().__init__(frame)
        self.room = room

    def keep(self, node, tag, names, axis, series, colour):
        if tag == "text":
            is_value = "value" in names
            node.attrib.update({"text-anchor": "start", "fill": INK if is_value else INK_2})
            if not is_value:
                node.set("x", str(-self.room))
                node.attrib.pop("transform", None)
        elif tag == "path":
            return False
        elif tag == "rect":
            for corner in ("rx", "ry"):
                node.attrib.pop(corner, None)
            node.set("fill", colour or INK_2)
            if colour == PAPER:
                node.set("stroke", EDGE)
        return True


class PlainLines(Plain):
    def __init__(self, frame, lines):
        super().__init__(frame)
        self.lines = lines

    def keep(self, node, tag, names, axis, series, colour):
        line = self.lines[series] if series is not None else None
        if tag == "text" and axis:
            node.attrib.update({"text-anchor": {"x": "middle", "y": "end"}[axis], "fill": INK_2})
        elif tag == "text":
            self.place(node, line)
        elif tag == "path" and axis:
            if axis == "x" or not {"guide", "line"} & set(names):
                return False
            node.attrib.update({"stroke": RULE, "stroke-width": "1", "fill": "none"})
        elif tag == "path":
            node.attrib.update({"fill": "none", "stroke": line.colour, "stroke-width": str(line.width)})
            if line.dashes:
                node.set("stroke-dasharray", line.dashes)
        elif tag == "circle":
            if node.get("r") == "0":
                return False
            node.attrib.update({"fill": PAPER if line.hollow else line.colour, "stroke": line.colour})
        return True

    def place(self, node, line):
        """Set the label of a line's last point beside it."""
        size = self.frame.size
        text, where = line.label
        # pygal sets its own labels one text size to the right of the point and one below it
        x, y = float(node.get("x")) - size, float(node.get("y")) - size
        anchor, dx, dy = {
            "right": ("start", size * 0.6, 0),
            "above": ("middle", 0, -size),
            "below": ("middle", 0, size * 1.2),
            "above left": ("end", -size * 0.6, -size * 0.5),
            "above right": ("start", size * 0.6, -size * 0.6),
            "below right": ("start", size * 0.6, size),
        }[where]
        first, *more = text.split("\n")
        node.text = first
        node.attrib.update({"x": f"{x + dx:.1f}", "y": f"{y + dy:.1f}", "text-anchor": anchor, "fill": line.colour})
        if line.colour == RED:
            node.set("font-weight", "700")
        for number_of_line, part in enumerate(more, 1):
            below = node.makeelement(node.tag.replace("text", "tspan"), {})
            below.attrib.update({"x": f"{x + dx:.1f}", "y": f"{y + dy + size * 1.2 * number_of_line:.1f}"})
            below.text = part
            node.append(below)


def text_at(x, y, text, size, *, fill, anchor="start"):
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:.1f}" text-anchor="{anchor}" fill="{fill}">'
        f"{escape(text)}</text>"
    )


def finished(name, svg, frame, height, title):
    """The SVG with its size, its font and its sentence, safe to stand in a page."""
    inside = svg[svg.index(">", svg.index("<svg")) + 1 :]
    name = f"chart-{name}-{frame.width}"
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="img-fluid" role="img" aria-labelledby="{name}" '
        f'viewBox="0 0 {frame.width} {height:.0f}" width="{frame.width}" height="{height:.0f}" '
        f'font-family="{escape(frame.font)}" font-size="{frame.size}"><title id="{name}">{escape(title)}</title>'
    )
    return mark_safe(head + inside)  # noqa: S308 -- pygal escapes its labels, the rest is escaped above
