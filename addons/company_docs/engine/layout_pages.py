"""Reading a laid out WeasyPrint document: on which page the parts stand (plain objects, no import of the library).

>>> class Box:
...     def __init__(self, name, *children): self.element, self.children = {"class": name}, children
...     def descendants(self):
...         for child in self.children: yield child; yield from child.descendants()
>>> class Page:
...     def __init__(self, *children): self._page_box = Box("", *children)
>>> document = type("Document", (), {"pages": [Page(Box("text"), Box("sign")), Page(Box("record"))]})
>>> find_pages(document, "sign"), find_pages(document, "record"), find_pages(document, "annex")
([0], [1], [])
>>> needs_no_text_mark(document), get_record_mode(document, even=True), get_record_mode(document, even=False)
(False, 'same', 'same')
>>> document.pages = [Page(Box("text"), Box("sign"), Box("record"))]
>>> get_record_mode(document, even=True)
'next'
>>> document.pages = [Page(Box("text")), Page(Box("sign"))]
>>> needs_no_text_mark(document)
True
"""
TEXT_CLASSES = frozenset({"text", "heading", "grid", "picture", "annex-note"})

CONTENT_CLASSES = TEXT_CLASSES | {"sign", "note", "annex", "annex-frame", "annex-picture"}


def _get_classes(box):
    element = getattr(box, "element", None)
    return (element.get("class") or "").split() if element is not None and hasattr(element, "get") else []


def _walk(page):
    for box in page._page_box.descendants():
        yield box, _get_classes(box)


def find_pages(document, name):
    """Indexes of the pages that show a box with this class."""
    return [index for index, page in enumerate(document.pages)
            if any(name in classes for _box, classes in _walk(page))]


def needs_no_text_mark(document):
    """Whether the signature stands on a page without text (§5.6.1.1.13: 此页无正文)."""
    for index in find_pages(document, "sign"):
        if not any(TEXT_CLASSES & set(classes) for _box, classes in _walk(document.pages[index])):
            return True
    return False


def get_record_mode(document, even):
    """Where the 版记 goes: ``same`` as laid out, ``next`` page, or after a ``blank`` one without number (§5.6.1.1.20).

    :param even: the 版记 has to stand on an even page, the back of the last sheet (GB/T 9704 §7.4)
    """
    places = find_pages(document, "record")
    if not places or not even or places[-1] % 2:        # index 1 is page 2
        return "same"
    content = max((page for name in CONTENT_CLASSES for page in find_pages(document, name)), default=places[-1])
    return "next" if content == places[-1] else "blank"


def find_frames(document, name):
    """Frames with this class: [{page, data, x, y, width, height}] in points from the page's upper left corner."""
    frames = []
    for index, page in enumerate(document.pages):
        for box, classes in _walk(page):
            if name in classes and box.element.get("data-frame"):
                frames.append({
                    "page": index, "data": box.element.get("data-frame"), "x": box.content_box_x() * 0.75,
                    "y": box.content_box_y() * 0.75, "width": box.width * 0.75, "height": box.height * 0.75})
    return frames
