/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/http/urlprint.c tools/http/urljoin.c tools/st/url.c tools/st/why.c
// libs: -lcurl -lssl -lcrypto
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../tools/http/urljoin.h"
#include "../../tools/http/urlprint.h"

#define LEN(x) (sizeof(x) / sizeof((x)[0]))
#define HIDDEN "(hidden: it has an '@' after the host)"

static void prints(void **state)
{
	static const char *const url[][2] = {
		{ "http://host/a.json", "http://host/a.json" },
		{ "https://me:secret@host:8/a", "https://host:8/a" },
		{ "https://secret@host/a", "https://host/a" },
		{ "https://me:sec@secret@host/a", "https://host/a" },
		{ "https://host/a?token=secret", "https://host/a?..." },
		{ "https://host/a?", "https://host/a?..." },
		{ "https://host/a#secret", "https://host/a" },
		{ "https://me:secret@host?secret#secret", "https://host?..." },
		{ "https://me:secret@[::1]:8/a", "https://[::1]:8/a" },
		/* A password that should have been escaped. */
		{ "https://me:sec/secret@host/a", "https://" HIDDEN },
		{ "https://me:sec?secret@host/a", "https://" HIDDEN },
		{ "https://me:sec#secret@host/a", "https://" HIDDEN },
		{ "https://host/a?mail=secret@host", "https://" HIDDEN },
		{ "//me:secret@host/a", "//host/a" },
		{ "a.zip?secret", "a.zip?..." },
		{ "me:secret@host/a", HIDDEN },
		{ "secret@", HIDDEN },
		{ "://secret@x", "://x" },
		{ "http://me:secret@h\r\nost/\x1b[1m", "http://h??ost/?[1m" },
		{ "", "" },
	};
	struct url_text t;
	size_t i;

	(void)state;
	for (i = 0; i < LEN(url); i++)
		assert_string_equal(url_print(url[i][0], &t), url[i][1]);
}

static void prints_cut(void **state)
{
	char url[1000] = "https://me:secret@host/";
	struct url_text t;

	(void)state;
	memset(url + strlen(url), 'x', sizeof(url) - 1 - strlen(url));
	url_print(url, &t);
	assert_int_equal(strlen(t.text), sizeof(t.text) - 1);
	assert_null(strstr(t.text, "secret"));
	assert_string_equal(t.text + sizeof(t.text) - 4, "...");
}

static void joins(void **state)
{
	static const char *const url[][3] = {
		{ "http://h/a/b.json", "x.zip", "http://h/a/x.zip" },
		{ "http://h/a/b.json?q", "./x.zip?r", "http://h/a/x.zip?r" },
		{ "http://h/a/b.json", "../x.zip", "http://h/x.zip" },
		{ "http://h/a/b.json", "../../../x.zip", "http://h/x.zip" },
		{ "http://h/a/b.json", "/x.zip", "http://h/x.zip" },
		{ "https://h/a", "//o/x.zip", "https://o/x.zip" },
		{ "http://u:p@h:8/a", "x.zip", "http://u:p@h:8/x.zip" },
		{ "http://u:p@h/a", "http://h/x.zip", "http://u:p@h/x.zip" },
		{ "http://u:p@h/a", "http://h:80/x.zip",
		  "http://u:p@h:80/x.zip" },
		{ "http://u:p@h/a", "http://h:81/x.zip", "http://h:81/x.zip" },
		{ "http://u:p@h/a", "https://h/x.zip", "https://h/x.zip" },
		{ "http://u:p@h/a", "//o/x.zip", "http://o/x.zip" },
		{ "http://u:p@h/a", "http://v:q@h/x.zip", "http://v:q@h/x.zip" },
		{ "http://h/a", "HTTPS://o/x.zip", "https://o/x.zip" },
	};
	struct why why;
	size_t i;

	(void)state;
	for (i = 0; i < LEN(url); i++) {
		char *got = url_package(url[i][0], url[i][1], &why);

		assert_non_null(got);
		assert_string_equal(got, url[i][2]);
		free(got);
	}
}

static void refuses(void **state)
{
	static const char *const url[][2] = {
		{ "http://h/a.json", "" }, { "http://h/a.json", "x.tar" },
		{ "http://h/a.json", "x.zip/y" }, { "http://h/a.json", "x" },
		{ "http://h/a.json", "ftp://h/x.zip" },
		{ "http://h/a.json", "file:///x.zip" },
		{ "http://h/a.json", "http:///x.zip" },
		{ "http://h/a.json", "x.zip\n" }, { "ftp://h/a.json", "x.zip" },
		{ "secret@", "x.zip" }, { "", "x.zip" },
		{ "http://h/a.json", "ftp://me:secret@h/x.zip?secret" },
	};
	struct why why;
	size_t i;

	(void)state;
	for (i = 0; i < LEN(url); i++) {
		assert_null(url_package(url[i][0], url[i][1], &why));
		assert_null(strstr(why.text, "secret"));
	}
}

static void redirects(void **state)
{
	static const char *const url[][3] = {
		{ "http://h/a", "http://o/b", "http://o/b" },
		{ "http://h/a", "https://h/b", "https://h/b" },
		{ "http://u:p@h/a", "http://h/b", "http://u:p@h/b" },
		{ "http://u:p@h/a", "http://o/b", "http://o/b" },
		{ "https://h/a", "https://o/b", "https://o/b" },
		{ "https://h/a", "http://h/b", NULL },
		{ "HTTPS://h/a", "http://h/b", NULL },
		{ "http://h/a", "ftp://h/b", NULL },
		{ "http://h/a", "http://", NULL },
	};
	struct why why;
	size_t i;

	(void)state;
	for (i = 0; i < LEN(url); i++) {
		char *got = url_redirect(url[i][0], url[i][1], &why);

		if (url[i][2])
			assert_string_equal(got, url[i][2]);
		else
			assert_null(got);
		free(got);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(prints),
		cmocka_unit_test(prints_cut),
		cmocka_unit_test(joins),
		cmocka_unit_test(refuses),
		cmocka_unit_test(redirects),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
