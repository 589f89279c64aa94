/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/kconf/base.c tools/kconf/bumpcommit.c tools/kconf/bumpprint.c tools/kconf/complaint.c tools/kconf/depends.c tools/kconf/dumped.c tools/kconf/fragment.c tools/kconf/json.c tools/kconf/likeness.c tools/kconf/tsv.c
// libs:
/*
 * kconf bump on two dumps and lines "SYMBOL VALUE" of requests, cut at 0xff
 * bytes. Whatever they hold, the lists must agree with them, and every report
 * must come out.
 */
#include "../../tools/kconf/compare.c"

#include "silent.h"

static void require(bool ok)
{
	if (!ok)
		abort();
}

static struct dump read_dump(FILE *f)
{
	struct dump dump = {0};
	struct tsv t = {.f = f, .name = "fuzz"};

	if (dump_read(&dump, &t) != NULL)
		dump_free(&dump);
	tsv_free(&t);
	fclose(f);
	return dump;
}

static struct requests read_requests(FILE *f)
{
	struct requests rs = {0};
	char *s = NULL, *value;
	size_t size = 0;

	while (getline(&s, &size, f) > 0) {
		s[strcspn(s, "\n")] = '\0';
		value = strchr(s, ' ');
		if (value == NULL)
			continue;
		*value++ = '\0';
		rs.at = grow(rs.at, rs.n, sizeof(*rs.at));
		rs.at[rs.n++] = (struct request){
			.symbol = copy(s), .value = copy(value), .file = "f"};
	}
	free(s);
	fclose(f);
	return rs;
}

static void check(const struct bump *b, const struct dump *old,
		  const struct dump *new)
{
	size_t added = 0, undecided = 0;

	for (size_t i = 0; i < new->n; i++)
		added += dump_find(old, new->at[i].name) == NULL;
	require(added == b->n_fresh + b->n_unreachable + b->n_internal);
	require(b->n_mitigations <= added && b->n_renamed <= b->n_gone);
	for (size_t i = 0; i < b->n_fresh; i++)
		undecided += b->fresh[i].asked == NULL;
	require(undecided == b->n_undecided && b->n_on <= b->n_fresh);
	for (size_t i = 0; i < b->n_gone; i++) {
		const struct gone *g = &b->gone[i];

		require(g->why != NULL && (g->asked || g->old));
		require(g->now == dump_find(new, g->name));
		if (g->renamed != NULL)
			require(dump_find(old, g->renamed->name) == NULL);
	}
}

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	return freopen("/dev/null", "w", stdout) == NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct dump old = read_dump(next_file(&data, &size));
	struct dump new = read_dump(next_file(&data, &size));
	struct requests rs = read_requests(next_file(&data, &size));
	struct bump b = bump_compare(&old, &new, &rs);

	check(&b, &old, &new);
	bump_text(&b);
	bump_json(&b);
	bump_commit(&b);
	bump_undecided(&b);
	bump_free(&b);
	dump_free(&old);
	dump_free(&new);
	for (size_t i = 0; i < rs.n; i++) {
		free(rs.at[i].symbol);
		free(rs.at[i].value);
	}
	free(rs.at);
	return 0;
}
