#pragma once
// Byte searches of the markup tokenizer, sixteen bytes a step. Header-only, so that they are inlined into Swift callers.
// No function reads at or past `end`. All run on any processor; the fast paths need SSE2, which every x86-64 has.
#include <stdint.h>
#include <string.h>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

// What vg_scan_text saw before the end of the run.
enum {
    VG_TEXT_AMPERSAND = 1,  // an '&'
    VG_TEXT_URL = 2,        // ":/" or "ww": a bare address may stand here
};

typedef struct {
    uint32_t length;    // bytes up to the '<' or the end
    uint32_t nonBlank;  // bytes above 0x20 among them
    uint32_t flags;
} vg_text_run;

static inline vg_text_run vg_scan_text(const uint8_t *p, const uint8_t *end) {
    vg_text_run run = {0, 0, 0};
    const uint8_t *q = p;
#if defined(__SSE2__)
    const __m128i less = _mm_set1_epi8('<'), amp = _mm_set1_epi8('&'), bound = _mm_set1_epi8(0x21);
    const __m128i colon = _mm_set1_epi8(':'), slash = _mm_set1_epi8('/'), w = _mm_set1_epi8('w');
    const __m128i lower = _mm_set1_epi8(0x20);
    __m128i count = _mm_setzero_si128();
    __m128i seenAmp = _mm_setzero_si128(), seenURL = _mm_setzero_si128();
    while (end - q >= 17) {
        __m128i v = _mm_loadu_si128((const __m128i *)q);
        __m128i isLess = _mm_cmpeq_epi8(v, less);
        __m128i isAmp = _mm_cmpeq_epi8(v, amp);
        __m128i isInk = _mm_cmpeq_epi8(_mm_max_epu8(v, bound), v);
        __m128i here = _mm_or_si128(v, lower);
        __m128i next = _mm_or_si128(_mm_loadu_si128((const __m128i *)(q + 1)), lower);
        __m128i isURL = _mm_or_si128(
            _mm_and_si128(_mm_cmpeq_epi8(here, colon), _mm_cmpeq_epi8(next, slash)),
            _mm_and_si128(_mm_cmpeq_epi8(here, w), _mm_cmpeq_epi8(next, w)));
        int stop = _mm_movemask_epi8(isLess);
        if (stop) {
            int at = __builtin_ctz((unsigned)stop);
            unsigned below = (1u << at) - 1;
            run.nonBlank += (uint32_t)__builtin_popcount((unsigned)_mm_movemask_epi8(isInk) & below);
            unsigned ampBits = (unsigned)_mm_movemask_epi8(isAmp) & below;
            unsigned urlBits = (unsigned)_mm_movemask_epi8(isURL) & below;
            if (ampBits || _mm_movemask_epi8(seenAmp)) run.flags |= VG_TEXT_AMPERSAND;
            if (urlBits || _mm_movemask_epi8(seenURL)) run.flags |= VG_TEXT_URL;
            __m128i sums = count;
            run.nonBlank += (uint32_t)_mm_cvtsi128_si32(sums) + (uint32_t)_mm_cvtsi128_si32(_mm_srli_si128(sums, 8));
            run.length = (uint32_t)(q - p) + (uint32_t)at;
            return run;
        }
        // isInk is 0xFF per byte: negated it is 1; the sum of absolute differences adds the sixteen ones.
        count = _mm_add_epi64(
            count, _mm_sad_epu8(_mm_sub_epi8(_mm_setzero_si128(), isInk), _mm_setzero_si128()));
        seenAmp = _mm_or_si128(seenAmp, isAmp);
        seenURL = _mm_or_si128(seenURL, isURL);
        q += 16;
    }
    if (_mm_movemask_epi8(seenAmp)) run.flags |= VG_TEXT_AMPERSAND;
    if (_mm_movemask_epi8(seenURL)) run.flags |= VG_TEXT_URL;
    run.nonBlank += (uint32_t)_mm_cvtsi128_si32(count) + (uint32_t)_mm_cvtsi128_si32(_mm_srli_si128(count, 8));
#endif
    for (; q < end && *q != '<'; q++) {
        uint8_t b = *q;
        run.nonBlank += b > 0x20;
        if (b == '&') run.flags |= VG_TEXT_AMPERSAND;
        if (end - q > 1) {
            uint8_t here = b | 0x20, next = q[1] | 0x20;
            if ((here == ':' && next == '/') || (here == 'w' && next == 'w')) run.flags |= VG_TEXT_URL;
        }
    }
    run.length = (uint32_t)(q - p);
    return run;
}

// The bytes up to the first '&' or the end, and how many of them are above 0x20; `flags` stays 0.
static inline vg_text_run vg_scan_to_reference(const uint8_t *p, const uint8_t *end) {
    vg_text_run run = {0, 0, 0};
    const uint8_t *q = p;
#if defined(__SSE2__)
    const __m128i amp = _mm_set1_epi8('&'), bound = _mm_set1_epi8(0x21);
    for (; end - q >= 16; q += 16) {
        __m128i v = _mm_loadu_si128((const __m128i *)q);
        unsigned ink = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_max_epu8(v, bound), v));
        unsigned stop = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(v, amp));
        if (stop) {
            unsigned at = (unsigned)__builtin_ctz(stop);
            run.nonBlank += (uint32_t)__builtin_popcount(ink & ((1u << at) - 1));
            run.length = (uint32_t)(q - p) + at;
            return run;
        }
        run.nonBlank += (uint32_t)__builtin_popcount(ink);
    }
#endif
    for (; q < end && *q != '&'; q++) run.nonBlank += *q > 0x20;
    run.length = (uint32_t)(q - p);
    return run;
}

typedef struct {
    uint64_t low;     // bytes 0–7 of the name, lower case, zero filled
    uint64_t high;    // bytes 8–15
    uint32_t length;  // up to white space, '/', '>' or '='
} vg_name;

static inline int vg_ends_name(uint8_t b) { return b <= 0x20 ? (b == ' ' || (b >= 9 && b <= 13 && b != 11)) : b == '/' || b == '>' || b == '='; }

// Reads a tag or attribute name. A '=' ends it only when `equals` is set. Names over sixteen bytes get a key of zeros.
static inline vg_name vg_read_name(const uint8_t *p, const uint8_t *end, int equals) {
    vg_name name = {0, 0, 0};
#if defined(__SSE2__)
    if (end - p >= 16) {
        __m128i v = _mm_loadu_si128((const __m128i *)p);
        __m128i stopAt = _mm_or_si128(
            _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('>')), _mm_cmpeq_epi8(v, _mm_set1_epi8('/'))),
            _mm_cmpeq_epi8(_mm_min_epu8(v, _mm_set1_epi8(0x20)), v));
        if (equals) stopAt = _mm_or_si128(stopAt, _mm_cmpeq_epi8(v, _mm_set1_epi8('=')));
        unsigned stop = (unsigned)_mm_movemask_epi8(stopAt);
        if (stop) {
            unsigned at = (unsigned)__builtin_ctz(stop);
            if (vg_ends_name(p[at])) {
                __m128i lowered = _mm_or_si128(v, _mm_set1_epi8(0x20));
                uint64_t low = (uint64_t)_mm_cvtsi128_si64(lowered);
                uint64_t high = (uint64_t)_mm_cvtsi128_si64(_mm_srli_si128(lowered, 8));
                if (at < 8) {
                    name.low = low & ((1ull << (at * 8)) - 1);
                } else {
                    name.low = low;
                    name.high = high & ((1ull << ((at - 8) * 8)) - 1);
                }
                name.length = at;
                return name;
            }
        }
    }
#endif
    const uint8_t *q = p;
    uint64_t parts[2] = {0, 0};
    while (q < end && (!vg_ends_name(*q) || (*q == '=' && !equals))) {
        uint64_t at = (uint64_t)(q - p);
        if (at < 16) parts[at >> 3] |= (uint64_t)(uint8_t)(*q | 0x20) << ((at & 7) * 8);
        q++;
    }
    name.length = (uint32_t)(q - p);
    if (name.length <= 16) {
        name.low = parts[0];
        name.high = parts[1];
    }
    return name;
}

typedef struct {
    uint32_t length;     // bytes up to the wanted byte or the end
    uint32_t ampersand;  // not 0 when an '&' stands before it
} vg_value_run;

// Finds `wanted` and notes an '&' on the way: quoted attribute values.
static inline vg_value_run vg_scan_value(const uint8_t *p, const uint8_t *end, uint8_t wanted) {
    vg_value_run run = {0, 0};
    const uint8_t *q = p;
#if defined(__SSE2__)
    const __m128i want = _mm_set1_epi8((char)wanted), amp = _mm_set1_epi8('&');
    unsigned seen = 0;
    while (end - q >= 16) {
        __m128i v = _mm_loadu_si128((const __m128i *)q);
        unsigned stop = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(v, want));
        unsigned amps = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(v, amp));
        if (stop) {
            unsigned at = (unsigned)__builtin_ctz(stop);
            run.length = (uint32_t)(q - p) + at;
            run.ampersand = seen | (amps & ((1u << at) - 1));
            return run;
        }
        seen |= amps;
        q += 16;
    }
    run.ampersand = seen;
#endif
    for (; q < end && *q != wanted; q++) run.ampersand |= *q == '&';
    run.length = (uint32_t)(q - p);
    return run;
}

// The first `wanted` in p..<end, or end.
static inline const uint8_t *vg_find(const uint8_t *p, const uint8_t *end, uint8_t wanted) {
    const uint8_t *found = p < end ? (const uint8_t *)memchr(p, wanted, (size_t)(end - p)) : 0;
    return found ? found : end;
}

// Byte of a text as its small letter, when it is an ASCII capital.
static inline uint8_t vg_small(uint8_t b) { return (uint8_t)(b - 'A') < 26 ? b | 0x20 : b; }

// Where `part`, in small letters and not empty, stands in p..<end, capitals and small letters alike; or end. Only places whose
// first and last byte agree are compared, so that a rare pair of them is found at the speed of reading.
static inline const uint8_t *vg_find_part(const uint8_t *p, const uint8_t *end, const uint8_t *part, size_t count) {
    if ((size_t)(end - p) < count) return end;
    const uint8_t *stop = end - count + 1;
    uint8_t first = part[0], last = part[count - 1];
    const uint8_t *q = p;
#if defined(__SSE2__)
    const __m128i firsts = _mm_set1_epi8((char)first), lasts = _mm_set1_epi8((char)last);
    // 0x20 makes capitals small; it is added where a letter is looked for, and only letters become letters by it.
    const __m128i firstCase = _mm_set1_epi8((uint8_t)(first - 'a') < 26 ? 0x20 : 0);
    const __m128i lastCase = _mm_set1_epi8((uint8_t)(last - 'a') < 26 ? 0x20 : 0);
    for (; stop - q >= 16; q += 16) {
        __m128i head = _mm_or_si128(_mm_loadu_si128((const __m128i *)q), firstCase);
        __m128i tail = _mm_or_si128(_mm_loadu_si128((const __m128i *)(q + count - 1)), lastCase);
        unsigned bits = (unsigned)_mm_movemask_epi8(_mm_and_si128(_mm_cmpeq_epi8(head, firsts), _mm_cmpeq_epi8(tail, lasts)));
        for (; bits; bits &= bits - 1) {
            const uint8_t *at = q + __builtin_ctz(bits);
            size_t same = 0;
            while (same < count && vg_small(at[same]) == part[same]) same++;
            if (same == count) return at;
        }
    }
#endif
    for (; q < stop; q++) {
        size_t same = 0;
        while (same < count && vg_small(q[same]) == part[same]) same++;
        if (same == count) return q;
    }
    return end;
}
