// SPDX-License-Identifier: Apache-2.0
// bedside-admin store and rescue, on a real store.
#include "forms/base/durable_file.h"
#include "sync/admin/rescue_command.h"
#include "sync/admin/store_command.h"
#include "sync/store/rescue.h"
#include "tests/store/scenario.h"

#include <sstream>

using namespace bedside;
using namespace bedside::test;

namespace {

std::filesystem::path key_file(std::filesystem::path const& folder, std::string const& name, std::uint8_t fill)
{
    std::ofstream(folder / name) << hex(test_key(fill).bytes()) << "\n";
    return folder / name;
}

} // namespace

TEST_CASE("store verify says what is there, rekey changes the key, wrap lets a passphrase open it")
{
    Ward ward;
    TemporaryFolder keys;
    ward.complete_nrs(4);
    { auto const closed = std::move(ward.store); }
    auto const old_key = key_file(keys.path(), "old", 7);
    auto const new_key = key_file(keys.path(), "new", 9);
    std::ostringstream out;
    CHECK(ok(admin::store_verify(ward.folder.path(), old_key, ward.clock, out)) == 0);
    CHECK(out.str() == "whole: 1 completed forms (0 received, 1 waiting, 0 in quarantine), 0 begun\n");
    CHECK(admin::store_rekey(ward.folder.path(), old_key, old_key, ward.clock, out).error().code == Code::invalid_argument);
    CHECK(ok(admin::store_rekey(ward.folder.path(), old_key, new_key, ward.clock, out)) == 0);
    CHECK(admin::store_verify(ward.folder.path(), old_key, ward.clock, out).error().code == Code::wrong_key);
    std::istringstream passphrase("a long passphrase\n");
    CHECK(ok(admin::store_wrap(ward.folder.path(), new_key, ward.clock, passphrase, out)) == 0);
    CHECK(hex(ok(store::key_from_passphrase(ward.folder.path(), "a long passphrase")).bytes()) == hex(test_key(9).bytes()));
    ward.store = ok(store::Store::open(ward.folder.path(), test_key(9), ward.clock));
}

TEST_CASE("importing a rescue file twice changes nothing, and altered forms are kept apart", "[R-011]")
{
    Ward ward;
    TemporaryFolder stick;
    auto const form = ward.complete_nrs(4);
    std::ostringstream out;
    REQUIRE(ok(admin::rescue_key(stick.path() / "study.key", out)) == 0);
    auto const public_key = ok(from_hex(out.str().substr(0, 64)));
    auto const file = ok(store::write_rescue(ward.store, public_key, stick.path(), ward.clock));
    auto const into = stick.path() / "unpacked";
    out.str({});
    CHECK(ok(admin::rescue_open(file, stick.path() / "study.key", out)) == 0);
    CHECK(out.str().find("1 completed forms") != std::string::npos);
    CHECK(ok(admin::rescue_unpack(file, stick.path() / "study.key", into, out)) == 0);
    auto const first = contents_of(into);
    CHECK(first.contains("forms/" + form.entry.response_id + ".json"));
    CHECK(ok(admin::rescue_unpack(file, stick.path() / "study.key", into, out)) == 0);
    CHECK(contents_of(into) == first);
    std::ofstream(into / "forms" / (form.entry.response_id + ".json")) << "other";
    auto const conflict = admin::rescue_unpack(file, stick.path() / "study.key", into, out);
    REQUIRE_FALSE(conflict);
    CHECK(conflict.error().code == Code::conflict);
    CHECK(bytes_of(into / "forms" / (form.entry.response_id + ".json")) == "other");
}
