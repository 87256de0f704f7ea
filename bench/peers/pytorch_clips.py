"""PyTorch's part in the benchmark of networks on clips: the same network, batch, loss, clipping and optimizer."""

import json, pathlib, sys, time

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "pytorch"))
import torch, torch.nn as nn, torch.nn.functional as F
from images import ClipNetwork

w = json.loads(sys.argv[1])
torch.set_num_threads(int(sys.argv[2]))
torch.manual_seed(1)
B, T, images, LABELS = w["batch"], w["seq"], w["images"], 8
config = {key: w[key] for key in ("cell", "layers", "hidden")}
net = ClipNetwork({**config, "dropout": 0, "recurrentBias": True, "outputs": LABELS, "images": images})
for parameter in net.parameters():
    nn.init.uniform_(parameter, -0.1, 0.1)
optimizer = torch.optim.Adam(net.parameters(), lr=3e-3)
clips = torch.rand(500, T, images["channels"], images["size"], images["size"])
labels = torch.arange(500) % LABELS


def work():
    rows = torch.randint(len(clips), (B,))
    optimizer.zero_grad(set_to_none=True)
    logits = net(clips[rows].transpose(0, 1))
    F.cross_entropy(logits[-1], labels[rows]).backward()
    nn.utils.clip_grad_norm_(net.parameters(), 5)
    optimizer.step()
    return B * T


def run(seconds):
    frames, start, cpu = 0, time.perf_counter(), time.process_time()
    while True:
        frames += work()
        if time.perf_counter() - start >= seconds:
            seconds = time.perf_counter() - start
            return {"characters": frames, "seconds": seconds, "cpuSeconds": time.process_time() - cpu}


run(1)
print("ready", flush=True)
for _ in sys.stdin:
    print(json.dumps(run(1)), flush=True)
