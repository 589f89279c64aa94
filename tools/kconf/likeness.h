/* SPDX-License-Identifier: GPL-2.0-only */
/* What a symbol that is gone may be called now. */
#ifndef KCONF_LIKENESS_H
#define KCONF_LIKENESS_H

/*
 * How likely is it that the option a was renamed to b: 0 not, to 100. Prompts
 * may be NULL or "".
 */
int likeness(const char *a, const char *a_prompt, const char *b,
	     const char *b_prompt);

#endif
