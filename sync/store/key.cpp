// SPDX-License-Identifier: Apache-2.0
// The store's key out of a credential.
#include "sync/store/store.h"

#include "sync/sql/file_descriptor.h"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>

namespace bedside::store {
namespace {

Result<Secret> key_of_digits(std::span<std::uint8_t const> text)
{
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' '))
        text = text.first(text.size() - 1);
    auto bytes = from_hex({ reinterpret_cast<char const*>(text.data()), text.size() });
    if (!bytes || bytes->size() != 32)
        return fail(Code::invalid_data, "The key of the store must be 64 hexadecimal digits; make one with 'bedside-admin key new FILE'.");
    Secret key { std::span<std::uint8_t const>(*bytes) };
    ::explicit_bzero(bytes->data(), bytes->size());
    return key;
}

} // namespace

Result<Secret> key_from_file(std::filesystem::path const& file)
{
    sql::FileDescriptor const opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (!opened)
        return fail(Code::missing_key, errno == ENOENT ? "The key of the store is missing where it should be." : "The key of the store can't be read; check who may read it.");
    std::array<std::uint8_t, 256> text {};
    auto const size = ::read(opened.number(), text.data(), text.size());
    auto key = key_of_digits(std::span<std::uint8_t const>(text).first(size > 0 ? static_cast<std::size_t>(size) : 0));
    ::explicit_bzero(text.data(), text.size());
    return key;
}

Result<Secret> key_from_credential()
{
    auto const* folder = std::getenv("CREDENTIALS_DIRECTORY");
    if (folder == nullptr || *folder == '\0')
        return fail(Code::missing_key, "There is no key of the store: the service gives no credential (CREDENTIALS_DIRECTORY is not set).");
    return key_from_file(std::filesystem::path(folder) / "bedside-store-key");
}

} // namespace bedside::store
