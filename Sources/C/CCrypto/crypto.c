#include "crypto.h"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

// Looked up once: a lookup with every digest costs more than the digest of a short text.
static EVP_MD *sha256;
static pthread_once_t sha256Once = PTHREAD_ONCE_INIT;

static void require(int isFine, const char *what) {
    if (isFine) return;
    fprintf(stderr, "libcrypto: %s is not to be had\n", what);
    abort();
}

static void fetch_sha256(void) {
    sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
    require(sha256 != NULL, "SHA-256");
}

static const EVP_MD *sha256_method(void) {
    pthread_once(&sha256Once, fetch_sha256);
    return sha256;
}

void vg_sha256(const void *bytes, size_t count, uint8_t digest[VG_SHA256_BYTES]) {
    require(EVP_Digest(bytes, count, digest, NULL, sha256_method(), NULL) == 1, "SHA-256");
}

void vg_hmac_sha256(
    const void *key, size_t keyCount, const void *bytes, size_t count, uint8_t code[VG_SHA256_BYTES]) {
    // The library takes a null key for "the same key as before" and lengths of keys as int.
    uint8_t shortKey[VG_SHA256_BYTES];
    if (keyCount > 64) {
        vg_sha256(key, keyCount, shortKey);
        key = shortKey;
        keyCount = sizeof shortKey;
    }
    unsigned int length = VG_SHA256_BYTES;
    const void *known = keyCount > 0 ? key : "";
    const void *text = count > 0 ? bytes : "";
    require(HMAC(sha256_method(), known, (int)keyCount, text, count, code, &length) != NULL, "HMAC-SHA-256");
    OPENSSL_cleanse(shortKey, sizeof shortKey);
}

struct vg_sha256_stream {
    EVP_MD_CTX *context;
};

vg_sha256_stream *vg_sha256_new(void) {
    vg_sha256_stream *stream = malloc(sizeof *stream);
    require(stream != NULL, "memory");
    stream->context = EVP_MD_CTX_new();
    require(stream->context != NULL, "memory");
    require(EVP_DigestInit_ex(stream->context, sha256_method(), NULL) == 1, "SHA-256");
    return stream;
}

void vg_sha256_update(vg_sha256_stream *stream, const void *bytes, size_t count) {
    require(EVP_DigestUpdate(stream->context, bytes, count) == 1, "SHA-256");
}

void vg_sha256_finish(vg_sha256_stream *stream, uint8_t digest[VG_SHA256_BYTES]) {
    require(EVP_DigestFinal_ex(stream->context, digest, NULL) == 1, "SHA-256");
}

void vg_sha256_free(vg_sha256_stream *stream) {
    if (stream == NULL) return;
    EVP_MD_CTX_free(stream->context);
    free(stream);
}

int vg_ed25519_generate(uint8_t privateKey[VG_ED25519_KEY_BYTES]) {
    return RAND_priv_bytes(privateKey, VG_ED25519_KEY_BYTES) == 1;
}

static EVP_PKEY *private_key(const uint8_t *bytes) {
    return EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, bytes, VG_ED25519_KEY_BYTES);
}

int vg_ed25519_public(const uint8_t privateKey[VG_ED25519_KEY_BYTES], uint8_t publicKey[VG_ED25519_KEY_BYTES]) {
    EVP_PKEY *key = private_key(privateKey);
    size_t length = VG_ED25519_KEY_BYTES;
    int done = key != NULL && EVP_PKEY_get_raw_public_key(key, publicKey, &length) == 1;
    EVP_PKEY_free(key);
    return done && length == VG_ED25519_KEY_BYTES;
}

int vg_ed25519_sign(
    const uint8_t privateKey[VG_ED25519_KEY_BYTES], const void *bytes, size_t count,
    uint8_t signature[VG_ED25519_SIGNATURE_BYTES]) {
    EVP_PKEY *key = private_key(privateKey);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    size_t length = VG_ED25519_SIGNATURE_BYTES;
    const void *text = count > 0 ? bytes : "";
    int done = key != NULL && context != NULL && EVP_DigestSignInit(context, NULL, NULL, NULL, key) == 1 &&
        EVP_DigestSign(context, signature, &length, text, count) == 1;
    EVP_MD_CTX_free(context);
    EVP_PKEY_free(key);
    return done && length == VG_ED25519_SIGNATURE_BYTES;
}

int vg_ed25519_verify(
    const uint8_t publicKey[VG_ED25519_KEY_BYTES], const void *bytes, size_t count,
    const uint8_t signature[VG_ED25519_SIGNATURE_BYTES]) {
    EVP_PKEY *key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, publicKey, VG_ED25519_KEY_BYTES);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    const void *text = count > 0 ? bytes : "";
    int fits = key != NULL && context != NULL && EVP_DigestVerifyInit(context, NULL, NULL, NULL, key) == 1 &&
        EVP_DigestVerify(context, signature, VG_ED25519_SIGNATURE_BYTES, text, count) == 1;
    EVP_MD_CTX_free(context);
    EVP_PKEY_free(key);
    return fits;
}

int vg_random(void *bytes, size_t count) {
    uint8_t *next = bytes;
    while (count > 0) {
        int piece = count > INT_MAX ? INT_MAX : (int)count;
        if (RAND_bytes(next, piece) != 1) return 0;
        next += piece;
        count -= (size_t)piece;
    }
    return 1;
}

int vg_equal(const void *left, const void *right, size_t count) {
    return count == 0 || CRYPTO_memcmp(left, right, count) == 0;
}

int vg_scrypt(
    const void *password, size_t passwordCount, const void *salt, size_t saltCount, uint64_t n, uint64_t r, uint64_t p,
    uint64_t maxMemoryBytes, uint8_t *key, size_t keyCount) {
    // Null asks the library only whether the parameters are fine, and a limit of 0 is one of its own.
    if (key == NULL || keyCount == 0 || maxMemoryBytes == 0) return 0;
    const char *text = passwordCount > 0 ? password : "";
    const uint8_t *grain = saltCount > 0 ? salt : (const uint8_t *)"";
    // What it has to say of a refusal is not left behind for somebody else to read as his own.
    ERR_set_mark();
    int done = EVP_PBE_scrypt(text, passwordCount, grain, saltCount, n, r, p, maxMemoryBytes, key, keyCount) == 1;
    ERR_pop_to_mark();
    return done;
}
