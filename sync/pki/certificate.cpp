// SPDX-License-Identifier: Apache-2.0
// X.509 over OpenSSL 3.
#include "sync/pki/certificate.h"

#include <arpa/inet.h>
#include <memory>
#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

namespace bedside::pki {
namespace {

template <auto Free>
struct Deleter {
    template <typename T>
    void operator()(T* pointer) const { Free(pointer); }
};
using Key = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Deleter<X509_free>>;
using CertificateRequest = std::unique_ptr<X509_REQ, Deleter<X509_REQ_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Deleter<X509_EXTENSION_free>>;
using Buffer = std::unique_ptr<BIO, Deleter<BIO_free>>;

std::unexpected<Error> broken(std::string what)
{
    ERR_clear_error();
    return fail(Code::internal, std::move(what));
}

Buffer reader(std::string_view text) { return Buffer(BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))); }

std::string_view contents(BIO* buffer)
{
    char* data = nullptr;
    auto const size = BIO_get_mem_data(buffer, &data);
    return { data, static_cast<std::size_t>(size) };
}

Result<Key> new_key()
{
    Key key(EVP_EC_gen("P-256"));
    if (!key)
        return broken("the system's cryptography cannot make an EC P-256 key");
    return key;
}

Result<PrivateKey> to_pem(EVP_PKEY* key)
{
    Buffer buffer(BIO_new(BIO_s_secmem() != nullptr ? BIO_s_secmem() : BIO_s_mem()));
    if (!buffer || PEM_write_bio_PKCS8PrivateKey(buffer.get(), key, nullptr, nullptr, 0, nullptr, nullptr) != 1)
        return broken("a private key cannot be written");
    return PrivateKey::from_text(contents(buffer.get()));
}

Result<Key> read_key(PrivateKey const& pem)
{
    auto const buffer = reader(pem.text());
    Key key(PEM_read_bio_PrivateKey(buffer.get(), nullptr, nullptr, nullptr));
    ERR_clear_error();
    if (!key)
        return fail(Code::corrupted, "a stored private key does not parse");
    return key;
}

Result<Certificate> read_certificate(std::string_view pem)
{
    auto const buffer = reader(pem);
    Certificate certificate(PEM_read_bio_X509(buffer.get(), nullptr, nullptr, nullptr));
    ERR_clear_error();
    if (!certificate)
        return fail(Code::invalid_data, "this is not a certificate in PEM");
    return certificate;
}

template <typename Write, typename T>
Result<std::string> written(Write write, T* object)
{
    Buffer buffer(BIO_new(BIO_s_mem()));
    if (!buffer || write(buffer.get(), object) != 1)
        return broken("a certificate cannot be written");
    return std::string(contents(buffer.get()));
}

bool set_name(X509_NAME* name, std::string_view common_name)
{
    auto const* bytes = reinterpret_cast<unsigned char const*>(common_name.data());
    return X509_NAME_add_entry_by_NID(name, NID_commonName, MBSTRING_UTF8, bytes, static_cast<int>(common_name.size()), -1, 0) == 1;
}

bool add_extension(X509* certificate, X509* issuer, int nid, std::string const& value)
{
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    Extension const extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()));
    return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

/// Everything but extensions and signature.
Result<Certificate> blank(std::string_view common_name, EVP_PKEY* key, Validity validity)
{
    Certificate certificate(X509_new());
    auto serial = random_bytes(16);
    serial[0] = static_cast<std::uint8_t>((serial[0] & 0x7f) | 0x40); // positive, and always 16 bytes long
    std::unique_ptr<BIGNUM, Deleter<BN_free>> const number(BN_bin2bn(serial.data(), static_cast<int>(serial.size()), nullptr));
    auto const moment = [](std::int64_t ms, ASN1_TIME* time) { return ASN1_TIME_set(time, static_cast<time_t>(ms / 1000)) != nullptr; };
    bool const made = certificate && number && X509_set_version(certificate.get(), X509_VERSION_3) == 1
        && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate.get())) != nullptr
        && moment(validity.from_ms, X509_getm_notBefore(certificate.get())) && moment(validity.until_ms, X509_getm_notAfter(certificate.get()))
        && X509_set_pubkey(certificate.get(), key) == 1 && set_name(X509_get_subject_name(certificate.get()), common_name);
    if (!made)
        return broken("a certificate cannot be made");
    return certificate;
}

/// A leaf under the authority. `usage` is serverAuth or clientAuth; `names` may be empty.
Result<std::string> leaf(Identity const& authority, std::string_view common_name, EVP_PKEY* key, char const* usage, std::string const& names, Validity validity)
{
    auto const issuer = TRY(read_certificate(authority.certificate));
    auto const issuer_key = TRY(read_key(authority.key));
    auto const certificate = TRY(blank(common_name, key, validity));
    bool const made = X509_set_issuer_name(certificate.get(), X509_get_subject_name(issuer.get())) == 1
        && add_extension(certificate.get(), issuer.get(), NID_basic_constraints, "critical,CA:FALSE")
        && add_extension(certificate.get(), issuer.get(), NID_key_usage, "critical,digitalSignature")
        && add_extension(certificate.get(), issuer.get(), NID_ext_key_usage, usage)
        && add_extension(certificate.get(), issuer.get(), NID_subject_key_identifier, "hash")
        && add_extension(certificate.get(), issuer.get(), NID_authority_key_identifier, "keyid:always")
        && (names.empty() || add_extension(certificate.get(), issuer.get(), NID_subject_alt_name, names))
        && X509_sign(certificate.get(), issuer_key.get(), EVP_sha256()) > 0;
    if (!made)
        return broken("a certificate cannot be signed");
    return written(PEM_write_bio_X509, certificate.get());
}

bool is_address(std::string const& name)
{
    std::uint8_t buffer[16];
    return inet_pton(AF_INET, name.c_str(), buffer) == 1 || inet_pton(AF_INET6, name.c_str(), buffer) == 1;
}

} // namespace

PrivateKey PrivateKey::from_text(std::string_view pem)
{
    return { Secret(std::span(reinterpret_cast<std::uint8_t const*>(pem.data()), pem.size())) };
}

Result<Identity> make_authority(std::string_view name, Validity validity)
{
    auto const key = TRY(new_key());
    auto const certificate = TRY(blank(name, key.get(), validity));
    auto* raw = certificate.get();
    bool const made = X509_set_issuer_name(raw, X509_get_subject_name(raw)) == 1 && add_extension(raw, raw, NID_basic_constraints, "critical,CA:TRUE,pathlen:0")
        && add_extension(raw, raw, NID_key_usage, "critical,keyCertSign,cRLSign") && add_extension(raw, raw, NID_subject_key_identifier, "hash")
        && X509_sign(raw, key.get(), EVP_sha256()) > 0;
    if (!made)
        return broken("the study's certificate authority cannot be made");
    return Identity { TRY(to_pem(key.get())), TRY(written(PEM_write_bio_X509, raw)) };
}

Result<Identity> make_server_identity(Identity const& authority, std::vector<std::string> const& names, Validity validity)
{
    if (names.empty())
        return fail(Code::invalid_argument, "a server certificate needs at least one host name");
    std::string alternatives;
    for (auto const& name : names) {
        if (name.empty() || name.size() > 253 || name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:*") != std::string::npos)
            return fail(Code::invalid_argument, "'" + name + "' is not a host name or IP address");
        alternatives += (alternatives.empty() ? "" : ",") + std::string(is_address(name) ? "IP:" : "DNS:") + name;
    }
    auto const key = TRY(new_key());
    auto certificate = TRY(leaf(authority, names.front().substr(0, 64), key.get(), "serverAuth", alternatives, validity));
    return Identity { TRY(to_pem(key.get())), std::move(certificate) };
}

Result<Request> make_request(std::string_view tablet)
{
    auto const key = TRY(new_key());
    CertificateRequest const request(X509_REQ_new());
    bool const made = request && X509_REQ_set_version(request.get(), 0) == 1 && set_name(X509_REQ_get_subject_name(request.get()), tablet)
        && X509_REQ_set_pubkey(request.get(), key.get()) == 1 && X509_REQ_sign(request.get(), key.get(), EVP_sha256()) > 0;
    if (!made)
        return broken("a certificate request cannot be made");
    return Request { TRY(to_pem(key.get())), TRY(written(PEM_write_bio_X509_REQ, request.get())) };
}

Result<std::string> sign_request(Identity const& authority, std::string_view request_pem, std::string_view tablet, Validity validity)
{
    auto const buffer = reader(request_pem);
    CertificateRequest const request(PEM_read_bio_X509_REQ(buffer.get(), nullptr, nullptr, nullptr));
    auto* key = request ? X509_REQ_get0_pubkey(request.get()) : nullptr;
    char group[32] = {};
    std::size_t length = 0;
    bool const acceptable = key != nullptr && X509_REQ_verify(request.get(), key) == 1 && EVP_PKEY_get_base_id(key) == EVP_PKEY_EC
        && EVP_PKEY_get_group_name(key, group, sizeof group, &length) == 1 && std::string_view(group) == "prime256v1";
    ERR_clear_error();
    if (!acceptable)
        return fail(Code::invalid_data, "the certificate request must hold an EC P-256 key and be signed with it");
    return leaf(authority, tablet, key, "clientAuth", "", validity);
}

Result<bool> same_key(std::string_view request_pem, std::string_view certificate_pem)
{
    auto const buffer = reader(request_pem);
    CertificateRequest const request(PEM_read_bio_X509_REQ(buffer.get(), nullptr, nullptr, nullptr));
    auto const certificate = TRY(read_certificate(certificate_pem));
    auto* key = request ? X509_REQ_get0_pubkey(request.get()) : nullptr;
    bool const proved = key != nullptr && X509_REQ_verify(request.get(), key) == 1;
    ERR_clear_error();
    if (!proved)
        return fail(Code::invalid_data, "the certificate request must be signed with its own key");
    return EVP_PKEY_eq(key, X509_get0_pubkey(certificate.get())) == 1;
}

Result<std::string> fingerprint(std::string_view certificate_pem)
{
    auto const certificate = TRY(read_certificate(certificate_pem));
    Digest digest {};
    unsigned int size = digest.size();
    if (X509_digest(certificate.get(), EVP_sha256(), digest.data(), &size) != 1)
        return broken("a certificate cannot be hashed");
    return hex(digest);
}

Result<Digest> public_key_digest(std::string_view certificate_pem)
{
    auto const certificate = TRY(read_certificate(certificate_pem));
    unsigned char* der = nullptr;
    auto const size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate.get()), &der);
    if (size <= 0)
        return broken("a certificate's key cannot be read");
    auto const digest = sha256(std::span<std::uint8_t const>(der, static_cast<std::size_t>(size)));
    OPENSSL_free(der);
    return digest;
}

Result<std::int64_t> expiry_ms(std::string_view certificate_pem)
{
    auto const certificate = TRY(read_certificate(certificate_pem));
    tm parts {};
    if (ASN1_TIME_to_tm(X509_get0_notAfter(certificate.get()), &parts) != 1)
        return fail(Code::invalid_data, "a certificate's last day cannot be read");
    return static_cast<std::int64_t>(timegm(&parts)) * 1000;
}

bool show_identity(void* tls_context, Identity const& identity)
{
    auto* const context = static_cast<SSL_CTX*>(tls_context);
    auto const certificate = read_certificate(identity.certificate);
    auto const key = read_key(identity.key);
    return certificate && key && SSL_CTX_use_certificate(context, certificate->get()) == 1 && SSL_CTX_use_PrivateKey(context, key->get()) == 1 && SSL_CTX_check_private_key(context) == 1;
}

bool ask_for_certificate_of(void* tls_context, std::string_view authority)
{
    auto* const context = static_cast<SSL_CTX*>(tls_context);
    auto const certificate = read_certificate(authority);
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
    return certificate && X509_STORE_add_cert(SSL_CTX_get_cert_store(context), certificate->get()) == 1 && SSL_CTX_add_client_CA(context, certificate->get()) == 1;
}

void ignore_dates(void* tls_context) { X509_VERIFY_PARAM_set_flags(SSL_CTX_get0_param(static_cast<SSL_CTX*>(tls_context)), X509_V_FLAG_NO_CHECK_TIME); }

} // namespace bedside::pki
