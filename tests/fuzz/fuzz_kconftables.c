/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/kconf/tsv.c
// libs:
/*
 * What kconf reads of a recorded tree: probes, and symbols.tsv of an older one.
 * The first byte says which. Probes that are accepted must survive being
 * written and read again; a table must be one that can be searched.
 */
#include <stdint.h>
#include <stdlib.h>

#include "../../tools/kconf/probes.c"
#define copy older_copy
#define compare older_compare
#include "../../tools/kconf/older.c"

const char *progname = "fuzz";

noreturn void die(int status, const char *fmt, ...)
{
	(void)status;
	(void)fmt;
	abort();
}

/* Nothing may be executed. */
FILE *__real_popen(const char *command, const char *mode)
{
	(void)command;
	(void)mode;
	abort();
}

int __real_pclose(FILE *f)
{
	(void)f;
	abort();
}

char *__real_getenv(const char *name)
{
	(void)name;
	abort();
}

static void require(bool ok)
{
	if (!ok)
		abort();
}

static FILE *open_bytes(const void *data, size_t size)
{
	FILE *f = fmemopen((void *)(uintptr_t)data, size, "r");

	require(f != NULL);
	return f;
}

/* What probes_write() prints now; NULL-terminated, *n bytes. */
static char *written(size_t *n)
{
	char *s = NULL;
	FILE *f = open_memstream(&s, n);
	char *top = copy(probes_top());

	require(f != NULL);
	/* The line of the top file comes from the caller, not from the list. */
	free(probes[0].question);
	free(probes[0].answer);
	memmove(probes, probes + 1, --count * sizeof(*probes));
	probes_write(f, top);
	free(top);
	fclose(f);
	return s;
}

static void fuzz_probes(FILE *f)
{
	char *first, *second;
	size_t n, m;

	if (probes_read(f, "x") != NULL)
		return;
	for (size_t i = 0; i < count; i++)
		require(find(probes[i].kind, probes[i].question) == &probes[i]);
	first = written(&n);
	f = open_bytes(first, n);
	require(probes_read(f, "x") == NULL);
	fclose(f);
	second = written(&m);
	require(n == m && memcmp(first, second, n) == 0);
	free(first);
	free(second);
}

static void fuzz_older(FILE *f)
{
	struct older o;

	if (older_read(&o, f) == NULL) {
		for (size_t i = 0; i < o.n; i++) {
			const struct older_symbol *s = &o.at[i], *t = &o.at[0];
			int n = older_likeness(s->name, s->prompt, t->name,
					       t->prompt);

			require(older_find(&o, s->name) == s);
			require(n >= 0 && n <= 100);
		}
	}
	older_free(&o);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	FILE *f;

	if (size < 2)
		return 0;
	f = open_bytes(data + 1, size - 1);
	if (data[0] == 'o')
		fuzz_older(f);
	else
		fuzz_probes(f);
	fclose(f);
	probes_reset();
	return 0;
}
