/* SPDX-License-Identifier: BSD-2-Clause */
/* What -loglevel chooses. Warnings are always printed, with warn(). */
#ifndef STMGR_LOG_H
#define STMGR_LOG_H

/* Set the level: debug, info or warn. Returns 0, or -1 after a warn(). */
int log_level(const char *level);

/* As warn(), with the levels info (which is the first one) and debug. */
void log_info(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* As warn(), with the level debug. */
void log_debug(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* As log_debug(): "what: <the bytes in hexadecimal>". */
void log_bytes(const char *what, const unsigned char *p, int len);

#endif
