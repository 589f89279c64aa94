/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/kconf/base.c tools/kconf/closure.c tools/kconf/depends.c tools/kconf/dumped.c tools/kconf/objects.c tools/kconf/sums.c tools/kconf/tsv.c tools/lib/lines.c tools/lib/num.c
// libs:
/*
 * The tables of kconf size: objects.tsv, symbols.tsv and a budget, cut at 0xff
 * bytes. Sums must add up, whatever the rows say.
 */
#include <stdarg.h>
#include <stdint.h>

#include "../../tools/kconf/budget.c"

#include "../../tools/kconf/closure.h"
#include "../../tools/kconf/objects.h"
#include "silent.h"

static void require(bool ok)
{
	if (!ok)
		abort();
}

static void check_sums(const struct objects *objects, const struct dump *dump)
{
	struct sums all = sums_of_all(objects);
	struct sums options = sums_of_options(objects);
	struct sums folders = sums_of_folders(objects);
	uint64_t total = 0, own = 0, top = 0;
	size_t n = 0;

	for (size_t i = 0; i < options.n; i++)
		total += sum_bytes(&options.at[i]);
	for (size_t i = 0; i < folders.n; i++) {
		const struct sum *s = &folders.at[i];

		n += s->objects;
		own += sum_bytes(s);
		require(s->all >= sum_bytes(s));
		if (strchr(s->name, '/')[1] == '\0')
			top += s->all;
	}
	require(n == objects->n && own == total && top == total);
	require(all.n == (objects->n > 0));
	require(objects->n == 0 || sum_bytes(&all.at[0]) == total);
	if (dump != NULL)
		closures(&options, dump);
	for (size_t i = 0; i < options.n; i++)
		require(options.at[i].all >= sum_bytes(&options.at[i]) &&
			options.at[i].all <= total);
	sums_before(&options, &folders);
	sums_free(&all);
	sums_free(&options);
	sums_free(&folders);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct objects objects = {0};
	struct dump dump = {0};
	struct budgets budgets = {0};
	FILE *f[3];
	struct tsv t[2];
	bool accepted;

	for (int i = 0; i < 3; i++)
		f[i] = next_file(&data, &size);
	for (int i = 0; i < 2; i++)
		t[i] = (struct tsv){.f = f[i], .name = "fuzz"};
	objects_read(&objects, &t[0]);
	accepted = dump_read(&dump, &t[1]) == NULL;
	check_sums(&objects, accepted ? &dump : NULL);
	if (budgets_read(&budgets, f[2], "fuzz") == 0)
		for (size_t i = 0; i < budgets.n; i++)
			require(is_name(budgets.at[i].name));
	objects_free(&objects);
	dump_free(&dump);
	budgets_free(&budgets);
	for (int i = 0; i < 2; i++)
		tsv_free(&t[i]);
	for (int i = 0; i < 3; i++)
		fclose(f[i]);
	return 0;
}
