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

// sums[ROWS][4 vectors] += a[ROWS, k] · panel[k, 32]. One weight vector is loaded and used for all rows before the
// next: loading all four first spills the sums.
#define TILE(ROWS, sums, k_count, a, a_pitch, panel)                                                                   \
    for (long k = 0; k < (k_count); k++) {                                                                             \
        lanes x[ROWS];                                                                                                 \
        _Pragma("unroll") for (int r = 0; r < ROWS; r++) x[r] = COPY(spread)((a)[r * (a_pitch) + k]);                  \
        _Pragma("unroll") for (int q = 0; q < 4; q++) {                                                                \
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
        TILE(ROWS, sums, k_count, a, a_pitch, panel)                                                                   \
        _Pragma("unroll") for (int r = 0; r < ROWS; r++)                                                               \
            _Pragma("unroll") for (int q = 0; q < 4; q++)                                                              \
                COPY(store)(c + r * c_pitch + q * 8, sums[r][q], columns - q * 8);                                     \
    }

PRODUCT_TILE(1)
PRODUCT_TILE(2)
PRODUCT_TILE(3)

static void COPY(product)(
    long rows, long k, long n, const float *a, long a_pitch, const float *packed, const float *bias, float *c,
    long c_pitch, int accumulates) {
    for (long k0 = 0; k0 == 0 || k0 < k; k0 += CHUNK) {
        long k_count = k - k0 < CHUNK ? k - k0 : CHUNK;
        int adds = accumulates || k0 > 0;
        for (long column = 0; column < n; column += 32) {
            const float *panel = packed + column * k + k0 * 32;
            const float *b = bias ? bias + column : NULL;
            const float *from = a + k0;
            float *to = c + column;
            long row = 0;
            for (; row + 3 <= rows; row += 3)
                COPY(product_tile_3)(
                    k_count, from + row * a_pitch, a_pitch, panel, b, to + row * c_pitch, c_pitch, adds, n - column);
            if (rows - row == 2)
                COPY(product_tile_2)(
                    k_count, from + row * a_pitch, a_pitch, panel, b, to + row * c_pitch, c_pitch, adds, n - column);
            if (rows - row == 1)
                COPY(product_tile_1)(
                    k_count, from + row * a_pitch, a_pitch, panel, b, to + row * c_pitch, c_pitch, adds, n - column);
        }
    }
}

// One register tile of the LSTM step: ROWS reviews, the eight units from `unit` on, four gates.
#define LSTM_TILE(ROWS)                                                                                                \
    INLINE void COPY(lstm_tile_##ROWS)(const valence_lstm_step *s, long row, long unit, int has_previous) {            \
        long H = s->hidden, count = H - unit;                                                                          \
        lanes ifgo[ROWS][4];                                                                                           \
        _Pragma("unroll") for (int r = 0; r < ROWS; r++) {                                                             \
            long slot = s->slots ? s->slots[row + r] : row + r;                                                        \
            const float *projected = s->projection + slot * s->projection_pitch + unit;                                \
            _Pragma("unroll") for (int q = 0; q < 4; q++) ifgo[r][q] = COPY(load)(projected + q * H, count);           \
        }                                                                                                              \
        if (has_previous) {                                                                                            \
            const float *h = s->previous_state + row * s->previous_state_pitch;                                        \
            const float *panel = s->packed_hidden + unit * 4 * H;                                                      \
            TILE(ROWS, ifgo, H, h, s->previous_state_pitch, panel)                                                     \
        }                                                                                                              \
        _Pragma("unroll") for (int r = 0; r < ROWS; r++) {                                                             \
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

LSTM_TILE(1)
LSTM_TILE(2)
LSTM_TILE(3)

INLINE void COPY(lstm_rows)(const valence_lstm_step *s, long row, long end, long unit, int has_previous) {
    for (; row + 3 <= end; row += 3) COPY(lstm_tile_3)(s, row, unit, has_previous);
    if (end - row == 2) COPY(lstm_tile_2)(s, row, unit, has_previous);
    if (end - row == 1) COPY(lstm_tile_1)(s, row, unit, has_previous);
}

static void COPY(lstm_step)(const valence_lstm_step *s) {
    for (long unit = 0; unit < s->hidden; unit += 8) {
        COPY(lstm_rows)(s, 0, s->previous_rows, unit, 1);
        COPY(lstm_rows)(s, s->previous_rows, s->rows, unit, 0);
    }
}

static void COPY(lstm_back)(const valence_lstm_back *s) {
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
            float *d_gates = s->d_gates + row * 4 * H + unit;
            COPY(store)(d_gates, dc * g * i * (1.0f - i), count);
            COPY(store)(d_gates + H, dc * c * f * (1.0f - f), count);
            COPY(store)(d_gates + 2 * H, dc * i * (1.0f - g * g), count);
            COPY(store)(d_gates + 3 * H, dh * t * o * (1.0f - o), count);
            COPY(store)(s->d_memory + at, dc * f, count);
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
#undef PRODUCT_TILE
#undef TILE
#undef CHUNK

static const valence_kernels COPY(kernels) = {
    FUSED ? "avx2" : "plain", COPY(product),         COPY(lstm_step),     COPY(lstm_back),
    COPY(map_exponential),    COPY(map_sigmoid), COPY(map_hyperbolic),
};
