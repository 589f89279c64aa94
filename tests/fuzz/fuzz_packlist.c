/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/lib/lines.c tools/lib/num.c tools/pack/source.c
// libs:
/*
 * The parser of pack's rootfs lists. The input is two lists, cut at the first
 * 0xff byte. What the parser accepts must keep the promises that the archive
 * writer relies on.
 */
#include <stdarg.h>
#include <stdint.h>

#include "../../tools/pack/list.c"

/* tools/lib/err.c, but silent: messages are formatted and forgotten. */
const char *progname = "fuzz";

void warn(const char *fmt, ...)
{
	char msg[1024];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(msg, sizeof(msg), fmt, ap);
	va_end(ap);
}

static void require(bool ok)
{
	if (!ok)
		abort();
}

static void check_entry(const struct entry *e)
{
	require(e->path[0] == '/' && is_ascii(e->path));
	require(e->path[1] == '\0' ? e->type == ENTRY_DIR
				   : !path_fault(e->path + 1));
	require(e->mode <= 07777);
	require(e->uid < UINT32_MAX && e->gid < UINT32_MAX);
	require(e->source[0] != '\0');
	require((e->type == ENTRY_FILE) == (e->rel != NULL));
	if (e->type == ENTRY_FILE)
		require(e->rel[0] != '/' && !path_fault(e->rel));
	if (e->type == ENTRY_LINK)
		require(e->mode == 0777 && e->size == strlen(e->source));
	if (e->type == ENTRY_NODE)
		require((e->node == 'c' || e->node == 'b') &&
		    e->maj <= 0xfff && e->min <= 0xfffff);
}

/* Unique, sorted, and every parent comes before. */
static void check_list(const struct list *l)
{
	size_t i, j;

	require(l->n == 0 || !strcmp(l->entry[0].path, "/"));
	for (i = 0; i < l->n; i++) {
		const struct entry *e = &l->entry[i];
		size_t parent = (size_t)(strrchr(e->path, '/') - e->path);

		check_entry(e);
		require(i == 0 || strcmp(e[-1].path, e->path) < 0);
		for (j = 0; parent > 0 && j < i; j++)
			if (l->entry[j].type == ENTRY_DIR &&
			    strlen(l->entry[j].path) == parent &&
			    !memcmp(l->entry[j].path, e->path, parent))
				break;
		require(parent == 0 || j < i);
	}
}

static void read_one(struct list *l, const uint8_t *data, size_t size,
    const char *name, const struct source_dirs *dirs)
{
	FILE *f;

	if (size == 0)
		return; /* fmemopen refuses it */
	f = fmemopen((void *)(uintptr_t)data, size, "r");
	require(f && list_read(l, f, name, dirs) == 0);
	fclose(f);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct source_dirs dirs;
	struct list l = { 0 };
	const struct entry *failed;
	const uint8_t *cut = size > 0 ? memchr(data, 0xff, size) : NULL;
	size_t first = cut ? (size_t)(cut - data) : size;

	if (dirs.n == 0)
		require(!source_add(&dirs, "S=tests/fuzz/corpus") &&
		    !source_add(&dirs, "init=tests"));
	read_one(&l, data, first, "a", &dirs);
	if (cut)
		read_one(&l, cut + 1, size - first - 1, "b", &dirs);
	require(list_check(&l) == 0);
	if (l.errors == 0) {
		check_list(&l);
		list_sizes(&l, &failed);
	}
	list_free(&l);
	return 0;
}
