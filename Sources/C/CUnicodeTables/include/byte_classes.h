// Classes of 64 bytes of a folded stream as bit masks: bit i stands for byte i. Written with clang's vector types, which
// become a handful of instructions on x86-64 and arm64 alike; Swift's SIMD types have no cheap way from lanes to bits.
#pragma once
#include <stdint.h>
#include <string.h>

typedef struct {
    uint64_t letters; // a-z
    uint64_t digits; // 0-9
    uint64_t other; // 0x80-0xFF
    uint64_t symbols; // @ $
    uint64_t spaces; // 0x00-0x20
} vt_byte_classes;

typedef uint8_t vt_u8x16 __attribute__((vector_size(16)));
typedef _Bool vt_b1x16 __attribute__((ext_vector_type(16)));

static inline uint64_t vt_bits(vt_u8x16 lanes) {
    vt_b1x16 packed = __builtin_convertvector((lanes >> 7), vt_b1x16);
    uint16_t bits;
    memcpy(&bits, &packed, sizeof bits);
    return bits;
}

/// Reads exactly 64 bytes.
static inline vt_byte_classes vt_classify(const uint8_t *_Nonnull bytes) {
    vt_byte_classes classes = {0, 0, 0, 0, 0};
    for (int part = 0; part < 4; part++) {
        vt_u8x16 lanes;
        memcpy(&lanes, bytes + 16 * part, sizeof lanes);
        int shift = 16 * part;
        classes.letters |= vt_bits((vt_u8x16)((lanes - 'a') < 26)) << shift;
        classes.digits |= vt_bits((vt_u8x16)((lanes - '0') < 10)) << shift;
        classes.other |= vt_bits(lanes) << shift;
        classes.symbols |= vt_bits((vt_u8x16)((lanes == '@') | (lanes == '$'))) << shift;
        classes.spaces |= vt_bits((vt_u8x16)(lanes <= ' ')) << shift;
    }
    return classes;
}
