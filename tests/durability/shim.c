/* Remembers what of each file was synced, so that a power cut can be played afterwards.
 *
 * Preloaded. For files under $SHIM_UNDER every write is done as usual, and the range that it
 * touched is noted; fsync and fdatasync copy the noted range into a twin file under
 * $SHIM_TWINS. Who kills the process and puts the twins in the place of the files has what a
 * disk would have kept at worst: everything synced, and nothing else.
 *
 * $SHIM_EIO=n makes the nth sync since it was set fail, and forgets what that should have
 * kept, as Linux does. $SHIM_ENOSPC=n lets no write through from the nth on, for thirty of them.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#define FILES 256

struct file {
    dev_t dev;
    ino_t ino;
    char twin[PATH_MAX];
    off_t from, to;
    int used;
};

static struct file files[FILES];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static ssize_t (*real_write)(int, const void *, size_t);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static int (*real_ftruncate)(int, off_t);

static void begin(void)
{
    if (real_pwrite)
        return;
    real_write = dlsym(RTLD_NEXT, "write");
    real_fsync = dlsym(RTLD_NEXT, "fsync");
    real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
    real_ftruncate = dlsym(RTLD_NEXT, "ftruncate");
    real_pwrite = dlsym(RTLD_NEXT, "pwrite");
}

/* Finds the file of a descriptor, or makes it known; NULL for files elsewhere. */
static struct file *find(int fd)
{
    const char *under = getenv("SHIM_UNDER"), *twins = getenv("SHIM_TWINS");
    struct stat st;
    char link[64], path[PATH_MAX];
    ssize_t length;
    int at, spare = -1;

    if (!under || !twins || fstat(fd, &st) || !S_ISREG(st.st_mode))
        return NULL;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    length = readlink(link, path, sizeof path - 1);
    if (length < 0)
        return NULL;
    path[length] = 0;
    if (strncmp(path, under, strlen(under)) || path[strlen(under)] != '/')
        return NULL;
    for (at = 0; at < FILES; at++) {
        if (files[at].used && files[at].dev == st.st_dev && files[at].ino == st.st_ino)
            break;
        if (!files[at].used && spare < 0)
            spare = at;
    }
    if (at == FILES && (at = spare) < 0)
        abort();
    /* An inode whose name is another one is another file by now. */
    if (!files[at].used || strcmp(files[at].twin + strlen(twins), path + strlen(under))) {
        files[at].used = 1;
        files[at].dev = st.st_dev;
        files[at].ino = st.st_ino;
        files[at].from = LONG_MAX;
        files[at].to = 0;
        snprintf(files[at].twin, PATH_MAX, "%s%s", twins, path + strlen(under));
    }
    return &files[at];
}

/* Counts while a variable is set; tells whether the count reached what it says. */
static int due(const char *name, long *count, long lasts)
{
    const char *text = getenv(name);
    long at;

    if (!text)
        return 0;
    at = strtol(text, NULL, 10);
    ++*count;
    return *count >= at && *count < at + lasts;
}

static int note(int fd, off_t from, off_t to)
{
    static long writes;
    struct file *file;
    int full = 0;

    pthread_mutex_lock(&lock);
    file = find(fd);
    if (file && due("SHIM_ENOSPC", &writes, 30))
        full = 1;
    else if (file) {
        if (from < file->from)
            file->from = from;
        if (to > file->to)
            file->to = to;
    }
    pthread_mutex_unlock(&lock);
    return full;
}

static int keep(int fd)
{
    static long syncs;
    static char buffer[1 << 16];
    struct file *file;
    struct stat st;
    off_t at, size;
    ssize_t got;
    int twin, again, failed = 0;
    char link[64];

    pthread_mutex_lock(&lock);
    file = find(fd);
    if (file && due("SHIM_EIO", &syncs, 1)) {
        failed = 1;
        file->from = LONG_MAX;
        file->to = 0;
    } else if (file && fstat(fd, &st) == 0) {
        /* The descriptor may be for writing alone. */
        snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
        again = open(link, O_RDONLY);
        twin = open(file->twin, O_RDWR | O_CREAT, 0600);
        if (twin < 0 || again < 0)
            abort();
        size = st.st_size;
        for (at = file->from; at < file->to && at < size; at += got) {
            size_t want = sizeof buffer;
            if ((off_t)want > file->to - at)
                want = file->to - at;
            got = pread(again, buffer, want, at);
            if (got <= 0)
                break;
            if (real_pwrite(twin, buffer, got, at) != got)
                abort();
        }
        if (real_ftruncate(twin, size))
            abort();
        close(twin);
        close(again);
        file->from = LONG_MAX;
        file->to = 0;
    }
    pthread_mutex_unlock(&lock);
    return failed;
}

static ssize_t refuse(int error)
{
    errno = error;
    return -1;
}

ssize_t pwrite(int fd, const void *data, size_t length, off_t at)
{
    begin();
    if (note(fd, at, at + length))
        return refuse(ENOSPC);
    return real_pwrite(fd, data, length, at);
}

ssize_t pwrite64(int fd, const void *data, size_t length, off_t at)
{
    return pwrite(fd, data, length, at);
}

ssize_t write(int fd, const void *data, size_t length)
{
    off_t at;

    begin();
    at = lseek(fd, 0, SEEK_CUR);
    if (at >= 0 && note(fd, at, at + length))
        return refuse(ENOSPC);
    return real_write(fd, data, length);
}

int ftruncate(int fd, off_t size)
{
    begin();
    return real_ftruncate(fd, size);
}

int ftruncate64(int fd, off_t size)
{
    return ftruncate(fd, size);
}

int fsync(int fd)
{
    begin();
    if (keep(fd))
        return refuse(EIO);
    return real_fsync(fd);
}

int fdatasync(int fd)
{
    begin();
    if (keep(fd))
        return refuse(EIO);
    return real_fdatasync(fd);
}
