/* SPDX-License-Identifier: BSD-2-Clause */
#include "pe.h"

#include <string.h>

#include "bytes.h"

enum {
	DOS_HEADER = 64,
	COFF_HEADER = 20,
	OPTIONAL_FIXED = 112, /* then the data directories, 8 bytes each */
	CERTIFICATES = 4,     /* the directory */
	DIRECTORIES_MAX = 16,
	MACHINE_X86_64 = 0x8664,
	MAGIC_PE32_PLUS = 0x20b,
	EFI_APPLICATION = 10,
};

static int refuse(struct why *why, const char *text)
{
	why_set(why, "%s", text);
	return -1;
}

static int power_of_two(uint32_t n)
{
	return n != 0 && (n & (n - 1)) == 0;
}

/* Find the headers: everything up to the section table is in the file. */
static int find_headers(struct pe *pe, struct why *why)
{
	const unsigned char *p = pe->data;
	size_t at, size;

	if (pe->len < DOS_HEADER || p[0] != 'M' || p[1] != 'Z')
		return refuse(why, "not an EFI program: does not start with MZ");
	at = get_le32(p + 60);
	if (at < 4 || at > pe->len ||
	    pe->len - at < 4 + COFF_HEADER + OPTIONAL_FIXED ||
	    memcmp(p + at, "PE\0\0", 4) != 0)
		return refuse(why, "not an EFI program: no PE header");
	pe->coff = at + 4;
	pe->optional = pe->coff + COFF_HEADER;
	size = get_le16(p + pe->coff + 16);
	pe->sections = get_le16(p + pe->coff + 2);
	pe->table = pe->optional + size;
	if (size < OPTIONAL_FIXED || pe->table > pe->len ||
	    (pe->len - pe->table) / PE_SECTION < pe->sections)
		return refuse(why, "the PE headers are cut off");
	return 0;
}

static int check_optional(struct pe *pe, struct why *why)
{
	const unsigned char *p = pe->data + pe->optional;
	uint32_t directories = get_le32(p + 108);

	if (get_le16(pe->data + pe->coff) != MACHINE_X86_64 ||
	    get_le16(p) != MAGIC_PE32_PLUS)
		return refuse(why, "not a program for x86-64 (PE32+)");
	if (get_le16(p + 68) != EFI_APPLICATION)
		return refuse(why, "not an EFI application");
	if (directories <= CERTIFICATES || directories > DIRECTORIES_MAX ||
	    OPTIONAL_FIXED + 8 * directories > pe->table - pe->optional)
		return refuse(why, "a PE header with a wrong number of data "
				   "directories");
	pe->section_align = get_le32(p + 32);
	pe->file_align = get_le32(p + 36);
	pe->image = get_le32(p + 56);
	pe->headers = get_le32(p + 60);
	pe->checksum = pe->optional + 64;
	pe->certs_entry = pe->optional + OPTIONAL_FIXED + 8 * CERTIFICATES;
	if (!power_of_two(pe->section_align) || !power_of_two(pe->file_align) ||
	    pe->file_align > pe->section_align)
		return refuse(why, "a PE header with impossible alignments");
	if (pe->headers > pe->len ||
	    pe->headers < pe->table + PE_SECTION * (size_t)pe->sections)
		return refuse(why, "a PE header with a wrong size of headers");
	return 0;
}

void pe_section(const struct pe *pe, unsigned int i, struct pe_section *s)
{
	const unsigned char *p = pe->data + pe->table + PE_SECTION * (size_t)i;

	memcpy(s->name, p, 8);
	s->name[8] = '\0';
	s->size = get_le32(p + 8);
	s->address = get_le32(p + 12);
	s->raw_size = get_le32(p + 16);
	s->raw = get_le32(p + 20);
}

/*
 * In the file the sections follow the headers and one another without gap,
 * so that the digest covers every byte, once, whoever computes it; in memory
 * they are in order.
 */
static int check_sections(struct pe *pe, size_t *end, struct why *why)
{
	uint64_t memory = pe->headers;
	struct pe_section s;
	unsigned int i;

	*end = pe->headers;
	if (pe->sections == 0 || pe->sections > PE_SECTIONS_MAX)
		return refuse(why, "a PE file with no sections or too many");
	for (i = 0; i < pe->sections; i++) {
		pe_section(pe, i, &s);
		if (s.raw_size > 0 &&
		    (s.raw != *end || s.raw_size > pe->len - *end)) {
			why_set(why, "PE section %u (%s) is not where it "
				"belongs in the file", i + 1, s.name);
			return -1;
		}
		*end += s.raw_size;
		/* Not always aligned: systemd's own stub is not. */
		if (s.address < memory) {
			why_set(why, "PE section %u (%s) has a wrong address",
			    i + 1, s.name);
			return -1;
		}
		memory = (uint64_t)s.address + (s.size ? s.size : s.raw_size);
		if (memory > INT32_MAX)
			return refuse(why, "a PE image of more than 2 GiB");
	}
	pe->image_end = (uint32_t)memory;
	return 0;
}

/* The certificate table is the end of the file. */
static int check_certificates(struct pe *pe, size_t end, struct why *why)
{
	const unsigned char *p = pe->data + pe->certs_entry;
	uint32_t at = get_le32(p), size = get_le32(p + 4);

	pe->content = pe->len;
	if (at == 0 && size == 0)
		return 0;
	if (at < end || at % 8 || at > pe->len || size != pe->len - at ||
	    size < 8)
		return refuse(why, "a PE certificate table that is not the "
				   "end of the file");
	pe->content = at;
	return 0;
}

int pe_parse(struct pe *pe, const void *data, size_t len, struct why *why)
{
	size_t end;

	memset(pe, 0, sizeof(*pe));
	pe->data = data;
	pe->len = len;
	if (find_headers(pe, why) || check_optional(pe, why) ||
	    check_sections(pe, &end, why))
		return -1;
	return check_certificates(pe, end, why);
}

int pe_find(const struct pe *pe, const char *name, struct pe_section *s)
{
	unsigned int i;

	for (i = 0; i < pe->sections; i++) {
		pe_section(pe, i, s);
		if (!strcmp(s->name, name))
			return 1;
	}
	return 0;
}

int pe_is_efi(const void *data, size_t len, struct why *why)
{
	struct pe pe;

	memset(&pe, 0, sizeof(pe));
	pe.data = data;
	pe.len = len;
	if (find_headers(&pe, why))
		return -1;
	if (get_le16(pe.data + pe.coff) != MACHINE_X86_64)
		return refuse(why, "not a program for x86-64");
	return 0;
}

uint32_t pe_memory(const void *data, size_t len)
{
	struct why why;
	struct pe pe;

	memset(&pe, 0, sizeof(pe));
	pe.data = data;
	pe.len = len;
	return find_headers(&pe, &why) ? 0 : get_le32(pe.data + pe.optional + 56);
}
