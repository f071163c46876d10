// The kernels' one source. Included once per copy, with COPY(name) naming the copy and FUSED saying whether the
// processor multiplies and adds in one instruction.

INLINE lanes COPY(multiply_add)(lanes a, lanes b, lanes c) {
#if FUSED
    return __builtin_elementwise_fma(a, b, c);
#else
#pragma clang fp contract(off)
    return a * b + c;
#endif
}

INLINE lanes COPY(spread)(float x) { return (lanes){x, x, x, x, x, x, x, x}; }

// The first `count` of eight floats; the others are 0.
INLINE lanes COPY(load)(const float *p, long count) {
    if (count >= 8) return *(const loose *)p;
    lanes v = COPY(spread)(0);
    for (long l = 0; l < count; l++) v[l] = p[l];
    return v;
}

INLINE void COPY(store)(float *p, lanes v, long count) {
    if (count >= 8) *(loose *)p = v;
    else for (long l = 0; l < count; l++) p[l] = v[l];
}

// `a` where the mask is set, else `b`.
INLINE lanes COPY(select)(integers mask, lanes a, lanes b) {
    return (lanes)((mask & (integers)a) | (~mask & (integers)b));
}

// e^x, within 2 units in the last place: x = n ln 2 + r, |r| <= ln 2 / 2. Adding and subtracting 1.5 * 2^23 rounds to a
// whole n, whose bits then are an exponent. Comparisons are worded so that a NaN passes through.
INLINE lanes COPY(exponential)(lanes x) {
    lanes high = COPY(spread)(88.0f), low = COPY(spread)(-87.0f);
    x = COPY(select)((integers)(x > high), high, x);
    x = COPY(select)((integers)(x < low), low, x);
    lanes magic = COPY(spread)(12582912.0f);
    lanes shifted = COPY(multiply_add)(x, COPY(spread)(1.44269504f), magic);
    lanes n = shifted - magic;
    lanes r = COPY(multiply_add)(n, COPY(spread)(-0.693359375f), x);
    r = COPY(multiply_add)(n, COPY(spread)(2.12194440e-4f), r);
    lanes p = COPY(spread)(1.9875691500e-4f);
    p = COPY(multiply_add)(p, r, COPY(spread)(1.3981999507e-3f));
    p = COPY(multiply_add)(p, r, COPY(spread)(8.3334519073e-3f));
    p = COPY(multiply_add)(p, r, COPY(spread)(4.1665795894e-2f));
    p = COPY(multiply_add)(p, r, COPY(spread)(1.6666665459e-1f));
    p = COPY(multiply_add)(p, r, COPY(spread)(5.0000001201e-1f));
    p = COPY(multiply_add)(p, r * r, r) + 1.0f;
    integers power = ((integers)shifted << 23) + (integers)COPY(spread)(1.0f);
    return p * (lanes)power;
}

INLINE lanes COPY(sigmoid)(lanes x) { return 1.0f / (1.0f + COPY(exponential)(-x)); }

INLINE lanes COPY(hyperbolic)(lanes x) { return 1.0f - 2.0f / (1.0f + COPY(exponential)(x + x)); }

// sums[ROWS][VECTORS] += a[ROWS, k] · panel[k, 32], of whose columns the first 8 · VECTORS count. One weight vector
// is loaded and used for all rows before the next: loading all four first spills the sums.
#define TILE(ROWS, VECTORS, sums, k_count, a, a_pitch, panel)                                                          \
    for (long k = 0; k < (k_count); k++) {                                                                             \
        lanes x[ROWS];                                                                                                 \
        _Pragma("unroll") for (int r = 0; r < ROWS; r++) x[r] = COPY(spread)((a)[r * (a_pitch) + k]);                  \
        _Pragma("unroll") for (int q = 0; q < VECTORS; q++) {                                                          \
            lanes w = *(const loose *)((panel) + k * 32 + q * 8);                                                      \
            _Pragma("unroll") for (int r = 0; r < ROWS; r++)                                                           \
                sums[r][q] = COPY(multiply_add)(x[r], w, sums[r][q]);                                                  \
        }                                                                                                              \
    }

// How many k pass before the sums go back to memory: 256 * 32 floats are one L1 cache.
#define CHUNK 256

#define PRODUCT_TILE(ROWS)                                                                                             \
    INLINE void COPY(product_tile_##ROWS)(                                                                             \
        long k_count, const float *a, long a_pitch, const float *panel, const float *bias, float *c, long c_pitch,     \
        int adds, long columns) {                                                                                      \
        lanes sums[ROWS][4];                                                                                           \
        _Pragma("unroll") for (int r = 0; r < ROWS; r++)                                                               \
            _Pragma("unroll") for (int q = 0; q < 4; q++)                                                              \
                sums[r][q] = adds   ? COPY(load)(c + r * c_pitch + q * 8, columns - q * 8)                             \
                             : bias ? COPY(load)(bias + q * 8, columns - q * 8)                                        \
                                    : COPY(spread)(0);                                                                 \
        TILE(ROWS, 4, sums, k_count, a, a_pitch, panel)                                                                \
        _Pragma("unroll") for (int r = 0; r < ROWS; r++)                                                               \
            _Pragma("unroll") for (int q = 0; q < 4; q++)                                                              \
                COPY(store)(c + r * c_pitch + q * 8, sums[r][q], columns - q * 8);                                     \
    }

PRODUCT_TILE(1)
PRODUCT_TILE(2)
PRODUCT_TILE(3)

// One panel's columns, of which `columns` are real, for all rows.
INLINE void COPY(product_panel)(
    long rows, long k_count, const float *a, long a_pitch, const float *panel, const float *bias, float *c,
    long c_pitch, int adds, long columns) {
    long row = 0;
    for (; row + 3 <= rows; row += 3)
        COPY(product_tile_3)(
            k_count, a + row * a_pitch, a_pitch, panel, bias, c + row * c_pitch, c_pitch, adds, columns);
    if (rows - row == 2)
        COPY(product_tile_2)(
            k_count, a + row * a_pitch, a_pitch, panel, bias, c + row * c_pitch, c_pitch, adds, columns);
    if (rows - row == 1)
        COPY(product_tile_1)(
            k_count, a + row * a_pitch, a_pitch, panel, bias, c + row * c_pitch, c_pitch, adds, columns);
}

static void COPY(product)(
    long rows, long k, long n, const float *a, long a_pitch, const float *packed, const float *bias, float *c,
    long c_pitch, int accumulates) {
    for (long k0 = 0; k0 == 0 || k0 < k; k0 += CHUNK) {
        long k_count = k - k0 < CHUNK ? k - k0 : CHUNK;
        int adds = accumulates || k0 > 0;
        for (long column = 0; column < n; column += 32) {
            const float *panel = packed + column * k + k0 * 32;
            const float *b = bias ? bias + column : NULL;
            if (column + 32 <= n)
                COPY(product_panel)(rows, k_count, a + k0, a_pitch, panel, b, c + column, c_pitch, adds, 32);
            else
                COPY(product_panel)(rows, k_count, a + k0, a_pitch, panel, b, c + column, c_pitch, adds, n - column);
        }
    }
}

// One register tile of a step: ROWS reviews, the eight units from `unit` on, all gates. Where `has_previous` is 0 the
// reviews begin here: no product, no old memory.
#define EACH(r, count) _Pragma("unroll") for (int r = 0; r < count; r++)
#define PROJECTED(s, row) ((s)->projection + ((s)->slots ? (s)->slots[row] : (row)) * (s)->projection_pitch)

#define LSTM_TILE(ROWS)                                                                                                \
    INLINE void COPY(lstm_tile_##ROWS)(                                                                                \
        const valence_cell_step *s, long row, long unit, long count, int has_previous) {                               \
        long H = s->hidden;                                                                                            \
        lanes ifgo[ROWS][4];                                                                                           \
        EACH(r, ROWS) EACH(q, 4) ifgo[r][q] = COPY(load)(PROJECTED(s, row + r) + unit + q * H, count);                 \
        if (has_previous) {                                                                                            \
            const float *h = s->previous_state + row * s->previous_state_pitch;                                        \
            TILE(ROWS, 4, ifgo, H, h, s->previous_state_pitch, s->packed_hidden + unit * 4 * H)                        \
        }                                                                                                              \
        EACH(r, ROWS) {                                                                                                \
            lanes i = COPY(sigmoid)(ifgo[r][0]), f = COPY(sigmoid)(ifgo[r][1]);                                        \
            lanes g = COPY(hyperbolic)(ifgo[r][2]), o = COPY(sigmoid)(ifgo[r][3]);                                     \
            long at = (row + r) * s->memory_pitch + unit;                                                              \
            lanes c = i * g;                                                                                           \
            if (has_previous) c = COPY(multiply_add)(f, COPY(load)(s->previous_memory + at, count), c);                \
            COPY(store)(s->memory + at, c, count);                                                                     \
            COPY(store)(s->state + (row + r) * s->state_pitch + unit, o * COPY(hyperbolic)(c), count);                 \
            if (s->gates) {                                                                                            \
                float *kept = s->gates + (row + r) * 4 * H + unit;                                                     \
                COPY(store)(kept, i, count);                                                                           \
                COPY(store)(kept + H, f, count);                                                                       \
                COPY(store)(kept + 2 * H, g, count);                                                                   \
                COPY(store)(kept + 3 * H, o, count);                                                                   \
            }                                                                                                          \
        }                                                                                                              \
    }

#define GRU_TILE(ROWS)                                                                                                 \
    INLINE void COPY(gru_tile_##ROWS)(                                                                                 \
        const valence_cell_step *s, long row, long unit, long count, int has_previous) {                               \
        long H = s->hidden;                                                                                            \
        lanes rzm[ROWS][3];                                                                                            \
        EACH(r, ROWS) {                                                                                                \
            EACH(q, 2) rzm[r][q] = COPY(load)(PROJECTED(s, row + r) + unit + q * H, count);                            \
            rzm[r][2] = COPY(load)(s->candidate_bias + unit, count);                                                   \
        }                                                                                                              \
        if (has_previous) {                                                                                            \
            const float *h = s->previous_state + row * s->previous_state_pitch;                                        \
            TILE(ROWS, 3, rzm, H, h, s->previous_state_pitch, s->packed_hidden + unit * 4 * H)                         \
        }                                                                                                              \
        EACH(r, ROWS) {                                                                                                \
            lanes reset = COPY(sigmoid)(rzm[r][0]), z = COPY(sigmoid)(rzm[r][1]), m = rzm[r][2];                       \
            lanes p = COPY(load)(PROJECTED(s, row + r) + unit + 2 * H, count);                                         \
            lanes n = COPY(hyperbolic)(COPY(multiply_add)(reset, m, p));                                               \
            lanes h = COPY(spread)(0);                                                                                 \
            if (has_previous)                                                                                          \
                h = COPY(load)(s->previous_state + (row + r) * s->previous_state_pitch + unit, count);                 \
            COPY(store)(                                                                                               \
                s->state + (row + r) * s->state_pitch + unit, COPY(multiply_add)(z, h - n, n), count);                 \
            if (s->gates) {                                                                                            \
                COPY(store)(s->memory + (row + r) * s->memory_pitch + unit, m, count);                                 \
                float *kept = s->gates + (row + r) * 3 * H + unit;                                                     \
                COPY(store)(kept, reset, count);                                                                       \
                COPY(store)(kept + H, z, count);                                                                       \
                COPY(store)(kept + 2 * H, n, count);                                                                   \
            }                                                                                                          \
        }                                                                                                              \
    }

// Here `unit` begins 32 units.
#define RNN_TILE(ROWS)                                                                                                 \
    INLINE void COPY(rnn_tile_##ROWS)(                                                                                 \
        const valence_cell_step *s, long row, long unit, long count, int has_previous) {                               \
        long H = s->hidden;                                                                                            \
        lanes sums[ROWS][4];                                                                                           \
        EACH(r, ROWS) EACH(q, 4)                                                                                       \
            sums[r][q] = COPY(load)(PROJECTED(s, row + r) + unit + q * 8, count - q * 8);                              \
        if (has_previous) {                                                                                            \
            const float *h = s->previous_state + row * s->previous_state_pitch;                                        \
            TILE(ROWS, 4, sums, H, h, s->previous_state_pitch, s->packed_hidden + unit * H)                            \
        }                                                                                                              \
        EACH(r, ROWS) EACH(q, 4)                                                                                       \
            COPY(store)(                                                                                               \
                s->state + (row + r) * s->state_pitch + unit + q * 8, COPY(hyperbolic)(sums[r][q]), count - q * 8);    \
    }

// Walks a panel's rows in tiles: all rows of the step pass while its weights stay in the first-level cache. `count`
// units of the panel are real; a whole panel says so by a constant, so that its loads and stores have no branches.
#define STEP(cell, UNITS)                                                                                              \
    INLINE void COPY(cell##_rows)(                                                                                     \
        const valence_cell_step *s, long row, long end, long unit, long count, int has_previous) {                     \
        for (; row + 3 <= end; row += 3) COPY(cell##_tile_3)(s, row, unit, count, has_previous);                       \
        if (end - row == 2) COPY(cell##_tile_2)(s, row, unit, count, has_previous);                                    \
        if (end - row == 1) COPY(cell##_tile_1)(s, row, unit, count, has_previous);                                    \
    }                                                                                                                  \
    static void COPY(cell##_step)(const valence_cell_step *s) {                                                        \
        long unit = 0, H = s->hidden;                                                                                  \
        for (; unit + UNITS <= H; unit += UNITS) {                                                                     \
            COPY(cell##_rows)(s, 0, s->previous_rows, unit, UNITS, 1);                                                 \
            COPY(cell##_rows)(s, s->previous_rows, s->rows, unit, UNITS, 0);                                           \
        }                                                                                                              \
        if (unit < H) {                                                                                                \
            COPY(cell##_rows)(s, 0, s->previous_rows, unit, H - unit, 1);                                              \
            COPY(cell##_rows)(s, s->previous_rows, s->rows, unit, H - unit, 0);                                        \
        }                                                                                                              \
    }

LSTM_TILE(1)
LSTM_TILE(2)
LSTM_TILE(3)
STEP(lstm, 8)
GRU_TILE(1)
GRU_TILE(2)
GRU_TILE(3)
STEP(gru, 8)
RNN_TILE(1)
RNN_TILE(2)
RNN_TILE(3)
STEP(rnn, 32)

static void COPY(lstm_back)(const valence_cell_back *s) {
    long H = s->hidden;
    for (long row = 0; row < s->rows; row++) {
        for (long unit = 0; unit < H; unit += 8) {
            long count = H - unit, at = row * H + unit;
            const float *gates = s->gates + row * 4 * H + unit;
            lanes i = COPY(load)(gates, count), f = COPY(load)(gates + H, count);
            lanes g = COPY(load)(gates + 2 * H, count), o = COPY(load)(gates + 3 * H, count);
            lanes c = row < s->previous_rows ? COPY(load)(s->previous_memory + at, count) : COPY(spread)(0);
            lanes t = COPY(hyperbolic)(COPY(load)(s->memory + at, count));
            lanes dh = COPY(load)(s->d_states + row * s->d_states_pitch + unit, count)
                + COPY(load)(s->d_carry + at, count);
            lanes dc = COPY(multiply_add)(dh * o, 1.0f - t * t, COPY(load)(s->d_memory + at, count));
            float *d_input = s->d_input + row * 4 * H + unit;
            COPY(store)(d_input, dc * g * i * (1.0f - i), count);
            COPY(store)(d_input + H, dc * c * f * (1.0f - f), count);
            COPY(store)(d_input + 2 * H, dc * i * (1.0f - g * g), count);
            COPY(store)(d_input + 3 * H, dh * t * o * (1.0f - o), count);
            COPY(store)(s->d_memory + at, dc * f, count);
        }
    }
}

static void COPY(gru_back)(const valence_cell_back *s) {
    long H = s->hidden;
    for (long row = 0; row < s->rows; row++) {
        for (long unit = 0; unit < H; unit += 8) {
            long count = H - unit, at = row * H + unit;
            const float *gates = s->gates + row * 3 * H + unit;
            lanes r = COPY(load)(gates, count), z = COPY(load)(gates + H, count);
            lanes n = COPY(load)(gates + 2 * H, count), m = COPY(load)(s->memory + at, count);
            lanes h = row < s->previous_rows ? COPY(load)(s->previous_state + row * s->state_pitch + unit, count)
                                             : COPY(spread)(0);
            lanes dh = COPY(load)(s->d_states + row * s->d_states_pitch + unit, count)
                + COPY(load)(s->d_carry + at, count);
            lanes dn = dh * (1.0f - z) * (1.0f - n * n);
            lanes dr = dn * m * r * (1.0f - r);
            lanes dz = dh * (h - n) * z * (1.0f - z);
            float *d_input = s->d_input + row * 3 * H + unit, *d_hidden = s->d_hidden + row * 3 * H + unit;
            COPY(store)(d_input, dr, count);
            COPY(store)(d_input + H, dz, count);
            COPY(store)(d_input + 2 * H, dn, count);
            COPY(store)(d_hidden, dr, count);
            COPY(store)(d_hidden + H, dz, count);
            COPY(store)(d_hidden + 2 * H, dn * r, count);
            COPY(store)(s->d_carry + at, dh * z, count);
        }
    }
}

static void COPY(rnn_back)(const valence_cell_back *s) {
    long H = s->hidden;
    for (long row = 0; row < s->rows; row++) {
        for (long unit = 0; unit < H; unit += 8) {
            long count = H - unit, at = row * H + unit;
            lanes h = COPY(load)(s->state + row * s->state_pitch + unit, count);
            lanes dh = COPY(load)(s->d_states + row * s->d_states_pitch + unit, count)
                + COPY(load)(s->d_carry + at, count);
            COPY(store)(s->d_input + at, dh * (1.0f - h * h), count);
        }
    }
}

static void COPY(maximum)(long width, const float *states, float *pooled, int32_t *best, int32_t position) {
    long at = 0;
    for (; at + 8 <= width; at += 8) {
        lanes value = *(const loose *)(states + at), old = *(const loose *)(pooled + at);
        integers wins = (integers)(value > old) | (integers)(value != value);
        *(loose *)(pooled + at) = COPY(select)(wins, value, old);
        if (best) {
            typedef int32_t loose_integers __attribute__((vector_size(32), aligned(4), may_alias));
            integers was = *(const loose_integers *)(best + at);
            integers now = {position, position, position, position, position, position, position, position};
            *(loose_integers *)(best + at) = (wins & now) | (~wins & was);
        }
    }
    for (; at < width; at++) {
        if (states[at] > pooled[at] || states[at] != states[at]) {
            pooled[at] = states[at];
            if (best) best[at] = position;
        }
    }
}

#define MAP(name, function)                                                                                            \
    static void COPY(name)(long count, const float *x, float *y) {                                                     \
        for (long at = 0; at < count; at += 8)                                                                         \
            COPY(store)(y + at, COPY(function)(COPY(load)(x + at, count - at)), count - at);                           \
    }

MAP(map_exponential, exponential)
MAP(map_sigmoid, sigmoid)
MAP(map_hyperbolic, hyperbolic)
#undef MAP
#undef LSTM_TILE
#undef GRU_TILE
#undef RNN_TILE
#undef STEP
#undef EACH
#undef PROJECTED
#undef PRODUCT_TILE
#undef TILE
#undef CHUNK

static const valence_kernels COPY(kernels) = {
    .name = FUSED ? "avx2" : "plain",
    .product = COPY(product),
    .lstm_step = COPY(lstm_step),
    .gru_step = COPY(gru_step),
    .rnn_step = COPY(rnn_step),
    .lstm_back = COPY(lstm_back),
    .gru_back = COPY(gru_back),
    .rnn_back = COPY(rnn_back),
    .maximum = COPY(maximum),
    .exponential = COPY(map_exponential),
    .sigmoid = COPY(map_sigmoid),
    .tanh = COPY(map_hyperbolic),
};
