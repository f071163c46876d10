// The kernels' one source. Included once per copy, with COPY(name) naming the copy, LANES saying how many floats a
// register holds, MOST_ROWS how many rows a register tile takes, FUSED whether the processor multiplies and adds in
// one instruction, and ROUNDED whether products take numbers rounded to bfloat16, two k at once.

#define PANEL (4 * LANES)

typedef float COPY(lanes) __attribute__((vector_size(4 * LANES)));
typedef int32_t COPY(integers) __attribute__((vector_size(4 * LANES)));
// The same numbers at any address.
typedef float COPY(loose) __attribute__((vector_size(4 * LANES), aligned(4), may_alias));
typedef int32_t COPY(any_integer) __attribute__((aligned(4), may_alias));
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

// A register in part, at the ends of rows. Where the processor has no masks it is called: in place it would be most of the code.
#if LANES == 16
INLINE __mmask16 COPY(first)(long count) { return count > 0 ? (1u << count) - 1 : 0; }

INLINE lanes COPY(load_part)(const float *p, long count) {
    return (lanes)_mm512_maskz_loadu_ps(COPY(first)(count), p);
}

INLINE void COPY(store_part)(float *p, lanes v, long count) {
    _mm512_mask_storeu_ps(p, COPY(first)(count), (__m512)v);
}
#else
static __attribute__((noinline)) lanes COPY(load_part)(const float *p, long count) {
    lanes v = COPY(spread)(0);
    for (long l = 0; l < count; l++) v[l] = p[l];
    return v;
}

static __attribute__((noinline)) void COPY(store_part)(float *p, lanes v, long count) {
    for (long l = 0; l < count; l++) p[l] = v[l];
}
#endif

// The first `count` of a register's floats; the others are 0.
INLINE lanes COPY(load)(const float *p, long count) {
    if (count >= LANES) return *(const loose *)p;
    return COPY(load_part)(p, count);
}

INLINE void COPY(store)(float *p, lanes v, long count) {
    if (count >= LANES) *(loose *)p = v;
    else COPY(store_part)(p, v, count);
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

// The same two for a step's gates and states. Where products round these to 8 bits, they need no more: e^(scale · x) is
// 2^n · p(f), n + f = scale · x / ln 2, |f| <= 1/2, with p(0) = 1 and a relative error of p - 1, and so of tanh near 0,
// of at most 1.5e-05; that of a quotient is 2^-14.
#if ROUNDED
INLINE lanes COPY(rough_power)(lanes x, float scale) {
    lanes t = x * COPY(spread)(scale * 1.44269502f);
    lanes f = (lanes)_mm512_reduce_ps((__m512)t, _MM_FROUND_TO_NEAREST_INT);
    lanes p = COPY(spread)(9.61826299e-03f);
    p = COPY(multiply_add)(p, f, COPY(spread)(5.58374176e-02f));
    p = COPY(multiply_add)(p, f, COPY(spread)(2.40232487e-01f));
    p = COPY(multiply_add)(p, f, COPY(spread)(6.93136836e-01f));
    p = COPY(multiply_add)(p, f, COPY(spread)(1.0f));
    return (lanes)_mm512_scalef_ps((__m512)p, (__m512)(t - f));
}

INLINE lanes COPY(gate)(lanes x) { return (lanes)_mm512_rcp14_ps((__m512)(1.0f + COPY(rough_power)(x, -1.0f))); }

// Beyond 20 it is 1; a NaN passes through.
INLINE lanes COPY(squash)(lanes x) {
    lanes e = COPY(rough_power)((lanes)_mm512_min_ps((__m512)COPY(spread)(20.0f), (__m512)x), 2.0f);
    return (e - 1.0f) * (lanes)_mm512_rcp14_ps((__m512)(e + 1.0f));
}
#else
INLINE lanes COPY(gate)(lanes x) { return COPY(sigmoid)(x); }

INLINE lanes COPY(squash)(lanes x) { return COPY(hyperbolic)(x); }
#endif

#define EACH(r, count) _Pragma("unroll") for (int r = 0; r < count; r++)

INLINE lanes COPY(square_root)(lanes x) { return __builtin_elementwise_sqrt(x); }

// How many k pass before the sums go back to memory, so that a part of a panel stays in the nearest caches.
#define CHUNK 256

// What a product multiplies: floats as they are, or in a float's place two neighbouring k rounded to bfloat16, the
// first in the lower half and 0 behind an odd end. OPERAND makes `name` of rows of floats, at most BLOCK of them.
#if ROUNDED
#define BLOCK 66
#define PLACES(k) (((k) + 1) / 2)
#define OPERAND(name, rows, k, a, a_pitch)                                                                             \
    long name##_pitch = PLACES(k);                                                                                     \
    float name[BLOCK * name##_pitch];                                                                                  \
    for (long r = 0; r < (rows); r++) COPY(round_row)(k, (a) + r * (a_pitch), name + r * name##_pitch);

INLINE void COPY(round_row)(long k, const float *a, float *pairs) {
    for (long at = 0; at < k; at += 2 * LANES) {
        __m512 low = (__m512)COPY(load)(a + at, k - at), high = (__m512)COPY(load)(a + at + LANES, k - at - LANES);
        COPY(store)(pairs + at / 2, (lanes)_mm512_cvtne2ps_pbh(high, low), PLACES(k) - at / 2);
    }
}

INLINE lanes COPY(spread_operand)(const float *p) { return (lanes)((integers){} + *(const COPY(any_integer) *)p); }

INLINE lanes COPY(multiply_operands)(lanes a, lanes b, lanes c) {
    return (lanes)_mm512_dpbf16_ps((__m512)c, (__m512bh)a, (__m512bh)b);
}
#else
#define BLOCK LONG_MAX
#define PLACES(k) (k)
#define OPERAND(name, rows, k, a, a_pitch)                                                                             \
    const float *name = a;                                                                                             \
    long name##_pitch = a_pitch;

INLINE lanes COPY(spread_operand)(const float *p) { return COPY(spread)(*p); }

INLINE lanes COPY(multiply_operands)(lanes a, lanes b, lanes c) { return COPY(multiply_add)(a, b, c); }
#endif

// sums[ROWS][VECTORS] += a[ROWS, k] · panel[k, PANEL], of whose columns the first LANES · VECTORS count; a's rows lie
// `a_pitch` apart, its places `a_step`. One weight vector is loaded and used for all rows before the next: loading all
// four first spills the sums.
#define TILE(ROWS, VECTORS, sums, places, a, a_pitch, a_step, panel)                                                   \
    for (long k = 0; k < (places); k++) {                                                                              \
        lanes x[ROWS];                                                                                                 \
        EACH(r, ROWS) x[r] = COPY(spread_operand)((a) + r * (a_pitch) + k * (a_step));                                 \
        EACH(q, VECTORS) {                                                                                             \
            lanes w = *(const loose *)((panel) + k * PANEL + q * LANES);                                               \
            EACH(r, ROWS) sums[r][q] = COPY(multiply_operands)(x[r], w, sums[r][q]);                                   \
        }                                                                                                              \
    }

#define PRODUCT_TILE(ROWS)                                                                                             \
    INLINE void COPY(product_tile_##ROWS)(                                                                             \
        long places, const float *a, long a_pitch, long a_step, const float *panel, const float *bias, float *c,       \
        long c_pitch, int adds, long columns) {                                                                        \
        lanes sums[ROWS][4];                                                                                           \
        EACH(r, ROWS) EACH(q, 4)                                                                                       \
            sums[r][q] = adds   ? COPY(load)(c + r * c_pitch + q * LANES, columns - q * LANES)                         \
                         : bias ? COPY(load)(bias + q * LANES, columns - q * LANES)                                    \
                                : COPY(spread)(0);                                                                     \
        TILE(ROWS, 4, sums, places, a, a_pitch, a_step, panel)                                                         \
        EACH(r, ROWS) EACH(q, 4)                                                                                       \
            COPY(store)(c + r * c_pitch + q * LANES, sums[r][q], columns - q * LANES);                                 \
    }

HEIGHTS(PRODUCT_TILE)

// One panel's columns, of which `columns` are real, for all rows.
INLINE void COPY(product_panel)(
    long rows, long places, const float *a, long a_pitch, long a_step, const float *panel, const float *bias, float *c,
    long c_pitch, int adds, long columns) {
    long row = 0;
#define CALL(ROWS)                                                                                                     \
    COPY(product_tile_##ROWS)(                                                                                         \
        places, a + row * a_pitch, a_pitch, a_step, panel, bias, c + row * c_pitch, c_pitch, adds, columns)
    WALK(row, rows, CALL)
#undef CALL
}

static void COPY(product)(
    long rows, long k, long n, const float *a, long a_pitch, const float *packed, const float *bias, float *c,
    long c_pitch, int accumulates) {
    for (long k0 = 0; k0 == 0 || k0 < k; k0 += CHUNK) {
        long k_count = k - k0 < CHUNK ? k - k0 : CHUNK, places = PLACES(k_count);
        int adds = accumulates || k0 > 0;
        for (long row = 0; row < rows;) {
            long count = rows - row < BLOCK ? rows - row : BLOCK;
            OPERAND(x, count, k_count, a + row * a_pitch + k0, a_pitch)
            float *to = c + row * c_pitch;
            for (long column = 0; column < n; column += PANEL) {
                const float *panel = packed + column * PLACES(k) + PLACES(k0) * PANEL;
                const float *b = bias ? bias + column : NULL;
                if (column + PANEL <= n)
                    COPY(product_panel)(count, places, x, x_pitch, 1, panel, b, to + column, c_pitch, adds, PANEL);
                else
                    COPY(product_panel)(count, places, x, x_pitch, 1, panel, b, to + column, c_pitch, adds, n - column);
            }
            row += count;
        }
    }
}

#if ROUNDED
// Neighbouring rows k rounded to pairs, [PLACES(k)][pitch]; columns behind the last are filled with 0.
INLINE void COPY(round_columns)(
    long k_count, long columns, const float *a, long a_pitch, float *pairs, long pitch) {
    static const int16_t order[32] = {0, 16, 1, 17, 2,  18, 3,  19, 4,  20, 5,  21, 6,  22, 7,  23,
                                      8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31};
    __m512i zip = _mm512_loadu_si512(order);
    for (long k = 0; k < k_count; k += 2) {
        for (long column = 0; column < pitch; column += LANES) {
            const float *p = a + k * a_pitch + column;
            __m512 low = (__m512)COPY(load)(p, columns - column), high = _mm512_setzero_ps();
            if (k + 1 < k_count) high = (__m512)COPY(load)(p + a_pitch, columns - column);
            __m512i both = _mm512_permutexvar_epi16(zip, (__m512i)_mm512_cvtne2ps_pbh(high, low));
            *(loose *)(pairs + k / 2 * pitch + column) = (lanes)both;
        }
    }
}

static void COPY(accumulate_transposed)(
    long k, long m, long n, const float *a, long a_pitch, const float *b, long b_pitch, float *c, long c_pitch) {
    float rows[PLACES(CHUNK) * PANEL * 2], panel[PLACES(CHUNK) * PANEL];
    long pitch = PANEL * 2;
    for (long k0 = 0; k0 < k; k0 += CHUNK) {
        long k_count = k - k0 < CHUNK ? k - k0 : CHUNK, places = PLACES(k_count);
        for (long row = 0; row < m; row += pitch) {
            long count = m - row < pitch ? m - row : pitch;
            COPY(round_columns)(k_count, count, a + k0 * a_pitch + row, a_pitch, rows, pitch);
            for (long column = 0; column < n; column += PANEL) {
                long columns = n - column < PANEL ? n - column : PANEL;
                float *to = c + row * c_pitch + column;
                COPY(round_columns)(k_count, columns, b + k0 * b_pitch + column, b_pitch, panel, PANEL);
                if (columns == PANEL)
                    COPY(product_panel)(count, places, rows, 1, pitch, panel, NULL, to, c_pitch, 1, PANEL);
                else
                    COPY(product_panel)(count, places, rows, 1, pitch, panel, NULL, to, c_pitch, 1, columns);
            }
        }
    }
}
#endif

// Some units' gates, in the row that keeps a review's for the way back, and from there again: [gates][H]; where
// products round, each whole register of units by itself, two gates rounded to bfloat16 in a float's place.
INLINE void COPY(keep)(float *row, long H, long unit, long count, int gates, const lanes *values) {
#if ROUNDED
    float *to = row + unit * PLACES(gates);
    for (int g = 0; g < gates; g += count < LANES ? 1 : 2) {
        if (count < LANES) {
            COPY(store)(to + g * count, values[g], count);
        } else {
            __m512 low = (__m512)values[g], high = (__m512)values[g + 1];
            COPY(store)(to + g / 2 * LANES, (lanes)_mm512_cvtne2ps_pbh(high, low), LANES);
        }
    }
#else
    for (int g = 0; g < gates; g++) COPY(store)(row + g * H + unit, values[g], count);
#endif
}

// Asks memory for where they will be kept, while there is something to compute.
INLINE void COPY(ask)(const float *row, long H, long unit, int gates) {
#if ROUNDED
    for (int g = 0; g < PLACES(gates); g++) __builtin_prefetch(row + unit * PLACES(gates) + g * LANES, 1);
#else
    for (int g = 0; g < gates; g++) __builtin_prefetch(row + g * H + unit, 1);
#endif
}

INLINE void COPY(recall)(const float *row, long H, long unit, long count, int gates, lanes *values) {
#if ROUNDED
    const float *from = row + unit * PLACES(gates);
    for (int g = 0; g < gates; g++) {
        if (count < LANES) values[g] = COPY(load)(from + g * count, count);
        else values[g] = (lanes)_mm512_cvtpbh_ps((__m256bh)_mm256_loadu_ps(from + g * LANES / 2));
    }
#else
    for (int g = 0; g < gates; g++) values[g] = COPY(load)(row + g * H + unit, count);
#endif
}

// A review's row of `projection`.
INLINE const float *COPY(projected)(const valence_cell_step *s, long row) {
    long slot = s->slots ? s->slots[row] : row, rest = slot - s->projection_rows;
    return rest < 0 ? s->projection + slot * s->projection_pitch : s->more_projection + rest * s->projection_pitch;
}

// To a tile's projections what the reviews' places bring beside their words: `count` numbers from `column` on for each q.
#define ADD_CONTEXT(ROWS, VECTORS, sums, column, count)                                                                \
    if (s->context) {                                                                                                  \
        EACH(r, ROWS) EACH(q, VECTORS) {                                                                               \
            const float *beside = s->context + (row + r) * s->context_pitch + column;                                  \
            sums[r][q] += COPY(load)(beside, count);                                                                   \
            __builtin_prefetch(beside + LANES);                                                                        \
        }                                                                                                              \
    }

// One register tile of a step: ROWS reviews, the LANES units from `unit` on, all gates. Where `has_previous` is 0 the
// reviews begin here: no product, no old memory.

#define LSTM_TILE(ROWS)                                                                                                \
    INLINE void COPY(lstm_tile_##ROWS)(                                                                                \
        const valence_cell_step *s, const float *h, long h_pitch, long row, long unit, long count, int has_previous) { \
        long H = s->hidden;                                                                                            \
        lanes ifgo[ROWS][4];                                                                                           \
        EACH(r, ROWS) EACH(q, 4) {                                                                                     \
            const float *p = COPY(projected)(s, row + r) + unit + q * H;                                               \
            ifgo[r][q] = COPY(load)(p, count);                                                                         \
            __builtin_prefetch(p + LANES);                                                                             \
        }                                                                                                              \
        ADD_CONTEXT(ROWS, 4, ifgo, unit + q * H, count)                                                                \
        EACH(r, ROWS) {                                                                                                \
            if (s->gates) COPY(ask)(s->gates + (row + r) * 4 * H, H, unit, 4);                                         \
            __builtin_prefetch(s->memory + (row + r) * s->memory_pitch + unit, 1);                                     \
            __builtin_prefetch(s->state + (row + r) * s->state_pitch + unit, 1);                                       \
        }                                                                                                              \
        if (has_previous) {                                                                                            \
            TILE(ROWS, 4, ifgo, PLACES(H), h, h_pitch, 1, s->packed_hidden + unit * 4 * PLACES(H))                     \
        }                                                                                                              \
        EACH(r, ROWS) {                                                                                                \
            lanes i = COPY(gate)(ifgo[r][0]), f = COPY(gate)(ifgo[r][1]);                                              \
            lanes g = COPY(squash)(ifgo[r][2]), o = COPY(gate)(ifgo[r][3]);                                            \
            long at = (row + r) * s->memory_pitch + unit;                                                              \
            lanes c = i * g;                                                                                           \
            if (has_previous) c = COPY(multiply_add)(f, COPY(load)(s->previous_memory + at, count), c);                \
            COPY(store)(s->memory + at, c, count);                                                                     \
            COPY(store)(s->state + (row + r) * s->state_pitch + unit, o * COPY(squash)(c), count);                     \
            if (s->gates) COPY(keep)(s->gates + (row + r) * 4 * H, H, unit, count, 4, (lanes[4]){i, f, g, o});         \
        }                                                                                                              \
    }

#define GRU_TILE(ROWS)                                                                                                 \
    INLINE void COPY(gru_tile_##ROWS)(                                                                                 \
        const valence_cell_step *s, const float *h, long h_pitch, long row, long unit, long count, int has_previous) { \
        long H = s->hidden;                                                                                            \
        lanes rzm[ROWS][3];                                                                                            \
        EACH(r, ROWS) {                                                                                                \
            EACH(q, 2) rzm[r][q] = COPY(load)(COPY(projected)(s, row + r) + unit + q * H, count);                      \
            rzm[r][2] = COPY(load)(s->candidate_bias + unit, count);                                                   \
        }                                                                                                              \
        ADD_CONTEXT(ROWS, 2, rzm, unit + q * H, count)                                                                 \
        if (has_previous) {                                                                                            \
            TILE(ROWS, 3, rzm, PLACES(H), h, h_pitch, 1, s->packed_hidden + unit * 4 * PLACES(H))                      \
        }                                                                                                              \
        EACH(r, ROWS) {                                                                                                \
            lanes reset = COPY(gate)(rzm[r][0]), z = COPY(gate)(rzm[r][1]), m = rzm[r][2];                             \
            lanes p = COPY(load)(COPY(projected)(s, row + r) + unit + 2 * H, count);                                   \
            if (s->context) p += COPY(load)(s->context + (row + r) * s->context_pitch + unit + 2 * H, count);          \
            lanes n = COPY(squash)(COPY(multiply_add)(reset, m, p));                                                   \
            lanes h = COPY(spread)(0);                                                                                 \
            if (has_previous)                                                                                          \
                h = COPY(load)(s->previous_state + (row + r) * s->previous_state_pitch + unit, count);                 \
            COPY(store)(                                                                                               \
                s->state + (row + r) * s->state_pitch + unit, COPY(multiply_add)(z, h - n, n), count);                 \
            if (s->gates) {                                                                                            \
                COPY(store)(s->memory + (row + r) * s->memory_pitch + unit, m, count);                                 \
                COPY(keep)(s->gates + (row + r) * 3 * H, H, unit, count, 3, (lanes[4]){reset, z, n});                  \
            }                                                                                                          \
        }                                                                                                              \
    }

// Here `unit` begins PANEL units.
#define RNN_TILE(ROWS)                                                                                                 \
    INLINE void COPY(rnn_tile_##ROWS)(                                                                                 \
        const valence_cell_step *s, const float *h, long h_pitch, long row, long unit, long count, int has_previous) { \
        long H = s->hidden;                                                                                            \
        lanes sums[ROWS][4];                                                                                           \
        EACH(r, ROWS) EACH(q, 4)                                                                                       \
            sums[r][q] = COPY(load)(COPY(projected)(s, row + r) + unit + q * LANES, count - q * LANES);                \
        ADD_CONTEXT(ROWS, 4, sums, unit + q * LANES, count - q * LANES)                                                \
        if (has_previous) {                                                                                            \
            TILE(ROWS, 4, sums, PLACES(H), h, h_pitch, 1, s->packed_hidden + unit * PLACES(H))                         \
        }                                                                                                              \
        EACH(r, ROWS) EACH(q, 4)                                                                                       \
            COPY(store)(                                                                                               \
                s->state + (row + r) * s->state_pitch + unit + q * LANES, COPY(squash)(sums[r][q]), count - q * LANES);\
    }

// Walks a panel's rows in tiles: all rows of the step pass while its weights stay in the first-level cache. `count`
// units of the panel are real; a whole panel says so by a constant, so that its loads and stores have no branches. h
// holds the previous states of the rows from `first` on.
#define STEP(cell, UNITS)                                                                                              \
    INLINE void COPY(cell##_rows)(                                                                                     \
        const valence_cell_step *s, const float *h, long h_pitch, long first, long row, long end, long unit,           \
        long count, int has_previous) {                                                                                \
        WALK(row, end, CALL_##cell)                                                                                    \
    }                                                                                                                  \
    static void COPY(cell##_step)(const valence_cell_step *s) {                                                        \
        long H = s->hidden;                                                                                            \
        for (long first = 0; first < s->rows;) {                                                                       \
            long end = s->rows - first < BLOCK ? s->rows : first + BLOCK;                                              \
            long began = s->previous_rows < first ? first : s->previous_rows < end ? s->previous_rows : end;           \
            OPERAND(                                                                                                   \
                h, began - first, H, s->previous_state + first * s->previous_state_pitch, s->previous_state_pitch)     \
            long unit = 0;                                                                                             \
            for (; unit + UNITS <= H; unit += UNITS) {                                                                 \
                COPY(cell##_rows)(s, h, h_pitch, first, first, began, unit, UNITS, 1);                                 \
                COPY(cell##_rows)(s, h, h_pitch, first, began, end, unit, UNITS, 0);                                   \
            }                                                                                                          \
            if (unit < H) {                                                                                            \
                COPY(cell##_rows)(s, h, h_pitch, first, first, began, unit, H - unit, 1);                              \
                COPY(cell##_rows)(s, h, h_pitch, first, began, end, unit, H - unit, 0);                                \
            }                                                                                                          \
            first = end;                                                                                               \
        }                                                                                                              \
    }

#define TAKE h + (row - first) * h_pitch, h_pitch, row, unit, count, has_previous
#define CALL_lstm(ROWS) COPY(lstm_tile_##ROWS)(s, TAKE)
#define CALL_gru(ROWS) COPY(gru_tile_##ROWS)(s, TAKE)
#define CALL_rnn(ROWS) COPY(rnn_tile_##ROWS)(s, TAKE)

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
    lanes ifgo[4];
    COPY(recall)(s->gates + row * 4 * H, H, unit, count, 4, ifgo);
    lanes i = ifgo[0], f = ifgo[1], g = ifgo[2], o = ifgo[3];
    lanes c = row < s->previous_rows ? COPY(load)(s->previous_memory + at, count) : COPY(spread)(0);
    lanes t = COPY(squash)(COPY(load)(s->memory + at, count));
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
    lanes rzn[4];
    COPY(recall)(s->gates + row * 3 * H, H, unit, count, 3, rzn);
    lanes r = rzn[0], z = rzn[1], n = rzn[2], m = COPY(load)(s->memory + at, count);
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

// The first `count` of a register's numbers.
INLINE void COPY(raise)(lanes value, float *pooled, int32_t *best, int32_t position, long count) {
    lanes old = COPY(load)(pooled, count);
    integers wins = (integers)(value > old) | (integers)(value != value);
    COPY(store)(pooled, COPY(select)(wins, value, old), count);
    if (!best) return;
    if (count >= LANES) {
        integers was = *(const loose_integers *)best;
        *(loose_integers *)best = (wins & ((integers){} + position)) | (~wins & was);
    } else {
        for (long l = 0; l < count; l++)
            if (wins[l]) best[l] = position;
    }
}

static void COPY(maximum)(long width, const float *states, float *pooled, int32_t *best, int32_t position) {
    for (long at = 0; at < width; at += LANES)
        COPY(raise)(COPY(load)(states + at, width - at), pooled + at, best ? best + at : best, position, width - at);
}

static void COPY(peaks)(const valence_peaks *s) {
    for (long place = 0; place < s->places; place++) {
        const int32_t *slots = s->slots + place * s->count, *next = place + 1 < s->places ? slots + s->count : slots;
        for (long at = 0; at < s->width; at += LANES) {
            long left = s->width - at;
            lanes value = COPY(load)(s->x + place * s->width + at, left);
            for (long k = 0; k < s->count; k++) {
                if (slots[k] >= 0) value += COPY(load)(s->table + slots[k] * s->pitch + at, left);
                // The next place's rows are far away: memory is asked for them now.
                if (next[k] >= 0) __builtin_prefetch(s->table + next[k] * s->pitch + at);
            }
            COPY(raise)(value, s->pooled + at, s->best ? s->best + at : s->best, (int32_t)place, left);
        }
    }
}

static void COPY(add)(long count, const float *x, float *sum) {
    for (long at = 0; at < count; at += LANES) {
        lanes total = COPY(load)(sum + at, count - at) + COPY(load)(x + at, count - at);
        COPY(store)(sum + at, total, count - at);
    }
}

static void COPY(scatter)(
    long rows, long width, const float *x, const int32_t *slots, float *sum, long sum_pitch) {
    for (long row = 0; row < rows; row++) {
        // The next row's place is far away: memory is asked for it now.
        const float *next = sum + slots[row + 1 < rows ? row + 1 : row] * sum_pitch;
        for (long at = 0; at < width; at += 16) __builtin_prefetch(next + at, 1);
        COPY(add)(width, x + row * width, sum + slots[row] * sum_pitch);
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
        for (long at = 0; at < count; at += LANES)                                                                     \
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
    .rounds = ROUNDED,
    .product = COPY(product),
#if ROUNDED
    .accumulate_transposed = COPY(accumulate_transposed),
#endif
    .lstm_step = COPY(lstm_step),
    .gru_step = COPY(gru_step),
    .rnn_step = COPY(rnn_step),
    .lstm_back = COPY(lstm_back),
    .gru_back = COPY(gru_back),
    .rnn_back = COPY(rnn_back),
    .maximum = COPY(maximum),
    .peaks = COPY(peaks),
    .add = COPY(add),
    .scatter = COPY(scatter),
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
#undef TAKE
#undef STEP
#undef BACK
#undef ADD_CONTEXT
#undef EACH
#undef PRODUCT_TILE
#undef TILE
#undef OPERAND
#undef PLACES
#undef BLOCK
#undef CHUNK
#undef HEIGHTS
#undef WALK
#undef PANEL
#undef lanes
#undef integers
#undef loose
#undef loose_integers
