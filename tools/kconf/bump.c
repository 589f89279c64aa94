/* SPDX-License-Identifier: GPL-2.0-only */
/* kconf bump: two kernel versions under our fragments. */
#include "bump.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "dotconfig.h"
#include "err.h"
#include "options.h"

#define HINT "`make step STEP=linux-config` makes such a folder"

/*
 * The two files of a folder must be of one configuration, or every difference
 * would be reported as one between the kernels.
 */
static void check_config(const char *file, FILE *f, const struct dump *dump)
{
	struct dotconfig config;
	const char *wrong = dotconfig_read(&config, f);

	if (wrong != NULL)
		die(EXIT_UNKNOWN, "%s: %s", file, wrong);
	for (size_t i = 0; i < config.n; i++) {
		const struct setting *p = &config.at[i];
		const struct dumped *s = dump_find(dump, p->symbol);

		if (s != NULL && strcmp(s->value, p->value) == 0)
			continue;
		warn("%s has " PREFIX "%s=%s, symbols.tsv beside it %s", file,
		     p->symbol, p->value,
		     s == NULL	   ? "no such symbol"
		     : s->value[0] ? s->value
				   : "no value");
		die(EXIT_UNKNOWN, "make the folder anew: " HINT);
	}
	dotconfig_free(&config);
}

/* folder's dump. Its config may be missing if requests were lost (optional). */
static struct dump open_folder(const char *folder, bool optional)
{
	char *symbols = format("%s/symbols.tsv", folder);
	char *config = format("%s/config", folder);
	struct dump dump = dump_open(symbols);
	FILE *f = optional ? fopen(config, "r") : open_or_die(config, HINT);

	if (f != NULL) {
		check_config(config, f, &dump);
		fclose(f);
	} else if (errno != ENOENT) {
		die(EXIT_UNKNOWN, "open %s:", config);
	}
	free(symbols);
	free(config);
	return dump;
}

static struct requests read_fragments(const struct names *fragments)
{
	struct requests rs = {0};
	size_t bad = 0;

	for (size_t i = 0; i < fragments->n; i++)
		bad += fragment_read(&rs, fragments->at[i]);
	bad += fragment_duplicates(&rs);
	if (bad > 0)
		die(EXIT_NO, "mend the lines of the fragments above");
	return rs;
}

int cmd_bump(int argc, char **argv)
{
	struct options o = {0};
	struct requests rs;
	struct dump old, new;
	struct bump b;

	if (options_read(&o, "cfjSTu", argc, argv) != argc - 2 ||
	    o.json + o.text + o.commit + o.undecided > 1)
		return EXIT_USAGE;
	old = open_folder(argv[argc - 2], false);
	new = open_folder(argv[argc - 1], true);
	rs = read_fragments(&o.fragments);
	b = bump_compare(&old, &new, &rs);
	if (o.undecided)
		bump_undecided(&b);
	else if (o.json)
		bump_json(&b);
	else if (o.commit)
		bump_commit(&b);
	else
		bump_text(&b);
	if ((o.undecided || o.strict) && b.n_undecided > 0)
		return EXIT_NO;
	return EXIT_YES;
}
