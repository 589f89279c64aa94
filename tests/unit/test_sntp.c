/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/sntp/packet.c tools/sntp/agree.c tools/sntp/servers.c tools/lib/cmdline.c tools/lib/addr.c tools/lib/num.c tools/st/why.c
// libs:
/* What NTP servers say, and how far it is believed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "../../tools/sntp/agree.h"
#include "../../tools/sntp/packet.h"
#include "../../tools/sntp/servers.h"

#define SECOND INT64_C(1000000000)
#define MADE INT64_C(1795392000) /* 2026-11-23 */
#define FROM_1900 INT64_C(2208988800)

static const unsigned char nonce[PACKET_NONCE] = "question";

static void put(unsigned char *p, int64_t ns)
{
	uint64_t s = (uint64_t)(ns / SECOND + FROM_1900);
	uint64_t part = ((uint64_t)(ns % SECOND) << 32) / (uint64_t)SECOND;

	for (int i = 0; i < 4; i++) {
		p[i] = (unsigned char)(s >> (24 - 8 * i));
		p[4 + i] = (unsigned char)(part >> (24 - 8 * i));
	}
}

/* A good answer of a server that was asked at a time of its own, and took 10 ms. */
static void answer(unsigned char p[PACKET_SIZE], int64_t ns)
{
	memset(p, 0, PACKET_SIZE);
	p[0] = 4 << 3 | 4;
	p[1] = 2;
	memcpy(p + 24, nonce, sizeof(nonce));
	put(p + 32, ns);
	put(p + 40, ns + SECOND / 100);
}

static void is(const unsigned char *p, size_t len, const char *reason)
{
	const struct packet_times t = {MADE * SECOND,
	    MADE * SECOND + SECOND / 20};
	int64_t offset;
	struct why why;

	if (packet_read(p, len, nonce, &t, MADE, &offset, &why) == 0)
		fail_msg("taken: %s", reason);
	assert_string_equal(why.text, reason);
}

static void question(void **state)
{
	unsigned char p[PACKET_SIZE], zero[PACKET_SIZE] = {0};

	(void)state;
	packet_ask(p, nonce);
	assert_int_equal(p[0], 0x23);
	assert_memory_equal(p + 1, zero, 39);
	assert_memory_equal(p + 40, nonce, sizeof(nonce));
}

/* Of each era, and far from what our clock says. */
static void offsets(void **state)
{
	static const int64_t seconds[] = {0, 1, -1, 3600, -86400 * 3650,
	    86400 * 3650, INT64_C(4000000000)};
	const struct packet_times t = {MADE * SECOND,
	    MADE * SECOND + SECOND / 20};
	unsigned char p[PACKET_SIZE];
	struct why why;
	int64_t offset;

	(void)state;
	for (size_t i = 0; i < sizeof(seconds) / sizeof(seconds[0]); i++) {
		int64_t far = seconds[i] < 0 ? INT64_C(1) << 32 : 0, diff;

		/* 20 ms on the way there, and back. */
		answer(p, (MADE + seconds[i]) * SECOND + SECOND / 50);
		assert_int_equal(packet_read(p, sizeof(p), nonce, &t, MADE,
		    &offset, &why), 0);
		diff = offset - (seconds[i] + far) * SECOND;
		assert_true(diff > -1000 && diff < 1000);
	}
}

static void refused(void **state)
{
	unsigned char p[PACKET_SIZE];

	(void)state;
	answer(p, MADE * SECOND);
	is(p, PACKET_SIZE - 1, "answers something else than was asked");
	is(p, 0, "answers something else than was asked");
	p[24] ^= 1;
	is(p, PACKET_SIZE, "answers something else than was asked");
	answer(p, MADE * SECOND);
	p[0] = 4 << 3 | 3;
	is(p, PACKET_SIZE, "answers something else than was asked");
	answer(p, MADE * SECOND);
	p[1] = 0;
	memcpy(p + 12, "RATE", 4);
	is(p, PACKET_SIZE, "does not serve us (RATE)");
	memcpy(p + 12, "\033[2J", 4);
	is(p, PACKET_SIZE, "does not serve us (no reason)");
	answer(p, MADE * SECOND);
	p[0] |= 3 << 6;
	is(p, PACKET_SIZE, "does not know the time itself");
	answer(p, MADE * SECOND);
	p[1] = 16;
	is(p, PACKET_SIZE, "does not know the time itself");
	/* It took longer to answer than the answer took. */
	answer(p, MADE * SECOND);
	put(p + 40, MADE * SECOND + SECOND);
	is(p, PACKET_SIZE, "has times that do not fit each other");
	put(p + 40, MADE * SECOND - 1000);
	is(p, PACKET_SIZE, "has times that do not fit each other");
}

struct votes {
	size_t n, asked;
	int64_t offset[4]; /* seconds */
	size_t most;	   /* 0: as n says */
	int64_t want;	   /* seconds; -9: none */
};

static void agreed(void **state)
{
	static const struct votes votes[] = {
	    {0, 1, {0}, 0, -9},
	    {1, 1, {5}, 1, 5},
	    {1, 2, {5}, 1, -9},
	    {2, 2, {5, 6}, 2, 6},
	    {2, 2, {5, 8}, 1, -9},
	    {2, 3, {5, 6}, 2, 6},
	    {3, 3, {900, 5, 6}, 2, 6},
	    {3, 3, {6, 5, 4}, 3, 5},
	    {3, 3, {1, 100, 200}, 1, -9},
	    {4, 4, {1, 2, 100, 101}, 2, -9},
	    {4, 4, {100, 2, 3, 1}, 3, 2},
	    {2, 4, {1, 1}, 2, -9},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(votes) / sizeof(votes[0]); i++) {
		const struct votes *v = &votes[i];
		int64_t offset[4], out = -9 * SECOND;
		size_t most;

		for (size_t k = 0; k < 4; k++)
			offset[k] = v->offset[k] * SECOND;
		if (agree(offset, v->n, v->asked, &out, &most) != (v->want != -9) ||
		    most != v->most || out != v->want * SECOND)
			fail_msg("votes %zu: %zu, %lld", i, most,
			    (long long)out);
	}
	{
		int64_t far[2] = {INT64_MAX, INT64_MIN}, out;
		size_t most;

		assert_false(agree(far, 2, 2, &out, &most));
	}
}

static void no_server(const char *line, const char *reason)
{
	struct server s[SERVERS_MAX];
	struct why why;

	assert_int_equal(servers_parse(line, s, &why), -1);
	assert_string_equal(why.text, reason);
}

static void named(void **state)
{
	struct server s[SERVERS_MAX];
	struct why why;

	(void)state;
	assert_int_equal(servers_parse("quiet", s, &why), 0);
	assert_int_equal(servers_parse("ntp=x ntp=a.example,192.0.2.1:1123,"
	    "2001:db8::1,[2001:db8::2],[2001:db8::3]:9,fe80::1%eth0", s, &why), 6);
	assert_string_equal(s[0].host, "a.example");
	assert_string_equal(s[0].port, "123");
	assert_string_equal(s[1].host, "192.0.2.1");
	assert_string_equal(s[1].port, "1123");
	assert_string_equal(s[2].host, "2001:db8::1");
	assert_string_equal(s[3].host, "2001:db8::2");
	assert_string_equal(s[3].port, "123");
	assert_string_equal(s[4].port, "9");
	assert_string_equal(s[5].host, "fe80::1%eth0");
	no_server("ntp", "ntp= needs a server");
	no_server("ntp=", "ntp= needs a server");
	no_server("ntp=,", "ntp= needs a server");
	no_server("ntp=a:0", "ntp=: a:0 has a port that is none");
	no_server("ntp=a:65536", "ntp=: a:65536 has a port that is none");
	no_server("ntp=a:", "ntp=: a: has a port that is none");
	no_server("ntp=:1", "ntp=: :1 has no host, or one that is too long");
	no_server("ntp=[::1", "ntp=: [::1 has no ]");
	no_server("ntp=[::1]1", "ntp=: [::1]1 has something else than :PORT "
	    "behind its ]");
	no_server("ntp=a/b", "ntp=: a/b is no name and no address");
	no_server("ntp=1,2,3,4,5,6,7,8,9", "ntp= has more than 8 servers");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(question), cmocka_unit_test(offsets),
	    cmocka_unit_test(refused),	cmocka_unit_test(agreed),
	    cmocka_unit_test(named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
