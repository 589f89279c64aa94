/* SPDX-License-Identifier: BSD-2-Clause */
/* Options of the command line that look like ours or dracut's, and are neither. */
#ifndef MAYFLY_INIT_WORDS_H
#define MAYFLY_INIT_WORDS_H

/*
 * An option that is not one of init's own. Returns 1 after a message, if it asks for
 * a network as dracut and others write it and an image does not have that, or if it
 * is one letter away from an option of ours; 0 for all else, which is the kernel's
 * or another program's, who say themselves what is wrong with theirs.
 */
int words_check(const char *key);

#endif
