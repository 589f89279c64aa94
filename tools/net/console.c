/* SPDX-License-Identifier: BSD-2-Clause */
#include "console.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <termios.h>
#include <unistd.h>

#include "cmdline.h"
#include "err.h"
#include "relay.h"

/* The terminal itself: what is said is on this one console. */
static int open_terminal(void)
{
	struct termios t;
	int fd = open("/dev/console", O_RDWR | O_NOCTTY | O_CLOEXEC);

	/* Ctrl-S on a console must not stop process 1 at its next message. */
	if (fd >= 0 && !tcgetattr(fd, &t)) {
		t.c_iflag &= ~(tcflag_t)(IXON | IXOFF);
		tcsetattr(fd, TCSANOW, &t);
	}
	return fd;
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

/*
 * The kernel opens a port that nothing named with 9600 baud, a PC's default of
 * once; firmware and serial-over-LAN have 115200. Where console= or the firmware's
 * SPCR table names the port, it has its speed from there.
 */
static void set_speed(void)
{
	char line[CMDLINE_MAX], path[160], value[1];
	struct termios t;
	int fd;

	if (cmdline_read("/proc/cmdline", line) ||
	    cmdline_find(line, "console", CMDLINE_LAST, value, sizeof(value)) ||
	    !access("/sys/firmware/acpi/tables/SPCR", F_OK) ||
	    console_device(path, sizeof(path)))
		return;
	fd = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return;
	if (!tcgetattr(fd, &t) && !cfsetspeed(&t, B115200))
		tcsetattr(fd, TCSANOW, &t);
	close(fd);
}

void console_hold(void)
{
	int fd;

	while ((fd = memfd_create("none", 0)) >= 0 && fd <= STDERR_FILENO)
		;
	if (fd >= 0)
		close(fd);
}

void console_open(void)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	int out;

	set_speed();
	out = relay_start();
	if (out < 0)
		out = open_terminal();
	/*
	 * The kernel opened 0 to 2 if the archive has a console. These
	 * descriptors stay open, so the others never end.
	 */
	dup2(null, STDIN_FILENO);
	dup2(out < 0 ? null : out, STDOUT_FILENO);
	dup2(out < 0 ? null : out, STDERR_FILENO);
}

void console_flush(void)
{
	relay_flush();
}

void console_tell(const char *text)
{
	int fd = open("/dev/console", O_WRONLY | O_NOCTTY | O_CLOEXEC |
	    O_NONBLOCK);

	if (fd < 0)
		return;
	if (write(fd, text, strlen(text)) < 0)
		warn("write to the console:");
	close(fd);
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
