/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kconf resolve: fragments to a .config, with upstream's defaults for all that
 * no fragment names (what `make alldefconfig` does), and no request lost in
 * silence.
 */
#include "kconf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <internal.h>
#include <lkc.h>

#include "err.h"

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

static void parse_kconfig(const char *kconfig)
{
	if (access(kconfig, R_OK) == -1) {
		const char *tree = getenv(SRCTREE);
		char *path;

		if (tree == NULL || asprintf(&path, "%s/%s", tree, kconfig) == -1)
			die(EXIT_UNKNOWN, "open %s:", kconfig);
		if (access(path, R_OK) == -1)
			die(EXIT_UNKNOWN, "open %s:", path);
		free(path);
	}
	if (atexit(exit_unknown) != 0)
		die(EXIT_UNKNOWN, "atexit:");
	parsing = true;
	conf_parse(kconfig);
	parsing = false;
}

static size_t complain(const struct request *r, const char *what)
{
	fprintf(stderr, "%s:%u: CONFIG_%s: %s\n", r->file, r->line, r->symbol,
		what);
	return 1;
}

/* Is the request's value one that a symbol of this type can have? */
static size_t check_value(struct symbol *sym, const struct request *r)
{
	bool letter = strcmp(r->value, "y") == 0 || strcmp(r->value, "n") == 0 ||
		      strcmp(r->value, "m") == 0;

	switch (sym->type) {
	case S_BOOLEAN:
		if (r->quoted || !letter || r->value[0] == 'm')
			return complain(r, "is a bool: =y, or \"is not set\"");
		return 0;
	case S_TRISTATE:
		if (r->quoted || !letter)
			return complain(r, "is a tristate: =y, =m, or \"is not set\"");
		return 0;
	case S_STRING:
		if (!r->quoted)
			return complain(r, "is a string: write it in quotes");
		return 0;
	default:
		if (r->quoted || !sym_string_valid(sym, r->value))
			return complain(r, sym->type == S_HEX
					       ? "is a hexadecimal number"
					       : "is a decimal number");
		return 0;
	}
}

/* Every request must name a symbol of this tree, with a value of its type. */
static size_t check_symbols(const struct requests *rs)
{
	size_t bad = 0;

	for (size_t i = 0; i < rs->n; i++) {
		struct symbol *sym = sym_find(rs->at[i].symbol);

		/* A name that is only used in expressions has no type. */
		if (sym == NULL || sym->type == S_UNKNOWN)
			bad += complain(&rs->at[i], "unknown symbol: no Kconfig "
						    "file of this tree defines it");
		else
			bad += check_value(sym, &rs->at[i]);
	}
	return bad;
}

static void write_request(FILE *f, const struct request *r)
{
	if (!r->quoted && strcmp(r->value, "n") == 0) {
		fprintf(f, "# CONFIG_%s is not set\n", r->symbol);
		return;
	}
	fprintf(f, "CONFIG_%s=", r->symbol);
	if (!r->quoted) {
		fprintf(f, "%s\n", r->value);
		return;
	}
	putc('"', f);
	for (const char *s = r->value; *s != '\0'; s++) {
		if (*s == '"' || *s == '\\')
			putc('\\', f);
		putc(*s, f);
	}
	fputs("\"\n", f);
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

/* Has sym the value that was asked for? */
static bool honoured(struct symbol *sym, const struct request *r)
{
	const char *got = sym_get_string_value(sym);
	int base = 10;

	switch (sym->type) {
	case S_HEX:
		base = 16;
		/* fall through */
	case S_INT:
		return strtoll(got, NULL, base) == strtoll(r->value, NULL, base) &&
		       (sym->flags & SYMBOL_WRITE);
	case S_STRING:
		return strcmp(got, r->value) == 0 && (sym->flags & SYMBOL_WRITE);
	default:
		return strcmp(got, r->value) == 0;
	}
}

static size_t check_results(const struct requests *rs)
{
	struct symbol *sym;
	size_t bad = 0;

	sym_clear_all_valid();
	for_all_symbols(sym)
		sym_calc_value(sym);
	for (size_t i = 0; i < rs->n; i++) {
		const struct request *r = &rs->at[i];
		const char *got;

		sym = sym_find(r->symbol);
		if (honoured(sym, r))
			continue;
		got = sym_get_string_value(sym);
		fprintf(stderr, "%s:%u: CONFIG_%s: wanted %s, got %s: ", r->file,
			r->line, r->symbol, r->value, got[0] ? got : "nothing");
		reason_print(sym, r, rs);
		putc('\n', stderr);
		bad++;
	}
	return bad;
}

int cmd_resolve(int argc, char **argv)
{
	struct requests rs = {0};
	const char *out = NULL;
	size_t bad = 0;
	int opt;

	while ((opt = getopt(argc, argv, "o:")) != -1) {
		if (opt != 'o')
			return EXIT_USAGE;
		out = optarg;
	}
	argc -= optind;
	argv += optind;
	if (out == NULL || argc < 2)
		return EXIT_USAGE;

	/* Warnings of the kernel's code about values or selects count. */
	if (setenv("KCONFIG_WERROR", "1", 1) == -1)
		die(EXIT_UNKNOWN, "setenv:");
	conf_set_message_callback(NULL);
	parse_kconfig(argv[0]);

	for (int i = 1; i < argc; i++)
		bad += fragment_read(&rs, argv[i]);
	bad += fragment_duplicates(&rs);
	bad += check_symbols(&rs);
	if (bad > 0) {
		warn("%zu line%s of the fragments at fault", bad,
		     bad == 1 ? " is" : "s are");
		return EXIT_NO;
	}
	apply(&rs);
	bad = check_results(&rs);
	if (bad > 0) {
		warn("%zu of %zu requests were not honoured", bad, rs.n);
		return EXIT_NO;
	}
	if (conf_errors() || sym_dep_errors()) {
		warn("the kernel's own checks failed; see the lines above");
		return EXIT_NO;
	}
	if (conf_write(out) != 0)
		die(EXIT_UNKNOWN, "write %s:", out);
	return EXIT_YES;
}
