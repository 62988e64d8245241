"""The serialised form of a model, read in bulk: as Python's objects its millions of terms took six times as long, and 100 MB.

What is read here is a protocol buffer (protobuf.dev/programming-guides/encoding): a message is a sequence of fields, each a tag (the
field's number and a wire type) and what it holds; numbers stand in seven bits a byte, the lowest first. The fields looked at are
messages and packed lists of integers, so all are bytes after their length.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from google.protobuf import text_format  # type: ignore[import-untyped]
from numpy.typing import NDArray
from ortools.sat import cp_model_pb2
from ortools.sat.python import cp_model

LENGTH_DELIMITED = 2
LONGEST = 10  # bytes of a 64-bit integer


def serialised(model: cp_model.CpModel) -> bytes:
    """Return a model's proto as bytes: through a file, or as text where none can be written."""
    try:
        with TemporaryDirectory() as folder:
            path = Path(folder, "model.pb")
            if model.export_to_file(str(path)):
                return path.read_bytes()
    except OSError:
        pass
    proto = cp_model_pb2.CpModelProto()
    text_format.Parse(str(model.proto), proto)
    found: bytes = proto.SerializeToString()
    return found


def fields(data: bytes, at: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Yield of each field of the message between two places its number and where its content begins and ends.

    Raises ValueError for a field of another wire type.
    """
    while at < end:
        tag, size = data[at], data[at + 1]
        at += 2
        if tag > 127 or size > 127:
            tag, at = _number(data, at - 2)
            size, at = _number(data, at)
        if tag & 7 != LENGTH_DELIMITED:
            raise ValueError(f"unexpected wire type of field {tag >> 3}")
        yield tag >> 3, at, at + size
        at += size


def _number(data: bytes, at: int) -> tuple[int, int]:
    """Return the number at a place, and where it ends."""
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, at
        shift += 7


def integers(data: bytearray) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the integers that stand end to end, and where the last byte of each is."""
    raw = np.frombuffer(data, np.uint8)
    last = np.flatnonzero(raw < 128)
    sizes = np.diff(last, prepend=-1)
    first = last - sizes + 1
    values = (raw[first] & 127).astype(np.uint64)
    for place in range(1, LONGEST):
        longer = np.flatnonzero(sizes > place)
        if not len(longer):
            break
        values[longer] |= (raw[first[longer] + place] & 127).astype(np.uint64) << np.uint64(7 * place)
    return values.view(np.int64), last
