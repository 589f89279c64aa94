// sources: tools/lib/err.c
/* SPDX-License-Identifier: BSD-2-Clause */
/* Lines of sysctl.conf. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>

#include "../../tools/net/sysctl.c"

static int parse(const char *text, char *path, char **value)
{
	static char line[LINE_SIZE];

	snprintf(line, sizeof(line), "%s", text);
	return sysctl_line(line, path, PATH_SIZE, value);
}

static void settings(void **state)
{
	char path[PATH_SIZE], *value;

	(void)state;
	assert_int_equal(parse("net.ipv4.ip_forward = 1\n", path, &value), 1);
	assert_string_equal(path, "net/ipv4/ip_forward");
	assert_string_equal(value, "1");
	assert_int_equal(parse("\tkernel.printk=4 4 1 7", path, &value), 1);
	assert_string_equal(path, "kernel/printk");
	assert_string_equal(value, "4 4 1 7");
	assert_int_equal(parse("net.ipv4.conf.*.rp_filter=1", path, &value), 1);
	assert_string_equal(path, "net/ipv4/conf/*/rp_filter");
	/* As sysctl(8): a name with a dot in it is written with slashes. */
	assert_int_equal(parse("net/ipv4/conf/eth0.5/forwarding=1", path,
			       &value), 1);
	assert_string_equal(path, "net/ipv4/conf/eth0.5/forwarding");
	assert_int_equal(parse("net.ipv4.conf.eth0/5.forwarding=1", path,
			       &value), 1);
	assert_string_equal(path, "net/ipv4/conf/eth0.5/forwarding");
}

static void comments(void **state)
{
	char path[PATH_SIZE], *value;

	(void)state;
	assert_int_equal(parse("", path, &value), 0);
	assert_int_equal(parse(" \t\n", path, &value), 0);
	assert_int_equal(parse("# a = b", path, &value), 0);
	assert_int_equal(parse("  ; a = b", path, &value), 0);
}

static void refused(void **state)
{
	static const char *const bad[] = {
		"kernel.sysrq", "kernel.sysrq =", "= 1", "/etc/passwd = 1",
		"../../etc/passwd = 1", "kernel/../x = 1", "a//b = 1",
		"kernel.sys rq = 1", "kernel.[a] = 1", "kernel.a? = 1",
		"a/...b = 1",
	};
	char path[PATH_SIZE], line[LINE_SIZE], *value;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		if (parse(bad[i], path, &value) != -1)
			fail_msg("taken: \"%s\" as %s", bad[i], path);
	memset(line, 'a', PATH_SIZE);
	strcpy(line + PATH_SIZE, "=1");
	assert_int_equal(sysctl_line(line, path, PATH_SIZE, &value), -1);
}

static int apply(const char *text)
{
	char path[] = "/tmp/test_sysctl.XXXXXX";
	int fd = mkstemp(path), failures;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
	failures = sysctl_apply(path);
	unlink(path);
	return failures;
}

/*
 * Every line that is not applied counts. Against the running kernel, of which
 * nothing is changed: what is written is a key that nobody can write.
 */
static void failures(void **state)
{
	(void)state;
	assert_int_equal(apply(""), 0);
	assert_int_equal(apply("# only\n\n; comments\n"), 0);
	assert_int_equal(apply("kernel.ostype = Mayfly\n"), 1);
	assert_int_equal(apply("# one\nkernel.no_such_key = 1\nno setting\n"
			       "kernel.ostype = Mayfly\n"), 3);
}

/* Against the running kernel's /proc/sys, reading only: nothing is changed. */
static void unknown_key(void **state)
{
	(void)state;
	assert_int_equal(apply_one("file", 1, "kernel/no/such/key", "1"), 1);
	assert_int_equal(sysctl_apply("/nonexistent/sysctl.conf"), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(settings), cmocka_unit_test(comments),
		cmocka_unit_test(refused), cmocka_unit_test(unknown_key),
		cmocka_unit_test(failures),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
