/* SPDX-License-Identifier: BSD-2-Clause */
/* What -loglevel chooses. Errors are always printed, with warn() and die(). */
#ifndef STMGR_LOG_H
#define STMGR_LOG_H

#include <stdbool.h>

/* The help of a flag -loglevel without anything special to say. */
#define LOG_LEVELS "debug, info, warn, error or panic"

/*
 * Set the level: debug, info, warn, error or panic. Another word is info, which
 * is what it is to begin with; upstream takes any, too, and scripts use that.
 */
void log_level(const char *level);

/* Is what has the level info printed? */
bool log_is_info(void);

/* As warn() after "warning: ", unless the level is error or panic. */
void log_warning(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* As warn(), with the levels info and debug. */
void log_info(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* As warn(), with the level debug. */
void log_debug(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* As log_debug(): "what: <the bytes in hexadecimal>". */
void log_bytes(const char *what, const unsigned char *p, int len);

#endif
