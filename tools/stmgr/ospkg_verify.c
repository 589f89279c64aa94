/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "../lib/err.h"
#include "../lib/readfile.h"
#include "../st/trustdir.h"
#include "../st/verify.h"
#include "flags.h"
#include "stmgr.h"

#define USAGE "usage: stmgr ospkg verify -trustPolicy DIR | -rootCerts FILE " \
	      "-ospkg PATH\n"

enum { TRUST, ROOTS, OSPKG, LOGLEVEL, NFLAGS };

static const struct flag flags[NFLAGS] = {
	[TRUST] = { "trustPolicy", "DIR", "a trust policy directory", NULL },
	[ROOTS] = { "rootCerts", "FILE", "the roots alone; then every "
		    "signature has to be valid, and there has to be one",
		    NULL },
	[OSPKG] = { "ospkg", "PATH", "the .zip or the .json of the package; "
		    "needed", NULL },
	[LOGLEVEL] = { "loglevel", "LEVEL", "debug, info or warn; warn prints "
		       "nothing about a good package", "info" },
};

/* A package on the disk. */
struct package {
	char *zip, *json; /* file names */
	unsigned char hash[VERIFY_HASH];
	struct descriptor descriptor;
};

/* path without .zip or .json, with suffix instead. */
static char *with_suffix(const char *path, const char *suffix)
{
	size_t len = strlen(path);
	char *out = malloc(len + strlen(suffix) + 1);

	if (!out)
		die(EXIT_UNKNOWN, "malloc:");
	if (len > 4 && !strcmp(path + len - 4, ".zip"))
		len -= 4;
	else if (len > 5 && !strcmp(path + len - 5, ".json"))
		len -= 5;
	memcpy(out, path, len);
	strcpy(out + len, suffix);
	return out;
}

/* Read a file or exit. */
static void load(const char *path, size_t limit, unsigned char **data,
    size_t *len)
{
	if (!readfile_at(AT_FDCWD, path, limit, data, len))
		return;
	if (errno == EFBIG)
		die(EXIT_NO, "%s: is longer than %zu bytes", path, limit);
	die(EXIT_UNKNOWN, "read %s:", path);
}

/* The SHA-256 of a file, however long it is, or exit. */
static void hash_file(const char *path, unsigned char out[VERIFY_HASH])
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	static unsigned char buf[1 << 16];
	struct stat st;
	ssize_t n;

	if (fd < 0 || fstat(fd, &st))
		die(EXIT_UNKNOWN, "open %s:", path);
	if (!S_ISREG(st.st_mode))
		die(EXIT_UNKNOWN, "%s: not a regular file", path);
	if (!ctx || EVP_DigestInit_ex(ctx, EVP_sha256(), NULL) != 1)
		die(EXIT_UNKNOWN, "%s: cannot compute SHA-256", path);
	while ((n = read(fd, buf, sizeof(buf))) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			die(EXIT_UNKNOWN, "read %s:", path);
		if (EVP_DigestUpdate(ctx, buf, (size_t)n) != 1)
			die(EXIT_UNKNOWN, "%s: cannot compute SHA-256", path);
	}
	if (EVP_DigestFinal_ex(ctx, out, NULL) != 1)
		die(EXIT_UNKNOWN, "%s: cannot compute SHA-256", path);
	EVP_MD_CTX_free(ctx);
	close(fd);
}

static void load_package(const char *path, struct package *p)
{
	unsigned char *data;
	struct why why;
	size_t len;

	p->zip = with_suffix(path, ".zip");
	p->json = with_suffix(path, ".json");
	load(p->json, DESCRIPTOR_MAX, &data, &len);
	if (descriptor_parse(data, len, &p->descriptor, &why))
		die(EXIT_NO, "%s: %s", p->json, why.text);
	free(data);
	hash_file(p->zip, p->hash);
}

static void free_package(struct package *p)
{
	free(p->zip);
	free(p->json);
	descriptor_free(&p->descriptor);
}

/* -rootCerts: every signature has to be valid, and none is not all. */
static void load_rootcerts(const char *path, const struct descriptor *d,
    struct trustdir *out)
{
	unsigned char *data;
	struct why why;
	size_t len;

	load(path, ROOTS_MAX, &data, &len);
	if (roots_parse(data, len, &out->roots, &why))
		die(EXIT_NO, "%s: %s", path, why.text);
	free(data);
	out->policy.threshold = d->nsigs > 0 ? (int64_t)d->nsigs : 1;
}

static void load_trust(const char *const *v, const struct descriptor *d,
    struct trustdir *out)
{
	struct why why;
	int unreadable;

	memset(out, 0, sizeof(*out));
	if (v[ROOTS])
		load_rootcerts(v[ROOTS], d, out);
	else if (trustdir_load(v[TRUST], out, &unreadable, &why))
		die(unreadable ? EXIT_UNKNOWN : EXIT_NO, "%s: %s", v[TRUST],
		    why.text);
	if (out->sigsum)
		die(EXIT_NO, "%s: " TRUSTDIR_SIGSUM ": Sigsum is not supported",
		    v[TRUST]);
}

static void tell(void *arg, const char *text)
{
	warn("%s: %s", (const char *)arg, text);
}

static int verify(const char *const *v)
{
	struct package p;
	struct trustdir trust;
	struct verify_result result;
	struct why why;
	int r;

	load_package(v[OSPKG], &p);
	load_trust(v, &p.descriptor, &trust);
	r = ospkg_verify(&p.descriptor, p.hash, &trust.roots, NULL,
	    trust.policy.threshold, time(NULL), tell, p.json, &result, &why);
	if (r)
		warn("%s: %s", p.json, why.text);
	else if (strcmp(v[LOGLEVEL], "warn"))
		printf("%s: %zu signatures found, %zu valid, %lld required\n",
		    p.json, result.found, result.valid,
		    (long long)trust.policy.threshold);
	trustdir_free(&trust);
	free_package(&p);
	return r ? EXIT_NO : EXIT_YES;
}

static int bad_usage(void)
{
	fputs(USAGE, stderr);
	return EXIT_USAGE;
}

int ospkg_verify_main(int argc, char **argv)
{
	const char *v[NFLAGS];

	switch (flags_parse(argc, argv, flags, NFLAGS, v)) {
	case FLAGS_HELP:
		fputs(USAGE, stdout);
		flags_print(stdout, flags, NFLAGS);
		return EXIT_YES;
	case FLAGS_BAD:
		return bad_usage();
	case FLAGS_OK:
		break;
	}
	if (!v[OSPKG] || !v[TRUST] == !v[ROOTS]) {
		warn("-ospkg and one of -trustPolicy and -rootCerts are needed");
		return bad_usage();
	}
	if (strcmp(v[LOGLEVEL], "debug") && strcmp(v[LOGLEVEL], "info") &&
	    strcmp(v[LOGLEVEL], "warn")) {
		warn("-loglevel %s: use debug, info or warn", v[LOGLEVEL]);
		return bad_usage();
	}
	return verify(v);
}
