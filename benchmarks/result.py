"""A benchmark's figures, its targets, and their table."""

from dataclasses import dataclass, field


@dataclass
class Target:
    text: str
    value: str
    met: bool


@dataclass
class Result:
    title: str
    method: str
    headers: tuple
    rows: list = field(default_factory=list)
    targets: list = field(default_factory=list)
    notes: list = field(default_factory=list)

    def row(self, *cells):
        self.rows.append(tuple(_text(cell) for cell in cells))

    def target(self, text, value, met):
        self.targets.append(Target(text, _text(value), bool(met)))

    @property
    def met(self):
        return all(target.met for target in self.targets)

    def markdown(self):
        lines = [f"## {self.title}", "", self.method, ""]
        lines += ["| " + " | ".join(self.headers) + " |", "|---" + "|---:" * (len(self.headers) - 1) + "|"]
        lines += ["| " + " | ".join(row) + " |" for row in self.rows]
        if self.targets:
            lines += ["", "| target | measured | met |", "|---|---:|---|"]
            lines += [f"| {item.text} | {item.value} | {'yes' if item.met else '**no**'} |" for item in self.targets]
        lines += [line for note in self.notes for line in ("", note)]
        return "\n".join(lines) + "\n"


def _text(cell):
    if isinstance(cell, float):
        return f"{cell:.0f}" if cell >= 1000 or cell == int(cell) else f"{cell:.2f}" if cell < 10 else f"{cell:.1f}"
    return str(cell)
