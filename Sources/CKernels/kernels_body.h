// The kernels' one source. Included once per copy, with COPY(name) naming the copy, LANES saying how many floats a
// register holds, MOST_ROWS how many rows a register tile takes, and FUSED whether the processor multiplies and adds in
// one instruction.

#define PANEL (4 * LANES)

typedef float COPY(lanes) __attribute__((vector_size(4 * LANES)));
typedef int32_t COPY(integers) __attribute__((vector_size(4 * LANES)));
// The same numbers at any address.
typedef float COPY(loose) __attribute__((vector_size(4 * LANES), aligned(4), may_alias));
typedef int32_t COPY(loose_integers) __attribute__((vector_size(4 * LANES), aligned(4), may_alias));
#define lanes COPY(lanes)
#define integers COPY(integers)
#define loose COPY(loose)
#define loose_integers COPY(loose_integers)

// DEFINE(ROWS) for each height that a tile can have; WALK calls the tallest that fits, then one for the rest.
#if MOST_ROWS == 6
#define HEIGHTS(DEFINE) DEFINE(1) DEFINE(2) DEFINE(3) DEFINE(4) DEFINE(5) DEFINE(6)
#define WALK(row, end, CALL)                                                                                           \
    for (; row + 6 <= (end); row += 6) CALL(6);                                                                        \
    switch ((end) - row) {                                                                                             \
    case 5: CALL(5); break;                                                                                            \
    case 4: CALL(4); break;                                                                                            \
    case 3: CALL(3); break;                                                                                            \
    case 2: CALL(2); break;                                                                                            \
    case 1: CALL(1); break;                                                                                            \
    }
#else
#define HEIGHTS(DEFINE) DEFINE(1) DEFINE(2) DEFINE(3)
#define WALK(row, end, CALL)                                                                                           \
    for (; row + 3 <= (end); row += 3) CALL(3);                                                                        \
    switch ((end) - row) {                                                                                             \
    case 2: CALL(2); break;                                                                                            \
    case 1: CALL(1); break;                                                                                            \
    }
#endif

INLINE lanes COPY(multiply_add)(lanes a, lanes b, lanes c) {
#if FUSED
    return __builtin_elementwise_fma(a, b, c);
#else
#pragma clang fp contract(off)
    return a * b + c;
#endif
}

// Subtracting 0 changes no number, -0 included, and costs nothing.
INLINE lanes COPY(spread)(float x) { return x - (lanes){}; }

// The first `count` of a register's floats; the others are 0.
INLINE lanes COPY(load)(const float *p, long count) {
    if (count >= LANES) return *(const loose *)p;
    lanes v = COPY(spread)(0);
    for (long l = 0; l < count; l++) v[l] = p[l];
    return v;
}

INLINE void COPY(store)(float *p, lanes v, long count) {
    if (count >= LANES) *(loose *)p = v;
    else for (long l = 0; l < count; l++) p[l] = v[l];
}

// `a` where the mask is set, else `b`.
INLINE lanes COPY(select)(integers mask, lanes a, lanes b) {
    return (lanes)((mask & (integers)a) | (~mask & (integers)b));
}

// e^(scale · x), scale a power of two or its negative, within 2 units in the last place: scale · x = (n + f) ln 2, |f| <= 1/2. Adding 1.5 * 2^23
// rounds to a whole n in the lowest bits, which then are added to the exponent of 2^f: a polynomial whose largest relative
// error is 8.1e-8. Comparisons are worded so that a NaN passes through.
INLINE lanes COPY(power)(lanes x, float scale) {
    lanes high = COPY(spread)(87.3f / __builtin_fabsf(scale)), low = -high;
    x = COPY(select)((integers)(x > high), high, x);
    x = COPY(select)((integers)(x < low), low, x);
    lanes magic = COPY(spread)(12582912.0f), log2_e = COPY(spread)(scale * 1.44269502f);
    lanes shifted = COPY(multiply_add)(x, log2_e, magic);
    lanes n = shifted - magic;
#if FUSED
    lanes f = COPY(multiply_add)(x, log2_e, -n);
    f = COPY(multiply_add)(x, COPY(spread)(scale * 1.92596299e-8f), f);
#else
    lanes f = 1.44269502f * (scale * x - n * 0.693359375f + n * 2.12194440e-4f);
#endif
    lanes p = COPY(spread)(1.3274633e-3f);
    p = COPY(multiply_add)(p, f, COPY(spread)(9.671962e-3f));
    p = COPY(multiply_add)(p, f, COPY(spread)(5.5506784e-2f));
    p = COPY(multiply_add)(p, f, COPY(spread)(2.4022235e-1f));
    p = COPY(multiply_add)(p, f, COPY(spread)(6.9314706e-1f));
    p = COPY(multiply_add)(p, f, COPY(spread)(1.0f));
    return (lanes)((integers)p + ((integers)shifted << 23));
}

INLINE lanes COPY(exponential)(lanes x) { return COPY(power)(x, 1.0f); }

INLINE lanes COPY(sigmoid)(lanes x) { return 1.0f / (1.0f + COPY(power)(x, -1.0f)); }

INLINE lanes COPY(hyperbolic)(lanes x) { return 1.0f - 2.0f / (1.0f + COPY(power)(x, 2.0f)); }

#define EACH(r, count) _Pragma("unroll") for (int r = 0; r < count; r++)

INLINE lanes COPY(square_root)(lanes x) { return __builtin_elementwise_sqrt(x); }

// sums[ROWS][VECTORS] += a[ROWS, k] · panel[k, PANEL], of whose columns the first LANES · VECTORS count. One weight vector
// is loaded and used for all rows before the next: loading all four first spills the sums.
#define TILE(ROWS, VECTORS, sums, k_count, a, a_pitch, panel)                                                          \
    for (long k = 0; k < (k_count); k++) {                                                                             \
        lanes x[ROWS];                                                                                                 \
        EACH(r, ROWS) x[r] = COPY(spread)((a)[r * (a_pitch) + k]);                                                     \
        EACH(q, VECTORS) {                                                                                             \
            lanes w = *(const loose *)((panel) + k * PANEL + q * LANES);                                                      \
            EACH(r, ROWS) sums[r][q] = COPY(multiply_add)(x[r], w, sums[r][q]);                                        \
        }                                                                                                              \
    }

// How many k pass before the sums go back to memory, so that a part of a panel stays in the nearest caches.
#define CHUNK 256

#define PRODUCT_TILE(ROWS)                                                                                             \
    INLINE void COPY(product_tile_##ROWS)(                                                                             \
        long k_count, const float *a, long a_pitch, const float *panel, const float *bias, float *c, long c_pitch,     \
        int adds, long columns) {                                                                                      \
        lanes sums[ROWS][4];                                                                                           \
        EACH(r, ROWS) EACH(q, 4)                                                                                       \
            sums[r][q] = adds   ? COPY(load)(c + r * c_pitch + q * LANES, columns - q * LANES)                         \
                         : bias ? COPY(load)(bias + q * LANES, columns - q * LANES)                                    \
                                : COPY(spread)(0);                                                                     \
        TILE(ROWS, 4, sums, k_count, a, a_pitch, panel)                                                                \
        EACH(r, ROWS) EACH(q, 4)                                                                                       \
            COPY(store)(c + r * c_pitch + q * LANES, sums[r][q], columns - q * LANES);                                 \
    }

HEIGHTS(PRODUCT_TILE)

// One panel's columns, of which `columns` are real, for all rows.
INLINE void COPY(product_panel)(
    long rows, long k_count, const float *a, long a_pitch, const float *panel, const float *bias, float *c,
    long c_pitch, int adds, long columns) {
    long row = 0;
#define CALL(ROWS)                                                                                                     \
    COPY(product_tile_##ROWS)(                                                                                         \
        k_count, a + row * a_pitch, a_pitch, panel, bias, c + row * c_pitch, c_pitch, adds, columns)
    WALK(row, rows, CALL)
#undef CALL
}

static void COPY(product)(
    long rows, long k, long n, const float *a, long a_pitch, const float *packed, const float *bias, float *c,
    long c_pitch, int accumulates) {
    for (long k0 = 0; k0 == 0 || k0 < k; k0 += CHUNK) {
        long k_count = k - k0 < CHUNK ? k - k0 : CHUNK;
        int adds = accumulates || k0 > 0;
        for (long column = 0; column < n; column += PANEL) {
            const float *panel = packed + column * k + k0 * PANEL;
            const float *b = bias ? bias + column : NULL;
            if (column + PANEL <= n)
                COPY(product_panel)(rows, k_count, a + k0, a_pitch, panel, b, c + column, c_pitch, adds, PANEL);
            else
                COPY(product_panel)(rows, k_count, a + k0, a_pitch, panel, b, c + column, c_pitch, adds, n - column);
        }
    }
}

// One register tile of a step: ROWS reviews, the LANES units from `unit` on, all gates. Where `has_previous` is 0 the
// reviews begin here: no product, no old memory.
INLINE const float *COPY(projected)(const valence_cell_step *s, long row) {
    long slot = s->slots ? s->slots[row] : row, rest = slot - s->projection_rows;
    return rest < 0 ? s->projection + slot * s->projection_pitch : s->more_projection + rest * s->projection_pitch;
}

#define LSTM_TILE(ROWS)                                                                                                \
    INLINE void COPY(lstm_tile_##ROWS)(                                                                                \
        const valence_cell_step *s, long row, long unit, long count, int has_previous) {                               \
        long H = s->hidden;                                                                                            \
        lanes ifgo[ROWS][4];                                                                                           \
        EACH(r, ROWS) EACH(q, 4) {                                                                                     \
            const float *p = COPY(projected)(s, row + r) + unit + q * H;                                                     \
            ifgo[r][q] = COPY(load)(p, count);                                                                         \
            __builtin_prefetch(p + LANES);                                                                             \
        }                                                                                                              \
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
            EACH(q, 2) rzm[r][q] = COPY(load)(COPY(projected)(s, row + r) + unit + q * H, count);                            \
            rzm[r][2] = COPY(load)(s->candidate_bias + unit, count);                                                   \
        }                                                                                                              \
        if (has_previous) {                                                                                            \
            const float *h = s->previous_state + row * s->previous_state_pitch;                                        \
            TILE(ROWS, 3, rzm, H, h, s->previous_state_pitch, s->packed_hidden + unit * 4 * H)                         \
        }                                                                                                              \
        EACH(r, ROWS) {                                                                                                \
            lanes reset = COPY(sigmoid)(rzm[r][0]), z = COPY(sigmoid)(rzm[r][1]), m = rzm[r][2];                       \
            lanes p = COPY(load)(COPY(projected)(s, row + r) + unit + 2 * H, count);                                         \
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

// Here `unit` begins PANEL units.
#define RNN_TILE(ROWS)                                                                                                 \
    INLINE void COPY(rnn_tile_##ROWS)(                                                                                 \
        const valence_cell_step *s, long row, long unit, long count, int has_previous) {                               \
        long H = s->hidden;                                                                                            \
        lanes sums[ROWS][4];                                                                                           \
        EACH(r, ROWS) EACH(q, 4)                                                                                       \
            sums[r][q] = COPY(load)(COPY(projected)(s, row + r) + unit + q * LANES, count - q * LANES);                        \
        if (has_previous) {                                                                                            \
            const float *h = s->previous_state + row * s->previous_state_pitch;                                        \
            TILE(ROWS, 4, sums, H, h, s->previous_state_pitch, s->packed_hidden + unit * H)                            \
        }                                                                                                              \
        EACH(r, ROWS) EACH(q, 4)                                                                                       \
            COPY(store)(                                                                                               \
                s->state + (row + r) * s->state_pitch + unit + q * LANES, COPY(hyperbolic)(sums[r][q]), count - q * LANES);    \
    }

// Walks a panel's rows in tiles: all rows of the step pass while its weights stay in the first-level cache. `count`
// units of the panel are real; a whole panel says so by a constant, so that its loads and stores have no branches.
#define STEP(cell, UNITS)                                                                                              \
    INLINE void COPY(cell##_rows)(                                                                                     \
        const valence_cell_step *s, long row, long end, long unit, long count, int has_previous) {                     \
        WALK(row, end, CALL_##cell)                                                                                    \
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

#define CALL_lstm(ROWS) COPY(lstm_tile_##ROWS)(s, row, unit, count, has_previous)
#define CALL_gru(ROWS) COPY(gru_tile_##ROWS)(s, row, unit, count, has_previous)
#define CALL_rnn(ROWS) COPY(rnn_tile_##ROWS)(s, row, unit, count, has_previous)

HEIGHTS(LSTM_TILE)
STEP(lstm, LANES)
HEIGHTS(GRU_TILE)
STEP(gru, LANES)
HEIGHTS(RNN_TILE)
STEP(rnn, PANEL)

// All rows' gates of one step; a whole register of units says so by a constant.
#define BACK(cell)                                                                                                     \
    for (long row = 0; row < s->rows; row++) {                                                                         \
        long unit = 0;                                                                                                 \
        for (; unit + LANES <= H; unit += LANES) COPY(cell##_gates_back)(s, row, unit, LANES);                         \
        if (unit < H) COPY(cell##_gates_back)(s, row, unit, H - unit);                                                 \
    }

INLINE void COPY(lstm_gates_back)(const valence_cell_back *s, long row, long unit, long count) {
    long H = s->hidden, at = row * H + unit;
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

static void COPY(lstm_back)(const valence_cell_back *s) {
    long H = s->hidden;
    BACK(lstm)
    COPY(product)(s->previous_rows, 4 * H, H, s->d_input, 4 * H, s->packed_hidden, NULL, s->d_carry, H, 0);
}

INLINE void COPY(gru_gates_back)(const valence_cell_back *s, long row, long unit, long count) {
    long H = s->hidden, at = row * H + unit;
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

static void COPY(gru_back)(const valence_cell_back *s) {
    long H = s->hidden;
    BACK(gru)
    COPY(product)(s->previous_rows, 3 * H, H, s->d_hidden, 3 * H, s->packed_hidden, NULL, s->d_carry, H, 1);
}

INLINE void COPY(rnn_gates_back)(const valence_cell_back *s, long row, long unit, long count) {
    long H = s->hidden, at = row * H + unit;
    lanes h = COPY(load)(s->state + row * s->state_pitch + unit, count);
    lanes dh = COPY(load)(s->d_states + row * s->d_states_pitch + unit, count)
        + COPY(load)(s->d_carry + at, count);
    COPY(store)(s->d_input + at, dh * (1.0f - h * h), count);
}

static void COPY(rnn_back)(const valence_cell_back *s) {
    long H = s->hidden;
    BACK(rnn)
    COPY(product)(s->previous_rows, H, H, s->d_input, H, s->packed_hidden, NULL, s->d_carry, H, 0);
}

static void COPY(maximum)(long width, const float *states, float *pooled, int32_t *best, int32_t position) {
    long at = 0;
    for (; at + LANES <= width; at += LANES) {
        lanes value = *(const loose *)(states + at), old = *(const loose *)(pooled + at);
        integers wins = (integers)(value > old) | (integers)(value != value);
        *(loose *)(pooled + at) = COPY(select)(wins, value, old);
        if (best) {
            integers was = *(const loose_integers *)(best + at);
            integers now = (integers){} + position;
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

static void COPY(add)(long count, const float *x, float *sum) {
    for (long at = 0; at < count; at += LANES) {
        lanes total = COPY(load)(sum + at, count - at) + COPY(load)(x + at, count - at);
        COPY(store)(sum + at, total, count - at);
    }
}

static void COPY(adam)(
    long count, const valence_adam *by, const float *gradient, float *first, float *second, float *parameter) {
    for (long at = 0; at < count; at += LANES) {
        long left = count - at;
        lanes g = COPY(load)(gradient + at, left) * by->scale;
        lanes m = by->beta1 * COPY(load)(first + at, left) + (1.0f - by->beta1) * g;
        lanes v = by->beta2 * COPY(load)(second + at, left) + (1.0f - by->beta2) * g * g;
        COPY(store)(first + at, m, left);
        COPY(store)(second + at, v, left);
        lanes step = by->rate * m / (COPY(square_root)(v * by->second_correction) + by->epsilon);
        COPY(store)(parameter + at, COPY(load)(parameter + at, left) * by->kept - step, left);
    }
}

static void COPY(softmax)(long count, const float *bias, float *x) {
    lanes most = COPY(spread)(-3.4e38f), sums = COPY(spread)(0);
    for (long at = 0; at < count; at += LANES) {
        long left = count - at;
        lanes v = COPY(load)(x + at, left) + COPY(load)(bias + at, left);
        COPY(store)(x + at, v, left);
        for (long l = left; l < LANES; l++) v[l] = -3.4e38f;
        most = COPY(select)((integers)(v > most), v, most);
    }
    float top = most[0], total = 0;
    for (long l = 1; l < LANES; l++) top = most[l] > top ? most[l] : top;
    for (long at = 0; at < count; at += LANES) {
        long left = count - at;
        lanes v = COPY(exponential)(COPY(load)(x + at, left) - top);
        COPY(store)(x + at, v, left);
        for (long l = left; l < LANES; l++) v[l] = 0;
        sums += v;
    }
    for (long l = 0; l < LANES; l++) total += sums[l];
    for (long at = 0; at < count; at += LANES)
        COPY(store)(x + at, COPY(load)(x + at, count - at) * (1.0f / total), count - at);
}

#define MAP(name, function)                                                                                            \
    static void COPY(name)(long count, const float *x, float *y) {                                                     \
        for (long at = 0; at < count; at += LANES)                                                                         \
            COPY(store)(y + at, COPY(function)(COPY(load)(x + at, count - at)), count - at);                           \
    }

MAP(map_exponential, exponential)
MAP(map_sigmoid, sigmoid)
MAP(map_hyperbolic, hyperbolic)

INLINE float COPY(total)(lanes x) {
    float sum = 0;
    for (long l = 0; l < LANES; l++) sum += x[l];
    return sum;
}

// How many vectors ahead memory is asked for the next.
#define AHEAD 4

static void COPY(document)(const valence_document_pass *pass) {
    const valence_document_pass a = *pass;
    float *d = a.document;
    lanes squares = COPY(spread)(0);
    for (long j = 0; j < a.width; j += LANES) {
        lanes x = COPY(load)(d + j, a.width - j);
        squares = COPY(multiply_add)(x, x, squares);
    }
    for (long i = 0; i < a.count; i++) {
        if (i + AHEAD < a.count) {
            const float *next = a.table + a.rows[i + AHEAD] * a.pitch;
            for (long j = 0; j < a.width; j += 16) __builtin_prefetch(next + j);
        }
        float *v = a.table + a.rows[i] * a.pitch;
        lanes products[2] = {0}, own[2] = {0};
        long j = 0;
        for (; j + 2 * LANES <= a.width; j += 2 * LANES)
            EACH(q, 2) {
                lanes x = *(const loose *)(d + j + q * LANES), y = *(const loose *)(v + j + q * LANES);
                products[q] = COPY(multiply_add)(x, y, products[q]);
                own[q] = COPY(multiply_add)(y, y, own[q]);
            }
        for (; j < a.width; j += LANES) {
            lanes x = COPY(load)(d + j, a.width - j), y = COPY(load)(v + j, a.width - j);
            products[0] = COPY(multiply_add)(x, y, products[0]);
            own[0] = COPY(multiply_add)(y, y, own[0]);
        }
        // Of d and v; 1e-20 keeps a vector of zeros in place.
        float dd = COPY(total)(squares) + 1e-20f, vv = COPY(total)(own[0] + own[1]) + 1e-20f;
        float both = COPY(square_root)(COPY(spread)(dd * vv))[0];
        float cosine = COPY(total)(products[0] + products[1]) / both;
        float chance = COPY(sigmoid)(COPY(spread)(a.sharpness * cosine))[0];
        if (a.chances) a.chances[i] = chance;
        float g = a.rate * a.sharpness * ((i % (a.negatives + 1) == 0) - chance);
        lanes share = COPY(spread)(g / both), d_kept = COPY(spread)(1 - g * cosine / dd);
        lanes v_kept = COPY(spread)(1 - g * cosine / vv);
        squares = COPY(spread)(0);
        for (j = 0; j < a.width; j += LANES) {
            lanes x = COPY(load)(d + j, a.width - j), y = COPY(load)(v + j, a.width - j);
            lanes changed = COPY(multiply_add)(share, y, d_kept * x);
            COPY(store)(d + j, changed, a.width - j);
            squares = COPY(multiply_add)(changed, changed, squares);
            if (a.learns) COPY(store)(v + j, COPY(multiply_add)(share, x, v_kept * y), a.width - j);
        }
    }
}

#undef AHEAD

static const valence_kernels COPY(kernels) = {
    .name = NAME,
    .panel_width = PANEL,
    .product = COPY(product),
    .lstm_step = COPY(lstm_step),
    .gru_step = COPY(gru_step),
    .rnn_step = COPY(rnn_step),
    .lstm_back = COPY(lstm_back),
    .gru_back = COPY(gru_back),
    .rnn_back = COPY(rnn_back),
    .maximum = COPY(maximum),
    .add = COPY(add),
    .softmax = COPY(softmax),
    .adam = COPY(adam),
    .exponential = COPY(map_exponential),
    .sigmoid = COPY(map_sigmoid),
    .tanh = COPY(map_hyperbolic),
    .document = COPY(document),
};

#undef MAP
#undef LSTM_TILE
#undef GRU_TILE
#undef RNN_TILE
#undef CALL_lstm
#undef CALL_gru
#undef CALL_rnn
#undef STEP
#undef BACK
#undef EACH
#undef PRODUCT_TILE
#undef TILE
#undef CHUNK
#undef HEIGHTS
#undef WALK
#undef PANEL
#undef lanes
#undef integers
#undef loose
#undef loose_integers
