// SPDX-License-Identifier: Apache-2.0
// Reads, wraps and changes the store's key.
#include "sync/store/key.h"

#include "forms/base/durable_file.h"
#include "forms/base/file_descriptor.h"
#include "forms/engine/json.h"
#include "sync/store/store.h"

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

std::filesystem::path wrapped_in(std::filesystem::path const& directory) { return directory / "key.wrapped"; }

constexpr std::string_view wrapped_kind = "bedside-key-1";

std::string_view name_of(PasswordCost cost)
{
    switch (cost) {
    case PasswordCost::minimal: return "minimal";
    case PasswordCost::interactive: return "interactive";
    case PasswordCost::moderate: return "moderate";
    }
    return "moderate";
}

} // namespace

Result<Secret> key_from_file(std::filesystem::path const& file)
{
    FileDescriptor const opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
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

bool has_wrapped_key(std::filesystem::path const& directory)
{
    std::error_code error;
    return std::filesystem::is_regular_file(wrapped_in(directory), error);
}

Result<void> wrap_key(std::filesystem::path const& directory, Secret const& key, std::string_view passphrase, PasswordCost cost)
{
    if (passphrase.size() < shortest_passphrase)
        return fail(Code::invalid_argument, "The passphrase needs at least 12 characters.");
    auto const salt = random_bytes(16);
    auto const wrapping = TRY(derive_key(passphrase, salt, cost));
    using forms::Json;
    Json::Object object {
        { "kind", Json(wrapped_kind) },
        { "cost", Json(name_of(cost)) },
        { "salt", Json(base64(salt)) },
        { "key", Json(base64(encrypt(wrapping, key.bytes()))) },
    };
    auto const text = Json(std::move(object)).dump() + "\n";
    return write_durably(wrapped_in(directory), text, Replace::allowed, Readers::group);
}

Result<Secret> key_from_passphrase(std::filesystem::path const& directory, std::string_view passphrase)
{
    auto const bytes = read_file(wrapped_in(directory), 4096);
    if (!bytes)
        return fail(Code::missing_key, "There is no key on this tablet that a passphrase could open.");
    auto const malformed = [] { return fail(Code::invalid_data, "The tablet's wrapped key is damaged; give the key itself."); };
    auto const parsed = forms::Json::parse(*bytes, 2);
    if (!parsed || parsed->string_at("kind") != wrapped_kind)
        return malformed();
    auto const salt = from_base64(parsed->string_at("salt"));
    auto const wrapped = from_base64(parsed->string_at("key"));
    std::optional<PasswordCost> cost;
    for (auto const candidate : { PasswordCost::minimal, PasswordCost::interactive, PasswordCost::moderate })
        if (parsed->string_at("cost") == name_of(candidate))
            cost = candidate;
    if (!salt || salt->size() != 16 || !wrapped || !cost)
        return malformed();
    auto const wrapping = TRY(derive_key(passphrase, *salt, *cost));
    auto key = decrypt(wrapping, *wrapped);
    if (!key || key->bytes().size() != 32)
        return fail(Code::wrong_key, "This is not the passphrase of this tablet.");
    return key;
}

Result<void> change_store_key(std::filesystem::path const& directory, Secret const& key, Secret const& new_key, Clock const& clock)
{
    {
        // The whole store must be sound before every byte of it is written again.
        auto const store = TRY(Store::open(directory, key, clock));
        TRY(store.verify());
    }
    {
        auto database = TRY(sql::Database::open(directory / "bedside.db", key, sql::OpenMode::existing));
        TRY(database.change_key(new_key));
    }
    auto store = TRY(Store::open(directory, new_key, clock));
    return store.audit("key-changed", "", { "system:admin", {} });
}

} // namespace bedside::store
