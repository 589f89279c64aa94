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
#include "../st/package.h"
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
struct files {
	char *zip, *json; /* file names */
	int fd;		  /* of the archive */
	uint64_t size;
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

/* Open the archive, which may be longer than the memory there is, or exit. */
static void open_archive(struct files *f)
{
	struct stat st;

	f->fd = open(f->zip, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (f->fd < 0 || fstat(f->fd, &st))
		die(EXIT_UNKNOWN, "open %s:", f->zip);
	if (!S_ISREG(st.st_mode))
		die(EXIT_UNKNOWN, "%s: not a regular file", f->zip);
	f->size = (uint64_t)st.st_size;
}

/* The SHA-256 of the archive, or exit. */
static void hash_archive(struct files *f)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	static unsigned char buf[1 << 16];
	uint64_t len = 0;
	ssize_t n;

	if (!ctx || EVP_DigestInit_ex(ctx, EVP_sha256(), NULL) != 1)
		die(EXIT_UNKNOWN, "%s: cannot compute SHA-256", f->zip);
	while ((n = read(f->fd, buf, sizeof(buf))) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			die(EXIT_UNKNOWN, "read %s:", f->zip);
		if (EVP_DigestUpdate(ctx, buf, (size_t)n) != 1)
			die(EXIT_UNKNOWN, "%s: cannot compute SHA-256", f->zip);
		len += (uint64_t)n;
	}
	if (EVP_DigestFinal_ex(ctx, f->hash, NULL) != 1)
		die(EXIT_UNKNOWN, "%s: cannot compute SHA-256", f->zip);
	EVP_MD_CTX_free(ctx);
	if (len != f->size)
		die(EXIT_UNKNOWN, "%s: changed while it was read: run again",
		    f->zip);
}

static void load_files(const char *path, struct files *f)
{
	unsigned char *data;
	struct why why;
	size_t len;

	f->zip = with_suffix(path, ".zip");
	f->json = with_suffix(path, ".json");
	load(f->json, DESCRIPTOR_MAX, &data, &len);
	if (descriptor_parse(data, len, &f->descriptor, &why))
		die(EXIT_NO, "%s: %s", f->json, why.text);
	free(data);
	open_archive(f);
	hash_archive(f);
}

static void free_files(struct files *f)
{
	free(f->zip);
	free(f->json);
	descriptor_free(&f->descriptor);
	close(f->fd);
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

/* Would a machine find in the archive what to boot? */
static int check_archive(const struct files *f)
{
	struct package p;
	struct why why;
	int r = package_open(&p, f->fd, f->size, &why);

	if (!r) {
		r = package_check(&p, &why);
		package_close(&p);
	}
	if (r)
		warn("%s: %s", f->zip, why.text);
	return r;
}

static int verify(const char *const *v)
{
	struct files f;
	struct trustdir trust;
	struct verify_result result;
	struct why why;
	int r;

	load_files(v[OSPKG], &f);
	load_trust(v, &f.descriptor, &trust);
	r = ospkg_verify(&f.descriptor, f.hash, &trust.roots, NULL,
	    trust.policy.threshold, time(NULL), tell, f.json, &result, &why);
	if (r)
		warn("%s: %s", f.json, why.text);
	else
		r = check_archive(&f);
	if (!r && strcmp(v[LOGLEVEL], "warn"))
		printf("%s: %zu signatures found, %zu valid, %lld required\n",
		    f.json, result.found, result.valid,
		    (long long)trust.policy.threshold);
	trustdir_free(&trust);
	free_files(&f);
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
