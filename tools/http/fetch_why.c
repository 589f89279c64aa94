/* SPDX-License-Identifier: BSD-2-Clause */
#include "fetch_why.h"

#include <inttypes.h>
#include <openssl/x509_vfy.h>
#include <string.h>
#include <time.h>

#include "../net/clocknote.h"
#include "backoff.h"
#include "urlprint.h"

#define LEN(x) (sizeof(x) / sizeof((x)[0]))

/* Half of all expired certificates are a machine with a wrong clock. */
static void why_time(const char *url, const char *what, struct why *why)
{
	const char *origin = clocknote()->origin;
	char date[CLOCKNOTE_TIME];

	/* The day alone: who says the same only once does so each day. */
	clocknote_time(time(NULL), date);
	date[strcspn(date, " ")] = '\0';
	why_set(why, "%s: TLS: the server's certificate %s (it is %s UTC here%s%s): "
		     "renew it, or set this machine's clock",
	    url, what, date, origin[0] ? ", " : "",
	    origin);
}

static void why_certificate(const struct get_request *r, const char *url,
    const char *detail, struct why *why)
{
	long fault = X509_V_OK;

	curl_easy_getinfo(r->curl, CURLINFO_SSL_VERIFYRESULT, &fault);
	/* libcurl compares names itself, and then leaves that as it was. */
	if (strstr(detail, "subject name") || strstr(detail, "does not match"))
		fault = X509_V_ERR_HOSTNAME_MISMATCH;
	switch (fault) {
	case X509_V_ERR_CERT_HAS_EXPIRED:
		why_time(url, "or its issuer's has expired", why);
		break;
	case X509_V_ERR_CERT_NOT_YET_VALID:
		why_time(url, "is not valid yet", why);
		break;
	case X509_V_ERR_HOSTNAME_MISMATCH:
	case X509_V_ERR_IP_ADDRESS_MISMATCH:
		why_set(why, "%s: TLS: the server's certificate is for another "
			     "name: correct the URL or the certificate", url);
		break;
	case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
	case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
	case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
		why_set(why, "%s: TLS: the server's certificate leads to no root "
			     "of %s: put its root into %s, or its intermediates "
			     "on the server", url, r->roots_of, r->roots_file);
		break;
	default:
		why_set(why, "%s: TLS: the server's certificate is refused: %s",
		    url, X509_verify_cert_error_string(fault));
	}
}

/* Does OpenSSL's text say that the two share no protocol version? */
static bool is_old_tls(const char *detail)
{
	return strstr(detail, "protocol version") ||
	    strstr(detail, "unsupported protocol") ||
	    strstr(detail, "wrong version number") ||
	    strstr(detail, "handshake failure");
}

static enum get why_handshake(const char *url, const char *detail,
    struct why *why)
{
	if (strstr(detail, "wrong version number")) {
		why_set(why, "%s: TLS: the server answers with something else "
			     "than TLS: correct the port or use http", url);
		return GET_REFUSED;
	}
	if (is_old_tls(detail)) {
		why_set(why, "%s: TLS: the server offers no version or cipher "
			     "that is still safe: enable TLS 1.2 or 1.3", url);
		return GET_REFUSED;
	}
	why_set(why, "%s: TLS: the handshake broke off: %.100s", url, detail);
	return GET_BROKEN;
}

static enum get why_no_http(const char *url, struct why *why)
{
	why_set(why, "%s: the server's answer is not HTTP: correct the port, or "
		     "mend the server", url);
	return GET_REFUSED;
}

static void why_timeout(const struct get_request *r, const char *url,
    struct why *why)
{
	curl_off_t connected = 0;

	/* The time of the last request; 0 until its connection is up. */
	curl_easy_getinfo(r->curl, CURLINFO_PRETRANSFER_TIME_T, &connected);
	if (r->deadline - boottime_ms() <= 0)
		why_set(why, "%s: no time left: the time limit is over", url);
	else if (connected == 0)
		why_set(why, "%s: connect: no answer within %" PRIu32 " s: is the "
			     "server up, a firewall in between?",
		    url, (r->limits->connect_ms + 999) / 1000);
	else
		why_set(why, "%s: stalled: less than %" PRIu32 " bytes/s for "
			     "%" PRIu32 " s",
		    url, r->limits->low_speed, r->limits->low_seconds);
}

enum get fetch_why_curl(const struct get_request *r, const char *url,
    CURLcode code, const char *detail, struct why *why)
{
	struct url_text text;

	url = url_print(url, &text);
	switch (code) {
	case CURLE_COULDNT_RESOLVE_HOST:
		why_set(why, "%s: resolve: its host name has no address: check "
			     "the name, and the name servers", url);
		return GET_BROKEN;
	case CURLE_COULDNT_CONNECT:
		why_set(why, "%s: connect: nobody accepts connections there: is "
			     "the server up, and reachable from here?", url);
		return GET_BROKEN;
	case CURLE_OPERATION_TIMEDOUT:
		why_timeout(r, url, why);
		return GET_BROKEN;
	case CURLE_PEER_FAILED_VERIFICATION:
		why_certificate(r, url, detail, why);
		return GET_REFUSED;
	case CURLE_SSL_CACERT_BADFILE:
		why_set(why, "%s: TLS: %s of %s has no certificate that can be "
			     "used", url, r->roots_file, r->roots_of);
		return GET_REFUSED;
	case CURLE_SSL_CONNECT_ERROR:
		return why_handshake(url, detail, why);
	case CURLE_UNSUPPORTED_PROTOCOL:
		if (strstr(detail, "HTTP/0.9")) /* an answer without a header */
			return why_no_http(url, why);
		/* fall through */
	case CURLE_URL_MALFORMAT:
		why_set(why, "%s: not an http or https URL", url);
		return GET_REFUSED;
	case CURLE_WEIRD_SERVER_REPLY:
	case CURLE_TOO_LARGE:
		return why_no_http(url, why);
	case CURLE_PARTIAL_FILE:
		why_set(why, "%s: the server broke off before the end it had "
			     "announced", url);
		return GET_BROKEN;
	case CURLE_RECV_ERROR:
		if (strstr(detail, "response headers"))
			return why_no_http(url, why);
		why_set(why, "%s: the connection was reset", url);
		return GET_BROKEN;
	case CURLE_OUT_OF_MEMORY:
		why_set(why, "%s: out of memory", url);
		return GET_BROKEN;
	default:
		why_set(why, "%s: the connection broke off: %s", url,
		    curl_easy_strerror(code));
		return GET_BROKEN;
	}
}

enum get fetch_why_status(struct get_request *r, const char *url, long status,
    struct why *why)
{
	static const struct {
		long status;
		const char *what;
	} known[] = {
		{ 401, "the server wants a user and password, or refuses these: "
		       "put them into the URL" },
		{ 403, "the server does not let us have it: is the file readable "
		       "for the web server?" },
		{ 404, "no such file there: check the URL, and that the file was "
		       "uploaded" },
		{ 410, "it was removed for good" },
		{ 511, "this network wants a login first: a captive portal" },
	};
	const char *what = status >= 500 ? "the server has a problem" :
	    "not a file";
	curl_off_t wait = 0;
	struct url_text text;
	size_t i;

	for (i = 0; i < LEN(known); i++)
		if (known[i].status == status)
			what = known[i].what;
	why_set(why, "%s: HTTP status %ld: %s", url_print(url, &text), status,
	    what);
	if (status == 429 || status == 503) {
		curl_easy_getinfo(r->curl, CURLINFO_RETRY_AFTER, &wait);
		if (wait <= 0)
			return GET_BROKEN;
		r->retry_after = wait < UINT32_MAX ? (uint32_t)wait : UINT32_MAX;
		return GET_BUSY;
	}
	return status == 408 || (status >= 500 && status != 511) ?
	    GET_BROKEN : GET_REFUSED;
}
