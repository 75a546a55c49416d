#pragma once
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

// RFC 2253, but letters outside ASCII stay as they are; Swift does not see macros that combine others.
static const unsigned long vonggac_name_flags = XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB;
