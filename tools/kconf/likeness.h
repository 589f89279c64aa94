/* SPDX-License-Identifier: GPL-2.0-only */
/* What a symbol that is gone may be called now. */
#ifndef KCONF_LIKENESS_H
#define KCONF_LIKENESS_H

enum {
	LIKENESS_PROMPT = 100, /* the same prompt */
	LIKENESS_MITIGATION = 80, /* the same but for words as MITIGATION, CPU */
	LIKENESS_PART = 60,    /* one name begins or ends in the other */
	LIKENESS_LETTERS = 50, /* less one for each letter that differs */
};

/*
 * How likely is it that the option a was renamed to b: 0 not, to
 * LIKENESS_PROMPT. Prompts may be NULL or "".
 */
int likeness(const char *a, const char *a_prompt, const char *b,
	     const char *b_prompt);

#endif
