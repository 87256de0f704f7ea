"""Writes a dictionary of NumPy arrays as a safetensors file: header length, JSON header, raw numbers."""
import json
import struct

import numpy as np

DTYPES = {"float32": "F32", "float64": "F64", "int32": "I32"}


def write(path, arrays, metadata):
    header, offset = {"__metadata__": metadata}, 0
    arrays = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    for name, array in arrays.items():
        end = offset + array.nbytes
        header[name] = {"dtype": DTYPES[str(array.dtype)], "shape": array.shape, "data_offsets": [offset, end]}
        offset = end
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for array in arrays.values():
            file.write(array.tobytes())
    print(f"{path}: {8 + len(text) + offset:,} bytes")
