/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/kconf/base.c
// libs: -lz
/*
 * Rules, deviations and resolved configurations, plain or packed, as kconf check
 * and diff read them; the first byte says which. What is accepted must be what
 * the checks rely on.
 */
#include <stdint.h>
#include <stdlib.h>

#include "../../tools/kconf/rules.c"
#include "../../tools/kconf/dotconfig.c"
#include "../../tools/kconf/unpack.c"

const char *progname = "fuzz";

noreturn void die(int status, const char *fmt, ...)
{
	(void)status;
	(void)fmt;
	abort();
}

static void require(bool ok)
{
	if (!ok)
		abort();
}

static void check_rule(const struct rule *r)
{
	require(r->n > 0 && r->origin[0] != '\0' && !is_blank(r->why));
	for (size_t i = 0; i < r->n; i++) {
		const struct rule_test *t = &r->at[i];

		require(t->symbol[0] != '\0' && t->wanted[0] != '\0');
		/* A pattern has no alternatives. */
		require(r->n == 1 || strchr(t->symbol, '*') == NULL);
		require(rules_match(t, t->symbol));
		rules_met(t->wanted, r->origin);
		require(strpbrk(t->wanted, "*|<>") != NULL ||
			rules_met(t->wanted, t->wanted));
	}
}

static void fuzz_rules(FILE *f)
{
	struct rules rs = {0};

	rules_read(&rs, f, "x");
	for (size_t i = 0; i < rs.n; i++)
		check_rule(&rs.rule[i]);
	rules_free(&rs);
}

static void fuzz_deviations(FILE *f)
{
	struct rules rs = {0};

	rules_read_deviations(&rs, f, "x");
	for (size_t i = 0; i < rs.deviations; i++) {
		const struct deviation *d = &rs.deviation[i];

		require(!is_blank(d->why));
		require(rules_deviation(&rs, d->symbol, d->value) != NULL);
	}
	rules_free(&rs);
}

/* text is changed, and has room for a zero byte. */
static void fuzz_dotconfig(char *text, size_t n)
{
	struct dotconfig c;

	if (dotconfig_parse(&c, text, n) == NULL) {
		for (size_t i = 1; i < c.n; i++)
			require(strcmp(c.at[i - 1].symbol, c.at[i].symbol) < 0);
		for (size_t i = 0; i < c.n; i++)
			require(dotconfig_names(&c, c.at[i].symbol));
		require(c.title == NULL || strstr(c.title, TITLED) != NULL);
	}
	dotconfig_free(&c);
}

static void fuzz_packed(const uint8_t *data, size_t size)
{
	const char *wrong;
	size_t n;
	char *text = unpack_bytes(data, size, &n, &wrong);

	require((text == NULL) == (wrong != NULL));
	if (text == NULL)
		return;
	require(n <= UNPACK_MOST && text[n] == '\0');
	fuzz_dotconfig(text, n);
	free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	FILE *f;

	if (size < 2)
		return 0;
	if (data[0] == 'c') {
		fuzz_packed(data + 1, size - 1);
		return 0;
	}
	f = fmemopen((void *)(uintptr_t)(data + 1), size - 1, "r");
	require(f != NULL);
	if (data[0] == 'd')
		fuzz_deviations(f);
	else
		fuzz_rules(f);
	fclose(f);
	return 0;
}
