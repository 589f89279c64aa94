/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/st/url.c
// libs:
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "../../tools/st/url.h"

#define LEN(x) (sizeof(x) / sizeof((x)[0]))

static void takes(void **state)
{
	static const char *const good[] = {
		"", "x.zip", "./x.zip", "../a/x.zip", "/x.zip", "a/b.c/x.zip",
		"//host/x.zip", "http://host/x.zip", "https://host/x.zip",
		"HTTPS://host/x.zip", "https://user:pass@host:8080/a/x.zip",
		"http://10.0.2.2:8080/x.zip", "http://[2001:db8::1]/x.zip",
		"http://[::1]:80/x.zip", "http://host:/x.zip",
		"https://host/a%20b.zip?token=a%2Fb", "x.zip?a=b:c/d",
		"x.zip#part", "/a:b/x.zip", "http://host/.zip",
	};
	size_t i;

	(void)state;
	for (i = 0; i < LEN(good); i++) {
		const char *fault = url_fault(good[i]);

		if (fault)
			print_message("%s: %s\n", good[i], fault);
		assert_null(fault);
	}
}

static void refuses(void **state)
{
	static const struct {
		const char *url, *fault;
	} bad[] = {
		{ "http://me:pass@word@h/x.zip", "has an '@' in its user or password: "
		  "write %40" },
		{ "//me@a@h/x.zip", "has an '@' in its user or password: write %40" },
		{ "ftp://host/x.zip", "has a scheme other than http and https" },
		{ "file:///x.zip", "has a scheme other than http and https" },
		{ "httpx://host/x.zip",
		  "has a scheme other than http and https" },
		{ "htt://host/x.zip", "has a scheme other than http and https" },
		{ "a:x.zip", "has a scheme other than http and https" },
		{ ":x.zip", "has an empty scheme" },
		{ "http:x.zip", "has no host" },
		{ "http:/host/x.zip", "has no host" },
		{ "http:///x.zip", "has no valid host and port" },
		{ "///x.zip", "has no valid host and port" },
		{ "http://:80/x.zip", "has no valid host and port" },
		{ "http://user@/x.zip", "has no valid host and port" },
		{ "http://host:65536/x.zip", "has no valid host and port" },
		{ "http://host:http/x.zip", "has no valid host and port" },
		{ "http://::1/x.zip", "has no valid host and port" },
		{ "http://[]/x.zip", "has no valid host and port" },
		{ "http://[::1/x.zip", "has no valid host and port" },
		{ "http://[::1]x/x.zip", "has no valid host and port" },
		{ "http://host", "has a path that does not end in .zip" },
		{ "http://host.zip", "has a path that does not end in .zip" },
		{ "http://host/x", "has a path that does not end in .zip" },
		{ "x.json", "has a path that does not end in .zip" },
		{ "x.ZIP", "has a path that does not end in .zip" },
		{ "zip", "has a path that does not end in .zip" },
		{ "x.zip/", "has a path that does not end in .zip" },
		{ "x?y.zip", "has a path that does not end in .zip" },
		{ "x#y.zip", "has a path that does not end in .zip" },
		{ "a b.zip",
		  "has a character that must be %-escaped in a URL" },
		{ "a\n.zip",
		  "has a character that must be %-escaped in a URL" },
		{ "a\\b.zip",
		  "has a character that must be %-escaped in a URL" },
		{ "\xc3\xa4.zip",
		  "has a character that must be %-escaped in a URL" },
		{ "a%.zip", "has a % without two hexadecimal digits" },
		{ "a%2.zip", "has a % without two hexadecimal digits" },
		{ "x.zip?%", "has a % without two hexadecimal digits" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < LEN(bad); i++) {
		const char *fault = url_fault(bad[i].url);

		if (!fault)
			print_message("taken: %s\n", bad[i].url);
		assert_non_null(fault);
		assert_string_equal(fault, bad[i].fault);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes),
		cmocka_unit_test(refuses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
