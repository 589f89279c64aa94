/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/lib/lines.c
// libs:
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../tools/lib/lines.h"
#include "messages.h"

static struct lines in;

static void feed(const void *data, size_t len)
{
	memset(&in, 0, sizeof(in));
	in.name = "t";
	in.file = tmpfile();
	assert_non_null(in.file);
	assert_int_equal(fwrite(data, 1, len, in.file), len);
	rewind(in.file);
	forget_messages();
}

static void reads_lines(void **state)
{
	(void)state;
	feed("one\n\n\ttwo\xc3\xa4\nlast", 16);
	assert_int_equal(lines_next(&in), 1);
	assert_string_equal(in.text, "one");
	assert_int_equal(in.number, 1);
	assert_int_equal(lines_next(&in), 1);
	assert_string_equal(in.text, "");
	assert_int_equal(lines_next(&in), 1);
	assert_string_equal(in.text, "\ttwo\xc3\xa4");
	assert_int_equal(lines_next(&in), 1);
	assert_string_equal(in.text, "last");
	assert_int_equal(in.number, 4);
	assert_int_equal(lines_next(&in), 0);
	assert_int_equal(in.errors, 0);
	fclose(in.file);
}

static void passes_over_control_characters(void **state)
{
	(void)state;
	feed("a\0b\nc\r\n\x7f\n\x1b[2J\nok\n", 18);
	assert_int_equal(lines_next(&in), 1);
	assert_string_equal(in.text, "ok");
	assert_int_equal(in.number, 5);
	assert_int_equal(in.errors, 4);
	assert_string_equal(messages,
	    "t:1: control character in the line\n"
	    "t:2: control character in the line\n"
	    "t:3: control character in the line\n"
	    "t:4: control character in the line\n");
	fclose(in.file);
}

static void passes_over_long_lines(void **state)
{
	static char text[3 * LINE_MAX_BYTES];

	(void)state;
	memset(text, 'x', sizeof(text));
	text[LINE_MAX_BYTES] = '\n';			/* just fits */
	text[2 * LINE_MAX_BYTES + 2] = '\n';		/* one too many */
	feed(text, 2 * LINE_MAX_BYTES + 3);
	assert_int_equal(lines_next(&in), 1);
	assert_int_equal(strlen(in.text), LINE_MAX_BYTES);
	assert_int_equal(lines_next(&in), 0);
	assert_string_equal(messages,
	    "t:2: line of 4097 bytes, at most 4096 are allowed\n");
	fclose(in.file);
}

static void cuts_at_blanks(void **state)
{
	char text[] = " a \t bb\tc#d  # comment x";
	char *f[3];

	(void)state;
	assert_int_equal(lines_blank_fields(text, f, 3), 3);
	assert_string_equal(f[0], "a");
	assert_string_equal(f[1], "bb");
	assert_string_equal(f[2], "c#d");
}

static void counts_fields_it_cannot_store(void **state)
{
	char text[] = "a b c d", empty[] = " \t", comment[] = "# a b";
	char *f[2] = { NULL, NULL };

	(void)state;
	assert_int_equal(lines_blank_fields(text, f, 2), 4);
	assert_string_equal(f[1], "b");
	assert_int_equal(lines_blank_fields(empty, f, 2), 0);
	assert_int_equal(lines_blank_fields(comment, f, 2), 0);
}

static void cuts_at_tabs(void **state)
{
	char text[] = "a\t\t# b c\t", empty[] = "";
	char *f[2];

	(void)state;
	assert_int_equal(lines_tab_fields(text, f, 2), 4);
	assert_string_equal(f[0], "a");
	assert_string_equal(f[1], "");
	assert_string_equal(text + 3, "# b c");
	assert_int_equal(lines_tab_fields(empty, f, 2), 1);
	assert_string_equal(f[0], "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_lines),
		cmocka_unit_test(passes_over_control_characters),
		cmocka_unit_test(passes_over_long_lines),
		cmocka_unit_test(cuts_at_blanks),
		cmocka_unit_test(counts_fields_it_cannot_store),
		cmocka_unit_test(cuts_at_tabs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
