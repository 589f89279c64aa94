/* SPDX-License-Identifier: GPL-2.0-only */
#include "size.h"

#include <stdlib.h>
#include <string.h>

#include "json.h"

static int64_t change(const struct sum *s)
{
	return (int64_t)(sum_bytes(s) - s->before);
}

static int compare_numbers(uint64_t a, uint64_t b)
{
	return a < b ? 1 : a > b ? -1 : 0;
}

static int by_bytes(const void *a, const void *b)
{
	const struct sum *x = a, *y = b;
	int c = compare_numbers(sum_bytes(x), sum_bytes(y));

	if (c == 0)
		c = compare_numbers(x->all, y->all);
	return c != 0 ? c : strcmp(x->name, y->name);
}

static int by_all(const void *a, const void *b)
{
	const struct sum *x = a, *y = b;
	int c = compare_numbers(x->all, y->all);

	return c != 0 ? c : strcmp(x->name, y->name);
}

static int by_change(const void *a, const void *b)
{
	int64_t x = change(a), y = change(b);
	int c = compare_numbers((uint64_t)(x < 0 ? -x : x),
				(uint64_t)(y < 0 ? -y : y));

	return c != 0 ? c : by_bytes(a, b);
}

static void sort(struct sums *sums, int (*by)(const void *, const void *))
{
	if (sums->n > 0)
		qsort(sums->at, sums->n, sizeof(*sums->at), by);
}

static void print_changes(struct sums *sums, const char *what)
{
	sort(sums, by_change);
	printf("\n%10s %10s %10s  %s\n", "change", "before", "now", what);
	for (size_t i = 0; i < sums->n; i++) {
		const struct sum *s = &sums->at[i];

		if (change(s) == 0)
			break;
		printf("%+10lld %10llu %10llu  %s\n", (long long)change(s),
		       (unsigned long long)s->before,
		       (unsigned long long)sum_bytes(s), s->name);
	}
}

/* Has this build any of it? */
static bool here(const struct sum *s)
{
	return s->objects > 0 || s->all > 0;
}

static void print_sums(struct sums *sums, const char *all, const char *what)
{
	printf("\n%10s ", "own");
	if (all != NULL)
		printf("%10s ", all);
	printf(" %s\n", what);
	for (size_t i = 0; i < sums->n; i++) {
		const struct sum *s = &sums->at[i];

		if (!here(s))
			continue;
		printf("%10llu ", (unsigned long long)sum_bytes(s));
		if (all != NULL)
			printf("%10llu ", (unsigned long long)s->all);
		printf(" %s\n", s->name);
	}
}

void size_text(struct size_report *r)
{
	const struct sum *all = &r->all.at[0];

	printf("%llu bytes of text and data, %llu of bss, in %zu objects\n",
	       (unsigned long long)sum_bytes(all), (unsigned long long)all->bss,
	       all->objects);
	if (r->compared) {
		printf("%+lld bytes: %llu before\n", (long long)change(all),
		       (unsigned long long)all->before);
		print_changes(&r->options, "option");
		print_changes(&r->folders, "folder");
		return;
	}
	sort(&r->options, by_bytes);
	sort(&r->folders, by_all);
	print_sums(&r->options, r->closures ? "closure" : NULL, "option");
	print_sums(&r->folders, "whole", "folder");
}

static void print_members(struct json *j, const struct sum *s, const char *all,
			  bool compared)
{
	json_number(j, "objects", (long)s->objects);
	json_number(j, "text", (long)s->text);
	json_number(j, "data", (long)s->data);
	json_number(j, "bss", (long)s->bss);
	json_number(j, "bytes", (long)sum_bytes(s));
	if (all != NULL)
		json_number(j, all, (long)s->all);
	if (compared) {
		json_number(j, "before", (long)s->before);
		json_number(j, "change", (long)change(s));
	}
}

static void print_array(struct json *j, const struct sums *sums,
			const char *key, const char *name, const char *all,
			bool compared)
{
	json_array(j, key);
	for (size_t i = 0; i < sums->n; i++) {
		json_object(j, NULL);
		json_string(j, name, sums->at[i].name);
		print_members(j, &sums->at[i], all, compared);
		json_end(j);
	}
	json_end(j);
}

void size_json(struct size_report *r)
{
	struct json j = {.f = stdout};

	sort(&r->options, r->compared ? by_change : by_bytes);
	sort(&r->folders, r->compared ? by_change : by_all);
	json_object(&j, NULL);
	json_object(&j, "total");
	print_members(&j, &r->all.at[0], NULL, r->compared);
	json_end(&j);
	print_array(&j, &r->options, "options", "option",
		    r->closures ? "closure" : NULL, r->compared);
	print_array(&j, &r->folders, "folders", "folder", "below", r->compared);
	if (r->budgeted) {
		json_array(&j, "over");
		for (size_t i = 0; i < r->n; i++) {
			const struct excess *e = &r->excess[i];

			json_object(&j, NULL);
			json_string(&j, "name", e->name);
			json_number(&j, "budget", (long)e->most);
			if (e->missing)
				json_string(&j, "bytes", NULL);
			else
				json_number(&j, "bytes", (long)e->bytes);
			json_end(&j);
		}
		json_end(&j);
	}
	json_end(&j);
}
