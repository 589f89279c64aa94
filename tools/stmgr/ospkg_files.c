/* SPDX-License-Identifier: BSD-2-Clause */
#include "ospkg_files.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../lib/err.h"
#include "../lib/readfile.h"

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

void ospkg_read(const char *path, size_t limit, unsigned char **data,
    size_t *len)
{
	if (!readfile_at(AT_FDCWD, path, limit, data, len))
		return;
	if (errno == EFBIG)
		die(EXIT_NO, "%s: is longer than %zu bytes", path, limit);
	die(EXIT_UNKNOWN, "read %s:", path);
}

/* Open and hash the archive, however long it is, or exit. */
static void load_archive(struct ospkg_files *p)
{
	int fd = open(p->zip, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	static unsigned char buf[1 << 18];
	struct stat st;
	ssize_t n;

	if (fd < 0 || fstat(fd, &st))
		die(EXIT_UNKNOWN, "open %s:", p->zip);
	if (!S_ISREG(st.st_mode))
		die(EXIT_UNKNOWN, "%s: not a regular file", p->zip);
	if (!ctx || EVP_DigestInit_ex(ctx, EVP_sha256(), NULL) != 1)
		die(EXIT_UNKNOWN, "%s: cannot compute SHA-256", p->zip);
	p->fd = fd;
	p->size = 0;
	while ((n = read(fd, buf, sizeof(buf))) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			die(EXIT_UNKNOWN, "read %s:", p->zip);
		if (EVP_DigestUpdate(ctx, buf, (size_t)n) != 1)
			die(EXIT_UNKNOWN, "%s: cannot compute SHA-256", p->zip);
		p->size += (uint64_t)n;
	}
	if (EVP_DigestFinal_ex(ctx, p->hash, NULL) != 1)
		die(EXIT_UNKNOWN, "%s: cannot compute SHA-256", p->zip);
	EVP_MD_CTX_free(ctx);
}

void ospkg_files_load(const char *path, struct ospkg_files *p)
{
	unsigned char *data;
	struct why why;
	size_t len;

	p->zip = with_suffix(path, ".zip");
	p->json = with_suffix(path, ".json");
	ospkg_read(p->json, DESCRIPTOR_MAX, &data, &len);
	if (descriptor_parse(data, len, &p->descriptor, &why))
		die(EXIT_NO, "%s: %s", p->json, why.text);
	free(data);
	load_archive(p);
}

void ospkg_files_free(struct ospkg_files *p)
{
	free(p->zip);
	free(p->json);
	close(p->fd);
	descriptor_free(&p->descriptor);
}
