/* SPDX-License-Identifier: GPL-2.0-only */
#include "options.h"

#include <dirent.h>
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base.h"
#include "err.h"

#define FRAGMENTS "configs/kernel"
#define RULES "configs/kernel/rules"
#define DEVIATIONS "configs/kernel/rules/deviations"

static const struct option long_options[] = {
	{"before", required_argument, NULL, 'B'},
	{"budget", required_argument, NULL, 'b'},
	{"config", required_argument, NULL, 'C'},
	{"commit", no_argument, NULL, 'c'},
	{"deviations", required_argument, NULL, 'd'},
	{"fragments", required_argument, NULL, 'f'},
	{"json", no_argument, NULL, 'j'},
	{"keep-going", no_argument, NULL, 'k'},
	{"older", required_argument, NULL, 'O'},
	{"probes", required_argument, NULL, 'p'},
	{"rules", required_argument, NULL, 'r'},
	{"strict", no_argument, NULL, 'S'},
	{"symbols", required_argument, NULL, 's'},
	{"text", no_argument, NULL, 'T'},
	{"tree", required_argument, NULL, 't'},
	{"undecided", no_argument, NULL, 'u'},
	{NULL, 0, NULL, 0},
};

void names_add(struct names *names, const char *name)
{
	names->at = grow(names->at, names->n, sizeof(*names->at));
	names->at[names->n++] = name;
}

static const char *wanted_suffix;

static int has_suffix(const struct dirent *d)
{
	size_t n = strlen(d->d_name), m = strlen(wanted_suffix);

	return d->d_name[0] != '.' && n > m &&
	       strcmp(d->d_name + n - m, wanted_suffix) == 0;
}

/* The files of folder that end in suffix, sorted by name. */
static void add_folder(struct names *names, const char *folder,
		       const char *suffix, bool must_exist)
{
	struct dirent **entry;
	char *path;
	int n;

	wanted_suffix = suffix;
	n = scandir(folder, &entry, has_suffix, alphasort);
	if (n == -1 && errno == ENOENT && !must_exist)
		return;
	if (n == -1)
		die(EXIT_UNKNOWN, "open %s:", folder);
	for (int i = 0; i < n; i++) {
		if (asprintf(&path, "%s/%s", folder, entry[i]->d_name) == -1)
			die(EXIT_UNKNOWN, "asprintf:");
		names_add(names, path);
		free(entry[i]);
	}
	free(entry);
	if (n == 0 && must_exist)
		die(EXIT_UNKNOWN, "%s holds no file that ends in %s", folder,
		    suffix);
}

static void add(struct names *names, const char *name, const char *suffix,
		const char *more)
{
	struct stat st;
	char *path;

	if (stat(name, &st) == -1 || !S_ISDIR(st.st_mode)) {
		names_add(names, name);
		return;
	}
	add_folder(names, name, suffix, true);
	if (more == NULL)
		return;
	if (asprintf(&path, "%s/%s", name, more) == -1)
		die(EXIT_UNKNOWN, "asprintf:");
	add_folder(names, path, suffix, false);
	free(path);
}

static bool set(struct options *o, int opt)
{
	switch (opt) {
	case 'B':
		o->before = optarg;
		return true;
	case 'b':
		o->budget = optarg;
		return true;
	case 'C':
		o->config = optarg;
		return true;
	case 'c':
		o->commit = true;
		return true;
	case 'd':
		o->deviations = optarg;
		return true;
	case 'f':
		add(&o->fragments, optarg, ".config", "hw");
		return true;
	case 'j':
		o->json = true;
		return true;
	case 'k':
		o->keep_going = true;
		return true;
	case 'O':
		o->older = optarg;
		return true;
	case 'o':
		o->output = optarg;
		return true;
	case 'p':
		o->probes = optarg;
		return true;
	case 'r':
		add(&o->rules, optarg, ".rules", NULL);
		return true;
	case 'S':
		o->strict = true;
		return true;
	case 's':
		o->symbols = optarg;
		return true;
	case 'T':
		o->text = true;
		return true;
	case 't':
		o->tree = optarg;
		return true;
	case 'u':
		o->undecided = true;
		return true;
	default:
		return false;
	}
}

int options_read(struct options *o, const char *accepted, int argc,
		 char **argv)
{
	const char *command = argv[0];
	int opt, index = -1;

	/* For getopt's messages. */
	argv[0] = format("%s %s", progname, command);
	while ((opt = getopt_long(argc, argv, "o:", long_options, &index)) != -1) {
		if (opt == '?')
			return -1;
		if (strchr(accepted, opt) == NULL) {
			if (index == -1)
				warn("%s has no option -%c", command, opt);
			else
				warn("%s has no option --%s", command,
				     long_options[index].name);
			return -1;
		}
		index = -1;
		if (!set(o, opt))
			return -1;
	}
	if (strchr(accepted, 'f') != NULL && o->fragments.n == 0 &&
	    o->config == NULL)
		add(&o->fragments, FRAGMENTS, ".config", "hw");
	if (strchr(accepted, 'r') != NULL && o->rules.n == 0) {
		add(&o->rules, RULES, ".rules", NULL);
		if (o->deviations == NULL && o->config == NULL)
			o->deviations = DEVIATIONS;
	}
	return optind;
}
