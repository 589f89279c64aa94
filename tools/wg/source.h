/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where lists of peers come from, and how the process that fetches them talks
 * to the one that applies them: a unix socket on which wgd asks and wgfetch
 * answers, one at a time. Both come from one image, so these are plain structs.
 */
#ifndef MAYFLY_WG_SOURCE_H
#define MAYFLY_WG_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/un.h>

#define SOURCE_DIR "/etc/peers/"
#define SOURCE_URL SOURCE_DIR "url"
#define SOURCE_CA SOURCE_DIR "ca.pem"
#define SOURCE_SIGNER SOURCE_DIR "signer"
#define SOURCE_LOGIN "/run/peers-login"

enum { SOURCE_URL_MAX = 1024 };

/* wgd: fetch what is newer than that. */
struct source_ask {
	uint64_t have; /* number of the list it has; 0: none */
	uint32_t anew; /* what was fetched before does not count */
	uint32_t zero;
};

enum source_kind {
	SOURCE_SAME,  /* nothing newer */
	SOURCE_FULL,  /* size bytes of a list follow */
	SOURCE_DELTA, /* likewise, to the list that it has */
	SOURCE_FAILED,
};

struct source_answer {
	uint32_t kind;
	uint32_t zero;
	uint64_t size;
};

/*
 * The URL of the full list: of the last wg.peers= of the command line, else of
 * SOURCE_URL. Returns 1 with it in out (SOURCE_URL_MAX bytes), 0 if there is
 * none, -1 with errno if it cannot be read, is too long or wg.peers has no '='.
 * The file is one below the current folder, which is "/" in an image.
 */
int source_url(const char *cmdline, char *out);

/* Has the URL a user or a password? Where it stands, anyone may read it. */
bool source_has_login(const char *url);

/*
 * Put the user and password of SOURCE_LOGIN (a line USER:PASSWORD, written as in
 * a URL), if there is such a file, into url (size bytes) in place of its own. The
 * file is no part of a package, which is public: it is of this host.
 * Returns 1 if there is one, 0 if not, -1 with errno (EINVAL: it is not of that
 * kind; EFBIG; others: it cannot be read). A file below the current folder, as
 * above.
 */
int source_login(char *url, size_t size);

/* The socket's address, a name that is no file. Returns its length. */
socklen_t source_address(struct sockaddr_un *out);

#endif
