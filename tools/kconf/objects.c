/* SPDX-License-Identifier: GPL-2.0-only */
#include "objects.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "num.h"

/* No object is that large, and no sum of them overflows. */
#define MOST ((uint64_t)1 << 36)

static bool is_option(const char *s)
{
	if (strcmp(s, "always") == 0)
		return true;
	return strncmp(s, PREFIX, strlen(PREFIX)) == 0 &&
	       is_symbol(s + strlen(PREFIX));
}

const char *objects_read(struct objects *objects, struct tsv *t)
{
	enum { PATH, OPTION, TEXT, DATA, BSS, FIELDS };
	char *field[FIELDS];
	const char *wrong;
	int n;

	while ((n = tsv_next(t, field, FIELDS, &wrong)) > 0) {
		struct object o;

		if (n != FIELDS)
			return "has not the fields object, option, text, data, "
			       "bss";
		if (field[PATH][0] == '\0' || field[PATH][0] == '/')
			return "has no path of an object";
		if (!is_option(field[OPTION]))
			return "has neither an option nor \"always\"";
		if (num_decimal(field[TEXT], MOST, &o.text) != 0 ||
		    num_decimal(field[DATA], MOST, &o.data) != 0 ||
		    num_decimal(field[BSS], MOST, &o.bss) != 0)
			return "has a size that is no number of bytes";
		o.path = copy(field[PATH]);
		o.option = copy(field[OPTION]);
		objects->at = grow(objects->at, objects->n, sizeof(o));
		objects->at[objects->n++] = o;
	}
	if (n < 0)
		return wrong;
	return objects->n > 0 ? NULL : "is the end, and there was no object";
}

void objects_free(struct objects *objects)
{
	for (size_t i = 0; i < objects->n; i++) {
		free(objects->at[i].path);
		free(objects->at[i].option);
	}
	free(objects->at);
	*objects = (struct objects){0};
}
