/* SPDX-License-Identifier: GPL-2.0-only */
#include "budget.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "lines.h"
#include "num.h"

static bool is_name(const char *s)
{
	size_t n = strlen(s);

	if (strcmp(s, "total") == 0 || strcmp(s, "always") == 0)
		return true;
	if (strncmp(s, PREFIX, strlen(PREFIX)) == 0)
		return is_symbol(s + strlen(PREFIX));
	return n > 1 && s[0] != '/' && s[n - 1] == '/';
}

static bool known(const struct budgets *budgets, const char *name)
{
	for (size_t i = 0; i < budgets->n; i++)
		if (strcmp(budgets->at[i].name, name) == 0)
			return true;
	return false;
}

int budgets_read(struct budgets *budgets, FILE *f, const char *file)
{
	struct lines in = {.file = f, .name = file};

	while (lines_next(&in)) {
		struct budget b;
		char *field[2];
		size_t n = lines_blank_fields(in.text, field, 2);

		if (n == 0)
			continue;
		if (n != 2 || !is_name(field[0]) ||
		    num_decimal(field[1], INT64_MAX, &b.most) != 0) {
			lines_error(&in, "wants CONFIG_X, folder/ or total, "
					 "and a number of bytes");
			continue;
		}
		if (known(budgets, field[0])) {
			lines_error(&in, "%s has a budget already", field[0]);
			continue;
		}
		b.name = copy(field[0]);
		b.line = in.number;
		budgets->at = grow(budgets->at, budgets->n, sizeof(b));
		budgets->at[budgets->n++] = b;
	}
	if (ferror(f))
		lines_error(&in, "cannot be read");
	return in.errors == 0 ? 0 : -1;
}

void budgets_free(struct budgets *budgets)
{
	for (size_t i = 0; i < budgets->n; i++)
		free(budgets->at[i].name);
	free(budgets->at);
	*budgets = (struct budgets){0};
}
