/* SPDX-License-Identifier: GPL-2.0-only */
#include "complaint.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "err.h"
#include "json.h"

/* For people, a name or value has at most so many bytes. */
enum { SHOWN = 80 };

/* In memory: who ends before complaint_end() must not leave half an array. */
static struct json out;
static char *array;
static size_t size;

void complaint_json(void)
{
	out.f = open_memstream(&array, &size);
	if (out.f == NULL)
		die(EXIT_UNKNOWN, "open_memstream:");
	json_array(&out, NULL);
}

static void print_line(const struct complaint *c)
{
	fprintf(stderr, "%s:%lu: ", c->file, c->line);
	if (c->symbol != NULL)
		fprintf(stderr, "CONFIG_%.*s", SHOWN, c->symbol);
	if (c->wanted != NULL)
		fprintf(stderr, ": wanted %.*s, got %.*s", SHOWN, c->wanted,
			SHOWN, c->got[0] != '\0' ? c->got : "nothing");
	fprintf(stderr, "%s%s\n", c->symbol != NULL ? ": " : "", c->text);
}

size_t complain(const struct complaint *c)
{
	if (out.f == NULL) {
		print_line(c);
		return 1;
	}
	json_object(&out, NULL);
	json_string(&out, "file", c->file);
	json_number(&out, "line", (long)c->line);
	json_string(&out, "symbol", c->symbol);
	json_string(&out, "wanted", c->wanted);
	json_string(&out, "got", c->got);
	json_string(&out, "reason", c->text);
	json_end(&out);
	return 1;
}

void complaint_end(void)
{
	int lost;

	if (out.f == NULL)
		return;
	json_end(&out);
	lost = ferror(out.f);
	if (fclose(out.f) != 0 || lost)
		die(EXIT_UNKNOWN, "open_memstream: no memory");
	fwrite(array, 1, size, stdout);
	free(array);
	out.f = NULL;
}
