/* SPDX-License-Identifier: BSD-2-Clause */
/* manifest: what an image was made of, as JSON. See manifest.1. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../lib/about.h"
#include "../lib/err.h"
#include "../lib/num.h"
#include "../lib/outfile.h"
#include "build.h"
#include "check.h"

#define COMMON "-i IMAGE -f FLAVOUR -v VERSION -t TREE -s STEPS -b BUILDER -o OUT"
#define USAGE "usage: manifest write " COMMON " FILE...\n" \
	      "       manifest sbom " COMMON " -u STEP,... [-c PACKAGE,...] FILE\n"

static noreturn void usage(void)
{
	fputs(USAGE, stderr);
	exit(EXIT_USAGE);
}

struct args {
	const char *steps, *builder, *out, *used, *tools;
};

static void parse(int argc, char **argv, struct build *b, struct args *a)
{
	int opt;

	while ((opt = getopt(argc, argv, "i:f:v:t:s:b:o:u:c:h")) != -1) {
		switch (opt) {
		case 'i':
			b->image = optarg;
			break;
		case 'f':
			b->flavour = optarg;
			break;
		case 'v':
			b->version = optarg;
			break;
		case 't':
			b->tree = optarg;
			break;
		case 's':
			a->steps = optarg;
			break;
		case 'b':
			a->builder = optarg;
			break;
		case 'o':
			a->out = optarg;
			break;
		case 'u':
			a->used = optarg;
			break;
		case 'c':
			a->tools = optarg;
			break;
		case 'h':
			fputs(USAGE, stdout);
			finish(EXIT_YES);
		default:
			usage();
		}
	}
	if (!b->image || !b->flavour || !b->version || !b->tree ||
	    !a->steps || !a->builder || !a->out || optind == argc)
		usage();
}

static void check(struct build *b)
{
	const char *why;

	if (!is_name(b->image))
		die(EXIT_USAGE, "-i %s: use letters, digits and ._+-",
		    b->image);
	if (!is_name(b->flavour))
		die(EXIT_USAGE, "-f %s: use letters, digits and ._+-",
		    b->flavour);
	if (!is_name(b->version))
		die(EXIT_USAGE, "-v %s: use letters, digits and ._+-",
		    b->version);
	if (!is_hex(b->tree, 40) && !is_hex(b->tree, 64))
		die(EXIT_USAGE, "-t %s: 40 or 64 lower-case hex digits are "
		    "needed", b->tree);
	if (num_epoch(&b->epoch, &why))
		die(EXIT_USAGE, "SOURCE_DATE_EPOCH %s", why);
}

/* The worse of two exit statuses, "could not tell" being the worst. */
static int worse(int a, int b)
{
	return a > b ? a : b;
}

static void read_all(struct build *b, const struct args *a, char **file)
{
	int status = steps_read(a->steps, &b->steps);

	status = worse(status, builder_read(a->builder, &b->builder));
	status = worse(status, outputs_read(file, b->outputs, &b->output));
	if (status != EXIT_YES)
		exit(status);
	if (a->used)
		status = steps_mark(&b->steps, a->used);
	if (a->tools)
		status = worse(status, builder_mark(&b->builder, a->tools));
	if (status != EXIT_YES)
		exit(status);
}

static void write_json(const char *path, json_t *j)
{
	struct outfile o;

	if (!j)
		die(EXIT_UNKNOWN, "out of memory");
	if (outfile_open(&o, path))
		die(EXIT_UNKNOWN, "create %s:", path);
	if (json_dumpfd(j, o.fd, JSON_INDENT(2) | JSON_PRESERVE_ORDER) ||
	    write(o.fd, "\n", 1) != 1 || outfile_commit(&o))
		die(EXIT_UNKNOWN, "write %s:", path);
	json_decref(j);
}

int main(int argc, char **argv)
{
	struct build b = { 0 };
	struct args a = { 0 };
	bool sbom;

	progname = "manifest";
	about(argc, argv, USAGE);
	if (argc < 2 || (strcmp(argv[1], "write") && strcmp(argv[1], "sbom")))
		usage();
	sbom = !strcmp(argv[1], "sbom");
	parse(argc - 1, argv + 1, &b, &a);
	argv += 1 + optind;
	b.outputs = (size_t)(argc - 1 - optind);
	if (sbom ? !a.used || b.outputs != 1 : a.used || a.tools)
		usage();
	check(&b);
	read_all(&b, &a, argv);
	write_json(a.out, sbom ? sbom_json(&b) : manifest_json(&b));
	finish(EXIT_YES);
}
