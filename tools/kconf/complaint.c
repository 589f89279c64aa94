/* SPDX-License-Identifier: GPL-2.0-only */
#include "complaint.h"

#include <stdbool.h>
#include <stdio.h>

#include "json.h"

static struct json out;

void complaint_json(void)
{
	out.f = stdout;
	json_array(&out, NULL);
}

static void print_line(const struct complaint *c)
{
	fprintf(stderr, "%s:%lu: ", c->file, c->line);
	if (c->symbol != NULL)
		fprintf(stderr, "CONFIG_%s", c->symbol);
	if (c->wanted != NULL)
		fprintf(stderr, ": wanted %s, got %s", c->wanted,
			c->got[0] != '\0' ? c->got : "nothing");
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
	if (out.f != NULL)
		json_end(&out);
}
