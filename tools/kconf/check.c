/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kconf check: is the configuration what the rules want? What it is not must
 * be in the deviations, with the reason; rules and deviations that are about
 * nothing any more are faults, too. The configuration is what our fragments
 * come to, or, with --config, a file of somebody else's.
 */
#include "kconf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lkc.h>

#include "base.h"
#include "dotconfig.h"
#include "err.h"
#include "json.h"
#include "kind.h"
#include "options.h"
#include "presence.h"
#include "rules.h"
#include "text.h"
#include "tree.h"

/* What became of a rule that is not met, or of a deviation; faults first. */
enum verdict {
	VIOLATED,
	UNKNOWN,
	STALE,
	UNDECIDED,
	ACCEPTED,
	MISSING, /* that kernel has no such option */
	UNTOLD,
	VERDICTS
};

static const char *const verdicts[VERDICTS] = {
	"violated", "unknown", "stale", "undecided", "accepted",
	"not in that kernel", "could not tell"};

/* Names of what was printed: two rules may say the same. */
struct findings {
	char **at;
	size_t n;
};

struct check {
	struct rules rules;
	struct requests requests;
	const char *file; /* judge what config says, which is from there */
	struct dotconfig config;
	struct kind kind, tree; /* of the file, and of the tree */
	struct findings printed;
	struct symbol **all;
	size_t n;
	struct json *j; /* NULL: for people */
	bool faults;	/* print these, or the rest; last is what is read */
	size_t count[VERDICTS];
};

/* A line of the report; members that do not apply are NULL. */
struct finding {
	enum verdict verdict;
	const char *file;
	unsigned long line;
	const char *symbol, *wanted, *got;
	const char *origin, *rule; /* who wants it, and why */
	const char *text;	   /* what caused or excuses it */
};

/* Was the same said of the symbol, because of another rule? */
static bool is_printed(struct findings *p, const struct finding *f)
{
	char *key;

	if (f->wanted == NULL)
		return false;
	key = format("%d %s %s", f->verdict, f->symbol, f->wanted);
	for (size_t i = 0; i < p->n; i++) {
		if (strcmp(p->at[i], key) != 0)
			continue;
		free(key);
		return true;
	}
	p->at = grow(p->at, p->n, sizeof(*p->at));
	p->at[p->n++] = key;
	return false;
}

static void print_finding(struct check *c, const struct finding *f)
{
	if ((f->verdict <= STALE) != c->faults || is_printed(&c->printed, f))
		return;
	c->count[f->verdict]++;
	/* Of part of a configuration, each rule would be a line that says that. */
	if (f->verdict == UNTOLD && c->kind.unfinished != NULL)
		return;
	if (c->j != NULL) {
		json_object(c->j, NULL);
		json_string(c->j, "verdict", verdicts[f->verdict]);
		json_string(c->j, "file", f->file);
		json_number(c->j, "line", (long)f->line);
		json_string(c->j, "symbol", f->symbol);
		json_string(c->j, "wanted", f->wanted);
		json_string(c->j, "got", f->got);
		json_string(c->j, "origin", f->origin);
		json_string(c->j, "rule", f->rule);
		json_string(c->j, "reason", f->text);
		json_end(c->j);
		return;
	}
	printf("%s:%lu: CONFIG_%s: %s: ", f->file, f->line, f->symbol,
	       verdicts[f->verdict]);
	if (f->got != NULL)
		printf("wanted %s, got %s: ", f->wanted, f->got);
	else if (f->wanted != NULL)
		printf("wanted %s: ", f->wanted);
	fputs(f->text, stdout);
	if (f->rule != NULL && f->verdict == VIOLATED)
		printf(" [%s: %s]", f->origin, f->rule);
	putchar('\n');
}

/*
 * What the symbol is, to be freed; NULL if nobody knows it. The other file may
 * be of another kernel version, with symbols that this tree does not have.
 */
static char *value_of(const struct check *c, const char *symbol)
{
	struct symbol *sym = sym_find(symbol);
	bool known = sym != NULL && symbol_is_defined(sym);
	struct said said;
	char *value;

	if (c->file == NULL)
		return known ? copy(text_value(sym)) : NULL;
	said = presence_of(&c->config, symbol);
	value = said.value;
	said.value = NULL;
	said_free(&said);
	if (value == NULL && known)
		value = copy(sym->type == S_BOOLEAN || sym->type == S_TRISTATE
				     ? "n" : "");
	if (value != NULL && value[0] == '\0') {
		free(value);
		value = copy("\"\"");
	}
	return value;
}

/* What the file's not naming a symbol comes to. */
static enum verdict verdict_of(const struct check *c, enum presence p)
{
	if (p == NAMED || p == FORMER)
		return VIOLATED;
	if (c->kind.unfinished != NULL)
		return UNTOLD;
	/* A kernel of the very version of the tree has all of its options. */
	if (c->kind.version != NULL && c->tree.version != NULL &&
	    strcmp(c->kind.version, c->tree.version) == 0)
		return VIOLATED;
	return p == ABSENT ? MISSING : p == UNSURE ? UNTOLD : VIOLATED;
}

/* What the file says; symbol: of an alternative, else NULL. To be freed. */
static char *text_of_said(const struct check *c, const char *symbol,
			  const struct said *s)
{
	const char *more = s->text != NULL ? s->text : "";
	const char *cut = more[0] != '\0' ? ": " : "";

	if (symbol == NULL)
		return format("%s in %s%s%s", s->value ? "so" : "not named",
			      c->file, cut, more);
	return format("nor is CONFIG_%s so in %s%s%s", symbol, c->file, cut,
		      more);
}

/*
 * Why the other file is not what the rule r wants, to be freed, and what that
 * comes to: it is at fault if an alternative could have been chosen there. A
 * rule with "or CONFIG_X n" is about kernels that have X: that is no choice.
 */
static char *judge(struct check *c, const struct rule *r, const char *symbol,
		   enum verdict *verdict)
{
	bool untold = false;
	char *text = NULL;

	for (size_t i = 0; i < r->n; i++) {
		const char *name = i == 0 ? symbol : r->at[i].symbol;
		struct said said;
		enum verdict v;

		said = presence_of(&c->config, name);
		v = verdict_of(c, said.presence);
		/* Of part of a configuration, what is not named may be right. */
		untold |= c->kind.unfinished != NULL && said.value == NULL;
		if (text == NULL ||
		    (strcmp(r->at[i].wanted, "n") != 0 && *verdict != VIOLATED &&
		     (v == VIOLATED || *verdict == MISSING))) {
			free(text);
			*verdict = v;
			text = text_of_said(c, i == 0 ? NULL : name, &said);
		}
		said_free(&said);
	}
	if (untold)
		*verdict = UNTOLD;
	return text;
}

/* A rule, not met by the symbol of its first alternative, which is got. */
static void not_met(struct check *c, const struct rule *r, const char *symbol,
		    const char *got)
{
	struct deviation *d = rules_deviation(&c->rules, symbol, got);
	struct finding f = {
		.file = r->file, .line = r->line, .symbol = symbol,
		.wanted = r->at[0].wanted, .got = got,
		.origin = r->origin, .rule = r->why};
	char *reason = NULL;

	if (d != NULL && strcmp(r->origin, RULES_INVARIANT) != 0) {
		d->used = true;
		f.verdict = d->undecided ? UNDECIDED : ACCEPTED;
		f.text = d->why;
	} else if (c->file == NULL) {
		f.verdict = VIOLATED;
		f.text = reason = reason_text(sym_find(symbol), f.wanted,
					      &c->requests, NULL);
	} else {
		f.text = reason = judge(c, r, symbol, &f.verdict);
		if (f.verdict != VIOLATED)
			f.got = NULL;
	}
	print_finding(c, &f);
	free(reason);
}

/*
 * Of part of a configuration: does it say nothing of any option of the rule? Then
 * nothing, not "off", is what it is.
 */
static bool is_silent(const struct check *c, const struct rule *r,
		      const char *symbol)
{
	if (c->kind.unfinished == NULL)
		return false;
	for (size_t i = 0; i < r->n; i++) {
		struct said said = presence_of(
			&c->config, i == 0 ? symbol : r->at[i].symbol);
		bool says = said.value != NULL &&
			    rules_met(r->at[i].wanted, said.value);

		said_free(&said);
		if (says)
			return false;
	}
	return true;
}

/*
 * A rule about what does not exist is no protection: the option may have got
 * another name.
 */
static void unknown(struct check *c, const struct rule *r, const char *symbol)
{
	char text[512] = "no such symbol in this tree: correct or remove the "
			 "rule";

	if (strchr(symbol, '*') == NULL)
		snprintf(text, sizeof(text), "no such symbol in this tree: "
			 "correct or remove the rule; see: make why SYM=%s",
			 symbol);
	print_finding(c, &(struct finding){
		.verdict = UNKNOWN, .file = r->file, .line = r->line,
		.symbol = symbol, .origin = r->origin, .rule = r->why,
		.text = text});
}

/* Is there a rule about this very symbol? */
static bool named(const struct rules *rs, const char *symbol)
{
	for (size_t i = 0; i < rs->n; i++) {
		if (strcmp(rs->rule[i].at[0].symbol, symbol) == 0)
			return true;
	}
	return false;
}

/* One symbol of a pattern; returns 1 if it is one. */
static size_t check_match(struct check *c, const struct rule *r,
			  const char *symbol)
{
	char *value;

	if (!rules_match(&r->at[0], symbol))
		return 0;
	value = value_of(c, symbol);
	if (!named(&c->rules, symbol) &&
	    (!rules_met(r->at[0].wanted, value) || is_silent(c, r, symbol)))
		not_met(c, r, symbol, value);
	free(value);
	return 1;
}

/*
 * A rule for all symbols of a pattern that are on or off. A rule that names one
 * of them knows it better: it may allow alternatives.
 */
static void check_pattern(struct check *c, const struct rule *r)
{
	size_t matches = 0;

	for (size_t i = 0; i < c->n; i++)
		if (c->all[i]->type == S_BOOLEAN ||
		    c->all[i]->type == S_TRISTATE)
			matches += check_match(c, r, c->all[i]->name);
	for (size_t i = 0; i < c->config.n; i++) {
		struct symbol *sym = sym_find(c->config.at[i].symbol);

		if (sym == NULL || !symbol_is_defined(sym))
			matches += check_match(c, r, c->config.at[i].symbol);
	}
	if (matches == 0)
		unknown(c, r, r->at[0].symbol);
}

static void check_rule(struct check *c, const struct rule *r)
{
	bool met = false, known = true;
	char *first = NULL;

	if (strchr(r->at[0].symbol, '*') != NULL) {
		check_pattern(c, r);
		return;
	}
	for (size_t i = 0; i < r->n; i++) {
		char *value = value_of(c, r->at[i].symbol);

		if (value == NULL) {
			unknown(c, r, r->at[i].symbol);
			known = false;
			continue;
		}
		met |= rules_met(r->at[i].wanted, value);
		if (i == 0)
			first = value;
		else
			free(value);
	}
	if (known && (!met || is_silent(c, r, r->at[0].symbol)))
		not_met(c, r, r->at[0].symbol, first);
	free(first);
}

static void check_stale(struct check *c)
{
	for (size_t i = 0; i < c->rules.deviations; i++) {
		const struct deviation *d = &c->rules.deviation[i];

		if (d->used)
			continue;
		print_finding(c, &(struct finding){
			.verdict = STALE, .file = d->file, .line = d->line,
			.symbol = d->symbol,
			.text = "no rule that allows deviations is broken with "
				"this value: remove the line"});
	}
}

static void read_file(struct rules *rs, const char *name,
		      const char *(*reader)(struct rules *, FILE *,
					    const char *))
{
	FILE *f = fopen(name, "r");
	const char *wrong;

	if (f == NULL)
		die(EXIT_UNKNOWN, "open %s:", name);
	wrong = reader(rs, f, name);
	if (wrong != NULL)
		die(EXIT_UNKNOWN, "%s: %s", name, wrong);
	fclose(f);
}

/* Find out what the file is; of another architecture it cannot be judged. */
static void open_kind(struct check *c)
{
	c->kind = kind_of(&c->config);
	c->tree = kind_of_tree();
	kind_print(c->file, &c->kind, &c->tree);
	if (!kind_fits(&c->kind, &c->tree))
		die(EXIT_UNKNOWN, "%s is not judged: tree and rules are of %s",
		    c->file, c->tree.arch);
}

static void print_counts(const struct check *c)
{
	if (c->file == NULL) {
		warn("%zu rules: %zu violated, %zu about unknown symbols; "
		     "deviations: %zu accepted, %zu undecided, %zu stale",
		     c->rules.n, c->count[VIOLATED], c->count[UNKNOWN],
		     c->count[ACCEPTED], c->count[UNDECIDED], c->count[STALE]);
		return;
	}
	warn("%zu rules: %zu violated, %zu about unknown symbols; %zu about "
	     "what is not in that kernel; could not tell: %zu", c->rules.n,
	     c->count[VIOLATED], c->count[UNKNOWN], c->count[MISSING],
	     c->count[UNTOLD]);
}

/* What is not all there is neither right nor wrong as a configuration. */
static int status_of(const struct check *c)
{
	if (c->kind.unfinished != NULL)
		return EXIT_UNKNOWN;
	if (c->count[VIOLATED] + c->count[UNKNOWN] + c->count[STALE] > 0)
		return EXIT_NO;
	return c->count[UNTOLD] > 0 ? EXIT_UNKNOWN : EXIT_YES;
}

int cmd_check(int argc, char **argv)
{
	struct options o = {0};
	struct json j = {.f = stdout};
	struct check c = {0};
	int status;

	if (options_read(&o, "Cdfjrt", argc, argv) != argc || o.tree == NULL)
		return EXIT_USAGE;
	/* Deviations excuse ours, nobody else's. */
	if (o.config != NULL && (o.fragments.n > 0 || o.deviations != NULL))
		return EXIT_USAGE;
	for (size_t i = 0; i < o.rules.n; i++)
		read_file(&c.rules, o.rules.at[i], rules_read);
	if (o.deviations != NULL)
		read_file(&c.rules, o.deviations, rules_read_deviations);
	c.file = o.config;
	if (c.file != NULL) {
		dotconfig_open(&c.config, c.file);
		tree_open(o.tree);
		open_kind(&c);
	} else {
		tree_load(o.tree, &c.requests, &o.fragments);
	}
	c.all = symbols_sorted(&c.n);
	if (o.json) {
		c.j = &j;
		json_array(c.j, NULL);
	}
	for (int pass = 0; pass < 2; pass++) {
		c.faults = pass == 1;
		for (size_t i = 0; i < c.rules.n; i++)
			check_rule(&c, &c.rules.rule[i]);
	}
	check_stale(&c);
	if (o.json)
		json_end(c.j);
	fflush(stdout);
	print_counts(&c);
	status = status_of(&c);
	rules_free(&c.rules);
	dotconfig_free(&c.config);
	kind_free(&c.kind);
	kind_free(&c.tree);
	for (size_t i = 0; i < c.printed.n; i++)
		free(c.printed.at[i]);
	free(c.printed.at);
	free(c.all);
	return status;
}
