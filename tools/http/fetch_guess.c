/* SPDX-License-Identifier: BSD-2-Clause */
#include "fetch_guess.h"

#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <stdint.h>
#include <time.h>

#include "../net/clocknote.h"

/*
 * OpenSSL asks for each certificate of a chain whose signature it has verified, from
 * the root down. Who could have an issuer sign a time that has not come could have it
 * sign any other, too.
 */
static int on_certificate(int good, X509_STORE_CTX *ctx)
{
	time_t latest = (time_t)clocknote()->latest;
	X509 *x = X509_STORE_CTX_get_current_cert(ctx);

	if (good || !x ||
	    X509_STORE_CTX_get_error(ctx) != X509_V_ERR_CERT_NOT_YET_VALID ||
	    X509_cmp_time(X509_get0_notBefore(x), &latest) >= 0)
		return good;
	X509_STORE_CTX_set_error(ctx, X509_V_OK);
	return 1;
}

static CURLcode on_context(CURL *curl, void *ctx, void *arg)
{
	(void)curl, (void)arg;
	SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, on_certificate);
	return CURLE_OK;
}

CURLcode fetch_guess(CURL *curl)
{
	return clocknote()->latest ? curl_easy_setopt(curl,
	    CURLOPT_SSL_CTX_FUNCTION, on_context) : CURLE_OK;
}
