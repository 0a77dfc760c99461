// SPDX-License-Identifier: Apache-2.0
// Verify, re-key and wrap a store.
#include "sync/admin/store_command.h"

#include "sync/store/store.h"

#include <string>

namespace bedside::admin {
namespace {

Result<Secret> key_of(std::filesystem::path const& key_file)
{
    return key_file.empty() ? store::key_from_credential() : store::key_from_file(key_file);
}

} // namespace

Result<int> store_verify(std::filesystem::path const& directory, std::filesystem::path const& key_file, Clock const& clock, std::ostream& out)
{
    auto const key = TRY(key_of(key_file));
    auto const opened = TRY(store::Store::open(directory, key, clock));
    TRY(opened.verify());
    auto const counts = TRY(opened.outbox_counts());
    auto const open = TRY(opened.open_responses());
    out << "whole: " << counts.waiting + counts.received + counts.quarantined << " completed forms (" << counts.received << " received, " << counts.waiting << " waiting, "
        << counts.quarantined << " in quarantine), " << open.size() << " begun\n";
    return 0;
}

Result<int> store_rekey(std::filesystem::path const& directory, std::filesystem::path const& key_file, std::filesystem::path const& new_key_file, Clock const& clock,
    std::ostream& out)
{
    auto const key = TRY(key_of(key_file));
    auto const new_key = TRY(store::key_from_file(new_key_file));
    if (equal_in_constant_time({ reinterpret_cast<char const*>(key.bytes().data()), 32 }, { reinterpret_cast<char const*>(new_key.bytes().data()), 32 }))
        return fail(Code::invalid_argument, "the new key is the old one; make another with 'bedside-admin key new FILE'");
    TRY(store::change_store_key(directory, key, new_key, clock));
    out << "the store has its new key; give the service that one now\n";
    if (store::has_wrapped_key(directory))
        out << "key.wrapped still holds the old key: run 'bedside-admin store wrap' with the new one\n";
    return 0;
}

Result<int> store_wrap(std::filesystem::path const& directory, std::filesystem::path const& key_file, Clock const& clock, std::istream& in, std::ostream& out)
{
    auto const key = TRY(key_of(key_file));
    auto opened = TRY(store::Store::open(directory, key, clock)); // a key that opens nothing is not worth wrapping
    std::string passphrase;
    std::getline(in, passphrase);
    auto const wrapped = store::wrap_key(directory, key, passphrase);
    std::fill(passphrase.begin(), passphrase.end(), '\0');
    TRY(wrapped);
    TRY(opened.audit("key-wrapped", "", { "system:admin", {} }));
    out << "wrapped; staff can open the store with the passphrase\n";
    return 0;
}

} // namespace bedside::admin
