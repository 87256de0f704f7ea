"""The networks of char-rnn as modules of PyTorch; `config` is the object `model` of config.json.

Symbols are time-major, [T, B]. Rows of different lengths begin together and are filled up at their ends: no step sees
what follows it, so that a row is computed exactly as if it were alone, without packing.
"""

import torch
from torch import nn
from torch.nn import functional as F


class MinGRU(nn.Module):
    """The minimal gated recurrent unit (Feng et al. 2024), called as nn.GRU is: x [T, B, D], h [layers, B, H].

    z = sigmoid(W_iz x + b_iz),  n = W_in x + b_in,  h = (1 - z) h' + z n
    """

    def __init__(self, input_size, hidden_size, num_layers=1, dropout=0.0):
        super().__init__()
        self.hidden_size, self.num_layers, self.dropout = hidden_size, num_layers, dropout
        for k in range(num_layers):
            D = input_size if k == 0 else hidden_size
            self.register_parameter(f"weight_ih_l{k}", nn.Parameter(torch.empty(2 * hidden_size, D)))
            self.register_parameter(f"bias_ih_l{k}", nn.Parameter(torch.empty(2 * hidden_size)))
        for parameter in self.parameters():
            nn.init.uniform_(parameter, -(hidden_size**-0.5), hidden_size**-0.5)

    def forward(self, x, state=None):
        if state is None:
            state = x.new_zeros(self.num_layers, x.shape[1], self.hidden_size)
        after = []
        for k, h in enumerate(state):
            if k > 0:
                x = F.dropout(x, self.dropout, self.training)
            gates = F.linear(x, getattr(self, f"weight_ih_l{k}"), getattr(self, f"bias_ih_l{k}"))
            z, n = gates.chunk(2, dim=-1)
            z, steps = torch.sigmoid(z), []
            for t in range(len(x)):
                h = (1 - z[t]) * h + z[t] * n[t]
                steps.append(h)
            x = torch.stack(steps)
            after.append(h)
        return x, torch.stack(after)


CELLS = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU, "min-gru": MinGRU}


class Reader(nn.Module):
    """Recurrent layers on symbols: ids [T, B] -> the output of the last layer [T, B, H], and the state after step T - 1.

    `numbers` D > 0: at step 0 a vector [B, D] is added to the gates of the first layer, W_c v. As columns of its W_ih,
    W_c is part of nn.LSTM; files have it as `condition.weight`.
    """

    def __init__(self, config, symbols, numbers=0):
        super().__init__()
        E, layers = config["embedding"], config["layers"]
        self.symbols, self.numbers = symbols, numbers
        if E > 0:
            self.encoder = nn.Embedding(symbols, E)
        dropout = config["dropout"] if layers > 1 else 0
        self.rnn = CELLS[config["cell"]]((E or symbols) + numbers, config["hidden"], layers, dropout=dropout)
        if not config["recurrentBias"]:  # torch.nn always has it: it stays zero
            for name, bias in self.rnn.named_parameters():
                if name.startswith("bias_hh"):
                    bias.data.zero_()
                    bias.requires_grad_(False)

    def read(self, ids, state=None, vector=None):
        if hasattr(self, "encoder"):
            x = self.encoder(ids)
        else:
            x = F.one_hot(ids, self.symbols).to(self.rnn.weight_ih_l0.dtype)
        if self.numbers > 0:
            numbers = x.new_zeros(*ids.shape, self.numbers)
            if vector is not None:
                numbers[0] = vector
            x = torch.cat([x, numbers], dim=-1)
        return self.rnn(x, state)

    def state_after(self, ids, lengths):
        """The state after each row's own last symbol; rows [B] are `lengths` long."""
        if all(length == len(ids) for length in lengths.tolist()):
            return self.read(ids)[1]
        state = None
        for t in range(len(ids)):
            after = self.read(ids[t : t + 1], state)[1]
            state = after if state is None else choose(t < lengths, after, state)
        return state


def choose(rows, state, other):
    """The state [layers, B, H] (a pair of them for an LSTM): one of `rows`, the other one of the rest."""
    if isinstance(state, tuple):
        return tuple(choose(rows, s, o) for s, o in zip(state, other))
    return torch.where(rows[:, None], state, other)


class Ngrams(nn.Module):
    """The logits of the last 2, 3, ... n symbols, looked up in a table with hashed rows: ids [T, B] -> [T, B, outputs].

    h_1 = s_t,  h_k = (A h_{k-1} + s_{t-k+1}) mod P,  logits = U sum_k E[h_k mod R];  s is an id plus 1, or 0 before a
    text begins. The context [n - 1, B] is the last of s, the oldest first.
    """

    PRIME, FACTOR = 67_108_859, 41_475_557

    def __init__(self, config, outputs):
        super().__init__()
        self.order = config["order"]
        self.weight = nn.Parameter(torch.empty(config["rows"], config["size"]))
        self.decoder = nn.Parameter(torch.empty(outputs, config["size"]))
        self.dropout = nn.Dropout(config["dropout"])
        for parameter in self.parameters():
            nn.init.uniform_(parameter, -(config["size"] ** -0.5), config["size"] ** -0.5)

    def forward(self, ids, context=None):
        before = self.order - 1
        if context is None:
            context = ids.new_zeros(before, ids.shape[1])
        symbols = torch.cat([context, ids + 1])
        at = lambda k: symbols[before - k : len(symbols) - k]
        hashed, e = at(0), 0
        for k in range(1, self.order):
            hashed = (hashed * self.FACTOR + at(k)) % self.PRIME
            e = e + self.weight[hashed % len(self.weight)]
        return F.linear(self.dropout(e), self.decoder), symbols[len(symbols) - before :]


class CharRNN(Reader):
    """ids [T, B] -> logits [T, B, outputs], and the state.

    An encoder-decoder has a second Reader, `source`; it reads `source` [S, B], whose rows are `lengths` [B] long, and
    the state that it leaves is the one to begin with. The state of a network that looks up n-grams
    is a pair: that of the cells, and the last n - 1 symbols.
    """

    def __init__(self, config):
        super().__init__(config, config["vocabulary"], config.get("condition", 0))
        self.config = config
        self.dropout = nn.Dropout(config["dropout"])
        outputs = config.get("outputs", config["vocabulary"])
        self.decoder = nn.Linear(config["hidden"], outputs)
        if "ngrams" in config:
            self.ngrams = Ngrams(config["ngrams"], outputs)
        if "sourceVocabulary" in config:
            self.source = Reader(config, config["sourceVocabulary"])

    def forward(self, ids, state=None, source=None, lengths=None, vector=None):
        context = None
        if hasattr(self, "ngrams") and state is not None:
            state, context = state
        if source is not None:
            state = self.source.state_after(source, lengths)
        h, state = self.read(ids, state, vector)
        logits = self.decoder(self.dropout(h))
        if hasattr(self, "ngrams"):
            more, context = self.ngrams(ids, context)
            logits, state = logits + more, (state, context)
        return logits, state

    def weights(self):
        """The parameters under their names in files."""
        tensors = dict(self.state_dict())
        if self.numbers > 0:
            W = tensors["rnn.weight_ih_l0"]
            split = W.shape[1] - self.numbers
            tensors["rnn.weight_ih_l0"], tensors["condition.weight"] = W[:, :split], W[:, split:]
        hidden = "" if self.config["recurrentBias"] else "bias_hh"
        return {name: t for name, t in tensors.items() if not hidden or hidden not in name}

    def set_weights(self, tensors):
        tensors = dict(tensors)
        if "condition.weight" in tensors:
            parts = tensors["rnn.weight_ih_l0"], tensors.pop("condition.weight")
            tensors["rnn.weight_ih_l0"] = torch.cat(parts, dim=1)
        missing, unexpected = self.load_state_dict(tensors, strict=False)
        if unexpected or any("bias_hh" not in name for name in missing):
            raise ValueError(f"the weights do not fit the configuration: {missing} {unexpected}")
