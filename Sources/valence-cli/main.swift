import Valence
