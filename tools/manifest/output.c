/* SPDX-License-Identifier: BSD-2-Clause */
#include "output.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../lib/copy.h"
#include "../lib/err.h"
#include "check.h"

static EVP_MD_CTX *hash_new(void)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();

	if (!ctx || EVP_DigestInit_ex(ctx, EVP_sha256(), NULL) != 1)
		die(EXIT_UNKNOWN, "SHA-256 is not available");
	return ctx;
}

static int hash_add(void *ctx, const void *data, size_t n)
{
	return EVP_DigestUpdate(ctx, data, n) == 1 ? 0 : -1;
}

static void hash_end(EVP_MD_CTX *ctx, char hex[static SHA256_HEX])
{
	unsigned char md[EVP_MAX_MD_SIZE];
	unsigned int len, i;

	if (EVP_DigestFinal_ex(ctx, md, &len) != 1 || len != 32)
		die(EXIT_UNKNOWN, "SHA-256 failed");
	for (i = 0; i < len; i++)
		snprintf(hex + 2 * i, 3, "%02x", md[i]);
	EVP_MD_CTX_free(ctx);
}

void sha256_hex(const void *data, size_t len, char hex[static SHA256_HEX])
{
	EVP_MD_CTX *ctx = hash_new();

	if (hash_add(ctx, data, len))
		die(EXIT_UNKNOWN, "SHA-256 failed");
	hash_end(ctx, hex);
}

static int hash_file(const char *path, int fd, struct output *out)
{
	EVP_MD_CTX *ctx = hash_new();

	switch (copy_file(fd, out->size, hash_add, ctx)) {
	case COPY_DONE:
		hash_end(ctx, out->sha256);
		return EXIT_YES;
	case COPY_READ:
		warn("read %s:", path);
		break;
	case COPY_CHANGED:
		warn("%s changed while it was read: run again", path);
		break;
	case COPY_SINK:
		warn("SHA-256 failed on %s", path);
		break;
	}
	EVP_MD_CTX_free(ctx);
	return EXIT_UNKNOWN;
}

int output_read(const char *path, struct output *out)
{
	const char *slash = strrchr(path, '/');
	struct stat st;
	int fd, status;

	out->name = slash ? slash + 1 : path;
	if (!is_name(out->name)) {
		warn("%s: a file name of letters, digits and ._+- is needed",
		    path);
		return EXIT_NO;
	}
	/* Not to hang on a FIFO; regular files do not care. */
	fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st)) {
		warn("open %s:", path);
		if (fd >= 0)
			close(fd);
		return EXIT_UNKNOWN;
	}
	out->size = (uint64_t)st.st_size;
	if (S_ISREG(st.st_mode)) {
		status = hash_file(path, fd, out);
	} else {
		warn("%s: not a regular file", path);
		status = EXIT_NO;
	}
	close(fd);
	return status;
}

static int by_name(const void *a, const void *b)
{
	const struct output *x = a, *y = b;

	return strcmp(x->name, y->name);
}

int outputs_read(char **path, size_t n, struct output **out)
{
	struct output *o = calloc(n, sizeof(*o));
	size_t i;

	if (!o)
		die(EXIT_UNKNOWN, "malloc:");
	*out = o;
	for (i = 0; i < n; i++) {
		int status = output_read(path[i], &o[i]);

		if (status != EXIT_YES)
			return status;
	}
	qsort(o, n, sizeof(*o), by_name);
	for (i = 1; i < n; i++) {
		if (by_name(&o[i - 1], &o[i]) == 0) {
			warn("two outputs are called %s", o[i].name);
			return EXIT_NO;
		}
	}
	return EXIT_YES;
}
