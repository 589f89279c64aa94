/* SPDX-License-Identifier: GPL-2.0-only */
#include "sums.h"

#include <stdlib.h>
#include <string.h>

#include "base.h"

uint64_t sum_bytes(const struct sum *s)
{
	return s->text + s->data;
}

static int by_name(const void *a, const void *b)
{
	const struct sum *x = a, *y = b;

	return strcmp(x->name, y->name);
}

static struct sum sum_of(const struct object *o)
{
	return (struct sum){
		.objects = 1,
		.text = o->text,
		.data = o->data,
		.bss = o->bss,
		.all = o->text + o->data,
	};
}

/* Append s under that name, which becomes the sums'. */
static void append(struct sums *sums, char *name, struct sum s)
{
	s.name = name;
	sums->at = grow(sums->at, sums->n, sizeof(s));
	sums->at[sums->n++] = s;
}

/* Order by name, and make one of those with the same. */
static void fold(struct sums *sums)
{
	size_t n = 0;

	if (sums->n > 0)
		qsort(sums->at, sums->n, sizeof(*sums->at), by_name);
	for (size_t i = 0; i < sums->n; i++) {
		const struct sum *from = &sums->at[i];
		struct sum *to = &sums->at[n];

		if (n == 0 || strcmp(to[-1].name, from->name) != 0) {
			*to = *from;
			n++;
			continue;
		}
		to[-1].objects += from->objects;
		to[-1].text += from->text;
		to[-1].data += from->data;
		to[-1].bss += from->bss;
		to[-1].before += from->before;
		to[-1].all += from->all;
		free(from->name);
	}
	sums->n = n;
}

struct sums sums_of_options(const struct objects *objects)
{
	struct sums sums = {0};

	for (size_t i = 0; i < objects->n; i++)
		append(&sums, copy(objects->at[i].option),
		       sum_of(&objects->at[i]));
	fold(&sums);
	return sums;
}

struct sums sums_of_folders(const struct objects *objects)
{
	struct sums sums = {0};

	for (size_t i = 0; i < objects->n; i++) {
		const struct object *o = &objects->at[i];
		const char *last = strrchr(o->path, '/');
		struct sum own = sum_of(o), above = {.all = own.all};

		if (last == NULL)
			append(&sums, copy("./"), own);
		for (const char *s = strchr(o->path, '/'); s != NULL;
		     s = strchr(s + 1, '/'))
			append(&sums,
			       copy_n(o->path, (size_t)(s + 1 - o->path)),
			       s == last ? own : above);
	}
	fold(&sums);
	return sums;
}

struct sums sums_of_all(const struct objects *objects)
{
	struct sums sums = {0};

	for (size_t i = 0; i < objects->n; i++)
		append(&sums, copy("total"), sum_of(&objects->at[i]));
	fold(&sums);
	return sums;
}

struct sum *sums_find(const struct sums *sums, const char *name)
{
	const struct sum key = {.name = (char *)name};

	if (sums->n == 0)
		return NULL;
	return bsearch(&key, sums->at, sums->n, sizeof(key), by_name);
}

void sums_add(struct sums *sums, const char *name, uint64_t all)
{
	append(sums, copy(name), (struct sum){.all = all});
}

void sums_merge(struct sums *sums, struct sums *other)
{
	for (size_t i = 0; i < other->n; i++)
		append(sums, other->at[i].name, other->at[i]);
	free(other->at);
	*other = (struct sums){0};
	fold(sums);
}

void sums_before(struct sums *sums, const struct sums *other)
{
	for (size_t i = 0; i < other->n; i++)
		append(sums, copy(other->at[i].name),
		       (struct sum){.before = sum_bytes(&other->at[i])});
	fold(sums);
}

void sums_free(struct sums *sums)
{
	for (size_t i = 0; i < sums->n; i++)
		free(sums->at[i].name);
	free(sums->at);
	*sums = (struct sums){0};
}
