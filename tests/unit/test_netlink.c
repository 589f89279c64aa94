/* SPDX-License-Identifier: BSD-2-Clause */
/* Messages: how they are built, and that damaged ones do no harm. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../tools/lib/netlink.c"

static bool is_zero(const void *p, size_t n)
{
	const unsigned char *b = p;

	while (n > 0 && !b[n - 1])
		n--;
	return n == 0;
}

static void building(void **state)
{
	static const unsigned char expected[] = {
		0, 0, 0, 0, 0x34, 0x12, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0,
		'h', 'd', 'r', 0,
		8, 0, 3, 0, 1, 2, 3, 4,		    /* u32 */
		20, 0, 7, 0x80,			    /* nest */
		7, 0, 1, 0, 'a', 'b', 0, 0,	    /* text, padded */
		6, 0, 2, 0, 0x22, 0x11, 0, 0,	    /* u16, padded */
		5, 0, 4, 0, 9, 0, 0, 0,		    /* u8, padded */
	};
	static struct nl_buf b;
	size_t nest;

	(void)state;
	nl_begin(&b, 0x1234, 1, "hdr", 3);
	nl_put(&b, 3, "\1\2\3\4", 4);
	nest = nl_nest(&b, 7);
	nl_put_text(&b, 1, "ab");
	nl_put_u16(&b, 2, 0x1122);
	nl_nest_end(&b, nest);
	nl_put_u8(&b, 4, 9);
	assert_false(b.overflow);
	assert_int_equal(b.len, sizeof(expected));
	assert_memory_equal(b.data, expected, sizeof(expected));
}

static void overflow(void **state)
{
	static unsigned char big[NL_BUF_SIZE];
	static struct nl_buf b;
	static struct nl nl = {.fd = -1};

	(void)state;
	nl_begin(&b, 1, 0, "x", 1);
	nl_put(&b, 1, big, NL_BUF_SIZE - 20 - NLA_HDRLEN);
	assert_false(b.overflow);
	assert_int_equal(b.len, NL_BUF_SIZE);
	nl_put(&b, 1, big, 0);
	assert_true(b.overflow);
	assert_int_equal(b.len, NL_BUF_SIZE);
	nl_begin(&b, 1, 0, big, sizeof(big));
	assert_true(b.overflow);
	nl_begin(&b, 1, 0, "x", 1);
	nl_put(&b, 1, big, (size_t)-1);
	assert_true(b.overflow);
	/* Such a message is not sent, but wiped all the same. */
	assert_int_equal(nl_talk(&nl, &b, NULL, NULL), -1);
	assert_int_equal(errno, EMSGSIZE);
	assert_true(is_zero(&b, sizeof(b)));
}

static void attributes(void **state)
{
	static const unsigned char good[] = {
		8, 0, 1, 0, 1, 0, 0, 0, 7, 0, 2, 0x80, 'a', 'b', 'c',
	};
	static const unsigned char bad[][8] = {
		{3, 0, 1, 0},	       /* shorter than its own head */
		{0, 0, 1, 0},	       /* would never advance */
		{9, 0, 1, 0, 1, 2, 3, 4}, /* longer than what is there */
		{255, 255, 1, 0},
	};
	const unsigned char *p = good;
	size_t left = sizeof(good);
	struct nl_attr a;
	char text[3];
	uint32_t n;

	(void)state;
	assert_true(nl_attr_next(&p, &left, &a));
	assert_int_equal(a.type, 1);
	assert_true(nl_attr_u32(&a, &n));
	assert_int_equal(n, 1);
	assert_true(nl_attr_next(&p, &left, &a));
	assert_int_equal(a.type, 2);
	assert_false(nl_attr_u32(&a, &n));
	nl_attr_text(&a, text, sizeof(text)); /* no NUL in it, and too long */
	assert_string_equal(text, "ab");
	assert_false(nl_attr_next(&p, &left, &a));
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		p = bad[i];
		left = sizeof(bad[i]);
		assert_false(nl_attr_next(&p, &left, &a));
	}
}

/* A message of that type and sequence number with a payload, at out. */
static size_t message(unsigned char *out, uint16_t type, uint16_t flags,
		      uint32_t seq, const void *payload, size_t len)
{
	struct nlmsghdr h = {
		.nlmsg_len = (uint32_t)(sizeof(h) + len),
		.nlmsg_type = type,
		.nlmsg_flags = flags,
		.nlmsg_seq = seq,
	};

	memcpy(out, &h, sizeof(h));
	memcpy(out + sizeof(h), payload, len);
	return NLMSG_ALIGN(sizeof(h) + len);
}

static int count(const struct nlmsghdr *head, const unsigned char *p,
		 size_t len, void *arg)
{
	(void)head;
	(void)p;
	(void)len;
	++*(int *)arg;
	return 0;
}

static int walked(struct nl *nl, const void *p, size_t n, int *seen, int *err)
{
	*seen = 0;
	return walk(nl, p, n, false, count, seen, err);
}

static void answers(void **state)
{
	static struct nl nl = {.seq = 7};
	unsigned char buf[256] = {0};
	int32_t code = 0;
	int seen, err;
	size_t n;

	(void)state;
	n = message(buf, 20, 0, 7, "abcd", 4);
	n += message(buf + n, 20, 0, 6, "abcd", 4); /* of another request */
	assert_int_equal(walked(&nl, buf, n, &seen, &err), WANT_MORE);
	assert_int_equal(seen, 1);
	n += message(buf + n, NLMSG_DONE, 0, 7, &code, sizeof(code));
	assert_int_equal(walked(&nl, buf, n, &seen, &err), FINISHED);
	assert_int_equal(err, 0);
	code = -ENODEV;
	n = message(buf, NLMSG_DONE, 0, 7, &code, sizeof(code));
	assert_int_equal(walked(&nl, buf, n, &seen, &err), FINISHED);
	assert_int_equal(err, ENODEV);
	n = message(buf, 20, NLM_F_DUMP_INTR, 7, "abcd", 4);
	assert_int_equal(walked(&nl, buf, n, &seen, &err), FINISHED);
	assert_int_equal(err, EAGAIN);
	assert_int_equal(seen, 0);
}

static void damaged(void **state)
{
	static struct nl nl = {.seq = 7};
	unsigned char buf[64] = {0};
	uint32_t len;
	int32_t code = 5; /* a positive errno is not netlink */
	int seen, err;
	size_t n;

	(void)state;
	assert_int_equal(walked(&nl, buf, 15, &seen, &err), FINISHED);
	assert_int_equal(err, EPROTO);
	n = message(buf, 20, 0, 7, "abcd", 4);
	for (len = 0; len < 64; len++) {
		memcpy(buf, &len, sizeof(len));
		if (len >= 16 && len <= n)
			continue;
		assert_int_equal(walked(&nl, buf, n, &seen, &err), FINISHED);
		assert_int_equal(err, EPROTO);
		assert_int_equal(seen, 0);
	}
	n = message(buf, NLMSG_ERROR, 0, 7, &code, sizeof(code));
	assert_int_equal(walked(&nl, buf, n, &seen, &err), FINISHED);
	assert_int_equal(err, EPROTO);
	n = message(buf, NLMSG_DONE, 0, 7, &code, sizeof(code));
	assert_int_equal(walked(&nl, buf, n, &seen, &err), FINISHED);
	assert_int_equal(err, EPROTO);
}

static void error_words(void **state)
{
	static struct nl nl = {.seq = 7};
	unsigned char buf[256] = {0};
	struct {
		struct nlmsgerr e;
		unsigned char attr[12];
	} capped = {
		.e = {.error = -EINVAL, .msg = {.nlmsg_len = 900}},
		.attr = {12, 0, NLMSGERR_ATTR_MSG, 0,
			 'n', 'o', ' ', 'w', 'a', 'y', '!', 0},
	};
	int seen, err;
	size_t n;

	(void)state;
	n = message(buf, NLMSG_ERROR, NLM_F_ACK_TLVS | NLM_F_CAPPED, 7, &capped,
		    sizeof(capped));
	assert_int_equal(walked(&nl, buf, n, &seen, &err), FINISHED);
	assert_int_equal(err, EINVAL);
	assert_string_equal(nl.error, "no way!");
	/* Not capped: 900 bytes of the request would have to be there. */
	nl.error[0] = '\0';
	n = message(buf, NLMSG_ERROR, NLM_F_ACK_TLVS, 7, &capped,
		    sizeof(capped));
	assert_int_equal(walked(&nl, buf, n, &seen, &err), FINISHED);
	assert_int_equal(err, EINVAL);
	assert_string_equal(nl.error, "");
}

/* Against the running kernel: lookup, refusal, and that nothing stays. */
static void kernel(void **state)
{
	static struct nl nl;
	static struct nl_buf b;

	(void)state;
	assert_int_equal(nl_open(&nl, NETLINK_GENERIC, 0), 0);
	assert_int_equal(nl_genl_family(&nl, &b, "nlctrl"), GENL_ID_CTRL);
	assert_true(is_zero(&b, sizeof(b)));
	assert_true(is_zero(nl.rx, sizeof(nl.rx)));
	assert_int_equal(nl_genl_family(&nl, &b, "mayfly-none"), -1);
	assert_int_equal(errno, ENOENT);
	assert_true(is_zero(&b, sizeof(b)));
	nl_close(&nl);
	assert_int_equal(nl.fd, -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(building),    cmocka_unit_test(overflow),
		cmocka_unit_test(attributes),  cmocka_unit_test(answers),
		cmocka_unit_test(damaged),     cmocka_unit_test(error_words),
		cmocka_unit_test(kernel),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
