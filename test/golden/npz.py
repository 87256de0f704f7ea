"""Files that NumPy writes, for the reader of .npz: every type that is read, and those that are refused.

    python3 test/golden/npz.py

writes npz/*.npz beside this file.
"""
import pathlib

import numpy as np

HERE = pathlib.Path(__file__).parent / "npz"
HERE.mkdir(exist_ok=True)

numbers = np.arange(24).reshape(2, 3, 4)
types = {t: numbers.astype(t) for t in ("u1", "i1", "u2", "i2", "u4", "i4", "u8", "i8", "f2", "f4", "f8")}
types["b1"] = numbers % 2 == 0
types["text"] = np.array(["left", "ri\u00dfght", "\U0001f600", ""])
types["empty"] = np.zeros((0, 3), np.float32)
types["scalar"] = np.float32(2.5)

np.savez(HERE / "stored.npz", **types)
np.savez_compressed(HERE / "deflated.npz", **types)
np.savez(HERE / "fortran.npz", x=np.asfortranarray(numbers.astype("f4")))
np.savez(HERE / "object.npz", x=np.array(["a", 1], dtype=object))
np.savez(HERE / "big-endian.npz", x=numbers.astype(">f4"))
np.savez(HERE / "record.npz", x=np.zeros(2, dtype=[("a", "f4"), ("b", "i4")]))
np.savez(HERE / "complex.npz", x=numbers.astype("c8"))
np.savez(HERE / "wide.npz", x=np.array([1, 2**40]))
