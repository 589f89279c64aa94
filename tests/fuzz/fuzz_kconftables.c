/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/kconf/base.c tools/kconf/depends.c tools/kconf/dumped.c tools/kconf/likeness.c tools/kconf/tsv.c
// libs:
/*
 * What kconf reads of a recorded tree: probes, and symbols.tsv of an older one;
 * and the makefiles when it records one. The first byte says which. Probes that are accepted must survive being
 * written and read again; a table must be one that can be searched.
 */
#include <stdint.h>
#include <stdlib.h>

#include "../../tools/kconf/modules.c"
#include "../../tools/kconf/probes.c"

#include "../../tools/kconf/dumped.h"
#include "../../tools/kconf/likeness.h"

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
	struct dump o = {0};
	struct tsv t = {.f = f, .name = "fuzz"};

	if (dump_read(&o, &t) == NULL) {
		for (size_t i = 0; i < o.n; i++) {
			const struct dumped *s = &o.at[i], *u = &o.at[0];
			int n = likeness(s->name, s->prompt, u->name,
					 u->prompt);

			require(dump_find(&o, s->name) == s);
			require(s->tree == NULL || o.n_titles > 0);
			require(n >= 0 && n <= 100);
		}
	}
	dump_free(&o);
	tsv_free(&t);
}

static void fuzz_makefile(FILE *f)
{
	struct modules m = {0};

	modules_scan(&m, f);
	sort(&m);
	for (size_t i = 0; i < m.n; i++) {
		require(is_symbol(m.at[i].option) && m.at[i].name[0] != '\0');
		require(i == 0 || by_name(&m.at[i - 1], &m.at[i]) < 0);
	}
	modules_free(&m);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	FILE *f;

	if (size < 2)
		return 0;
	f = open_bytes(data + 1, size - 1);
	if (data[0] == 'o')
		fuzz_older(f);
	else if (data[0] == 'm')
		fuzz_makefile(f);
	else
		fuzz_probes(f);
	fclose(f);
	probes_reset();
	return 0;
}
