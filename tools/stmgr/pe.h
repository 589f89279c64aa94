/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * PE32+ images of EFI programs for x86-64, as far as a boot loader's file
 * needs: sections and the certificate table (Microsoft PE/COFF, and the
 * Authenticode paper for the digest). What is malformed, or has bytes that
 * Authenticode's digest would leave out, is refused.
 */
#ifndef STMGR_PE_H
#define STMGR_PE_H

#include <stddef.h>
#include <stdint.h>

#include "../st/why.h"

enum {
	PE_SECTIONS_MAX = 96, /* what loaders take */
	PE_SECTION = 40,      /* bytes of a section header */
};

/* Offsets are from the start of the file, and inside it. */
struct pe {
	const unsigned char *data; /* the caller's */
	size_t len;
	size_t coff;	      /* the COFF header */
	size_t optional;      /* the optional header */
	size_t checksum;      /* its checksum field, 4 bytes */
	size_t certs_entry;   /* data directory 4, 8 bytes */
	size_t table;	      /* the section headers */
	unsigned int sections;
	uint32_t headers;     /* SizeOfHeaders */
	uint32_t image;	      /* SizeOfImage */
	uint32_t file_align, section_align; /* powers of two */
	uint32_t image_end;   /* end of the last section in memory */
	size_t content;	      /* the certificate table, or the end if none */
};

/* One section: its bytes in the file, and where it is in memory. */
struct pe_section {
	char name[9];
	uint32_t raw, raw_size, address, size;
};

/*
 * Look at the len bytes at data, which *pe then refers to. Returns 0, or -1
 * with *why a text that continues "FILE: ".
 */
int pe_parse(struct pe *pe, const void *data, size_t len, struct why *why);

/* Section i, counted from 0; i < pe->sections. */
void pe_section(const struct pe *pe, unsigned int i, struct pe_section *s);

/* The first section of that name: 1 and *s, or 0. */
int pe_find(const struct pe *pe, const char *name, struct pe_section *s);

#endif
