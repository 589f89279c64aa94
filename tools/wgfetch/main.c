/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * wgfetch: downloads lists of peers for wgd. It has no capability and no key to
 * verify with: what it brings is judged by wgd alone.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../net/supervise.h"
#include "../st/url.h"
#include "about.h"
#include "calls.h"
#include "cmdline.h"
#include "err.h"
#include "list.h"
#include "readfile.h"
#include "whole.h"

#define USAGE "usage: wgfetch [--check FILE] (settings: kernel command " \
	"line, " SOURCE_DIR ")"

enum {
	ROOTS_MAX = 1 << 20,
	LIST_MAX = 1 << 26, /* bytes of a list: peerlist.h, PEERLIST_MAX */
	PART_OF_RAM = 8,
	OTHER_MEMORY = 1 << 26,
};

/* Shared with the children. */
struct memory {
	struct known known;
	struct why said;
};

static struct memory *memory;
static char url[URL_ESCAPED(SOURCE_URL_MAX)];
static char *roots;
static size_t limit; /* bytes a list may have */

/* Never so many that the machine is in danger. */
static size_t list_limit(void)
{
	long pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGESIZE);
	size_t part = pages > 0 && size > 0 ?
	    (size_t)pages / PART_OF_RAM * (size_t)size : LIST_MAX;

	return part < LIST_MAX ? part : LIST_MAX;
}

/* No dump of what passes through here, and the first to go without memory. */
static void protect(void)
{
	struct rlimit none = {0, 0}, space;
	int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);

	limit = list_limit();
	space.rlim_cur = space.rlim_max = limit + OTHER_MEMORY;
	if (fd < 0 || write(fd, "1000", 4) != 4)
		warn("be the first to go when memory is short:");
	if (fd >= 0)
		close(fd);
	if (setrlimit(RLIMIT_CORE, &none) || setrlimit(RLIMIT_AS, &space) ||
	    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0))
		die(EXIT_UNKNOWN, "protect this process:");
	signal(SIGPIPE, SIG_IGN);
}

static void read_settings(const char *path)
{
	char text[CMDLINE_MAX], given[SOURCE_URL_MAX];
	unsigned char *data;
	struct why why;
	size_t len;

	if (cmdline_read(path, text))
		die(EXIT_UNKNOWN, "read %s:", path);
	switch (source_url(text, given)) {
	case -1:
		die(EXIT_USAGE, "the URL in wg.peers= or " SOURCE_URL ":");
	case 0:
		finish(EXIT_YES);
	}
	if (url_absolute(given, strlen(given), url, sizeof(url), &why))
		die(EXIT_USAGE, "the URL of the lists %s", why.text);
	if (source_login(url, sizeof(url)) < 0) {
		if (errno != EINVAL && errno != EFBIG)
			die(EXIT_UNKNOWN, "read " SOURCE_LOGIN ":");
		die(EXIT_USAGE, SOURCE_LOGIN " is not USER:PASSWORD as in a URL:");
	}
	/* Lists have preshared keys. */
	if (strncmp(url, "https://", 8))
		die(EXIT_USAGE, "the URL of the lists is not https");
	if (readfile_at(AT_FDCWD, SOURCE_CA + 1, ROOTS_MAX, &data, &len))
		die(EXIT_USAGE, "read " SOURCE_CA ":");
	roots = (char *)data;
}

static bool send_all(int fd, const void *data, size_t len)
{
	const char *p = data;

	while (len > 0) {
		ssize_t n = write(fd, p, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		p += n;
		len -= (size_t)n;
	}
	return true;
}

/* The child: one download, one answer, and the memory is the kernel's again. */
static int serve(int fd, const struct source_ask *ask)
{
	struct source_answer answer = {0};
	struct list list = {.limit = limit};
	struct why why = {0};

	calls_of_download();
	list.data = mmap(NULL, list.limit, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (list.data == MAP_FAILED)
		die(EXIT_UNKNOWN, "get memory for a list:");
	answer.kind = list_get(url, roots, ask, &memory->known, &list, &why);
	if (answer.kind == SOURCE_FAILED) {
		/* The same trouble a minute later is no news. */
		if (strcmp(why.text, memory->said.text))
			warn("no list of peers: %s", why.text);
		memory->said = why;
	} else {
		memory->said.text[0] = '\0';
	}
	if (answer.kind == SOURCE_FULL || answer.kind == SOURCE_DELTA)
		answer.size = list.len;
	return send_all(fd, &answer, sizeof(answer)) &&
	       send_all(fd, list.data, (size_t)answer.size) ? EXIT_YES :
	    EXIT_UNKNOWN;
}

/* wgd may start later than this, and again. */
static int connect_wgd(void)
{
	struct sockaddr_un name;
	socklen_t len = source_address(&name);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	struct ucred who;
	socklen_t size = sizeof(who);

	if (fd < 0)
		die(EXIT_UNKNOWN, "socket:");
	while (connect(fd, (struct sockaddr *)&name, len))
		sleep(1);
	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &who, &size) ||
	    who.uid != UID_ROLE)
		die(EXIT_UNKNOWN, "another program answers in wgd's place");
	return fd;
}

/* Until wgd hangs up. */
static void answer_all(int fd)
{
	struct source_ask ask;
	int status = 0;
	pid_t pid;

	while (recv(fd, &ask, sizeof(ask), MSG_WAITALL) == sizeof(ask)) {
		pid = fork();
		if (pid == 0)
			_exit(serve(fd, &ask));
		if (pid < 0 || waitpid(pid, &status, 0) != pid || status) {
			warn("a download ended without an answer%s",
			     pid > 0 && WIFSIGNALED(status) &&
				     WTERMSIG(status) == SIGSYS
				 ? ": it tried a forbidden system call" : "");
			return;
		}
	}
}

int main(int argc, char **argv)
{
	progname = "wgfetch";
	whole_lines();
	about(argc, argv, USAGE "\n");
	/* With the image's files below the current folder. */
	if (argc == 3 && !strcmp(argv[1], "--check")) {
		read_settings(argv[2]);
		finish(EXIT_YES);
	}
	if (argc != 1)
		die(EXIT_USAGE, USAGE);
	if (chdir("/"))
		die(EXIT_UNKNOWN, "change folder to /:");
	read_settings("/proc/cmdline");
	protect();
	memory = mmap(NULL, sizeof(*memory), PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (memory == MAP_FAILED)
		die(EXIT_UNKNOWN, "get memory:");
	calls_of_parent();
	for (;;) {
		int fd = connect_wgd();

		answer_all(fd);
		close(fd);
		/* What another wgd has is another question. */
		memory->known.etag[0] = '\0';
		sleep(1);
	}
}
