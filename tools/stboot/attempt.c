/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Process 1 only makes descriptors and hands them out: the child that talks to
 * the network writes the descriptor and a pipe, the child that decides reads
 * them and writes kernel and initramfs. Neither can do anything else.
 */
#include "attempt.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "../net/clock.h"
#include "../st/descriptor.h"
#include "child.h"
#include "err.h"
#include "fetch.h"
#include "memfile.h"

#define LEN(x) (sizeof(x) / sizeof((x)[0]))

enum {
	MIB = 1 << 20,
	/* What the boot loader itself and page tables take. */
	RESERVE = 24 * MIB,
	/*
	 * Copies at the worst moment, in kexec_file_load(): ours, the kernel's
	 * buffer, and the pages that the next kernel starts from.
	 */
	COPIES = 3,
	ADDRESS_SPACE = 256 * MIB, /* of a child */
	PIPE_BYTES = MIB,
	GRACE = 10000, /* ms for a child to notice the deadline by itself */
};

enum { DESCRIPTOR, ARCHIVE, KERNEL, INITRAMFS, PIPE_OUT, PIPE_IN, RESULT_OUT,
       RESULT_IN, NFDS };

struct work {
	int fd[NFDS]; /* -1: closed */
	struct child fetch, check;
	struct fetch_job fetch_job;
	struct check_job check_job;
};

static void drop(struct work *w, int which)
{
	if (w->fd[which] >= 0)
		close(w->fd[which]);
	w->fd[which] = -1;
}

static int make_files(struct work *w)
{
	static const char *const name[] = {[DESCRIPTOR] = "descriptor",
	    [ARCHIVE] = "package", [KERNEL] = "kernel",
	    [INITRAMFS] = "initramfs"};

	for (int i = 0; i < NFDS; i++)
		w->fd[i] = -1;
	for (int i = DESCRIPTOR; i <= INITRAMFS; i++)
		if ((w->fd[i] = memfile_create(name[i])) < 0)
			return -1;
	if (pipe2(&w->fd[PIPE_OUT], O_CLOEXEC) ||
	    pipe2(&w->fd[RESULT_OUT], O_CLOEXEC))
		return -1;
	/* Fewer changes between the two processes; smaller works, too. */
	fcntl(w->fd[PIPE_IN], F_SETPIPE_SZ, PIPE_BYTES);
	return 0;
}

static int run_check(const void *arg)
{
	return check_run(arg);
}

static void note(void *arg, const char *text)
{
	(void)arg;
	warn("%s", text);
}

static uint64_t memory_for(uint64_t package)
{
	return COPIES * package + RESERVE;
}

static int run_fetch(const void *arg)
{
	const struct fetch_job *job = arg;
	struct why why;
	int status = fetch_run(job, &why);

	if (status != EXIT_YES)
		warn("%s", why.text);
	return status;
}

static int start_check(struct work *w, const struct attempt *a, uint64_t max)
{
	const int keep[] = {w->fd[PIPE_OUT], w->fd[DESCRIPTOR], w->fd[ARCHIVE],
	    w->fd[KERNEL], w->fd[INITRAMFS], w->fd[RESULT_IN]};
	const struct sandbox_limits limits = {ADDRESS_SPACE, max};

	w->check_job = (struct check_job){
	    .package = w->fd[PIPE_OUT],
	    .descriptor = w->fd[DESCRIPTOR],
	    .archive = w->fd[ARCHIVE],
	    .kernel = w->fd[KERNEL],
	    .initramfs = w->fd[INITRAMFS],
	    .result = w->fd[RESULT_IN],
	    .max_package = max,
	    .max_contents = max,
	    .trust = a->trust,
	    .now = time(NULL),
	};
	return child_start(&w->check, SANDBOX_CHECK, &limits, keep, LEN(keep),
	    run_check, &w->check_job);
}

static int start_fetch(struct work *w, const struct attempt *a, uint64_t max)
{
	const int keep[] = {w->fd[DESCRIPTOR], w->fd[PIPE_IN]};
	const struct sandbox_limits limits = {ADDRESS_SPACE, DESCRIPTOR_MAX};

	w->fetch_job = (struct fetch_job){
	    .url = a->url,
	    .tls_roots = a->tls_roots,
	    .descriptor_fd = w->fd[DESCRIPTOR],
	    .package_fd = w->fd[PIPE_IN],
	    .max_package = max,
	    .memory_for = memory_for,
	    .note = note,
	    .deadline = a->deadline,
	};
	return child_start(&w->fetch, SANDBOX_FETCH, &limits, keep, LEN(keep),
	    run_fetch, &w->fetch_job);
}

/* Copy the descriptor, and make the archive what the check reads. */
static int open_local(struct work *w, const struct attempt *a)
{
	char path[300], buf[4096];
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "/ospkg/%s.json", a->file);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0) {
		warn("open %s:", path);
		return -1;
	}
	while ((n = read(fd, buf, sizeof(buf))) > 0)
		if (write(w->fd[DESCRIPTOR], buf, (size_t)n) != n)
			n = -1;
	close(fd);
	snprintf(path, sizeof(path), "/ospkg/%s.zip", a->file);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (n < 0 || fd < 0) {
		warn("read the package %s:", path);
		return -1;
	}
	drop(w, PIPE_OUT);
	w->fd[PIPE_OUT] = fd;
	return 0;
}

/*
 * Wait for both. The check must not see the end of the pipe unless the
 * download is whole, so our end of it stays open until that is known.
 */
static int wait_both(struct work *w, int64_t until)
{
	while (w->fetch.pid != 0 || w->check.pid != 0) {
		child_wait(&w->fetch, &w->check, until);
		if (clock_now() >= until) {
			warn("the time for this package is over");
			break;
		}
		if (w->fetch.pid == 0 && w->fetch.status != EXIT_YES)
			break;
		if (w->fetch.pid == 0)
			drop(w, PIPE_IN);
		if (w->check.pid == 0 && w->check.status != EXIT_YES)
			break;
	}
	child_end(&w->fetch);
	child_end(&w->check);
	if (w->check.status == EXIT_NO || w->fetch.status == EXIT_NO)
		return EXIT_NO;
	return w->check.status == EXIT_YES && w->fetch.status == EXIT_YES
	    ? EXIT_YES : EXIT_UNKNOWN;
}

/* The child is gone, but it wrote this: nothing in it is believed to fit. */
static int read_result(struct work *w, struct check_result *r)
{
	ssize_t n = read(w->fd[RESULT_OUT], r, sizeof(*r));

	if (n != (ssize_t)sizeof(*r))
		return -1;
	r->cmdline[sizeof(r->cmdline) - 1] = '\0';
	r->label[sizeof(r->label) - 1] = '\0';
	return 0;
}

static int keep_files(struct work *w, struct verified *out)
{
	drop(w, PIPE_IN);
	drop(w, RESULT_IN);
	drop(w, ARCHIVE); /* its memory is needed for the next kernel */
	if (read_result(w, &out->package)) {
		warn("the process that checks the package reported nothing");
		return EXIT_UNKNOWN;
	}
	if (memfile_seal(w->fd[KERNEL]) || memfile_seal(w->fd[INITRAMFS])) {
		warn("seal kernel and initramfs:");
		return EXIT_UNKNOWN;
	}
	out->kernel = memfile_readonly(w->fd[KERNEL]);
	out->initramfs = memfile_readonly(w->fd[INITRAMFS]);
	w->fd[KERNEL] = w->fd[INITRAMFS] = -1;
	if (out->kernel >= 0 && out->initramfs >= 0)
		return EXIT_YES;
	warn("open kernel and initramfs for reading:");
	close(out->kernel);
	close(out->initramfs);
	return EXIT_UNKNOWN;
}

static uint64_t largest_package(void)
{
	uint64_t available = memory_available();

	return available > RESERVE ? (available - RESERVE) / COPIES : 0;
}

int attempt_run(const struct attempt *a, struct verified *out)
{
	static struct work w;
	uint64_t max = largest_package();
	int status = EXIT_UNKNOWN;

	w.fetch = (struct child){.name = "downloads"};
	w.check = (struct child){.name = "checks the package"};
	if (make_files(&w))
		warn("make files in memory:");
	else if (a->url ? start_fetch(&w, a, max) : open_local(&w, a))
		;
	else if (!start_check(&w, a, max)) {
		drop(&w, PIPE_OUT);
		drop(&w, RESULT_IN);
		status = wait_both(&w, a->deadline + GRACE);
	}
	child_end(&w.fetch);
	if (status == EXIT_YES)
		status = keep_files(&w, out);
	for (int i = 0; i < NFDS; i++)
		drop(&w, i);
	return status;
}
