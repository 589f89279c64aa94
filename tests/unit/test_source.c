// sources: tools/lib/addr.c tools/lib/cmdline.c tools/lib/readfile.c
/* SPDX-License-Identifier: BSD-2-Clause */
/* Where lists come from, and with which password. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../tools/wg/source.c"

/* In a folder of its own, in which SOURCE_LOGIN has that text. */
static void put(const char *text)
{
	FILE *f = fopen(SOURCE_LOGIN + 1, "w");

	assert_non_null(f);
	fputs(text, f);
	assert_int_equal(fclose(f), 0);
}

static const char *with(const char *login, const char *plain)
{
	static char url[SOURCE_URL_MAX];

	put(login);
	strcpy(url, plain);
	return source_login(url, sizeof(url)) == 1 ? url : "refused";
}

static int setup(void **state)
{
	static char folder[] = "/tmp/mayfly-source.XXXXXX";

	(void)state;
	return !mkdtemp(folder) || chdir(folder) || mkdir("run", 0700);
}

static int teardown(void **state)
{
	static char folder[4096];

	(void)state;
	return !getcwd(folder, sizeof(folder)) || unlink(SOURCE_LOGIN + 1) ||
	       rmdir("run") || chdir("/") || rmdir(folder);
}

static void has(void **state)
{
	(void)state;
	assert_true(source_has_login("https://server7:Secret99@lists.example/peers"));
	assert_true(source_has_login("https://server7@lists.example"));
	assert_true(source_has_login("https://a:b@c@lists.example/"));
	assert_false(source_has_login("https://lists.example/peers@7"));
	assert_false(source_has_login("https://lists.example?a@b"));
	assert_false(source_has_login("https://lists.example#a@b"));
	assert_false(source_has_login("lists.example"));
}

static void puts_in(void **state)
{
	char url[SOURCE_URL_MAX] = "https://h/p", big[SOURCE_URL_MAX];

	(void)state;
	assert_int_equal(source_login(url, sizeof(url)), 0);
	assert_string_equal(url, "https://h/p");
	assert_string_equal(with("u:p\n", "https://h/p?q@r"),
			    "https://u:p@h/p?q@r");
	assert_string_equal(with("u:p%40x\nmore", "https://old:secret@h:8443"),
			    "https://u:p%40x@h:8443");
	assert_string_equal(with("u:", "https://h/"), "https://u:@h/");
	/* Nothing that would lead to another host, or is no login. */
	assert_string_equal(with("u:p@evil/", "https://h/"), "refused");
	assert_string_equal(with("u:p:q", "https://h/"), "refused");
	assert_string_equal(with("u", "https://h/"), "refused");
	assert_string_equal(with(":p", "https://h/"), "refused");
	assert_string_equal(with("", "https://h/"), "refused");
	assert_string_equal(with("u:p q", "https://h/"), "refused");
	assert_string_equal(with("u:p", "h/"), "refused");
	memset(big, 'p', sizeof(big));
	memcpy(big, "u:", 2);
	big[SOURCE_URL_MAX - 12] = '\0';
	assert_string_equal(with(big, "https://h/p"), "refused");
	assert_int_equal(errno, EFBIG);
	big[SOURCE_URL_MAX - 13] = '\0';
	assert_int_equal(strlen(with(big, "https://h/p")), SOURCE_URL_MAX - 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(has), cmocka_unit_test(puts_in),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
