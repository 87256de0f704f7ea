"""The losses of a run as CSV, in the columns of char-rnn's log.csv."""

import csv
import math
import os
import time

COLUMNS = "step epoch split loss bits_per_character grad_norm lr characters_per_second seconds".split()


class Log:
    """Begins with the rows of `before`, the log of the run so far, where that exists, and continues its steps and epochs."""

    def __init__(self, path, before):
        columns, rows = COLUMNS, []
        if os.path.exists(before):
            with open(before, newline="") as file:
                columns, *rows = csv.reader(file)
        trained = [row for row in rows if row[2] == "train"]
        self.step, self.epoch, self.seconds = 0, 0.0, 0.0
        if trained:
            self.step, self.epoch, self.seconds = int(trained[-1][0]), float(trained[-1][1]), float(trained[-1][8])
        self.file = open(path, "w", newline="")
        self.writer = csv.DictWriter(self.file, columns, restval="", lineterminator="\n")
        self.writer.writeheader()
        self.writer.writer.writerows(rows)
        self.began = self.last = time.monotonic()

    def train(self, step, epoch, loss, grad_norm, lr, symbols):
        now = time.monotonic()
        speed = {"grad_norm": grad_norm, "lr": lr, "characters_per_second": symbols / max(now - self.last, 1e-9)}
        self.add(step, epoch, "train", loss, seconds=self.seconds + now - self.began, **speed)
        self.last = now

    def validation(self, step, epoch, loss):
        self.add(step, epoch, "validation", loss)
        self.file.flush()
        self.last = time.monotonic()

    def add(self, step, epoch, split, loss, **figures):
        place = {"step": self.step + step, "epoch": self.epoch + epoch, "split": split}
        self.writer.writerow({**place, "loss": loss, "bits_per_character": loss / math.log(2), **figures})

    def close(self):
        self.file.close()
