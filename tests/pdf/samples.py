"""PDF files for tests: one as typst makes them, and one written by hand with packed objects, as newer programs make them."""

import zlib

import typst

WORDS = "Tác giả: Nguyễn Thị Lụa, điện thoại 0912 345 678, lua\\@kinhbac.example"


def from_typst(words: str = WORDS, *, author: str = "Nguyễn Thị Lụa") -> bytes:
    """Return a page with words of the caller and an author in its properties and XMP."""
    source = f'#set document(title: "Bản mô tả", author: "{author}")\n#set text(font: "Libertinus Serif")\n{words}'
    return bytes(typst.compile(source.encode(), ignore_system_fonts=True))


def packed(author: bytes = b"Nguyen Thi Lua") -> bytes:
    """Return a file whose properties and page stand in a packed stream of objects, with an older author before it."""
    inner = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/Contents 5 0 R/Resources<</Font<</F1 6 0 R>>>>/MediaBox[0 0 200 200]/Annots[8 0 R]>>",
        b"<</Author(" + author + b")/Title(Ban mo ta)>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/T(Tran Van Sua)/Contents(Sua lai)>>",
    ]
    numbers = [1, 2, 3, 4, 6, 8]
    offsets, at = [], 0
    for one in inner:
        offsets.append(at)
        at += len(one) + 1
    head = b" ".join(b"%d %d" % pair for pair in zip(numbers, offsets, strict=True)) + b"\n"
    body = zlib.compress(head + b"\n".join(inner))
    shown = zlib.compress(b"BT /F1 12 Tf 20 100 Td [(May s) -20 (ay)] TJ 0 -20 Td (bom nhiet \\(moi\\)) Tj ET")
    return b"".join(
        [
            b"%PDF-1.5\n4 0 obj\n<</Author(Nguoi Cu)>>\nendobj\n",
            b"5 0 obj\n<</Length %d/Filter/FlateDecode>>\nstream\n" % len(shown) + shown + b"\nendstream\nendobj\n",
            b"7 0 obj\n<</Type/ObjStm/N %d/First %d/Length %d/Filter/FlateDecode>>\nstream\n"
            % (len(numbers), len(head), len(body)),
            body + b"\nendstream\nendobj\n",
            b"9 0 obj\n<</Type/XRef/Size 10/W[1 2 1]/Root 1 0 R/Info 4 0 R/Length 0>>\nstream\n\nendstream\nendobj\n",
            b"startxref\n0\n%%EOF\n",
        ]
    )
