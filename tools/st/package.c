/* SPDX-License-Identifier: BSD-2-Clause */
#include "package.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Where package_extract() writes. */
struct target {
	int fd;
	struct why *why;
};

static int to_file(void *arg, const void *data, size_t n)
{
	const struct target *t = arg;
	const char *p = data;
	ssize_t w;

	while (n > 0) {
		w = write(t->fd, p, n);
		if (w < 0 && errno == EINTR)
			continue;
		if (w < 0) {
			why_machine(t->why, "cannot be extracted: %s",
			    strerror(errno));
			return -1;
		}
		p += w;
		n -= (size_t)w;
	}
	return 0;
}

static int to_memory(void *arg, const void *data, size_t n)
{
	unsigned char **p = arg;

	memcpy(*p, data, n);
	*p += n;
	return 0;
}

/* Keeps the first bytes, arg: struct package_head; NULL: none. */
static int to_head(void *arg, const void *data, size_t n)
{
	struct package_head *h = arg;
	size_t room = h ? sizeof(h->data) - h->len : 0;

	if (n > room)
		n = room;
	if (n > 0) {
		memcpy(h->data + h->len, data, n);
		h->len += n;
	}
	return 0;
}

/* Put the file's name before the reason why it was refused. */
static int parse_manifest(const void *data, size_t len,
    struct os_manifest *out, struct why *why)
{
	struct why inner;

	if (!os_manifest_parse(data, len, out, &inner))
		return 0;
	why_set(why, OS_MANIFEST_NAME ": %.200s", inner.text);
	why->machine = inner.machine;
	return -1;
}

static int read_manifest(const struct zip *z, struct os_manifest *out,
    struct why *why)
{
	const struct zip_entry *e = zip_find(z, OS_MANIFEST_NAME);
	unsigned char *data, *p;
	int r;

	if (!e) {
		why_set(why, "has no " OS_MANIFEST_NAME);
		return -1;
	}
	if (e->size > OS_MANIFEST_MAX) {
		why_set(why, OS_MANIFEST_NAME " is longer than %d bytes",
		    OS_MANIFEST_MAX);
		return -1;
	}
	data = p = malloc((size_t)e->size + 1); /* + 1: never of 0 bytes */
	if (!data) {
		why_machine(why, "out of memory");
		return -1;
	}
	r = zip_extract(z, e, to_memory, &p, why) ||
	    parse_manifest(data, (size_t)e->size, out, why);
	free(data);
	return r ? -1 : 0;
}

/* The entry that the manifest calls its key; NULL if it cannot be booted. */
static const struct zip_entry *look_up(const struct zip *z, const char *key,
    const char *name, struct why *why)
{
	const struct zip_entry *e = zip_find(z, name);

	if (!e)
		why_set(why, "has no entry %.80s, its %s", name, key);
	else if (name[strlen(name) - 1] == '/')
		why_set(why, "its %s %.80s is a directory", key, name);
	else if (e->size == 0)
		why_set(why, "its %s %.80s is empty", key, name);
	else
		return e;
	return NULL;
}

static int find_entries(struct package *p, struct why *why)
{
	p->kernel = look_up(&p->zip, "kernel", p->manifest.kernel, why);
	if (!p->kernel)
		return -1;
	p->initramfs = look_up(&p->zip, "initramfs", p->manifest.initramfs,
	    why);
	if (!p->initramfs)
		return -1;
	if (p->kernel == p->initramfs) {
		why_set(why, "its kernel and its initramfs are the same entry");
		return -1;
	}
	return 0;
}

int package_open(struct package *p, int fd, uint64_t size, struct why *why)
{
	if (zip_open(&p->zip, fd, size, why) ||
	    read_manifest(&p->zip, &p->manifest, why))
		return -1;
	if (find_entries(p, why)) {
		package_close(p);
		return -1;
	}
	return 0;
}

int package_extract(const struct package *p, const struct zip_entry *e,
    int out_fd, struct why *why)
{
	struct target t = { out_fd, why };

	return zip_extract(&p->zip, e, to_file, &t, why);
}

int package_check(const struct package *p, struct package_head *kernel,
    struct why *why)
{
	kernel->len = 0;
	if (zip_extract(&p->zip, p->kernel, to_head, kernel, why))
		return -1;
	return zip_extract(&p->zip, p->initramfs, to_head, NULL, why);
}

int package_kernel(const struct package *p, const struct package_head *kernel,
    uint32_t *line, struct why *why)
{
	size_t len = strlen(p->manifest.cmdline);
	struct why inner;

	if (bzimage_check(kernel->data, kernel->len, p->kernel->size, line,
		&inner)) {
		why_set(why, "its kernel %.80s %.160s", p->manifest.kernel,
		    inner.text);
		return -1;
	}
	if (len <= *line)
		return 0;
	why_set(why, "its command line has %zu bytes, and kexec takes %u for "
		"its kernel", len, (unsigned int)*line);
	return -1;
}

void package_close(struct package *p)
{
	os_manifest_free(&p->manifest);
	p->kernel = p->initramfs = NULL;
}
