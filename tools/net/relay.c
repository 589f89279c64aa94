/* SPDX-License-Identifier: BSD-2-Clause */
#include "relay.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <time.h>
#include <unistd.h>

#include "clock.h"
#include "sysctl.h"

/*
 * For the kernel our lines are errors (3): with "quiet" on its command line, and
 * with kernel.printk = 4, it shows what is worse than a warning (4).
 */
#define LEVEL "<3>"

enum {
	PARTIAL = 200, /* ms until a line without an end is one */
	FLUSH = 2000,  /* ms that the last words may take */
};

static int in = -1, kmsg = -1;
static atomic_bool busy; /* what was read may not be written yet */

size_t relay_put(struct relay_line *l, char c, char out[RELAY_RECORD])
{
	size_t n;

	if (c != '\n') {
		if (l->len == RELAY_LINE)
			l->cut = true;
		else
			l->text[l->len++] = (char)(c >= ' ' && c <= '~' ? c
						   : c == '\t'		? ' '
									: '?');
		return 0;
	}
	if (l->cut)
		memcpy(l->text + RELAY_LINE - 3, "...", 3);
	n = l->len;
	l->len = 0;
	l->cut = false;
	if (n == 0)
		return 0;
	memcpy(out, LEVEL, sizeof(LEVEL) - 1);
	memcpy(out + sizeof(LEVEL) - 1, l->text, n);
	/* Without it the kernel shows the record when the next one comes. */
	out[n + sizeof(LEVEL) - 1] = '\n';
	return n + sizeof(LEVEL);
}

bool relay_allows(int64_t *paid, int64_t now)
{
	if (*paid < now)
		*paid = now;
	if (*paid - now >= (int64_t)RELAY_BURST * RELAY_PERIOD)
		return false;
	*paid += RELAY_PERIOD;
	return true;
}

static void record(const char *text, size_t n)
{
	while (write(kmsg, text, n) < 0 && errno == EINTR)
		;
}

/* A line's record, if it is not too much; and how many were. */
static void say(const char *text, size_t n)
{
	static int64_t paid;
	static unsigned long lost;
	char note[128];

	if (!relay_allows(&paid, clock_now())) {
		lost++;
		return;
	}
	if (lost > 0) {
		snprintf(note, sizeof(note), LEVEL "console: %lu lines left "
			 "out: more than a slow console can show\n", lost);
		record(note, strlen(note));
		lost = 0;
	}
	record(text, n);
}

/* No stdio and no memory of the heap here: others may be forking. */
static void *carry(void *arg)
{
	static struct relay_line line;
	static char chunk[4096], out[RELAY_RECORD];
	struct pollfd p = {.fd = in, .events = POLLIN};

	(void)arg;
	for (;;) {
		ssize_t n;
		size_t size;

		poll(&p, 1, line.len > 0 ? PARTIAL : -1);
		busy = true;
		n = read(in, chunk, sizeof(chunk));
		for (ssize_t i = 0; i < n; i++) {
			size = relay_put(&line, chunk[i], out);
			if (size > 0)
				say(out, size);
		}
		/* Nothing more: who began it ended, or waits for an answer. */
		if (n < 0 && line.len > 0)
			say(out, relay_put(&line, '\n', out));
		busy = false;
	}
	return NULL;
}

/*
 * No time before a line: what reads it looks for its start, and "ready" says the
 * seconds. The kernel has this as a file of /sys, which is read-only.
 */
static void without_time(void)
{
	static const char path[] = "/sys/module/printk/parameters/time";
	unsigned long flags = MS_REMOUNT | MS_NOSUID | MS_NODEV | MS_NOEXEC;
	int fd;

	if (mount(NULL, "/sys", NULL, flags, NULL))
		return;
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd >= 0) {
		if (write(fd, "N", 1) != 1)
			errno = 0; /* then the lines have it */
		close(fd);
	}
	mount(NULL, "/sys", NULL, flags | MS_RDONLY, NULL);
}

/* Of ten lines in 5 s the kernel would drop the others, unsaid. */
static bool takes_all(void)
{
	char now[3] = "";
	int fd;

	/* It refuses where the command line has said so already. */
	sysctl_write("kernel/printk_devkmsg", "on");
	fd = open("/proc/sys/kernel/printk_devkmsg", O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	if (read(fd, now, sizeof(now)) < 0)
		now[0] = '\0';
	close(fd);
	return !memcmp(now, "on\n", sizeof(now));
}

/* The thread gets no signal: they are process 1's, which waits for them. */
static int start_thread(void)
{
	pthread_t thread;
	sigset_t all, former;
	int error;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &former);
	error = pthread_create(&thread, NULL, carry, NULL);
	pthread_sigmask(SIG_SETMASK, &former, NULL);
	return error;
}

int relay_start(void)
{
	int ends[2] = {-1, -1};

	kmsg = open("/dev/kmsg", O_WRONLY | O_CLOEXEC);
	if (kmsg < 0)
		return -1;
	if (!takes_all() || pipe2(ends, O_CLOEXEC | O_NONBLOCK))
		goto fail;
	in = ends[0];
	if (start_thread())
		goto fail;
	without_time();
	return ends[1];
fail:
	for (int i = 0; i < 2; i++)
		if (ends[i] >= 0)
			close(ends[i]);
	close(kmsg);
	in = kmsg = -1;
	return -1;
}

void relay_flush(void)
{
	static const struct timespec moment = {.tv_nsec = 1000000};
	int64_t end = clock_now() + FLUSH;
	int waiting = 0;

	/* In this order: it is busy before it takes anything out. */
	while (in >= 0 && clock_now() < end) {
		if (ioctl(in, FIONREAD, &waiting) || (waiting == 0 && !busy))
			return;
		nanosleep(&moment, NULL);
	}
}
