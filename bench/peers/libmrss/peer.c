/* libmrss over a list of feeds: peer LIST. See ../README.md. */
#include <mrss.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct text {
    char *data;
    size_t size;
};

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static int parse(const struct text *text) {
    mrss_t *feed = NULL;
    const mrss_error_t error = mrss_parse_buffer(text->data, text->size, &feed);
    if (error == MRSS_OK) mrss_free(feed);
    return error == MRSS_OK;
}

/* libmrss crashes on some feeds: try in another process first. */
static int survives(const struct text *text) {
    int status = 0;
    const pid_t child = fork();
    if (child == 0) _exit(parse(text) && parse(text) ? 0 : 1);
    return child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static struct text read_file(const char *name) {
    struct text text = {NULL, 0};
    FILE *file = fopen(name, "rb");
    if (file == NULL) exit(1);
    fseek(file, 0, SEEK_END);
    text.size = (size_t)ftell(file);
    rewind(file);
    text.data = calloc(1, text.size + 1);
    if (fread(text.data, 1, text.size, file) != text.size) exit(1);
    fclose(file);
    return text;
}

int main(int argc, char **argv) {
    static struct text texts[100000];
    static char name[4096];
    size_t count = 0, failed = 0, bytes = 0;
    static char *unread[100000];
    FILE *list = argc > 1 ? fopen(argv[1], "r") : NULL;
    if (list == NULL) return 1;
    while (count < 100000 && failed < 100000 && fgets(name, sizeof name, list) != NULL) {
        name[strcspn(name, "\n")] = 0;
        texts[count] = read_file(name);
        if (survives(&texts[count])) {
            bytes += texts[count++].size;
        } else {
            free(texts[count].data);
            unread[failed++] = strdup(name);
        }
    }
    double best = 1e9;
    for (const double begin = seconds(); best == 1e9 || seconds() - begin < 2;) {
        const double start = seconds();
        for (size_t i = 0; i < count; ++i) parse(&texts[i]);
        const double elapsed = seconds() - start;
        if (elapsed < best) best = elapsed;
    }
    printf("{\"bytes\": %zu, \"feeds\": %zu, \"seconds\": %f, \"unread\": [", bytes, count, best);
    for (size_t i = 0; i < failed; ++i) printf("%s\"%s\"", i == 0 ? "" : ", ", unread[i]);
    printf("]}\n");
    return 0;
}
