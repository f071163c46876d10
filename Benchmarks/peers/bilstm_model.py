"""The network of the comparison in PyTorch: embedding, bidirectional LSTM, max and mean pooling, a dense layer."""
import torch
from torch import nn


class Classifier(nn.Module):
    """Padding is one more word behind the vocabulary. `forward` takes padded ids, `packed` runs over real tokens only."""

    def __init__(self, words, width, hidden, classes, sparse):
        super().__init__()
        self.padding = words
        self.embedding = nn.Embedding(words + 1, width, padding_idx=words, sparse=sparse)
        self.encoder = nn.LSTM(width, hidden, batch_first=True, bidirectional=True)
        self.output = nn.Linear(4 * hidden, classes)

    @classmethod
    def of(cls, weights, sparse=False):
        """A network with the weights of a Valence model, which bear PyTorch's names."""
        (words, width), classes = weights["embedding.weight"].shape, len(weights["output.bias"])
        model = cls(words, width, weights["encoder.weight_hh_l0"].shape[1], classes, sparse)
        named = {name: torch.tensor(weights[name]) for name in model.state_dict()}
        named["embedding.weight"] = torch.cat([named["embedding.weight"], torch.zeros(1, width)])
        model.load_state_dict(named)
        return model

    def forward(self, x):
        states, _ = self.encoder(self.embedding(x))
        return self.pooled(states, x != self.padding)

    def packed(self, x, lengths):
        pack = nn.utils.rnn.pack_padded_sequence(self.embedding(x), lengths, batch_first=True, enforce_sorted=False)
        states, _ = nn.utils.rnn.pad_packed_sequence(self.encoder(pack)[0], batch_first=True)
        return self.pooled(states, x != self.padding)

    def pooled(self, states, real):
        real = real.unsqueeze(2)
        top = states.masked_fill(~real, -1e9).amax(1)
        mean = (states * real).sum(1) / real.sum(1)
        return self.output(torch.cat([top, mean], 1))
