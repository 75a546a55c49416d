#include <time.h>
#include "allocation_count.h"

#include <errno.h>
#include <stdatomic.h>
#include <stddef.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define SANITIZED 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#endif
// The names behind malloc are glibc's.
#if !defined(SANITIZED) && defined(__GLIBC__)
#define COUNTS 1
#endif

// Initial-exec: reading the counter must not itself allocate a thread's block.
static _Thread_local uint64_t own_count __attribute__((tls_model("initial-exec")));
static _Thread_local uint64_t own_bytes __attribute__((tls_model("initial-exec")));
static _Atomic uint64_t all_count;
static _Atomic uint64_t all_bytes;

uint64_t allocation_count(void) { return own_count; }
uint64_t allocation_bytes(void) { return own_bytes; }
uint64_t allocation_count_of_all_threads(void) { return atomic_load_explicit(&all_count, memory_order_relaxed); }
uint64_t allocation_bytes_of_all_threads(void) { return atomic_load_explicit(&all_bytes, memory_order_relaxed); }

#ifdef COUNTS

bool allocation_count_is_available(void) { return true; }

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *block, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

static void count(size_t size) {
    own_count += 1;
    own_bytes += size;
    atomic_fetch_add_explicit(&all_count, 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&all_bytes, size, memory_order_relaxed);
}

void *malloc(size_t size) {
    count(size);
    return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
    count(number * size);
    return __libc_calloc(number, size);
}

void *realloc(void *block, size_t size) {
    count(size);
    return __libc_realloc(block, size);
}

void *memalign(size_t alignment, size_t size) {
    count(size);
    return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
    count(size);
    return __libc_memalign(alignment, size);
}

int posix_memalign(void **block, size_t alignment, size_t size) {
    if (alignment % sizeof(void *) != 0 || alignment == 0 || (alignment & (alignment - 1)) != 0) return EINVAL;
    count(size);
    void *new_block = __libc_memalign(alignment, size);
    if (new_block == NULL) return ENOMEM;
    *block = new_block;
    return 0;
}

#else

bool allocation_count_is_available(void) { return false; }

#endif

double measured_seconds(int clock) {
    struct timespec time;
    clock_gettime(clock, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}
