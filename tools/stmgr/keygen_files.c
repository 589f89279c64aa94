/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <openssl/crypto.h>

#include "../lib/err.h"
#include "../lib/outfile.h"
#include "keygen.h"
#include "signer.h"

/* Does the file look like one that holds a private key? */
static bool holds_key(const char *path)
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	static const char end[] = "PRIVATE KEY-----";
	static char text[KEY_FILE_MAX];
	ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof(text));
	bool found;

	if (fd >= 0)
		close(fd);
	found = n > 0 &&
	    memmem(text, (size_t)n, end, strlen(end));
	OPENSSL_cleanse(text, sizeof(text));
	return found;
}

int keygen_may_write(const char *cert_path, const char *key_path)
{
	struct stat st;

	if (key_path && !strcmp(cert_path, key_path)) {
		warn("-certOut and -keyOut are both %s", key_path);
		return EXIT_NO;
	}
	if (key_path && !lstat(key_path, &st)) {
		warn("%s: is there already, and keys are not replaced: move it "
		     "away, or choose another -keyOut", key_path);
		return EXIT_NO;
	}
	if (holds_key(cert_path)) {
		warn("%s: holds a private key, which is not replaced: choose "
		     "another -certOut", cert_path);
		return EXIT_NO;
	}
	return EXIT_YES;
}

static void commit_key(struct outfile *o, const char *path)
{
	if (!outfile_commit_secret(o))
		return;
	if (errno == EEXIST)
		die(EXIT_NO, "%s: is there already, and keys are not replaced",
		    path);
	die(EXIT_UNKNOWN, "write %s:", path);
}

void keygen_write(const char *cert_path, X509 *cert, const char *key_path,
    const struct key *key)
{
	struct outfile c, k;
	char *pem = signer_pem(cert, NULL);

	if (!pem)
		die(EXIT_UNKNOWN, "%s: out of memory", cert_path);
	if (outfile_open(&c, cert_path))
		die(EXIT_UNKNOWN, "create %s:", cert_path);
	if (outfile_write(&c, pem, strlen(pem)))
		die(EXIT_UNKNOWN, "write %s:", cert_path);
	if (key_path) {
		if (outfile_open(&k, key_path))
			die(EXIT_UNKNOWN, "create %s:", key_path);
		if (key_write(key, &k))
			die(EXIT_UNKNOWN, "write %s:", key_path);
		commit_key(&k, key_path);
	}
	if (outfile_commit(&c)) {
		if (key_path) { /* nobody knows it */
			int saved = errno;

			unlink(key_path);
			errno = saved;
		}
		die(EXIT_UNKNOWN, "write %s:", cert_path);
	}
	free(pem);
}
