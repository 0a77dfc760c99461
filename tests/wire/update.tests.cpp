// SPDX-License-Identifier: Apache-2.0
#include "sync/wire/update.h"

#include "tests/support/update_bundle.h"

#include <catch2/catch_test_macros.hpp>

using namespace bedside;

TEST_CASE("a bundle's manifest is read only when its key signed it", "[wire]")
{
    auto const key = SigningKey::generate();
    auto const bundle = test::update_bundle(key, { .package_bytes = 1000 });
    auto const read = wire::SignedManifest::of_bundle(bundle);
    REQUIRE(read);
    auto const manifest = read->opened_by(*wire::update_key(test::pem_of(key)));
    REQUIRE(manifest);
    CHECK(manifest->version == "0.9.0-1+deb12");
    CHECK(manifest->architecture == "amd64");
    CHECK(manifest->suite == "bookworm");

    auto altered = *read;
    altered.text += " ";
    CHECK_FALSE(altered.opened_by(key.public_key));
    CHECK_FALSE(read->opened_by(SigningKey::generate().public_key));
}

TEST_CASE("what is no bundle is refused at every length", "[wire]")
{
    auto const key = SigningKey::generate();
    auto const bundle = test::update_bundle(key, { .package_bytes = 100 });
    for (std::size_t length = 0; length < 2 * 512 + 512 + 64; length += 31)
        CHECK_FALSE(wire::SignedManifest::of_bundle(bundle.substr(0, length)));
    CHECK_FALSE(wire::SignedManifest::of_bundle(test::tar_member("manifest", "x") + test::tar_member("manifest.sig", "short")));
    CHECK_FALSE(wire::SignedManifest::of_bundle(test::tar_member("other", "x") + test::tar_member("manifest.sig", std::string(64, 'x'))));
}

TEST_CASE("a version that would be a path is refused", "[wire]")
{
    for (auto const* version : { "../1", "1/2", "", "..", "1 2" })
        CHECK_FALSE(wire::UpdateManifest::parse("bedside-update-1\nversion " + std::string(version) + "\narchitecture amd64\nsuite bookworm\n"));
    CHECK_FALSE(wire::UpdateManifest::parse("bedside-update-2\nversion 1\narchitecture amd64\nsuite bookworm\n"));
    CHECK_FALSE(wire::UpdateManifest::parse("bedside-update-1\nversion 1\narchitecture amd64\n"));
}

TEST_CASE("an update key is an Ed25519 key and nothing else", "[wire]")
{
    auto const key = SigningKey::generate();
    auto const pem = test::pem_of(key);
    CHECK(*wire::update_key(pem) == Bytes(key.public_key.begin(), key.public_key.end()));
    CHECK_FALSE(wire::update_key(""));
    CHECK_FALSE(wire::update_key(pem.substr(0, pem.size() / 2)));
    CHECK_FALSE(wire::update_key("-----BEGIN PUBLIC KEY-----\n" + base64(key.public_key) + "\n-----END PUBLIC KEY-----\n"));
}
