/* SPDX-License-Identifier: BSD-2-Clause */
/* pack: a reproducible initramfs from rootfs lists. See pack.1. */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "../lib/about.h"
#include "../lib/err.h"
#include "../lib/num.h"
#include "../lib/outfile.h"
#include "list.h"
#include "source.h"
#include "write.h"

#define USAGE "usage: pack -o OUT [-D NAME=DIR]... LIST...\n" \
	      "       pack -l [-D NAME=DIR]... LIST...\n"

static noreturn void usage(void)
{
	fputs(USAGE, stderr);
	exit(EXIT_USAGE);
}

static void add_dir(struct source_dirs *dirs, const char *arg)
{
	switch (source_add(dirs, arg)) {
	case SOURCE_ADDED:
		return;
	case SOURCE_SYNTAX:
		die(EXIT_USAGE, "-D %s: give NAME=DIR, NAME of letters, "
		    "digits and ._+-", arg);
	case SOURCE_TWICE:
		die(EXIT_USAGE, "-D %s: this name was given before", arg);
	case SOURCE_SYSTEM:
		die(EXIT_UNKNOWN, "-D %s: open the directory:", arg);
	}
}

static void read_list(struct list *l, const char *name,
    const struct source_dirs *dirs)
{
	FILE *f = fopen(name, "re");

	if (!f)
		die(EXIT_UNKNOWN, "open %s:", name);
	if (list_read(l, f, name, dirs))
		die(EXIT_UNKNOWN, "read %s:", name);
	fclose(f);
}

/* One line an entry, tabs between: what the size report reads. */
static void print(const struct list *l)
{
	size_t i;

	for (i = 0; i < l->n; i++) {
		const struct entry *e = &l->entry[i];

		printf("%s\t%s\t%04" PRIo32 "\t%" PRIu32 "\t%" PRIu32
		    "\t%" PRIu64 "\t%s\n", e->path, list_type_name(e->type),
		    e->mode, e->uid, e->gid, e->size, e->source);
	}
}

static void pack(const struct list *l, const char *out, uint32_t mtime)
{
	struct outfile o;

	if (outfile_open(&o, out))
		die(EXIT_UNKNOWN, "create %s:", out);
	if (write_newc(o.fd, l, mtime))
		exit(EXIT_UNKNOWN); /* said why; exit removes the file */
	if (outfile_commit(&o))
		die(EXIT_UNKNOWN, "write %s:", out);
}

int main(int argc, char **argv)
{
	struct source_dirs dirs = { 0 };
	struct list list = { 0 };
	const struct entry *failed;
	const char *out = NULL, *why;
	bool listing = false;
	uint32_t mtime = 0;
	int opt;

	progname = "pack";
	about(argc, argv, USAGE);
	while ((opt = getopt(argc, argv, "o:D:lh")) != -1) {
		switch (opt) {
		case 'o':
			out = optarg;
			break;
		case 'D':
			add_dir(&dirs, optarg);
			break;
		case 'l':
			listing = true;
			break;
		case 'h':
			fputs(USAGE, stdout);
			finish(EXIT_YES);
		default:
			usage();
		}
	}
	if (listing == (out != NULL) || optind == argc)
		usage();
	if (out && num_epoch(&mtime, &why))
		die(EXIT_USAGE, "SOURCE_DATE_EPOCH %s", why);

	for (; optind < argc; optind++)
		read_list(&list, argv[optind], &dirs);
	if (list_check(&list))
		die(EXIT_UNKNOWN, "malloc:");
	if (list_sizes(&list, &failed))
		die(EXIT_UNKNOWN, "%s:%lu: open %s:", failed->list,
		    failed->line, failed->source);
	if (list.errors)
		die(EXIT_NO, "%lu error%s in the lists, nothing written",
		    list.errors, list.errors == 1 ? "" : "s");
	if (list.n == 0)
		die(EXIT_NO, "no entry in the lists, nothing written");

	if (listing)
		print(&list);
	else
		pack(&list, out, mtime);
	finish(EXIT_YES);
}
