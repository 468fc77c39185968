#!/usr/bin/env python3
"""Writes src/html/reference_table.inc from the named character references that come with Python.

Run it when the HTML Standard adds a name (it has promised not to): tools/html/generate_references.py
"""

import html.entities
import pathlib

TARGET = pathlib.Path(__file__).resolve().parents[2] / "src" / "html" / "reference_table.inc"


def main() -> None:
    lines = ["// Made by tools/html/generate_references.py: X(name, first code point, second or 0)."]
    line = ""
    for name, text in sorted(html.entities.html5.items()):
        first, second = ord(text[0]), ord(text[1]) if len(text) > 1 else 0
        item = f'X("{name}", 0x{first:X}, 0x{second:X})' if second else f'X("{name}", 0x{first:X}, 0)'
        if line and len(line) + 1 + len(item) > 120:
            lines.append(line)
            line = item
        else:
            line = f"{line} {item}" if line else item
    lines.append(line)
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
