/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/upgrade/refusal.c tools/upgrade/settings.c tools/lib/cmdline.c tools/lib/num.c tools/lib/addr.c tools/lib/backoff.c tools/st/hex.c tools/st/why.c tools/st/url_absolute.c
// libs:
/* Which answer of which server decides, and what is downloaded again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>

#include "messages.h"

#include "../../tools/upgrade/look.c"

/* What a server says: of its descriptor; then, of the whole package. */
struct server {
	int look;
	unsigned char descriptor; /* 0: there is none */
	int run;
	unsigned char archive; /* of this descriptor; 0: none came */
	const char *number;
	unsigned looked, ran;
};

static struct server server[2];
static struct settings settings;
static int64_t now;

int64_t clock_now(void)
{
	return now;
}

static struct server *asked(const struct attempt *a)
{
	return &server[a->url == settings.url[1]];
}

int attempt_look(const struct attempt *a, const unsigned char *hash)
{
	struct server *s = asked(a);

	assert_ptr_equal(hash, settings.running);
	assert_true(a->deadline > now);
	s->looked++;
	if (s->descriptor)
		memset(a->seen, s->descriptor, OSPKG_HASH);
	return s->look;
}

int attempt_run(const struct attempt *a, struct verified *out)
{
	struct server *s = asked(a);

	s->ran++;
	if (s->archive)
		memset(a->seen, s->archive, OSPKG_HASH);
	if (s->run != EXIT_YES)
		return s->run;
	memset(out, 0, sizeof(*out));
	out->kernel = open("/dev/null", O_RDONLY);
	out->initramfs = open("/dev/null", O_RDONLY);
	memset(out->package.hash, s->archive, OSPKG_HASH);
	strcpy(out->package.cmdline, s->number);
	return EXIT_YES;
}

/* A day later nothing is remembered. */
static int start(void **state)
{
	(void)state;
	now += 25 * 3600 * 1000;
	memset(server, 0, sizeof(server));
	forget_messages();
	settings.url[0] = "https://a/os.json";
	settings.url[1] = "https://b/os.json";
	settings.urls = 2;
	settings.poll = 900;
	settings.number = 7;
	memset(settings.running, 1, OSPKG_HASH);
	return 0;
}

static int look_now(void)
{
	static struct verified v;
	int status = look(&settings, NULL, &v);

	if (status == EXIT_YES) {
		assert_int_equal(close(v.kernel), 0);
		assert_int_equal(close(v.initramfs), 0);
	}
	return status;
}

static void first_decides(void **state)
{
	(void)state;
	server[0] = (struct server){.look = EXIT_YES, .descriptor = 1};
	server[1] = (struct server){EXIT_NO, 2, EXIT_YES, 2, "upgrade.number=8", 0, 0};
	assert_int_equal(look_now(), EXIT_NO);
	assert_int_equal(server[1].looked, 0);
	server[0] = server[1];
	assert_int_equal(look_now(), EXIT_YES);
	assert_int_equal(server[1].looked, 0);
	/* Who does not answer, or has no descriptor, decides nothing. */
	server[0] = (struct server){.look = EXIT_UNKNOWN};
	assert_int_equal(look_now(), EXIT_YES);
	server[0] = (struct server){.look = EXIT_NO};
	assert_int_equal(look_now(), EXIT_YES);
	assert_int_equal(server[0].ran, 0);
}

/* What was found could not be started: not downloaded again at the next look. */
static void what_kexec_refused(void **state)
{
	(void)state;
	server[0] = (struct server){.look = EXIT_UNKNOWN};
	server[1] = (struct server){EXIT_NO, 9, EXIT_YES, 9, "upgrade.number=8", 0, 0};
	assert_int_equal(look_now(), EXIT_YES);
	look_refused(&settings);
	assert_int_equal(look_now(), EXIT_NO);
	assert_int_equal(server[1].ran, 1);
	/* Something else is not what was refused; nor is it the same from another. */
	server[0] = (struct server){EXIT_NO, 9, EXIT_YES, 9, "upgrade.number=8", 0, 0};
	assert_int_equal(look_now(), EXIT_YES);
	server[0].look = EXIT_UNKNOWN;
	server[1].descriptor = server[1].archive = 10;
	assert_int_equal(look_now(), EXIT_YES);
}

/* This server came back from it: it is not started, whatever its number. */
static void came_back(void **state)
{
	(void)state;
	server[0] = (struct server){EXIT_NO, 3, EXIT_YES, 3, "upgrade.number=9", 0, 0};
	server[1] = (struct server){.look = EXIT_UNKNOWN};
	memset(settings.refused[0], 3, OSPKG_HASH);
	settings.refused_count = 1;
	assert_int_equal(look_now(), EXIT_NO);
	assert_non_null(strstr(messages, "in that package already"));
	assert_int_equal(look_now(), EXIT_NO);
	assert_int_equal(server[0].ran, 1);
	server[0].descriptor = server[0].archive = 4;
	assert_int_equal(look_now(), EXIT_YES);
	settings.refused_count = 0;
}

static void refused_once(void **state)
{
	(void)state;
	server[0] = (struct server){EXIT_NO, 3, EXIT_NO, 3, NULL, 0, 0};
	server[1] = (struct server){EXIT_NO, 4, EXIT_YES, 4, "upgrade.number=7", 0, 0};
	assert_int_equal(look_now(), EXIT_NO);
	assert_non_null(strstr(messages, "goes back"));
	for (int i = 0; i < 5; i++)
		assert_int_equal(look_now(), EXIT_NO);
	assert_int_equal(server[0].looked, 6);
	assert_int_equal(server[0].ran, 1);
	assert_int_equal(server[1].ran, 1);
	/* Another one is tried at once, and there is a time when the old one is. */
	server[1].descriptor = server[1].archive = 5;
	server[1].number = "upgrade.number=8";
	assert_int_equal(look_now(), EXIT_YES);
	now += 900 * 1000;
	assert_int_equal(look_now(), EXIT_YES);
	assert_int_equal(server[0].ran, 2);
}

/* A descriptor without its archive may be about to be completed. */
static void nothing_came(void **state)
{
	(void)state;
	server[0] = (struct server){EXIT_NO, 6, EXIT_NO, 0, NULL, 0, 0};
	server[1] = (struct server){.look = EXIT_UNKNOWN};
	assert_int_equal(look_now(), EXIT_NO); /* somebody answered */
	server[0] = (struct server){EXIT_NO, 6, EXIT_UNKNOWN, 0, NULL, 0, 0};
	assert_int_equal(look_now(), EXIT_UNKNOWN);
	server[0] = (struct server){EXIT_NO, 6, EXIT_YES, 6, "upgrade.number=8", 0, 0};
	assert_int_equal(look_now(), EXIT_YES);
}

/* The descriptor was exchanged between the look and the download. */
static void exchanged(void **state)
{
	(void)state;
	server[0] = (struct server){EXIT_NO, 2, EXIT_YES, 1, "upgrade.number=8", 0, 0};
	assert_int_equal(look_now(), EXIT_NO); /* for the one that runs */
	server[0] = (struct server){EXIT_NO, 8, EXIT_NO, 9, NULL, 0, 0};
	assert_int_equal(look_now(), EXIT_NO);
	server[0] = (struct server){EXIT_NO, 8, EXIT_YES, 8, "upgrade.number=8", 0, 0};
	assert_int_equal(look_now(), EXIT_YES);
	server[0].descriptor = 9;
	server[1] = (struct server){.look = EXIT_UNKNOWN};
	assert_int_equal(look_now(), EXIT_NO);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(first_decides, start),
		cmocka_unit_test_setup(what_kexec_refused, start),
		cmocka_unit_test_setup(refused_once, start),
		cmocka_unit_test_setup(came_back, start),
		cmocka_unit_test_setup(nothing_came, start),
		cmocka_unit_test_setup(exchanged, start),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
