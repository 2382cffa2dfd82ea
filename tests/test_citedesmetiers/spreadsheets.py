"""Excel and CSV files for tests, well made and broken."""

import io
import zipfile

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet


def xlsx(*rows, merged=(), title="Partners", sheets=(), hidden=()):
    """The bytes of an Excel file. sheets: further (title, rows).  merged: ranges of the first sheet."""
    book = Workbook()
    sheet = book.active
    sheet.title = title
    fill(sheet, rows)
    for cells in merged:
        Worksheet.merge_cells(sheet, cells)
    for name, more in sheets:
        fill(book.create_sheet(name), more)
    for name in hidden:
        book[name].sheet_state = "hidden"
    return saved(book)


def fill(sheet, rows):
    for row in rows:
        sheet.append(list(row))


def saved(book):
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def rewritten(content, change):
    """The archive `content` anew; change: function(name, bytes) → bytes, or None to leave a part out."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = change(name, old.read(name))
            if part is not None:
                new.writestr(name, part)
    return file.getvalue()


def replaced(content, part, old, new):
    """The archive with `old` in the part whose name ends so replaced by `new`; fails when it is not in there."""
    touched = []

    def change(name, data):
        if name.endswith(part):
            assert old in data, (name, data[:500])
            touched.append(name)
            return data.replace(old, new)
        return data

    made = rewritten(content, change)
    assert touched
    return made


def with_shared_texts(texts):
    """A workbook of one column whose texts stand in a part of their own, as Excel itself writes them."""
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    content = xlsx(*([number] for number in range(len(texts))))
    content = replaced(content, "sheet1.xml", b't="n"', b't="s"')
    content = replaced(
        content,
        "_Types].xml",
        b"</Types>",
        b'<Override PartName="/xl/sharedStrings.xml" ContentType="' + kind + b'"/></Types>',
    )
    found = "".join(f"<si><t>{text}</t></si>" for text in texts)
    file = io.BytesIO(content)
    with zipfile.ZipFile(file, "a") as archive:
        space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{space}">{found}</sst>')
    return file.getvalue()


def bomb(megabytes=300):
    """A small archive that unpacks to many megabytes, with the parts of an Excel file in front."""
    book = xlsx(["Name"], ["A"])
    file = io.BytesIO(book)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/media/a.bin", "w") as part:
        for _number in range(megabytes):
            part.write(bytes(1024 * 1024))
    return file.getvalue()


def csv(text, encoding="utf-8"):
    return text.encode(encoding)
