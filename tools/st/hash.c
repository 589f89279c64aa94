/* SPDX-License-Identifier: BSD-2-Clause */
#include "hash.h"

#include <errno.h>
#include <unistd.h>

#include <openssl/evp.h>

static int update(EVP_MD_CTX *ctx, int fd, uint64_t *size)
{
	static unsigned char block[1 << 16];
	ssize_t n;

	for (;;) {
		n = read(fd, block, sizeof(block));
		if (n == 0)
			return 0;
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		if (EVP_DigestUpdate(ctx, block, (size_t)n) != 1) {
			errno = ENOMEM;
			return -1;
		}
		*size += (uint64_t)n;
	}
}

int hash_fd(int fd, unsigned char out[HASH_BYTES], uint64_t *size)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	uint64_t total = 0;
	int ret = -1, saved;

	errno = ENOMEM;
	if (ctx && EVP_DigestInit_ex(ctx, EVP_sha256(), NULL) == 1 &&
	    update(ctx, fd, &total) == 0) {
		errno = ENOMEM;
		if (EVP_DigestFinal_ex(ctx, out, NULL) == 1)
			ret = 0;
	}
	saved = errno;
	EVP_MD_CTX_free(ctx);
	errno = saved;
	if (ret == 0 && size)
		*size = total;
	return ret;
}
