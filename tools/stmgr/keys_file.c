/* SPDX-License-Identifier: BSD-2-Clause */
/* Key files: read without leaving copies in memory, and written. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <openssl/pem.h>

#include "keys.h"

/* Read to the end or until size bytes are there. Returns -1 with errno. */
static ssize_t fill(int fd, unsigned char *buf, size_t size)
{
	size_t have = 0;

	while (have < size) {
		ssize_t n = read(fd, buf + have, size - have);

		if (n < 0 && errno != EINTR)
			return -1;
		if (n == 0)
			break;
		if (n > 0)
			have += (size_t)n;
	}
	return (ssize_t)have;
}

/* A pipe is a fine source of a key: nothing of it stays on a disk. */
static enum key_result slurp(const char *path, unsigned char *buf, size_t *len,
    struct why *why)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : fill(fd, buf, (size_t)KEY_FILE_MAX + 1);

	if (n < 0)
		why_set(why, "cannot be read: %s", strerror(errno));
	if (fd >= 0)
		close(fd);
	if (n < 0)
		return KEY_FAILED;
	if (n > KEY_FILE_MAX) {
		why_set(why, "is too long for a key");
		return KEY_REFUSED;
	}
	*len = (size_t)n;
	return KEY_DONE;
}

/* One of out and public_key is NULL. */
static enum key_result load(const char *path, struct key *out,
    unsigned char *public_key, struct why *why)
{
	unsigned char *buf = malloc((size_t)KEY_FILE_MAX + 1);
	enum key_result r;
	size_t len;

	if (!buf) {
		why_set(why, "does not fit in memory");
		return KEY_FAILED;
	}
	r = slurp(path, buf, &len, why);
	if (r == KEY_DONE)
		r = out ? key_parse(buf, len, out, why)
			: key_parse_public(buf, len, public_key, why);
	OPENSSL_cleanse(buf, (size_t)KEY_FILE_MAX + 1);
	free(buf);
	return r;
}

enum key_result key_load(const char *path, struct key *out, struct why *why)
{
	return load(path, out, NULL, why);
}

enum key_result key_load_public(const char *path,
    unsigned char public_key[KEY_BYTES], struct why *why)
{
	return load(path, NULL, public_key, why);
}

int key_write(const struct key *key, struct outfile *o)
{
	BIO *mem = BIO_new(BIO_s_secmem());
	int ret = -1;
	char *text;
	long len;

	errno = ENOMEM;
	if (mem && PEM_write_bio_PKCS8PrivateKey(mem, key->pkey, NULL, NULL, 0,
	    NULL, NULL) == 1) {
		len = BIO_get_mem_data(mem, &text);
		ret = len > 0 ? outfile_write(o, text, (size_t)len) : -1;
	}
	BIO_free(mem); /* wipes */
	return ret;
}
