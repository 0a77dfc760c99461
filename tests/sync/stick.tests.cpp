// SPDX-License-Identifier: Apache-2.0
// A USB stick that provisions a tablet: what the server writes on it, and that it enrols.
#include "sync/server/commands/tablet_commands.h"
#include "tests/sync/hospital.h"

#include <sstream>

using namespace bedside;
using namespace bedside::test;

namespace {

/// What packaging/provisioning/bedside-provision reads from tablet.conf.
std::map<std::string, std::string> settings_on(std::filesystem::path const& stick)
{
    std::map<std::string, std::string> all;
    std::ifstream stream(stick / "bedside" / "tablet.conf");
    for (std::string line; std::getline(stream, line);) {
        if (line.ends_with('\r'))
            line.pop_back();
        if (auto const equals = line.find('='); !line.starts_with('#') && equals != std::string::npos)
            all[line.substr(0, equals)] = line.substr(equals + 1);
    }
    return all;
}

std::size_t offers(Hospital& hospital)
{
    return hospital.read([&](server::ReadConnection& connection) { return server::open_offers(connection, hospital.clock.now()); }).size();
}

} // namespace

TEST_CASE("a stick that the server prepared enrols its tablet, once", "[sync]")
{
    Hospital hospital;
    TemporaryFolder stick;
    std::ostringstream said;
    REQUIRE(server::prepare_stick(*hospital.server, stick.path(), "T-07", hospital.url(), "test", said));
    CHECK(said.str().contains("T-07"));
    auto const on_it = settings_on(stick.path());
    REQUIRE(on_it.size() == 2);
    TemporaryFolder tablet;
    CHECK(ok(client::enrol(on_it.at("url"), on_it.at("code"), tablet.path(), Secret::random(32), hospital.clock)) == "T-07");
    TemporaryFolder second;
    CHECK_FALSE(client::enrol(on_it.at("url"), on_it.at("code"), second.path(), Secret::random(32), hospital.clock));
}

TEST_CASE("without an address on the command line a stick has the one that tablets know", "[sync]")
{
    Hospital hospital;
    TemporaryFolder stick;
    std::ostringstream said;
    auto const address_after = [&](std::string const& public_url) {
        hospital.stop();
        hospital.config.public_url = public_url;
        hospital.config.tablet_port = 18443;
        hospital.start();
        REQUIRE(server::prepare_stick(*hospital.server, stick.path(), "T-07", "", "test", said));
        return settings_on(stick.path()).at("url");
    };
    CHECK(address_after("") == "https://localhost:18443");
    CHECK(address_after("https://study.hospital.example") == "https://study.hospital.example");
}

TEST_CASE("no code is made for a stick that is not there or an address that no tablet takes", "[sync]")
{
    Hospital hospital;
    TemporaryFolder stick;
    std::ostringstream said;
    CHECK(server::prepare_stick(*hospital.server, stick.path() / "none", "T-07", "", "test", said).error().code == Code::not_found);
    for (auto const* address : { "http://study.example", "study.example", "https://a\ncode=X" })
        CHECK(server::prepare_stick(*hospital.server, stick.path(), "T-07", address, "test", said).error().code == Code::invalid_argument);
    std::ofstream(stick.path() / "bedside") << "a file where the folder should be";
    CHECK_FALSE(server::prepare_stick(*hospital.server, stick.path(), "T-07", "", "test", said));
    CHECK(offers(hospital) == 0);
}
