/*
 * The columnar read in C, on the same libduckdb: a Parquet file's doubles and dates copied into arrays that the caller owns.
 * Usage: duckdb-copy LIBDUCKDB FILE REPEATS THREADS   prints, for each repeat, wall and user+system CPU milliseconds and the sums.
 */
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

typedef uint64_t idx_t;
typedef void *handle;
typedef struct { void *a, *b, *c, *d, *e, *internal; } duckdb_result; /* five deprecated fields and one private pointer */

static int (*duckdb_open)(const char *, handle *);
static int (*duckdb_connect)(handle, handle *);
static int (*duckdb_query)(handle, const char *, duckdb_result *);
static const char *(*duckdb_result_error)(duckdb_result *);
static handle (*duckdb_fetch_chunk)(duckdb_result);
static idx_t (*duckdb_data_chunk_get_size)(handle);
static handle (*duckdb_data_chunk_get_vector)(handle, idx_t);
static void *(*duckdb_vector_get_data)(handle);
static uint64_t *(*duckdb_vector_get_validity)(handle);
static void (*duckdb_destroy_data_chunk)(handle *);
static void (*duckdb_destroy_result)(duckdb_result *);

static void run(handle connection, const char *sql, duckdb_result *result)
{
    if (duckdb_query(connection, sql, result)) {
        fprintf(stderr, "%s\n", duckdb_result_error(result));
        exit(1);
    }
}

static double ms(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

int main(int argc, char **argv)
{
    if (argc != 5) {
        fprintf(stderr, "usage: duckdb-copy LIBDUCKDB FILE REPEATS THREADS\n");
        return 2;
    }
    handle library = dlopen(argv[1], RTLD_NOW);
    if (!library) {
        fprintf(stderr, "%s\n", dlerror());
        return 1;
    }
#define LOAD(name) *(void **)&name = dlsym(library, #name)
    LOAD(duckdb_open); LOAD(duckdb_connect); LOAD(duckdb_query); LOAD(duckdb_result_error); LOAD(duckdb_fetch_chunk);
    LOAD(duckdb_data_chunk_get_size); LOAD(duckdb_data_chunk_get_vector); LOAD(duckdb_vector_get_data); LOAD(duckdb_vector_get_validity);
    LOAD(duckdb_destroy_data_chunk); LOAD(duckdb_destroy_result);

    handle database, connection;
    char sql[4096];
    duckdb_result result;
    if (duckdb_open(NULL, &database) || duckdb_connect(database, &connection))
        return 1;
    snprintf(sql, sizeof sql, "SET threads = %s", argv[4]);
    run(connection, sql, &result);
    duckdb_destroy_result(&result);
    for (int repeat = 0; repeat < atoi(argv[3]); repeat++) {
        double wall = ms(CLOCK_MONOTONIC), cpu = ms(CLOCK_PROCESS_CPUTIME_ID);
        snprintf(sql, sizeof sql, "SELECT session, close FROM read_parquet('%s')", argv[2]);
        run(connection, sql, &result);
        handle *chunks = NULL;
        idx_t count = 0, room = 0, rows = 0;
        for (handle chunk; (chunk = duckdb_fetch_chunk(result)) != NULL;) {
            if (count == room)
                chunks = realloc(chunks, (room = room ? 2 * room : 1024) * sizeof *chunks);
            chunks[count++] = chunk;
            rows += duckdb_data_chunk_get_size(chunk);
        }
        int32_t *dates = malloc(rows * sizeof *dates);
        double *closes = malloc(rows * sizeof *closes);
        idx_t at = 0;
        for (idx_t i = 0; i < count; i++) {
            idx_t size = duckdb_data_chunk_get_size(chunks[i]);
            handle session = duckdb_data_chunk_get_vector(chunks[i], 0), close = duckdb_data_chunk_get_vector(chunks[i], 1);
            if (duckdb_vector_get_validity(session) || duckdb_vector_get_validity(close)) {
                fprintf(stderr, "unexpected NULLs\n");
                return 1;
            }
            memcpy(dates + at, duckdb_vector_get_data(session), size * sizeof *dates);
            memcpy(closes + at, duckdb_vector_get_data(close), size * sizeof *closes);
            at += size;
            duckdb_destroy_data_chunk(&chunks[i]);
        }
        duckdb_destroy_result(&result);
        wall = ms(CLOCK_MONOTONIC) - wall;
        cpu = ms(CLOCK_PROCESS_CPUTIME_ID) - cpu;
        int64_t days = 0;
        double sum = 0;
        for (idx_t i = 0; i < rows; i++)
            days += dates[i], sum += closes[i];
        printf("%.1f %.1f %llu %lld %.6f\n", wall, cpu, (unsigned long long)rows, (long long)days, sum);
        free(chunks);
        free(dates);
        free(closes);
    }
    return 0;
}
