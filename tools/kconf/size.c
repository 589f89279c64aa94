/* SPDX-License-Identifier: GPL-2.0-only */
/* kconf size: what each option and each source folder costs, and may cost. */
#include "size.h"

#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "budget.h"
#include "closure.h"
#include "dumped.h"
#include "err.h"
#include "kconf.h"
#include "options.h"

#define HINT_OBJECTS                                                           \
	"objects.tsv is an output of the step linux: `make kernel` puts it "   \
	"into out/kernel"

static struct objects read_objects(const char *file)
{
	struct objects objects = {0};
	struct tsv t = {.f = open_or_die(file, HINT_OBJECTS), .name = file};
	const char *wrong = objects_read(&objects, &t);

	if (wrong != NULL) {
		warn("%s:%lu: %s", file, t.line, wrong);
		die(EXIT_UNKNOWN, HINT_OBJECTS);
	}
	fclose(t.f);
	tsv_free(&t);
	return objects;
}

static void compare(struct size_report *r, const char *file)
{
	struct objects objects = read_objects(file);
	struct sums all = sums_of_all(&objects);
	struct sums options = sums_of_options(&objects);
	struct sums folders = sums_of_folders(&objects);

	sums_before(&r->all, &all);
	sums_before(&r->options, &options);
	sums_before(&r->folders, &folders);
	r->compared = true;
}

/* What a budget's line is about, or NULL. Folders count with all below. */
static const struct sum *subject(const struct size_report *r, const char *name)
{
	if (strcmp(name, "total") == 0)
		return sums_find(&r->all, name);
	if (name[strlen(name) - 1] == '/')
		return sums_find(&r->folders, name);
	return sums_find(&r->options, name);
}

static void check_budget(struct size_report *r, const char *file)
{
	struct budgets budgets = {0};
	FILE *f = open_or_die(file, "a budget holds lines of CONFIG_X, folder/ "
				    "or total, and a number of bytes");

	if (budgets_read(&budgets, f, file) != 0)
		die(EXIT_UNKNOWN, "%s: mend the lines above", file);
	fclose(f);
	r->budgeted = true;
	for (size_t i = 0; i < budgets.n; i++) {
		const struct budget *b = &budgets.at[i];
		const struct sum *s = subject(r, b->name);
		struct excess e = {
			.name = b->name,
			.most = b->most,
			.line = b->line,
			/* Nothing but a memory of the other build? */
			.missing =
				s == NULL || (s->objects == 0 && s->all == 0),
		};

		if (!e.missing)
			e.bytes = b->name[strlen(b->name) - 1] == '/'
					  ? s->all
					  : sum_bytes(s);
		if (!e.missing && e.bytes <= e.most)
			continue;
		r->excess = grow(r->excess, r->n, sizeof(e));
		r->excess[r->n++] = e;
	}
}

/* Name what is over its budget or cannot be told. Returns the exit status. */
static int verdict(const struct size_report *r, const char *file)
{
	int status = EXIT_YES;

	for (size_t i = 0; i < r->n; i++) {
		const struct excess *e = &r->excess[i];

		if (e->missing) {
			warn("%s:%lu: no object is there for %s: mend the "
			     "name, "
			     "or take the line out",
			     file, e->line, e->name);
			if (status == EXIT_YES)
				status = EXIT_UNKNOWN;
			continue;
		}
		warn("%s:%lu: %s has %llu bytes, %llu over its budget of %llu",
		     file, e->line, e->name, (unsigned long long)e->bytes,
		     (unsigned long long)(e->bytes - e->most),
		     (unsigned long long)e->most);
		status = EXIT_NO;
	}
	if (status == EXIT_NO)
		warn("make it smaller (--before, with objects.tsv of an "
		     "earlier build, tells what grew), or raise the line in %s "
		     "and say why", file);
	return status;
}

int cmd_size(int argc, char **argv)
{
	struct options o = {0};
	struct size_report r = {0};
	struct objects objects;

	if (options_read(&o, "Bbjs", argc, argv) != argc - 1)
		return EXIT_USAGE;

	objects = read_objects(argv[argc - 1]);
	r.all = sums_of_all(&objects);
	r.options = sums_of_options(&objects);
	r.folders = sums_of_folders(&objects);
	if (o.symbols != NULL) {
		struct dump dump = dump_open(o.symbols);

		closures(&r.options, &dump);
		r.closures = true;
	}
	if (o.before != NULL)
		compare(&r, o.before);
	if (o.budget != NULL)
		check_budget(&r, o.budget);
	if (o.json)
		size_json(&r);
	else
		size_text(&r);
	return verdict(&r, o.budget);
}
