#include "valence_kernels.h"
