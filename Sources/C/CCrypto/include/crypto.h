#pragma once
// What this house uses of libcrypto, as plain functions over bytes. No type of libcrypto passes this header, so that the
// library behind it can change without its callers.
//
// Pointers may be null where the length is 0. Functions that return int give 1 for yes or done; what else they give stands
// with each. All are safe to call from several threads at once, but for one vg_sha256 handle.
#include <stddef.h>
#include <stdint.h>

enum {
    VG_SHA256_BYTES = 32,
    VG_ED25519_KEY_BYTES = 32,  // private (the seed of RFC 8032) and public alike
    VG_ED25519_SIGNATURE_BYTES = 64,
};

// Digests never fail: a system without memory or without SHA-256 ends the process, because a wrong digest is worse.
void vg_sha256(const void *bytes, size_t count, uint8_t digest[VG_SHA256_BYTES]);
void vg_hmac_sha256(
    const void *key, size_t keyCount, const void *bytes, size_t count, uint8_t code[VG_SHA256_BYTES]);

// A digest that is fed piece by piece: new, update any number of times, finish once, free.
typedef struct vg_sha256_stream vg_sha256_stream;
vg_sha256_stream *vg_sha256_new(void);
void vg_sha256_update(vg_sha256_stream *stream, const void *bytes, size_t count);
void vg_sha256_finish(vg_sha256_stream *stream, uint8_t digest[VG_SHA256_BYTES]);
void vg_sha256_free(vg_sha256_stream *stream);

// Ed25519 (RFC 8032, pure). 0: the library refused.
int vg_ed25519_generate(uint8_t privateKey[VG_ED25519_KEY_BYTES]);
int vg_ed25519_public(const uint8_t privateKey[VG_ED25519_KEY_BYTES], uint8_t publicKey[VG_ED25519_KEY_BYTES]);
int vg_ed25519_sign(
    const uint8_t privateKey[VG_ED25519_KEY_BYTES], const void *bytes, size_t count,
    uint8_t signature[VG_ED25519_SIGNATURE_BYTES]);
// 1 only when the signature is that key's over these bytes; 0 in every other case.
int vg_ed25519_verify(
    const uint8_t publicKey[VG_ED25519_KEY_BYTES], const void *bytes, size_t count,
    const uint8_t signature[VG_ED25519_SIGNATURE_BYTES]);

// Unpredictable bytes for keys and tokens. 0: the system has no randomness to give; the bytes must not be used.
int vg_random(void *bytes, size_t count);

// Whether two runs of bytes are equal, in a time that depends on `count` alone.
int vg_equal(const void *left, const void *right, size_t count);

// scrypt (RFC 7914): a key out of a password and a salt. Blocks its thread for a time that grows with n * r * p, and takes
// about 128 * r * (n + p) bytes. 0: parameters outside the RFC, more memory than `maxMemoryBytes`, or none left; the key
// must not be used.
int vg_scrypt(
    const void *password, size_t passwordCount, const void *salt, size_t saltCount, uint64_t n, uint64_t r, uint64_t p,
    uint64_t maxMemoryBytes, uint8_t *key, size_t keyCount);
