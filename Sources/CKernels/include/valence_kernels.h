#pragma once
#include <stdint.h>

// The hot loops, each compiled twice: for AVX2 with fused multiply-add, and plain for any processor.
//
// Every kernel keeps one promise: an output row depends on its own input row alone, to the bit. Each element is one
// chain of multiply-adds over k in rising order, whatever the number of rows in the call.
//
// A right operand is packed in panels of 32 columns: [panel][k][32], short panels filled with zeros.

// c[rows, n] = (accumulates ? c : bias or 0) + a[rows, k] · packed[k, n]; bias may be null.
typedef void (*valence_product_kernel)(
    long rows, long k, long n, const float *a, long a_pitch, const float *packed, const float *bias, float *c,
    long c_pitch, int accumulates);

// One time step of an LSTM for `rows` reviews, of which the first `previous_rows` have a previous state; the others
// start from zero. H is `hidden`. The panel of unit block j holds [k][i f g o][8 units].
//
//   i f g o = act(projection[slots[r]] + U h)      c' = f∘c + i∘g      h' = o∘tanh(c')
typedef struct {
    long rows, previous_rows, hidden;
    const float *projection;     // [*, 4H]: W x + b, gates in the order i f g o
    long projection_pitch;
    const int32_t *slots;        // projection row of each review; null: row r
    const float *packed_hidden;
    const float *previous_state; // [previous_rows, H]
    long previous_state_pitch;
    const float *previous_memory; // [previous_rows, H]; may be `memory` itself
    float *memory;               // [rows, H]
    long memory_pitch;           // of both
    float *state;                // [rows, H]
    long state_pitch;
    float *gates;                // [rows, 4H], dense, or null where no backward pass follows
} valence_lstm_step;

typedef void (*valence_lstm_step_kernel)(const valence_lstm_step *step);

// The gates' part of one LSTM step backward, all buffers dense but where a pitch is given.
typedef struct {
    long rows, previous_rows, hidden;
    const float *gates;           // [rows, 4H], as the forward step left them
    const float *memory;          // [rows, H]
    const float *previous_memory; // [previous_rows, H]
    const float *d_states;        // [rows, H], the gradient from above
    long d_states_pitch;
    const float *d_carry;         // [rows, H], the gradient through time
    float *d_memory;              // [rows, H], in: at c', out: at c
    float *d_gates;               // [rows, 4H], before the activation functions
} valence_lstm_back;

typedef void (*valence_lstm_back_kernel)(const valence_lstm_back *step);

typedef struct {
    const char *name;
    valence_product_kernel product;
    valence_lstm_step_kernel lstm_step;
    valence_lstm_back_kernel lstm_back;
    void (*exponential)(long count, const float *x, float *y);
    void (*sigmoid)(long count, const float *x, float *y);
    void (*tanh)(long count, const float *x, float *y);
} valence_kernels;

// The best copy for this processor, or the plain one where "plain" is asked for; `asked` may be null.
const valence_kernels *valence_kernels_choose(const char *asked);
