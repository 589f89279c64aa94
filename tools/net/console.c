/* SPDX-License-Identifier: BSD-2-Clause */
#include "console.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

void console_open(void)
{
	struct termios t;
	int fd = open("/dev/console", O_RDWR | O_NOCTTY);

	if (fd < 0)
		fd = open("/dev/null", O_RDWR);
	if (fd < 0)
		return;
	/*
	 * The kernel opened 0 to 2 if the archive has the node; do it anew,
	 * now that devtmpfs is mounted: it may be another device.
	 */
	for (int i = 0; i <= 2; i++)
		if (fd != i)
			dup2(fd, i);
	if (fd > 2)
		close(fd);
	/* Ctrl-S on a console must not stop process 1 at its next message. */
	if (!tcgetattr(STDOUT_FILENO, &t)) {
		t.c_iflag &= ~(tcflag_t)(IXON | IXOFF);
		tcsetattr(STDOUT_FILENO, TCSANOW, &t);
	}
}

/* The device behind /dev/console: the last name in the kernel's list. */
static int console_device(char *path, size_t size)
{
	char list[128];
	char *name;
	ssize_t n;
	int fd = open("/sys/class/tty/console/active", O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return -1;
	n = read(fd, list, sizeof(list) - 1);
	close(fd);
	if (n <= 0)
		return -1;
	list[n] = '\0';
	list[strcspn(list, "\n")] = '\0';
	name = strrchr(list, ' ');
	snprintf(path, size, "/dev/%s", name ? name + 1 : list);
	return 0;
}

int console_control(void)
{
	char path[160];
	int fd;

	/* /dev/console itself can never be a controlling terminal. */
	if (console_device(path, sizeof(path)))
		return -1;
	fd = open(path, O_RDWR | O_NOCTTY);
	if (fd < 0)
		return -1;
	for (int i = 0; i <= 2; i++)
		dup2(fd, i);
	if (fd > 2)
		close(fd);
	return ioctl(STDIN_FILENO, TIOCSCTTY, 1);
}

const char *console_safe(const char *text, char *out, unsigned long size)
{
	unsigned long i;

	for (i = 0; i + 1 < size && text[i]; i++)
		out[i] = (char)(text[i] > ' ' && text[i] <= '~' ? text[i]
				: text[i] == ' '		? ' '
								: '?');
	out[i] = '\0';
	return out;
}
