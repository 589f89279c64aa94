/* SPDX-License-Identifier: GPL-2.0-only */
#include "dumped.h"

#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "err.h"

#define HINT "`kconf dump` writes it: see kconf(1)"

enum {
	NAME,
	TYPE,
	PROMPT,
	VALUE,
	DEFAULT,
	DEPENDS,
	SELECTED,
	IMPLIED,
	DEFINED,
	HELP,
	MITIGATION,
	CHANGEABLE,
	FIELDS
};

static bool is_type(const char *s)
{
	static const char *const types[] = {"bool", "tristate", "int", "hex",
					    "string"};

	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (strcmp(s, types[i]) == 0)
			return true;
	return false;
}

/* All fields in one piece of memory, an empty string for "-". */
static struct dumped from_fields(char *const *field)
{
	const char *at[FIELDS];
	size_t size = 0;
	char *s, *memory;

	for (int i = 0; i < FIELDS; i++)
		size += strlen(field[i]) + 1;
	s = memory = malloc(size);
	if (memory == NULL)
		die(EXIT_UNKNOWN, "malloc:");
	for (int i = 0; i < FIELDS; i++) {
		at[i] = s;
		s = stpcpy(s, strcmp(field[i], "-") == 0 ? "" : field[i]) + 1;
	}
	return (struct dumped){
		.name = at[NAME],
		.type = at[TYPE],
		.prompt = at[PROMPT],
		.value = at[VALUE],
		.origin = at[DEFAULT],
		.depends = at[DEPENDS],
		.selected_by = at[SELECTED],
		.implied_by = at[IMPLIED],
		.defined = at[DEFINED],
		.help = at[HELP],
		.mitigation = at[MITIGATION][0] != '\0',
		.changeable = at[CHANGEABLE][0] != '\0',
		.memory = memory,
	};
}

static int by_name(const void *a, const void *b)
{
	const struct dumped *x = a, *y = b;

	return strcmp(x->name, y->name);
}

/* A title above t's present row belongs to this and the rows below. */
static void take_title(struct dump *dump, struct tsv *t)
{
	if (t->marked == NULL)
		return;
	dump->titles =
		grow(dump->titles, dump->n_titles, sizeof(*dump->titles));
	dump->titles[dump->n_titles++] = t->marked;
	t->marked = NULL;
}

const char *dump_read(struct dump *dump, struct tsv *t)
{
	char *field[FIELDS];
	const char *wrong;
	int n;

	t->mark = "# kconf symbols: ";
	while ((n = tsv_next(t, field, FIELDS, &wrong)) > 0) {
		if (n != FIELDS)
			return "has not the 12 fields of a dump";
		if (!is_symbol(field[NAME]))
			return "has no name of a symbol";
		if (!is_type(field[TYPE]))
			return "has no type of a symbol";
		take_title(dump, t);
		dump->at = grow(dump->at, dump->n, sizeof(*dump->at));
		dump->at[dump->n] = from_fields(field);
		if (dump->n_titles > 0)
			dump->at[dump->n].tree =
				dump->titles[dump->n_titles - 1];
		dump->n++;
	}
	if (n < 0)
		return wrong;
	if (dump->n == 0)
		return "is the end, and there was no symbol";
	qsort(dump->at, dump->n, sizeof(*dump->at), by_name);
	for (size_t i = 1; i < dump->n; i++)
		if (by_name(&dump->at[i - 1], &dump->at[i]) == 0)
			return "is the end, and a symbol was there twice";
	return NULL;
}

struct dump dump_open(const char *file)
{
	struct dump dump = {0};
	struct tsv t = {.f = open_or_die(file, HINT), .name = file};
	const char *wrong;

	wrong = dump_read(&dump, &t);
	if (wrong != NULL) {
		warn("%s:%lu: %s", file, t.line, wrong);
		die(EXIT_UNKNOWN, HINT);
	}
	fclose(t.f);
	tsv_free(&t);
	return dump;
}

void dump_free(struct dump *dump)
{
	for (size_t i = 0; i < dump->n; i++)
		free(dump->at[i].memory);
	free(dump->at);
	for (size_t i = 0; i < dump->n_titles; i++)
		free(dump->titles[i]);
	free(dump->titles);
	*dump = (struct dump){0};
}

const char *dump_title(const struct dump *dump)
{
	return dump->n_titles > 0 ? dump->titles[0] : NULL;
}

const struct dumped *dump_find(const struct dump *dump, const char *name)
{
	const struct dumped key = {.name = name};

	if (dump->n == 0)
		return NULL;
	return bsearch(&key, dump->at, dump->n, sizeof(key), by_name);
}

bool dumped_is_on(const struct dumped *s)
{
	return s->value[0] != '\0' && strcmp(s->value, "n") != 0;
}

static const char *value_of(const void *data, const char *name)
{
	const struct dumped *s = dump_find(data, name);

	return s != NULL ? s->value : NULL;
}

struct values dump_values(const struct dump *dump)
{
	return (struct values){.of = value_of, .data = dump};
}
