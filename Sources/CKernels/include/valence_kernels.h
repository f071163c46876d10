#pragma once
#include <stdint.h>

// The hot loops, each compiled several times: for AVX-512, for AVX2 with fused multiply-add, and plain for any
// processor; and once more for AVX-512 with products of numbers rounded to bfloat16, summed in single precision, and a
// step's gates formed to 14 bits.
//
// Every kernel keeps one promise: an output row depends on its own input row alone, to the bit. Each element is one
// chain of multiply-adds over k in rising order, whatever the number of rows in the call.
//
// A right operand is packed in panels of `panel_width` columns, four registers of L floats: [panel][k][4 · L], short
// panels filled with zeros. Where products round, a float's place holds two neighbouring k, the first in its lower half, 0
// behind an odd end: [panel][k / 2][4 · L].

// c[rows, n] = (accumulates ? c : bias or 0) + a[rows, k] · packed[k, n]; bias may be null.
typedef void (*valence_product_kernel)(
    long rows, long k, long n, const float *a, long a_pitch, const float *packed, const float *bias, float *c,
    long c_pitch, int accumulates);

// c[m, n] += Σ_k a[k, m] · b[k, n]
typedef void (*valence_accumulate_kernel)(
    long k, long m, long n, const float *a, long a_pitch, const float *b, long b_pitch, float *c, long c_pitch);

// One time step of a cell for `rows` reviews, of which the first `previous_rows` have a previous state; the others
// start from zero. H is `hidden`. Gates are formed and used on the accumulators, before anything is stored.
//
//   LSTM   i f g o = act(p + U h)    c' = f∘c + i∘g    h' = o∘tanh(c')          memory: c
//   GRU    r z = σ(p + U h)    m = Un h + bhn    n = tanh(p + r∘m)    h' = (1 − z)∘n + z∘h          memory: m
//   RNN    h' = tanh(p + U h)
//
// Here p = projection[slots[r]] + context[r] = W x + b with all biases but bhn. `packed_hidden` holds a panel for each L units,
// [k][4 gates][L units], of which the GRU leaves the fourth empty; for the RNN it is packed as for a product.
typedef struct {
    long rows, previous_rows, hidden;
    const float *projection;      // [projection_rows, gates·H]
    long projection_rows;
    const float *more_projection; // the rows that follow those
    long projection_pitch;        // of both
    const int32_t *slots;         // projection row of each review; null: row r
    const float *context;         // [rows, gates·H], what p has beside it; or null
    long context_pitch;
    const float *packed_hidden;
    const float *candidate_bias;  // [H], bhn of the GRU
    const float *previous_state;  // [previous_rows, H]
    long previous_state_pitch;
    const float *previous_memory; // [previous_rows, H]; may be `memory` itself
    float *memory;                // [rows, H]
    long memory_pitch;            // of both
    float *state;                 // [rows, H]
    long state_pitch;
    float *gates;                 // room for [rows, gates·H], or null where no backward pass follows
} valence_cell_step;

typedef void (*valence_cell_step_kernel)(const valence_cell_step *step);

// One time step backward: the gates' part, then d_carry = d_hidden · U for the rows that have a previous state, on top
// of the direct part where a cell has one. All buffers are dense but where a pitch is given. Not every cell reads all.
typedef struct {
    long rows, previous_rows, hidden;
    const float *gates;           // [rows, gates·H], as the forward step left them
    const float *memory;          // [rows, H]
    const float *previous_memory; // [previous_rows, H]
    const float *state;           // [rows, H]
    const float *previous_state;  // [previous_rows, H]
    long state_pitch;             // of both
    const float *d_states;        // [rows, H], the gradient from above
    long d_states_pitch;
    float *d_carry;               // [rows, H], in: at h', out: at h
    float *d_memory;              // [rows, H], in: at c', out: at c
    float *d_input;               // [rows, gates·H], before the activation functions
    float *d_hidden;              // [rows, gates·H], for the GRU; for the others d_input is both
    const float *packed_hidden;   // U [gates·H, H], packed as for a product
} valence_cell_back;

typedef void (*valence_cell_back_kernel)(const valence_cell_back *step);

// pooled[width] = max(pooled, states), and where that changed, best = position; best may be null. A NaN wins and stays.
typedef void (*valence_maximum_kernel)(
    long width, const float *states, float *pooled, int32_t *best, int32_t position);

// The same over the places of a text, of x[place] and the rows of a table that belong to it:
// pooled[width] = max(pooled, x[place] + Σ_k table[slots[place, k]]).
typedef struct {
    long places, width;
    const float *x;       // [places, width]
    const float *table;   // rows of `pitch` numbers from one to the next
    long pitch;
    const int32_t *slots; // [places, count]; below 0: nothing
    long count;
    float *pooled;        // [width]
    int32_t *best;        // [width], or null
} valence_peaks;

// The numbers of one step of Adam, the same for all parameters.
typedef struct {
    float scale, beta1, beta2, epsilon;
    float rate;              // η / (1 − β1ᵗ)
    float second_correction; // 1 / (1 − β2ᵗ)
    float kept;              // 1 − η λ
} valence_adam;

// g = scale · gradient    m = β1 m + (1 − β1) g    v = β2 v + (1 − β2) g²    p = kept · p − rate · m / (√(v · correction) + ε)
typedef void (*valence_adam_kernel)(
    long count, const valence_adam *by, const float *gradient, float *first, float *second, float *parameter);

// A document's vector d learns from n-grams' vectors v, in groups of one that it holds and `negatives` that it need not.
// With c = cos(d, v), p = σ(sharpness · c) and y = 1 for the first of a group, else 0, each in turn:
//
//   g = rate · sharpness · (y − p)    d += g · ∂c/∂d    v += g · ∂c/∂v, where `learns`
typedef struct {
    long width;          // numbers of a vector
    float *document;     // [width]
    float *table;        // the n-grams' vectors, of `pitch` numbers from one to the next
    long pitch;
    const int32_t *rows; // [count]
    long count, negatives;
    float rate, sharpness;
    int learns;
    float *chances;      // [count], p of each as it was met; or null
} valence_document_pass;

typedef struct {
    const char *name;
    long panel_width;
    int rounds; // whether products round, and right operands are packed in pairs
    valence_product_kernel product;
    valence_accumulate_kernel accumulate_transposed; // null where a matrix library does it
    valence_cell_step_kernel lstm_step, gru_step, rnn_step;
    valence_cell_back_kernel lstm_back, gru_back, rnn_back;
    valence_maximum_kernel maximum;
    void (*peaks)(const valence_peaks *peaks);
    valence_adam_kernel adam;
    void (*add)(long count, const float *x, float *sum);
    // sum[slots[r], width] += x[r, width] for each of some rows in turn; x is dense.
    void (*scatter)(long rows, long width, const float *x, const int32_t *slots, float *sum, long sum_pitch);
    // x ← softmax(x + bias)
    void (*softmax)(long count, const float *bias, float *x);
    void (*exponential)(long count, const float *x, float *y);
    void (*sigmoid)(long count, const float *x, float *y);
    void (*tanh)(long count, const float *x, float *y);
    void (*document)(const valence_document_pass *pass);
} valence_kernels;

// The best copy for this processor, but none better than `most`: "plain", "avx2", or null for any.
const valence_kernels *valence_kernels_choose(const char *most);

// The copy whose products round to bfloat16, or null where the processor has none or `most` is not null.
const valence_kernels *valence_kernels_rounding(const char *most);
