// SPDX-License-Identifier: Apache-2.0
// Files beside the database: there whole or not at all, and refused in words when they are not what they should be.
#include "forms/base/durable_file.h"
#include "sync/store/implementation.h"
#include "sync/store/rescue.h"
#include "tests/store/scenario.h"
#include "tests/support/limits.h"

#include <sys/mman.h>

using namespace bedside;
using namespace bedside::test;

namespace {

std::string replaced(std::string text, std::string_view from, std::string_view to)
{
    auto const at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

} // namespace

TEST_CASE("a file that can't be written whole is refused, and the one before stays", "[R-003]")
{
    TemporaryFolder folder;
    auto const file = folder.path() / "file";
    auto const write = [](std::filesystem::path const& path, std::size_t size, Replace replace) { return write_durably(path, std::string(size, 'n'), replace); };
    ok(write_durably(file, "before", Replace::never));
    auto const before = contents_of(folder.path());
    check_refused(write(file, 1, Replace::never), Code::already_exists, "it is not replaced");
    {
        SmallFiles const small(4096);
        check_refused(write(file, 4097, Replace::allowed), Code::disk_full, "no room for the file");
        check_refused(write(folder.path() / "new", 4097, Replace::never), Code::disk_full, "no room for the file");
    }
    for (auto const& path : { folder.path() / "none" / "file", file / "file" })
        check_refused(write(path, 1, Replace::allowed), Code::not_found, "does not exist");
    set_rights(folder.path(), 0555);
    {
        NoRights const nobody;
        check_refused(write(file, 1, Replace::allowed), Code::read_only, "make its folder writable or choose another");
    }
    set_rights(folder.path(), 0700);
    std::filesystem::create_directory(folder.path() / "file.partial");
    check_refused(write(file, 1, Replace::allowed), Code::io, "can't be written; check the disk");
    CHECK(contents_of(folder.path()) == before);
    std::filesystem::remove(folder.path() / "file.partial");
    std::filesystem::create_directory(folder.path() / "folder");
    check_refused(write(folder.path() / "folder", 1, Replace::allowed), Code::io, "can't be written; check the disk");
    CHECK(std::filesystem::is_directory(folder.path() / "folder"));
    ok(write(file, 4097, Replace::allowed));
    CHECK(bytes_of(file) == std::string(4097, 'n'));
}

TEST_CASE("a file is read whole or not at all")
{
    TemporaryFolder folder;
    auto const file = folder.path() / "file";
    check_refused(read_file(file, 10), Code::not_found, "does not exist");
    std::ofstream(file) << "0123456789";
    CHECK(ok(read_file(file, 10)).size() == 10);
    check_refused(read_file(file, 9), Code::too_large, "larger than such a file can be");
    check_refused(read_file(folder.path(), 1 << 20), Code::io, "can't be read to its end");
    set_rights(file, 0000);
    set_rights(folder.path(), 0755);
    NoRights const nobody;
    check_refused(read_file(file, 10), Code::io, "check who may read it");
    check_refused(store::key_from_file(file), Code::missing_key, "check who may read it");
}

TEST_CASE("a wrapped key that was altered is called damaged, not a wrong passphrase", "[R-062]")
{
    TemporaryFolder folder;
    auto const file = folder.path() / "key.wrapped";
    ok(store::wrap_key(folder.path(), test_key(), "correct horse battery", PasswordCost::minimal));
    auto const whole = bytes_of(file);
    auto const opened = [&](std::string const& text) {
        std::ofstream(file) << text;
        return store::key_from_passphrase(folder.path(), "correct horse battery");
    };
    for (auto const& [from, to] : std::initializer_list<std::pair<char const*, char const*>> {
             { "{", "" }, { "bedside-key-1", "bedside-key-2" }, { "\"minimal\"", "\"free\"" }, { "\"cost\"", "\"price\"" }, { "\"salt\":\"", "\"salt\":\"AAAA" }, { "\"salt\":\"", "\"salt\":\"*" },
             { "\"key\":\"", "\"key\":\"*" } }) {
        INFO(to);
        check_refused(opened(replaced(whole, from, to)), Code::invalid_data, "wrapped key is damaged");
    }
    check_refused(opened(replaced(whole, "\"key\":\"", "\"key\":\"AAAA")), Code::wrong_key, "not the passphrase of this tablet");
    CHECK(ok(opened(whole)).bytes().size() == 32);
}

TEST_CASE("a rescue file whose records are out of place is refused")
{
    auto const record = [](std::string const& kind, std::string const& bytes) { return kind + " " + std::to_string(bytes.size()) + "\n" + bytes + "\n"; };
    auto const header = record("header 1", R"({"tablet":"T-03","forms":1})");
    auto const form = record("form 1", "a form");
    auto const end = record("end 1", "");
    auto const whole = header + form + record("open 1", "o") + record("audit 1", "a") + record("file bedside.db", "f") + end;
    CHECK(ok(store::decode_rescue(whole)).transactions == std::vector<std::string> { "a form" });
    for (auto const& text : {
             header + form, // no end
             whole + form, whole + end, header + end, form + header + end, header + form + form + end, header + header + form + end,
             header + form + record("letter 1", "x") + end, header + form + record("file key", "x") + record("file key", "y") + end,
             record("header 1", R"({"tablet":"T-03"})") + end, record("header 1", R"({"forms":-1})") + end, record("header 1", R"({"forms":"1"})") + form + end,
             header + "form\n" + end, header + "form 6\na form\n" + end, header + "form 1 5\na form\n" + end, header + "form 1 6x\na form\n" + end, header + std::string(600, 'x') + "\n" + end,
         }) {
        INFO(text);
        check_refused(store::decode_rescue(text), Code::invalid_data, "not a rescue file");
    }
    auto const key = BoxKey::generate();
    check_refused(store::unseal_rescue(as_bytes("BEDSIDE-RESCUE-2\n" + std::string(100, 'x')), key), Code::invalid_data, "not a rescue file");
    auto const size = store::largest_rescue + 1;
    auto* const memory = ::mmap(nullptr, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    REQUIRE(memory != MAP_FAILED);
    check_refused(store::unseal_rescue({ static_cast<std::uint8_t const*>(memory), size }, key), Code::too_large, "larger than 1 GB");
    ::munmap(memory, size);
}

TEST_CASE("a folder without a readable store gives no rescue file", "[R-011]")
{
    TemporaryFolder folder;
    TemporaryFolder stick;
    TestClock const clock;
    auto const study = BoxKey::generate();
    auto const rescued = [&] { return store::write_raw_rescue(folder.path(), test_key(), study.public_key, stick.path(), clock); };
    check_refused(rescued(), Code::not_found, "no store in this folder");
    std::ofstream(folder.path() / "bedside.db") << "damaged";
    std::filesystem::resize_file(folder.path() / "bedside.db", store::largest_rescue / 2 + 1);
    check_refused(rescued(), Code::too_large, "larger than such a file can be");
    CHECK(contents_of(stick.path()).empty());
    std::filesystem::resize_file(folder.path() / "bedside.db", 7);
    auto const contents = ok(store::open_rescue(as_bytes(ok(read_file(ok(rescued()), store::largest_rescue))), study));
    CHECK(contents.raw_files.at("bedside.db") == "damaged");
}

TEST_CASE("a rescue file holds an audit trail of any length", "[R-011]")
{
    Ward ward;
    auto const before = ok(ward.store.latest_audit_rows(1)).front();
    {
        auto database = ok(sql::Database::open(ward.folder.path() / "bedside.db", test_key(), sql::OpenMode::existing));
        auto transaction = ok(sql::Transaction::immediate(database));
        auto insert = ok(database.prepare("INSERT INTO audit (number, event, detail, actor, assisted_by, skew_ms, at_wall_ms, at_offset_min, at_monotonic_ms, at_boot_id, previous, hash)"
                                          " VALUES (?, 'lock', '', 'patient', '', 0, ?, ?, ?, ?, ?, ?)"));
        auto head = ok(database.prepare("UPDATE chain_head SET number = ?, hash = ? WHERE name = 'audit'"));
        auto previous = before.hash;
        for (auto number = before.number + 1; number <= 2100; ++number) {
            auto const hash = store::audit_hash(number, "lock", "", patient, 0, before.at, previous);
            ok(insert.bind(number, before.at.wall_ms, static_cast<std::int64_t>(before.at.offset_min), before.at.monotonic_ms, before.at.boot_id, previous, hash).run());
            ok(head.bind(number, hash).run());
            previous = hash;
        }
        ok(transaction.commit());
    }
    ok(ward.store.verify());
    TemporaryFolder stick;
    auto const study = BoxKey::generate();
    auto const file = ok(store::write_rescue(ward.store, study.public_key, stick.path(), ward.clock));
    auto const contents = ok(store::open_rescue(as_bytes(ok(read_file(file, store::largest_rescue))), study));
    REQUIRE(contents.audit_events.size() == 2101); // this one too
    CHECK(contents.audit_events.back().contains("rescue-written"));
    CHECK(contents.audit_events[1999].contains(R"("valueString":"2000")"));
}
