/* SPDX-License-Identifier: BSD-2-Clause */
/* Lines of several processes in one pipe, none within another. */
#ifndef MAYFLY_WHOLE_H
#define MAYFLY_WHOLE_H

/*
 * From now on a line on stdout or stderr is written at its end, in one piece; by
 * itself libc writes one on stderr in several. Call it before anything is printed.
 */
void whole_lines(void);

#endif
