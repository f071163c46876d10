"""The network of the comparison in PyTorch: embedding, bidirectional LSTM, max and mean pooling, a dense layer."""
import torch
from torch import nn


def taken(module, weights, prefix, width):
    """The module with a Valence model's weights, which bear PyTorch's names; padding is one more word of vector 0."""
    own = (name for name in module.state_dict() if not name.startswith("language."))
    named = {name: torch.tensor(weights[prefix + name]) for name in own}
    named["embedding.weight"] = torch.cat([named["embedding.weight"], torch.zeros(1, width)])
    module.load_state_dict(named, strict=False)
    return module


class Language(nn.Module):
    """What a language model's encoder makes of padded ids."""

    def __init__(self, words, width, hidden):
        super().__init__()
        self.embedding = nn.Embedding(words + 1, width, padding_idx=words)
        self.encoder = nn.LSTM(width, hidden, batch_first=True, bidirectional=True)

    def forward(self, x):
        return self.encoder(self.embedding(x))[0]


class Classifier(nn.Module):
    """Padding is one more word behind the vocabulary. `forward` takes padded ids, `packed` runs over real tokens only.

    `language` reads the ids first, where there is one; its states stand beside the words' vectors.
    """

    def __init__(self, words, width, hidden, classes, sparse, language=None):
        super().__init__()
        self.padding = words
        self.language = language
        self.embedding = nn.Embedding(words + 1, width, padding_idx=words, sparse=sparse)
        context = 2 * language.encoder.hidden_size if language else 0
        self.encoder = nn.LSTM(width + context, hidden, batch_first=True, bidirectional=True)
        self.output = nn.Linear(4 * hidden, classes)

    @classmethod
    def of(cls, weights, sparse=False):
        """A network with the weights of a Valence model."""
        (words, width), classes = weights["embedding.weight"].shape, len(weights["output.bias"])
        language = None
        if "language.embedding.weight" in weights:
            own = weights["language.embedding.weight"].shape[1]
            language = Language(words, own, weights["language.encoder.weight_hh_l0"].shape[1])
            taken(language, weights, "language.", own)
        model = cls(words, width, weights["encoder.weight_hh_l0"].shape[1], classes, sparse, language)
        return taken(model, weights, "", width)

    def inputs(self, x):
        words = self.embedding(x)
        return torch.cat([words, self.language(x).to(words.dtype)], 2) if self.language else words

    def forward(self, x):
        states, _ = self.encoder(self.inputs(x))
        return self.pooled(states, x != self.padding)

    def packed(self, x, lengths):
        pack = nn.utils.rnn.pack_padded_sequence(self.inputs(x), lengths, batch_first=True, enforce_sorted=False)
        states, _ = nn.utils.rnn.pad_packed_sequence(self.encoder(pack)[0], batch_first=True)
        return self.pooled(states, x != self.padding)

    def pooled(self, states, real):
        real = real.unsqueeze(2)
        top = states.masked_fill(~real, -1e9).amax(1)
        mean = (states * real).sum(1) / real.sum(1)
        return self.output(torch.cat([top, mean], 1))
