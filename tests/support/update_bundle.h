// SPDX-License-Identifier: Apache-2.0
// Update bundles as packaging/update/make-bundle makes them, without packages in them.
#pragma once

#include "forms/base/crypto.h"

#include <cstdio>
#include <string>

namespace bedside::test {

inline std::string tar_member(std::string const& name, std::string const& content)
{
    std::string header(512, '\0');
    header.replace(0, name.size(), name);
    char digits[12];
    std::snprintf(digits, sizeof digits, "%011o", static_cast<unsigned>(content.size()));
    header.replace(124, 12, digits, 12);
    return header + content + std::string((512 - content.size() % 512) % 512, '\0');
}

struct BundleParts {
    std::string version = "0.9.0-1+deb12";
    std::string architecture = "amd64";
    std::string suite = "bookworm";
    std::size_t package_bytes = 1'300'000; ///< three pieces
};
inline std::string update_bundle(SigningKey const& key, BundleParts const& parts = {})
{
    auto const manifest = "bedside-update-1\nversion " + parts.version + "\narchitecture " + parts.architecture + "\nsuite " + parts.suite + "\n";
    auto const signature = sign(key, manifest);
    std::string package;
    for (std::size_t i = 0; package.size() < parts.package_bytes; ++i)
        package += sha256_hex(parts.version + std::to_string(i));
    return tar_member("manifest", manifest) + tar_member("manifest.sig", std::string(signature.begin(), signature.end())) + tar_member("bedside-tablet.deb", package) + std::string(1024, '\0');
}

/// The public half as openssl writes it.
inline std::string pem_of(SigningKey const& key)
{
    Bytes der { 0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00 };
    der.insert(der.end(), key.public_key.begin(), key.public_key.end());
    return "-----BEGIN PUBLIC KEY-----\n" + base64(der) + "\n-----END PUBLIC KEY-----\n";
}

} // namespace bedside::test
