"""The drawing that leads from reception to a shelf: the rows of a place, the one that is looked for in red."""

from dataclasses import dataclass

from django.db.models import Max

from documentation.models import ClassificationNode, ShelfSpot

FEWEST_ROWS = 5  # a room with one row looks like a mistake
WIDTH, LEFT = 320, 20  # of the drawing, in its own units
UNIT, DOOR = 22, 165
LETTER, LONGEST_NAME = 7, 34  # width of a letter of the name, and how many of them the template shows


@dataclass
class Floor:
    """One place's drawing. units: [(left edge, width, middle, number, is it here)] of the
    rows; path: the way from the door; label_x: where the name of the shelf stands."""

    site: object
    name: str
    row: int
    words: str
    units: list
    path: str
    label_x: int


def rows_of(site_id):
    """How many rows a place has on its drawing."""
    most = ShelfSpot.objects.filter(site_id=site_id).aggregate(most=Max("row"))["most"] or 0
    return max(most, FEWEST_ROWS)


def drawing(spot, rows):
    """The Floor of `spot` in a room of `rows` rows."""
    step = (WIDTH - 2 * LEFT) / rows
    width = min(UNIT, round(step * 0.5))
    middles = [round(LEFT + step * (n + 0.5)) for n in range(rows)]
    here = middles[spot.row - 1]
    side = 1 if spot.row == 1 else -1  # along the wall there is no way to the first row
    aisle = here + side * (round(step / 2) - 2)
    path = f"M{DOOR} 206V152H{aisle}V60H{here + side * (round(width / 2) + 4)}"
    half = LETTER * min(len(spot.node.name), LONGEST_NAME) // 2 + LEFT + 4
    units = [(x - width // 2, width, x, n, n == spot.row) for n, x in enumerate(middles, start=1)]
    return Floor(spot.site, spot.node.name, spot.row, spot.words, units, path, min(max(here, half), WIDTH - half))


def floors(copies):
    """[Floor] for the places of `copies` (with site), one each, of those whose shelf or a shelf above has its row."""
    wanted = {}
    for copy in copies:
        if copy.node_id:
            wanted.setdefault(copy.site_id, copy.node_id)
    if not wanted:
        return []
    above = dict(ClassificationNode.objects.values_list("pk", "parent_id"))
    spots, most = {}, {}
    for spot in ShelfSpot.objects.filter(site__in=wanted).select_related("site", "node"):
        spots[spot.site_id, spot.node_id] = spot
        most[spot.site_id] = max(most.get(spot.site_id, FEWEST_ROWS), spot.row)
    found = []
    for site, node in wanted.items():
        seen = set()
        while node and (site, node) not in spots and node not in seen:
            seen.add(node)
            node = above.get(node)
        if (site, node) in spots:
            found.append(drawing(spots[site, node], most[site]))
    return found
