/* SPDX-License-Identifier: GPL-2.0-only */
#include "tree.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <internal.h>
#include <lkc.h>

#include "complaint.h"
#include "err.h"
#include "probes.h"
#include "text.h"

/* True while code runs that calls exit(1) when the Kconfig files are wrong. */
static bool parsing;

/* A tree that cannot be read is "could not tell", not "no". */
static void exit_unknown(void)
{
	if (!parsing)
		return;
	fflush(NULL);
	_exit(EXIT_UNKNOWN);
}

static char *join(const char *folder, const char *name)
{
	char *path;

	if (asprintf(&path, "%s/%s", folder, name) == -1)
		die(EXIT_UNKNOWN, "asprintf:");
	return path;
}

static void check_readable(const char *kconfig)
{
	const char *tree = getenv(SRCTREE);
	char *path;

	if (access(kconfig, R_OK) == 0)
		return;
	if (tree == NULL || kconfig[0] == '/')
		die(EXIT_UNKNOWN, "open %s:", kconfig);
	path = join(tree, kconfig);
	if (access(path, R_OK) == -1)
		die(EXIT_UNKNOWN, "open %s:", path);
	free(path);
}

static void parse(const char *kconfig)
{
	if (atexit(exit_unknown) != 0)
		die(EXIT_UNKNOWN, "atexit:");
	parsing = true;
	probes_on(true);
	conf_set_message_callback(NULL);
	conf_parse(kconfig);
	probes_on(false);
	parsing = false;
}

static void read_probes(const char *name)
{
	FILE *f = fopen(name, "r");
	const char *wrong;

	if (f == NULL)
		die(EXIT_UNKNOWN, "open %s:", name);
	wrong = probes_read(f, name);
	if (wrong != NULL)
		die(EXIT_UNKNOWN, "%s: %s; record it anew", name, wrong);
	fclose(f);
}

/* Parse in folder, where the files' names are relative to. */
static void parse_in(const char *folder, const char *kconfig)
{
	int here = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (here == -1)
		die(EXIT_UNKNOWN, "open the current folder:");
	if (chdir(folder) == -1)
		die(EXIT_UNKNOWN, "chdir %s:", folder);
	if (access(kconfig, R_OK) == -1)
		die(EXIT_UNKNOWN, "open %s/%s:", folder, kconfig);
	parse(kconfig);
	if (fchdir(here) == -1)
		die(EXIT_UNKNOWN, "chdir back:");
	close(here);
}

void tree_parse(const char *kconfig, const char *probes)
{
	const char *top;
	size_t n = strlen(kconfig), m;
	char *folder;

	if (probes == NULL) {
		check_readable(kconfig);
		parse(kconfig);
		return;
	}
	read_probes(probes);
	/* The name ends in the recorded one; what is before it is the folder. */
	top = probes_top();
	m = strlen(top);
	if (n < m || strcmp(kconfig + n - m, top) != 0 ||
	    (n > m && kconfig[n - m - 1] != '/'))
		die(EXIT_UNKNOWN, "%s: %s was made for %s", kconfig, probes,
		    top);
	folder = n == m ? strdup(".") : strndup(kconfig, n - m);
	if (folder == NULL)
		die(EXIT_UNKNOWN, "strndup:");
	parse_in(folder, top);
	free(folder);
}

void tree_open(const char *folder)
{
	char *probes = join(folder, "probes");
	char *kconfig = join(folder, "kconfig");

	read_probes(probes);
	parse_in(kconfig, probes_top());
	/* probes is kept for messages. */
	free(kconfig);
}

/* Make the folders above path. */
static void make_folders(char *path)
{
	for (char *s = path + 1; *s != '\0'; s++) {
		if (*s != '/')
			continue;
		*s = '\0';
		if (mkdir(path, 0777) == -1 && errno != EEXIST)
			die(EXIT_UNKNOWN, "mkdir %s:", path);
		*s = '/';
	}
}

/* A name that stays in its folder: relative, and no part of it is "..". */
static bool stays(const char *name)
{
	if (name[0] == '/')
		return false;
	for (;;) {
		size_t n = strcspn(name, "/");

		if (n == 2 && name[0] == '.' && name[1] == '.')
			return false;
		if (name[n] == '\0')
			return true;
		name += n + 1;
	}
}

static void copy_file(const char *folder, const char *name)
{
	char *path, buffer[65536];
	FILE *in, *out;
	size_t n;
	int lost;

	if (!stays(name))
		die(EXIT_UNKNOWN, "%s: only a tree whose files have relative "
				  "names can be recorded", name);
	if (asprintf(&path, "%s/kconfig/%s", folder, name) == -1)
		die(EXIT_UNKNOWN, "asprintf:");
	make_folders(path);
	in = zconf_fopen(name);
	if (in == NULL)
		die(EXIT_UNKNOWN, "open %s:", name);
	out = fopen(path, "w");
	if (out == NULL)
		die(EXIT_UNKNOWN, "open %s:", path);
	while ((n = fread(buffer, 1, sizeof(buffer), in)) > 0)
		fwrite(buffer, 1, n, out);
	if (ferror(in))
		die(EXIT_UNKNOWN, "read %s:", name);
	lost = ferror(out);
	if (fclose(out) != 0 || lost)
		die(EXIT_UNKNOWN, "write %s:", path);
	fclose(in);
	free(path);
}

void tree_record(const char *folder, const char *kconfig)
{
	/* "\tNAME \\\n" for each file that was read; what make would depend on. */
	char *list = strdup(str_get(&autoconf_cmd)), *line, *path;
	FILE *f;
	int lost;

	if (list == NULL)
		die(EXIT_UNKNOWN, "strdup:");
	path = join(folder, "probes");
	make_folders(path);
	for (char *s = list; (line = strsep(&s, "\n")) != NULL;) {
		if (line[0] != '\t' || strcspn(line, " ") == strlen(line))
			continue;
		line[strcspn(line, " ")] = '\0';
		copy_file(folder, line + 1);
	}
	f = fopen(path, "w");
	if (f == NULL)
		die(EXIT_UNKNOWN, "open %s:", path);
	probes_write(f, kconfig);
	lost = ferror(f);
	if (fclose(f) != 0 || lost)
		die(EXIT_UNKNOWN, "write %s:", path);
	free(path);
	free(list);
}

static size_t fault(const struct request *r, const char *what)
{
	return complain(&(struct complaint){
		.file = r->file, .line = r->line, .symbol = r->symbol,
		.text = what});
}

/* Is the request's value one that a symbol of this type can have? */
static size_t check_value(struct symbol *sym, const struct request *r)
{
	bool letter = strcmp(r->value, "y") == 0 || strcmp(r->value, "n") == 0 ||
		      strcmp(r->value, "m") == 0;

	switch (sym->type) {
	case S_BOOLEAN:
		if (r->quoted || !letter || r->value[0] == 'm')
			return fault(r, "is a bool: =y, or \"is not set\"");
		return 0;
	case S_TRISTATE:
		if (r->quoted || !letter)
			return fault(r, "is a tristate: =y, =m, or \"is not set\"");
		return 0;
	case S_STRING:
		if (!r->quoted)
			return fault(r, "is a string: write it in quotes");
		return 0;
	default:
		if (r->quoted || !sym_string_valid(sym, r->value))
			return fault(r, sym->type == S_HEX
					    ? "is a hexadecimal number"
					    : "is a decimal number");
		return 0;
	}
}

/* A request must name a symbol of this tree, with a value of its type. */
static size_t check_symbol(const struct request *r)
{
	struct symbol *sym = sym_find(r->symbol);

	/* A name that is only used in expressions has no type. */
	if (sym == NULL || sym->type == S_UNKNOWN) {
		char text[512];

		snprintf(text, sizeof(text), "unknown symbol: no Kconfig file "
			 "of this tree defines it; see: make why SYM=%.80s",
			 r->symbol);
		return fault(r, text);
	}
	return check_value(sym, r);
}

/* Without those at fault, if drop; returns how many they are. */
static size_t check_symbols(struct requests *rs, bool drop)
{
	size_t bad = 0, n = 0;

	for (size_t i = 0; i < rs->n; i++) {
		size_t wrong = check_symbol(&rs->at[i]);

		bad += wrong;
		if (wrong == 0 || !drop)
			rs->at[n++] = rs->at[i];
	}
	rs->n = n;
	return bad;
}

static void write_request(FILE *f, const struct request *r)
{
	if (!r->quoted && strcmp(r->value, "n") == 0) {
		fprintf(f, "# CONFIG_%s is not set\n", r->symbol);
		return;
	}
	fprintf(f, "CONFIG_%s=", r->symbol);
	if (r->quoted)
		text_quoted(f, r->value);
	else
		fputs(r->value, f);
	putc('\n', f);
}

/*
 * Hand the requests to the kernel's own reader, as KCONFIG_ALLCONFIG would be;
 * it has no interface but a file.
 */
static void apply(const struct requests *rs)
{
	char name[] = "/tmp/kconf.XXXXXX";
	int fd = mkstemp(name);
	FILE *f;
	int lost;

	if (fd == -1)
		die(EXIT_UNKNOWN, "mkstemp %s:", name);
	f = fdopen(fd, "w");
	if (f == NULL)
		die(EXIT_UNKNOWN, "fdopen %s:", name);
	for (size_t i = 0; i < rs->n; i++)
		write_request(f, &rs->at[i]);
	lost = ferror(f);
	if (fclose(f) != 0 || lost) {
		warn("write %s:", name);
		unlink(name);
		exit(EXIT_UNKNOWN);
	}
	lost = conf_read_simple(name, S_DEF_USER);
	unlink(name);
	if (lost)
		die(EXIT_UNKNOWN, "read %s: the kernel's reader failed", name);
}

static void apply_and_calculate(const struct requests *rs)
{
	struct symbol *sym;

	apply(rs);
	sym_clear_all_valid();
	for_all_symbols(sym)
		sym_calc_value(sym);
}

static size_t read_fragments(struct requests *rs, const struct names *fragments)
{
	size_t bad = 0;

	for (size_t i = 0; i < fragments->n; i++)
		bad += fragment_read(rs, fragments->at[i]);
	return bad + fragment_duplicates(rs);
}

static void count_faults(size_t bad)
{
	if (bad > 0)
		warn("%zu line%s of the fragments %s at fault", bad,
		     bad == 1 ? "" : "s", bad == 1 ? "is" : "are");
}

size_t tree_apply(struct requests *rs, const struct names *fragments)
{
	size_t bad = read_fragments(rs, fragments) + check_symbols(rs, false);

	count_faults(bad);
	if (bad == 0)
		apply_and_calculate(rs);
	return bad;
}

void tree_load(const char *folder, struct requests *rs,
	       const struct names *fragments)
{
	tree_open(folder);
	if (tree_apply(rs, fragments) > 0)
		exit(EXIT_NO);
}

void tree_load_known(const char *folder, struct requests *rs,
		     const struct names *fragments)
{
	size_t bad;

	tree_open(folder);
	bad = read_fragments(rs, fragments);
	count_faults(bad);
	if (bad > 0)
		exit(EXIT_NO);
	if (check_symbols(rs, true) > 0)
		warn("the lines above are left out");
	apply_and_calculate(rs);
}

/* Without what was asked for before; that was printed. */
static void drop_duplicates(struct requests *rs)
{
	struct requests kept = {.at = rs->at};

	for (size_t i = 0; i < rs->n; i++)
		if (fragment_find(&kept, rs->at[i].symbol) == NULL)
			kept.at[kept.n++] = rs->at[i];
	*rs = kept;
}

void tree_load_any(const char *folder, struct requests *rs,
		   const struct names *fragments)
{
	size_t bad;

	tree_open(folder);
	bad = read_fragments(rs, fragments);
	drop_duplicates(rs);
	bad += check_symbols(rs, true);
	count_faults(bad);
	if (bad > 0)
		warn("the answer may be without what they ask for");
	apply_and_calculate(rs);
}
