/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kconf resolve: fragments to a .config, with upstream's defaults for all that
 * no fragment names (what `make alldefconfig` does), and no request lost in
 * silence. And kconf record: what that takes, for later runs.
 */
#include "kconf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <lkc.h>

#include "base.h"
#include "complaint.h"
#include "err.h"
#include "modules.h"
#include "options.h"
#include "tree.h"

/* Has sym the value that was asked for? */
static bool honoured(struct symbol *sym, const struct request *r)
{
	bool letter = sym->type == S_BOOLEAN || sym->type == S_TRISTATE;

	/* What .config does not name is not there, whatever its value. */
	if (!letter && !(sym->flags & SYMBOL_WRITE))
		return false;
	return same_value(symbol_type(sym), sym_get_string_value(sym),
			  r->value);
}

static size_t check_results(const struct requests *rs)
{
	size_t bad = 0;

	for (size_t i = 0; i < rs->n; i++) {
		const struct request *r = &rs->at[i];
		struct symbol *sym = sym_find(r->symbol);
		char *reason;

		if (honoured(sym, r))
			continue;
		reason = reason_text(sym, r->value, rs, NULL);
		bad += complain(&(struct complaint){
			.file = r->file, .line = r->line, .symbol = r->symbol,
			.wanted = r->value, .got = sym_get_string_value(sym),
			.text = reason});
		free(reason);
	}
	return bad;
}

/* Is there nothing to complain about? */
static bool resolve(const struct names *fragments)
{
	struct requests rs = {0};
	size_t bad;

	if (tree_apply(&rs, fragments) > 0)
		return false;
	bad = check_results(&rs);
	if (bad > 0) {
		warn("%zu of %zu requests were not honoured", bad, rs.n);
		return false;
	}
	if (conf_errors() || sym_dep_errors()) {
		warn("the kernel's own checks failed; see the lines above");
		return false;
	}
	return true;
}

int cmd_record(int argc, char **argv)
{
	const char *folder = getenv(SRCTREE);
	char *file;

	if (argc != 3 || argv[1][0] == '-' || argv[2][0] == '-')
		return EXIT_USAGE;
	tree_parse(argv[2], NULL);
	tree_record(argv[1], argv[2]);
	file = format("%s/modules", argv[1]);
	modules_record(file, folder != NULL ? folder : ".");
	free(file);
	return EXIT_YES;
}

/*
 * The kernel's writer makes missing folders, and does not say why it failed.
 * Exits EXIT_UNKNOWN if name cannot be a file.
 */
static void check_output(const char *name)
{
	const char *slash = strrchr(name, '/');
	char *folder;
	struct stat st;

	if ((slash != NULL && slash[1] == '\0') ||
	    (stat(name, &st) == 0 && S_ISDIR(st.st_mode)))
		die(EXIT_UNKNOWN, "write %s: it is a folder", name);
	if (slash == NULL)
		return;
	folder = copy_n(name, (size_t)(slash - name) + 1);
	if (access(folder, W_OK | X_OK) == -1)
		die(EXIT_UNKNOWN, "write %s:", name);
	free(folder);
}

int cmd_resolve(int argc, char **argv)
{
	struct options o = {0};
	struct names fragments = {0};
	int first = options_read(&o, "jopt", argc, argv);
	bool good;

	if (first == -1 || o.output == NULL)
		return EXIT_USAGE;
	/* The Kconfig file's name comes from one place, answers from one. */
	if ((o.tree != NULL && o.probes != NULL) ||
	    argc - first < (o.tree != NULL ? 1 : 2))
		return EXIT_USAGE;
	check_output(o.output);
	if (o.tree != NULL)
		tree_open(o.tree);
	else
		tree_parse(argv[first], o.probes);
	for (int i = first + (o.tree == NULL); i < argc; i++)
		names_add(&fragments, argv[i]);
	if (o.json)
		complaint_json();
	good = resolve(&fragments);
	complaint_end();
	if (!good)
		return EXIT_NO;
	if (conf_write(o.output) != 0)
		die(EXIT_UNKNOWN, "write %s:", o.output);
	return EXIT_YES;
}
