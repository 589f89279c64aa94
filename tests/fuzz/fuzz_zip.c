// sources: tools/st/zip.c tools/st/zip_dir.c tools/st/zip_end.c tools/st/zip_extract.c tools/st/zip_local.c tools/st/package.c tools/st/osmanifest.c tools/st/json.c tools/st/why.c tools/st/bzimage.c
// libs: -ljansson -lz
/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The archive of an OS package: what is taken is as it says, and what is
 * extracted has the size and the checksum that it says.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

#include "../../tools/st/package.h"

enum { LIMIT = 4 << 20 }; /* bytes of an entry that are extracted */

struct sum {
	uint64_t n;
	uLong crc;
};

static int add(void *arg, const void *data, size_t n)
{
	struct sum *s = arg;

	s->n += n;
	s->crc = crc32(s->crc, data, (uInt)n);
	return 0;
}

static void extract(const struct zip *z, const struct zip_entry *e)
{
	struct sum s = { 0, 0 };
	struct why why;
	int r;

	if (zip_find(z, e->name) != e || e->data < e->header ||
	    e->packed > z->size - e->data)
		abort();
	if (e->size > LIMIT)
		return;
	r = zip_extract(z, e, add, &s, &why);
	if (s.n > e->size || (!r && (s.n != e->size || s.crc != e->crc)))
		abort();
}

/* The kernel's header, too: whose line is taken has a kernel with one. */
static void check(const struct package *p)
{
	struct package_head head;
	struct why why;
	uint32_t line = 0;

	if (package_check(p, &head, &why))
		return;
	if (head.len != (p->kernel->size < sizeof(head.data) ?
			p->kernel->size : sizeof(head.data)))
		abort();
	if (!package_kernel(p, &head, &line, &why) &&
	    (strlen(p->manifest.cmdline) > line ||
		p->kernel->size <= BZIMAGE_HEAD))
		abort();
}

static void open_package(int fd, uint64_t size)
{
	struct package p;
	struct why why;

	if (package_open(&p, fd, size, &why))
		return;
	if (!p.kernel->size || !p.initramfs->size || p.kernel == p.initramfs)
		abort();
	if (p.kernel->size <= LIMIT && p.initramfs->size <= LIMIT)
		check(&p);
	package_close(&p);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static int fd = -1;
	static struct zip z;
	struct why why;
	size_t i;

	if (fd < 0)
		fd = memfd_create("zip", MFD_CLOEXEC);
	if (ftruncate(fd, 0) || pwrite(fd, data, size, 0) != (ssize_t)size)
		abort();
	if (zip_open(&z, fd, size, &why))
		return 0;
	/* As stmgr reads it, and as stboot does. (data ends where it ends.) */
	for (i = 0; i < z.n; i++) {
		z.map = NULL;
		extract(&z, &z.entry[i]);
		z.map = data;
		extract(&z, &z.entry[i]);
	}
	open_package(fd, size);
	return 0;
}
