// SPDX-License-Identifier: Apache-2.0
#include "sync/wire/update.h"

#include <algorithm>

namespace bedside::wire {
namespace {

constexpr std::size_t tar_block = 512;
/// Before the 32 bytes of an Ed25519 key in its DER form (RFC 8410, section 4).
constexpr std::uint8_t ed25519_prefix[] = { 0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00 };

bool is_name(std::string_view text, std::string_view also)
{
    return !text.empty() && text.size() <= 64 && std::ranges::all_of(text, [&](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || also.find(c) != std::string_view::npos;
    });
}

/// The content of the member that begins at `offset`, when it has this name; moves `offset` behind it (POSIX ustar).
Result<std::string_view> member(std::string_view archive, std::size_t& offset, std::string_view name)
{
    auto const broken = fail(Code::invalid_data, "this is no update bundle; make it with make-bundle");
    if (offset + tar_block > archive.size())
        return broken;
    auto const header = archive.substr(offset, tar_block);
    auto const called = header.substr(0, 100);
    if (called.substr(0, called.find('\0')) != name)
        return broken;
    std::size_t size = 0;
    for (auto const c : header.substr(124, 11)) { // octal digits
        if (c < '0' || c > '7')
            return broken;
        size = size * 8 + static_cast<std::size_t>(c - '0');
    }
    auto const begin = offset + tar_block;
    if (size > archive.size() - begin)
        return broken;
    offset = begin + (size + tar_block - 1) / tar_block * tar_block;
    return archive.substr(begin, size);
}

} // namespace

Result<UpdateManifest> UpdateManifest::parse(std::string_view text)
{
    UpdateManifest manifest;
    bool known = text.starts_with("bedside-update-1\n");
    while (!text.empty()) {
        auto const line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        auto const space = line.find(' ');
        auto const value = space == std::string_view::npos ? std::string_view() : line.substr(space + 1);
        auto const field = line.substr(0, space);
        if (field == "version" && manifest.version.empty())
            manifest.version = value;
        else if (field == "architecture" && manifest.architecture.empty())
            manifest.architecture = value;
        else if (field == "suite" && manifest.suite.empty())
            manifest.suite = value;
    }
    // The version becomes a file's name.
    known = known && is_name(manifest.version, ".+~-") && is_name(manifest.architecture, "-") && is_name(manifest.suite, "-") && manifest.version.front() != '.';
    if (!known)
        return fail(Code::invalid_data, "the update's manifest is of a kind that this version does not know");
    return manifest;
}

Result<SignedManifest> SignedManifest::of_bundle(std::string_view head)
{
    std::size_t offset = 0;
    auto const text = TRY(member(head, offset, "manifest"));
    auto const signature = TRY(member(head, offset, "manifest.sig"));
    if (signature.size() != 64)
        return fail(Code::invalid_data, "the update's signature must have 64 bytes");
    return SignedManifest { std::string(text), Bytes(signature.begin(), signature.end()) };
}

Result<UpdateManifest> SignedManifest::opened_by(std::span<std::uint8_t const> public_key) const
{
    if (!verify(public_key, text, signature))
        return fail(Code::forbidden, "the update is not signed by the key that this machine trusts");
    return UpdateManifest::parse(text);
}

Result<Bytes> update_key(std::string_view pem)
{
    std::string digits;
    auto const begin = pem.find("-----BEGIN PUBLIC KEY-----");
    auto const end = pem.find("-----END PUBLIC KEY-----");
    if (begin != std::string_view::npos && end != std::string_view::npos && end > begin + 26)
        std::ranges::copy_if(pem.substr(begin + 26, end - begin - 26), std::back_inserter(digits), [](char c) { return c != '\n' && c != '\r'; });
    auto const der = from_base64(digits);
    auto constexpr before = std::size(ed25519_prefix);
    if (!der || der->size() != before + 32 || !std::equal(std::begin(ed25519_prefix), std::end(ed25519_prefix), der->begin()))
        return fail(Code::invalid_data, "the file holds no Ed25519 public key; make it with openssl pkey -pubout");
    return Bytes(der->begin() + before, der->end());
}

} // namespace bedside::wire
