/* SPDX-License-Identifier: BSD-2-Clause */
/* The check subcommands: is it valid, and how is it spelled? */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../lib/err.h"
#include "../lib/readfile.h"
#include "../st/hostconfig.h"
#include "../st/json.h"
#include "../st/trustdir.h"
#include "../st/url.h"
#include "stmgr.h"

/* Something to check, which messages call name. text() returns NULL after setting the reason. */
struct format {
	const char *command;
	const char *usage;
	int (*folder)(const char *path); /* NULL: there is none of this kind */
	size_t limit; /* bytes */
	char *(*text)(const char *name, const void *data, size_t len,
	    struct why *why);
};

static char *no_memory(char *s, struct why *why)
{
	if (!s)
		why_machine(why, "needs more memory than there is");
	return s;
}

static void say(void *arg, const char *text)
{
	warn("warning: %s: %s", (const char *)arg, text);
}

/* The first URL that is wrong is the reason. */
static void keep_first(void *arg, const char *text)
{
	struct why *why = arg;

	if (!why->text[0])
		why_set(why, "%s", text);
}

static char *hostconfig(const char *name, const void *data, size_t len,
    struct why *why)
{
	static char urls[URL_ESCAPED(HOSTCONFIG_MAX)]; /* secret */
	struct hostconfig h;
	char *s;

	if (hostconfig_parse(data, len, &h, why))
		return NULL;
	hostconfig_warnings(&h, say, (void *)(uintptr_t)name);
	*why = (struct why){0};
	hostconfig_urls(&h, urls, keep_first, why);
	s = why->text[0] ? NULL : no_memory(hostconfig_text(&h), why);
	hostconfig_free(&h);
	return s;
}

static char *trustpolicy(const char *name, const void *data, size_t len,
    struct why *why)
{
	struct trustpolicy t;

	(void)name;
	if (trustpolicy_parse(data, len, &t, why))
		return NULL;
	return no_memory(trustpolicy_text(&t), why);
}

/*
 * Upstream takes the JSON itself; no file that anyone has starts like that, nor
 * with a byte order mark, which the parser refuses by that name.
 */
static int is_json(const char *arg)
{
	if (!strncmp(arg, ST_JSON_BOM, strlen(ST_JSON_BOM)))
		return true;
	arg += strspn(arg, " \t\r\n");
	return *arg == '{' || *arg == '[' || *arg == '\0';
}

static int load(const char *arg, size_t limit, unsigned char **data,
    size_t *len)
{
	if (!strcmp(arg, "-"))
		return readfile_fd(STDIN_FILENO, limit, data, len);
	return readfile_at(AT_FDCWD, arg, limit, data, len);
}

static bool is_folder(const char *arg)
{
	struct stat st;

	return !stat(arg, &st) && S_ISDIR(st.st_mode);
}

/* Whole, as the boot loader reads it: roots and Sigsum policy, too. */
static int trust_folder(const char *path)
{
	struct trustdir t;
	struct why why;
	int unreadable;
	char *text;

	if (trustdir_load(path, &t, &unreadable, &why)) {
		warn("%s: %s", path, why.text);
		return unreadable ? EXIT_UNKNOWN : EXIT_NO;
	}
	text = trustpolicy_text(&t.policy);
	trustdir_free(&t);
	if (!text)
		die(EXIT_UNKNOWN, "out of memory");
	puts(text);
	free(text);
	return EXIT_YES;
}

static int check(const struct format *f, const char *arg)
{
	const char *name = is_json(arg) ? "the JSON text" : arg;
	unsigned char *data;
	struct why why;
	size_t len;
	char *text;

	if (is_json(arg)) {
		data = (unsigned char *)strdup(arg);
		if (!data)
			die(EXIT_UNKNOWN, "strdup:");
		len = strlen(arg);
	} else if (f->folder && is_folder(arg)) {
		return f->folder(arg);
	} else if (load(arg, f->limit, &data, &len)) {
		if (errno == EFBIG) {
			warn("%s: is longer than %zu bytes", arg, f->limit);
			return EXIT_NO;
		}
		die(EXIT_UNKNOWN, "read %s:", arg);
	}
	text = f->text(name, data, len, &why);
	free(data);
	if (!text) {
		warn("%s: %s", name, why.text);
		return why_status(&why);
	}
	puts(text);
	free(text);
	return EXIT_YES;
}

static int run(const struct format *f, int argc, char **argv)
{
	int help;

	if (argc > 1 && !strcmp(argv[0], "--")) {
		argc--;
		argv++;
	}
	help = argc == 1 && (!strcmp(argv[0], "-h") ||
		!strcmp(argv[0], "--help") || !strcmp(argv[0], "-help"));
	if (!help && argc == 1 && (argv[0][0] != '-' || argv[0][1] == '\0'))
		return check(f, argv[0]);
	if (!help && argc != 1)
		warn("one argument is needed: %s (-: the standard input)",
		    f->usage);
	else if (!help)
		warn("%s: no such flag", argv[0]);
	fprintf(help ? stdout : stderr, "usage: stmgr %s check %s\n",
	    f->command, f->usage);
	return help ? EXIT_YES : EXIT_USAGE;
}

int hostconfig_check(int argc, char **argv)
{
	static const struct format f = { "hostconfig", "JSON|FILE|-", NULL,
		HOSTCONFIG_MAX, hostconfig };

	return run(&f, argc, argv);
}

int trustpolicy_check(int argc, char **argv)
{
	static const struct format f = { "trustpolicy", "JSON|FILE|DIR|-",
		trust_folder, TRUSTPOLICY_MAX, trustpolicy };

	return run(&f, argc, argv);
}
