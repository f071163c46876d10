#include "valence_kernels.h"
#include <limits.h>
#include <stddef.h>
#include <string.h>

#pragma clang diagnostic ignored "-Wpsabi"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#define INLINE static inline __attribute__((always_inline))

#define COPY(name) name##_plain
#define NAME "plain"
#define LANES 8
#define MOST_ROWS 3
#define FUSED 0
#define ROUNDED 0
#include "kernels_body.h"
#undef COPY
#undef NAME
#undef FUSED

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define COPY(name) name##_avx2
#define NAME "avx2"
#define FUSED 1
#include "kernels_body.h"
#undef COPY
#undef NAME
#undef LANES
#undef MOST_ROWS
#pragma clang attribute pop

// Twice the registers, each twice as wide.
#pragma clang attribute push(__attribute__((target("avx512f,avx512vl,avx512bw,avx512dq,fma"))), apply_to = function)
#define COPY(name) name##_avx512
#define NAME "avx512"
#define LANES 16
#define MOST_ROWS 6
#include "kernels_body.h"
#undef COPY
#undef NAME
#undef ROUNDED
#pragma clang attribute pop

// The same registers, products of numbers rounded to bfloat16, a step's gates to 14 bits.
#pragma clang attribute push(                                                                                          \
    __attribute__((target("avx512f,avx512vl,avx512bw,avx512dq,avx512bf16,fma"))), apply_to = function)
#define COPY(name) name##_bfloat16
#define NAME "bfloat16"
#define ROUNDED 1
#include "kernels_body.h"
#undef COPY
#undef NAME
#pragma clang attribute pop

// Whether the processor has what the copies above are compiled for.
static int has_avx2(void) { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"); }

static int has_avx512(void) {
    return has_avx2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl")
        && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq");
}
#endif

const valence_kernels *valence_kernels_rounding(const char *most) {
#if defined(__x86_64__)
    if (!most && has_avx512() && __builtin_cpu_supports("avx512bf16")) return &kernels_bfloat16;
#endif
    return NULL;
}

const valence_kernels *valence_kernels_choose(const char *most) {
    if (most && strcmp(most, "plain") == 0) return &kernels_plain;
#if defined(__x86_64__)
    if (has_avx512() && !(most && strcmp(most, "avx2") == 0)) return &kernels_avx512;
    if (has_avx2()) return &kernels_avx2;
#endif
    return &kernels_plain;
}
