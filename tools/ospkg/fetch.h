/* SPDX-License-Identifier: BSD-2-Clause */
/* Download an OS package: its descriptor, then itself. */
#ifndef MAYFLY_OSPKG_FETCH_H
#define MAYFLY_OSPKG_FETCH_H

#include <stdint.h>

#include "../http/limits.h"
#include "../st/why.h"

/* What to download, and where to. All pointers stay the caller's. */
struct fetch_job {
	/* Of the descriptor; http or https, may hold user:password. */
	const char *url;
	/* PEM of the roots of TLS servers; NULL: https is refused. */
	const char *tls_roots;
	/* A file, empty: the descriptor as it came. */
	int descriptor_fd;
	/*
	 * A file, empty, or a pipe: the bytes of the package, in order, nothing
	 * else; -1: the descriptor alone is wanted. What a pipe has is not begun
	 * anew.
	 */
	int package_fd;
	/* Bytes that memory allows it to have; more is refused. */
	uint64_t max_package;
	/*
	 * Bytes of memory that a package of so many bytes takes to start, for
	 * the message "needs N MiB, has M MiB"; has is memory_for(max_package).
	 * NULL: its own size.
	 */
	uint64_t (*memory_for)(uint64_t package);
	/* CLOCK_BOOTTIME in ms; nothing is waited for any longer. */
	int64_t deadline;
	const struct fetch_limits *limits; /* NULL: FETCH_LIMITS_DEFAULT */
	/*
	 * Called now and then (every MiB, and at the end): bytes of the
	 * package that are here, and all of them (0: not known). May be NULL.
	 */
	void (*progress)(void *arg, uint64_t bytes, uint64_t total);
	/* Called with a line for the log: a pause, a resumed download. */
	void (*note)(void *arg, const char *text);
	void *arg;
};

/*
 * Download both. The package's URL is os_pkg_url resolved against the URL of
 * the descriptor, which is where redirects led (RFC 3986 section 5.1.3). A
 * transfer that breaks off after it began is resumed where it ended, if it is
 * provably the same file. If another one comes (mirrors differ), that is taken
 * from its first byte on, limits->tries times at most; a refusal in the middle is
 * taken for a broken transfer. A server that does not answer, or with an error of
 * its own, is asked again a few times, unless the descriptor alone is wanted.
 *
 * Returns an exit status (tools/lib/err.h): EXIT_YES; EXIT_NO, this URL serves
 * nothing that could be started; EXIT_UNKNOWN, network, server or time failed:
 * another attempt may succeed. Unless EXIT_YES, *why says which URL (without
 * secrets), which stage, and what to do; what the two descriptors then hold is
 * worth nothing.
 *
 * Nothing is verified but what HTTP and TLS can. SIGPIPE is ignored from then
 * on. Not reentrant (libcurl's global state); meant for a child of its own:
 * one thread, 16 MiB of memory, and the system calls of http/fetch_calls.h
 * besides those on open files (sandbox.c).
 * Files: it reads /etc/resolv.conf and /etc/hosts.
 */
int fetch_run(const struct fetch_job *job, struct why *why);

#endif
