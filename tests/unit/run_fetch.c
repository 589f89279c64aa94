/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/ospkg/fetch.c tools/ospkg/fetch_file.c tools/http/fetch_calls.c tools/http/fetch_get.c tools/http/fetch_guess.c tools/net/clocknote.c tools/lib/num.c tools/ospkg/fetch_same.c tools/http/fetch_why.c tools/http/urljoin.c tools/http/urlprint.c tools/lib/backoff.c tools/ospkg/sandbox.c tools/st/descriptor.c tools/st/json.c tools/st/base64.c tools/st/url.c tools/st/why.c tools/lib/err.c tools/lib/seccomp.c
// libs: -lcurl -lssl -lcrypto -ljansson
/*
 * run_fetch [-gs] [-r ROOTS] [-m MAX] [-t SECONDS] [-w SECONDS] URL DESCRIPTOR
 * PACKAGE: what the boot loader downloads with, as a program of its own for
 * tests/t15-fetch.sh. Time limits are short: -t for all, -w until a transfer
 * without progress is a stall. -s enters the sandbox (as root); -g: this machine's
 * clock is a guess, and it may be two days later.
 */
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "../../tools/lib/err.h"
#include "../../tools/lib/backoff.h"
#include "../../tools/net/clocknote.h"
#include "../../tools/ospkg/fetch.h"
#include "../../tools/ospkg/sandbox.h"

static void print_note(void *arg, const char *text)
{
	(void)arg;
	warn("%s", text);
}

static void print_progress(void *arg, uint64_t bytes, uint64_t total)
{
	(void)arg;
	if (bytes == total)
		warn("%llu bytes", (unsigned long long)bytes);
}

/* As tools/ospkg/attempt.c: three copies and a reserve. */
static uint64_t memory_for(uint64_t package)
{
	return package * 3 + (24 << 20);
}

static int create(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	if (fd < 0)
		die(EXIT_UNKNOWN, "%s:", path);
	return fd;
}

static char *read_roots(const char *path)
{
	static char text[65536];
	FILE *f = fopen(path, "r");

	if (!f)
		die(EXIT_UNKNOWN, "%s:", path);
	text[fread(text, 1, sizeof(text) - 1, f)] = '\0';
	fclose(f);
	return text;
}

int main(int argc, char **argv)
{
	struct fetch_limits limits = {
		.connect_ms = 5000, .low_speed = 1024, .low_seconds = 3,
		.retry_after = 3, .tries = 3, .first_ms = 2000,
		.backoff_ms = 100, .backoff_max_ms = 400,
	};
	struct fetch_job job = {
		.max_package = 256 << 20, .memory_for = memory_for,
		.deadline = boottime_ms() + 20000, .limits = &limits,
		.progress = print_progress, .note = print_note,
	};
	const struct sandbox_limits box = {256 << 20, 256 << 20};
	struct clocknote guess = {.origin = "a guess"};
	bool sandboxed = false;
	struct why why;
	int c, status;

	progname = "run_fetch";
	while ((c = getopt(argc, argv, "gsr:m:t:w:")) != -1) {
		switch (c) {
		case 'g':
			guess.latest = time(NULL) + 2 * 86400;
			clocknote_set(&guess);
			break;
		case 's':
			sandboxed = true;
			break;
		case 'r':
			job.tls_roots = read_roots(optarg);
			break;
		case 'm':
			job.max_package = strtoull(optarg, NULL, 10);
			break;
		case 't':
			job.deadline = boottime_ms() + 1000 * atol(optarg);
			break;
		case 'w':
			limits.low_seconds = (uint32_t)atol(optarg);
			break;
		default:
			return EXIT_USAGE;
		}
	}
	if (argc - optind != 3)
		die(EXIT_USAGE, "usage: run_fetch [-gs] [-r ROOTS] [-m MAX] "
				"[-t SECONDS] [-w SECONDS] URL DESCRIPTOR "
				"PACKAGE");
	job.url = argv[optind];
	job.descriptor_fd = create(argv[optind + 1]);
	job.package_fd = create(argv[optind + 2]);
	if (sandboxed &&
	    sandbox_enter(SANDBOX_FETCH, &box,
		(const int[]){job.descriptor_fd, job.package_fd}, 2, &why))
		die(EXIT_UNKNOWN, "sandbox: %s", why.text);
	status = fetch_run(&job, &why);
	if (status)
		warn("%s", why.text);
	return status;
}
