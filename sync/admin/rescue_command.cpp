// SPDX-License-Identifier: Apache-2.0
// Opens and unpacks rescue files.
#include "sync/admin/rescue_command.h"

#include "forms/base/durable_file.h"
#include "sync/store/rescue.h"
#include "sync/wire/bundle.h"

#include <unistd.h>

namespace bedside::admin {
namespace {

Result<store::RescueContents> read(std::filesystem::path const& file, std::filesystem::path const& key_file)
{
    auto const secret = TRY(store::key_from_file(key_file));
    auto const key = TRY(BoxKey::from_secret(secret.bytes()));
    auto const bytes = TRY(read_file(file, store::largest_rescue));
    return store::open_rescue(as_bytes(bytes), key);
}

/// Counts what became of each file.
struct Unpacking {
    std::filesystem::path folder;
    int written = 0;
    int known = 0;
    int conflicts = 0;

    Result<void> put(std::string const& area, std::string const& name, std::string const& bytes)
    {
        std::error_code error;
        std::filesystem::create_directories(folder / area, error);
        auto const file = folder / area / name;
        if (!std::filesystem::exists(file)) {
            TRY(write_durably(file, bytes, Replace::never));
            ++written;
            return {};
        }
        auto const there = TRY(read_file(file, store::largest_rescue));
        if (there == bytes) {
            ++known;
            return {};
        }
        ++conflicts;
        auto const aside = file.string() + ".conflict-" + sha256_hex(bytes).substr(0, 16);
        if (!std::filesystem::exists(aside))
            TRY(write_durably(aside, bytes, Replace::never));
        return {};
    }
};

} // namespace

Result<int> rescue_key(std::filesystem::path const& file, std::ostream& out)
{
    auto const key = BoxKey::generate();
    auto digits = hex(key.secret.bytes()) + "\n";
    auto const written = write_durably(file, digits, Replace::never);
    std::fill(digits.begin(), digits.end(), '\0');
    TRY(written);
    out << hex(key.public_key) << '\n';
    return 0;
}

Result<int> rescue_open(std::filesystem::path const& file, std::filesystem::path const& key_file, std::ostream& out)
{
    auto const contents = TRY(read(file, key_file));
    out << "tablet " << (contents.tablet.empty() ? "unknown" : contents.tablet) << ", written " << contents.created << ": " << contents.transactions.size()
        << " completed forms, " << contents.open_responses.size() << " begun, " << contents.audit_events.size() << " audit rows";
    if (!contents.raw_files.empty())
        out << ", " << contents.raw_files.size() << " files of a store that did not open";
    out << "\n";
    return 0;
}

Result<int> rescue_unpack(std::filesystem::path const& file, std::filesystem::path const& key_file, std::filesystem::path const& folder, std::ostream& out)
{
    auto const contents = TRY(read(file, key_file));
    Unpacking unpacking { .folder = folder };
    for (auto const& transaction : contents.transactions) {
        auto const submission = TRY(wire::parse_transaction(transaction));
        TRY(unpacking.put("forms", submission.entry.response_id + ".json", transaction));
    }
    for (auto const& event : contents.audit_events) {
        auto const name = TRY(wire::name_of_resource(event));
        TRY(unpacking.put("audit", name.id + ".json", event));
    }
    for (auto const& open : contents.open_responses)
        TRY(unpacking.put("open", sha256_hex(open).substr(0, 32) + ".json", open));
    for (auto const& [name, bytes] : contents.raw_files)
        TRY(unpacking.put("raw", name, bytes));
    out << unpacking.written << " new, " << unpacking.known << " known already, " << unpacking.conflicts << " in conflict\n";
    if (unpacking.conflicts > 0)
        return fail(Code::conflict, "some records were known with other bytes; both are kept, see the files named .conflict-...");
    return 0;
}

Result<int> rescue_import(std::filesystem::path const& file, std::filesystem::path const& server_config)
{
    std::error_code error;
    auto const beside = std::filesystem::read_symlink("/proc/self/exe", error).parent_path() / "bedside-server";
    ::execl(beside.c_str(), "bedside-server", "import-rescue", file.c_str(), "--config", server_config.c_str(), static_cast<char*>(nullptr));
    return fail(Code::not_found, "bedside-server is not on this machine; take the file to the one that it runs on, or unpack it with bedside-admin rescue unpack");
}

} // namespace bedside::admin
