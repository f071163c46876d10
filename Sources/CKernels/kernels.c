#include "valence_kernels.h"
#include <stddef.h>
#include <string.h>

#pragma clang diagnostic ignored "-Wpsabi"

typedef float lanes __attribute__((vector_size(32)));
typedef int32_t integers __attribute__((vector_size(32)));
// The same eight floats at any address.
typedef float loose __attribute__((vector_size(32), aligned(4), may_alias));

#define INLINE static inline __attribute__((always_inline))

#define COPY(name) name##_plain
#define FUSED 0
#include "kernels_body.h"
#undef COPY
#undef FUSED

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define COPY(name) name##_avx2
#define FUSED 1
#include "kernels_body.h"
#undef COPY
#undef FUSED
#pragma clang attribute pop
#endif

const valence_kernels *valence_kernels_choose(const char *asked) {
    if (asked && strcmp(asked, "plain") == 0) return &kernels_plain;
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return &kernels_avx2;
#endif
    return &kernels_plain;
}
