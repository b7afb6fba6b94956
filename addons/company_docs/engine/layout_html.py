"""Blocks of the body as HTML pieces for the templates; everything is escaped here.

>>> from .layout_blocks import parse_body
>>> print(render_blocks(parse_body("<p>一、总则。<i>甲</i> &amp; 乙</p>")))
<p class="heading h1"><span class="lead">一、总则。</span><i>甲</i> &amp; 乙</p>
>>> print(render_blocks(parse_body("<p style='text-align:center'>表1</p>")))
<p class="text center">表1</p>
"""
from html import escape

from .layout_title import split_title

TAGS = {"bold": "b", "italic": "i", "underline": "u", "sup": "sup", "sub": "sub"}
PIXEL_MM = 25.4 / 96


def render_blocks(blocks, width=156):
    """HTML of the body's blocks; ``width`` is the text width in mm, no picture is wider."""
    return "\n".join(_render_block(block, width) for block in blocks)


def _render_block(block, width):
    if block.kind == "table":
        return _render_table(block, width)
    if block.kind == "picture":
        size = f' style="width:{min(block.width * PIXEL_MM, width):.1f}mm"' if block.width else ""
        return f'<p class="picture"><img src="{escape(block.source)}"{size}/></p>'
    classes = ["heading", f"h{block.level}"] if block.kind == "heading" else ["text"]
    classes += ["alone"] if block.lead and block.lead == len(block.text) else []
    classes += [block.align] if block.align in ("center", "right") else []
    return f'<p class="{" ".join(classes)}">{_render_runs(block.runs, block.lead)}</p>'


def _render_runs(runs, lead=0):
    if not lead:
        return "".join(_render_run(run.text, run.marks) for run in runs)
    head, rest = [], []
    for run in runs:
        head.append(_render_run(run.text[:lead], run.marks))
        rest.append(_render_run(run.text[lead:], run.marks))
        lead = max(lead - len(run.text), 0)
    return f'<span class="lead">{"".join(head)}</span>{"".join(rest)}'


def _render_run(text, marks):
    if not text:
        return ""
    result = escape(text, quote=False)
    for mark in sorted(marks):
        result = f"<{TAGS[mark]}>{result}</{TAGS[mark]}>"
    return result


def _render_table(block, width):
    head = "".join(_render_row(row, width) for row in block.rows[:block.head_rows])
    body = "".join(_render_row(row, width) for row in block.rows[block.head_rows:])
    return f'<table class="grid">{f"<thead>{head}</thead>" if head else ""}<tbody>{body}</tbody></table>'


def _render_row(cells, width):
    return "<tr>" + "".join(_render_cell(cell, width) for cell in cells) + "</tr>"


def _render_cell(cell, width):
    tag = "th" if cell.head else "td"
    spans = "".join(f' {name}="{value}"' for name, value in (("colspan", cell.colspan), ("rowspan", cell.rowspan))
                    if value > 1)
    align = f' class="{cell.align}"' if cell.align in ("center", "right") else ""
    return f"<{tag}{spans}{align}>{''.join(_render_block(block, width) for block in cell.blocks)}</{tag}>"


def render_title(text, width):
    """Lines of the title, broken by meaning.

    >>> render_title("关于<放假>的通知", 20)
    '关于&lt;放假&gt;的通知'
    """
    return "<br/>".join(escape(line, quote=False) for line in split_title(text, width))
