/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/st/url_absolute.c tools/st/why.c
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../tools/st/url.h"

#define LEN(x) (sizeof(x) / sizeof((x)[0]))

/* As Go's net/url splits them; its Request sends the same path. */
static void reads_as_go_does(void **state)
{
	static const char *const good[][2] = {
		{"http://h/x.json", "http://h/x.json"},
		{"HTTPS://H.example:443/x", "https://H.example:443/x"},
		{"http://h", "http://h"},
		{"http://h:/x", "http://h/x"},
		{"http://me:pass@word@h:80/x", "http://me:pass%40word@h:80/x"},
		{"http://@@h/", "http://%40@h/"},
		{"http://me:a:b%40c@h/x", "http://me:a:b%40c@h/x"},
		{"http://me@h/a@b", "http://me@h/a@b"},
		{"http://h/a b.json", "http://h/a%20b.json"},
		{"http://h/\xc3\xbc\"<>\\^`{|}", "http://h/%C3%BC%22%3C%3E%5C%5E%60%7B%7C%7D"},
		{"http://h/a?b c=%x#d e", "http://h/a?b%20c=%x"},
		{"http://h?q", "http://h?q"},
		{"http://cache/http://h/x", "http://cache/http://h/x"},
		{"http://[::1]:8080/x", "http://[::1]:8080/x"},
		{"http://[fe80::1%25eth0]/x", "http://[fe80::1%25eth0]/x"},
		{"http://a_b-c.d/52:54:00/x", "http://a_b-c.d/52:54:00/x"},
	};

	(void)state;
	for (size_t i = 0; i < LEN(good); i++) {
		size_t len = strlen(good[i][0]);
		char *out = malloc(URL_ESCAPED(len));
		struct why why;

		if (url_absolute(good[i][0], len, out, URL_ESCAPED(len), &why))
			fail_msg("%s: %s", good[i][0], why.text);
		assert_string_equal(out, good[i][1]);
		free(out);
	}
}

static void says_what_is_wrong(void **state)
{
	static const char *const bad[][2] = {
		{"", "has no scheme"},
		{"geheim/x", "has no scheme"},
		{"10.0.2.2:8080/geheim", "has no scheme"},
		{"me:geheim@h/x", "has no scheme"},
		{"me:/geheim@h/x", "has no scheme"},
		{"//geheim/x", "has no scheme"},
		{"http:/geheim/x", "has not two slashes"},
		{"https:geheim", "has not two slashes"},
		{"http:", "has not two slashes"},
		{"ftp://me:geheim@h/x", "has the scheme ftp,"},
		{"file:/geheim", "has the scheme file,"},
		{"http://", "has no host"},
		{"http:///geheim", "has no host"},
		{"http://me:geheim@/x", "has no host"},
		{"http://:80/geheim", "has no host"},
		{"http://me:ge/heim@h/x", "is it a password with /"},
		{"http://me:ge?heim@h/x", "is it a password with /"},
		{"http://me:geheim#1@h/x", "is it a password with /"},
		{"http://h:65536/", "no number up to 65535"},
		{"http://h:0/x", "has the port 0"},
		{"http://h/x.json http://g/geheim", "has another URL in its path"},
		{"http://h/x.json;http://g/geheim", "has another URL in its path"},
		{"http://h:18446744073709551617/", "no number up to 65535"},
		{"http://h:-1/", "no number up to 65535"},
		{"http://me:ge%heim@h/x", "has a % in its user or password"},
		{"http://me:geheim%@h/x", "has a % in its user or password"},
		{"http://me:ge heim@h/x", "in its user or password that must be"},
		{"http://me:geheim[@h/x", "in its user or password that must be"},
		{"http://g eheim/x", "no host's name has"},
		{"http://\xc3\xbc/x", "no host's name has"},
		{"http://h%41/x", "no host's name has"},
		{"http://[geheim]/x", "no IPv6 address"},
		{"http://[::1/x", "no IPv6 address"},
		{"http://[::1]x/", "more than a port"},
		{"http://[::1%]/x", "no IPv6 address"},
		{"http://h/%zz", "two hexadecimal digits in its path"},
		{"http://h/%a", "two hexadecimal digits in its path"},
		{"http://h/\x01", "has a control character"},
		{"http://h/\x7f", "has a control character"},
	};
	char out[200];
	struct why why;

	(void)state;
	for (size_t i = 0; i < LEN(bad); i++) {
		if (!url_absolute(bad[i][0], strlen(bad[i][0]), out,
			sizeof(out), &why))
			fail_msg("taken: %s", bad[i][0]);
		if (!strstr(why.text, bad[i][1]))
			fail_msg("%s: %s", bad[i][0], why.text);
		assert_null(strstr(why.text, "heim"));
	}
	/* NUL is a control character, too; and what does not fit is refused. */
	assert_int_equal(url_absolute("http://h/\0", 10, out, sizeof(out), &why),
	    -1);
	assert_int_equal(url_absolute("http://h/", 9, out, 9, &why), -1);
	assert_non_null(strstr(why.text, "is too long"));
	assert_int_equal(url_absolute("http://h/", 9, out, 10, &why), 0);
}

static void lists(void **state)
{
	static const char *const want[] = {"a b", "", "c", ""};
	const char *list = " a b ,, c,", *s;
	size_t len, n = 0;

	(void)state;
	while ((s = url_list_next(&list, &len))) {
		assert_true(n < LEN(want));
		assert_int_equal(len, strlen(want[n]));
		assert_memory_equal(s, want[n], len);
		n++;
	}
	assert_int_equal(n, LEN(want));
	assert_null(url_list_next(&list, &len));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_as_go_does),
		cmocka_unit_test(says_what_is_wrong),
		cmocka_unit_test(lists),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
