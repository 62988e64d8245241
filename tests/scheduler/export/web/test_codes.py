"""Codes are read back here by the rules of ISO 18004 alone: mask, order of the modules, blocks, bytes."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from scheduler.export.web.codes import PIXELS, QUIET, code_png, modules

MASKS = (
    lambda r, c: (r + c) % 2 == 0,
    lambda r, c: r % 2 == 0,
    lambda r, c: c % 3 == 0,
    lambda r, c: (r + c) % 3 == 0,
    lambda r, c: (r // 2 + c // 3) % 2 == 0,
    lambda r, c: r * c % 2 + r * c % 3 == 0,
    lambda r, c: (r * c % 2 + r * c % 3) % 2 == 0,
    lambda r, c: ((r + c) % 2 + r * c % 3) % 2 == 0,
)
# Of versions 4 to 7 at level M: blocks of data bytes, and where the middles of alignment patterns are.
BLOCKS = {4: [32, 32], 5: [43, 43], 6: [27] * 4, 7: [31] * 4}
MIDDLES = {4: [6, 26], 5: [6, 30], 6: [6, 34], 7: [6, 22, 38]}


def read(rows: tuple[tuple[bool, ...], ...]) -> str:
    """The text of a code."""
    size = len(rows)
    version = (size - 17) // 4
    form = int("".join(str(int(rows[8][c])) for c in (0, 1, 2, 3, 4)), 2) ^ 0b10101
    assert form >> 3 == 0b00  # level M
    mask = MASKS[form & 7]
    used = {(r, c) for r in range(9) for c in range(9)}
    used |= {(r, c) for r in range(9) for c in range(size - 8, size)} | {
        (r, c) for r in range(size - 8, size) for c in range(9)
    }
    used |= {(6, i) for i in range(size)} | {(i, 6) for i in range(size)}
    corners = {(6, 6), (6, size - 7), (size - 7, 6)}
    for r in MIDDLES[version]:
        for c in MIDDLES[version]:
            if (r, c) not in corners:
                used |= {(r + i, c + j) for i in range(-2, 3) for j in range(-2, 3)}
    if version >= 7:
        used |= {(i, size - 11 + j) for i in range(6) for j in range(3)}
        used |= {(size - 11 + j, i) for i in range(6) for j in range(3)}
    bits, upwards = "", True
    for right in (c if c > 6 else c - 1 for c in range(size - 1, 0, -2)):
        for r in reversed(range(size)) if upwards else range(size):
            for c in (right, right - 1):
                if (r, c) not in used:
                    bits += str(int(rows[r][c] != mask(r, c)))
        upwards = not upwards
    taken = [int(bits[i : i + 8], 2) for i in range(0, len(bits) - 7, 8)]
    blocks: list[list[int]] = [[] for _ in BLOCKS[version]]
    for index in range(sum(BLOCKS[version])):
        blocks[index % len(blocks)].append(taken[index])  # all blocks are of one size
    data = "".join(f"{byte:08b}" for block in blocks for byte in block)
    assert data[:4] == "0100"  # bytes
    length = int(data[4:12], 2)
    return bytes(int(data[12 + 8 * i : 20 + 8 * i], 2) for i in range(length)).decode()


@pytest.mark.parametrize("length", [45, 60, 75, 90, 105, 120])
def test_a_code_says_its_link(length: int) -> None:
    link = "http://192.168.10.20:8600/t/" + ("aZ09-_.x" * 20)[: length - 28]
    assert read(modules(link)) == link


def test_a_picture_has_the_code_and_white_around_it() -> None:
    rows = modules("https://a.example/t/1.x" + "y" * 40)
    picture = Image.open(io.BytesIO(code_png("https://a.example/t/1.x" + "y" * 40)))
    assert picture.size == ((len(rows) + 2 * QUIET) * PIXELS,) * 2
    middle = PIXELS // 2
    for r in range(-QUIET, len(rows) + QUIET):
        for c in range(-QUIET, len(rows) + QUIET):
            inside = 0 <= r < len(rows) and 0 <= c < len(rows)
            dark = picture.getpixel(((c + QUIET) * PIXELS + middle, (r + QUIET) * PIXELS + middle)) == 0
            assert dark == (inside and rows[r][c])
