/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/ospkg/verified.c tools/ospkg/memfile.c
// libs:
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "../../tools/ospkg/memfile.h"
#include "../../tools/ospkg/verified.h"

static int file(const char *text, bool sealed)
{
	int fd = memfile_create("test");

	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	if (sealed)
		assert_int_equal(memfile_seal(fd), 0);
	return memfile_readonly(fd);
}

static void make_pair(int *pair)
{
	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair), 0);
}

static void arrives(void **state)
{
	static struct verified in, out;
	char text[8] = "";
	int pair[2];

	(void)state;
	make_pair(pair);
	in.kernel = file("kernel", true);
	in.initramfs = file("initrd", true);
	memset(in.package.hash, 7, sizeof(in.package.hash));
	strcpy(in.package.cmdline, "quiet");
	assert_int_equal(verified_send(pair[0], &in), 0);
	assert_int_equal(verified_receive(pair[1], &out), 0);
	assert_memory_equal(in.package.hash, out.package.hash, OSPKG_HASH);
	assert_string_equal(out.package.cmdline, "quiet");
	assert_int_equal(pread(out.kernel, text, 7, 0), 6);
	assert_string_equal(text, "kernel");
	assert_int_equal(pread(out.initramfs, text, 7, 0), 6);
	assert_string_equal(text, "initrd");
	assert_int_equal(fcntl(out.kernel, F_GETFD), FD_CLOEXEC);
	/* Nothing more, and nobody waits for it. */
	assert_int_equal(verified_receive(pair[1], &out), -1);
	assert_int_equal(errno, EAGAIN);
}

static void is_sealed(void **state)
{
	static struct verified in, out;
	int pair[2];

	(void)state;
	make_pair(pair);
	in.kernel = file("kernel", true);
	in.initramfs = file("initrd", false);
	assert_int_equal(verified_send(pair[0], &in), 0);
	assert_int_equal(verified_receive(pair[1], &out), -1);
	assert_int_equal(errno, EBADMSG);
	in.kernel = in.initramfs = open("/dev/null", O_RDONLY);
	assert_int_equal(verified_send(pair[0], &in), 0);
	assert_int_equal(verified_receive(pair[1], &out), -1);
	assert_int_equal(errno, EBADMSG);
}

static void is_whole(void **state)
{
	static struct verified out;
	int pair[2];

	(void)state;
	make_pair(pair);
	assert_int_equal(send(pair[0], "x", 1, 0), 1);
	assert_int_equal(verified_receive(pair[1], &out), -1);
	assert_int_equal(errno, EBADMSG);
	/* As long as it has to be, but without the files. */
	assert_int_equal(send(pair[0], &out.package, sizeof(out.package), 0),
	    sizeof(out.package));
	assert_int_equal(verified_receive(pair[1], &out), -1);
	assert_int_equal(errno, EBADMSG);
	close(pair[0]);
	assert_int_equal(verified_receive(pair[1], &out), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(arrives),
	    cmocka_unit_test(is_sealed),
	    cmocka_unit_test(is_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
