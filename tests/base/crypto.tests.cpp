// SPDX-License-Identifier: Apache-2.0
#include "forms/base/crypto.h"

#include <catch2/catch_test_macros.hpp>

#include <cinttypes>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <sys/wait.h>
#include <unistd.h>

using namespace bedside;

TEST_CASE("SHA-256 is FIPS 180's")
{
    CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("hex and base64 refuse what is not theirs")
{
    CHECK(hex(*from_hex("00ff10")) == "00ff10");
    CHECK_FALSE(from_hex("0"));
    CHECK_FALSE(from_hex("zz"));
    CHECK(base64(*from_base64("aGk=")) == "aGk=");
    CHECK(from_base64("")->empty());
    CHECK_FALSE(from_base64("aGk"));
}

TEST_CASE("a signature holds for its message and key only")
{
    auto const key = SigningKey::generate();
    auto const signature = sign(key, "message");
    CHECK(verify(key.public_key, "message", signature));
    CHECK_FALSE(verify(key.public_key, "massage", signature));
    CHECK_FALSE(verify(SigningKey::generate().public_key, "message", signature));
    CHECK(SigningKey::from_secret(key.secret.bytes())->public_key == key.public_key);
}

TEST_CASE("a signing key from a seed is RFC 8032's")
{
    auto const seed = from_hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60").value();
    CHECK(hex(SigningKey::from_seed(seed)->public_key) == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    CHECK_FALSE(SigningKey::from_seed(Bytes(31)));
}

TEST_CASE("a password verifies against its own hash only")
{
    auto const encoded = hash_password("2580", PasswordCost::minimal);
    REQUIRE(encoded);
    CHECK(verify_password(*encoded, "2580"));
    CHECK_FALSE(verify_password(*encoded, "2581"));
    CHECK_FALSE(verify_password("garbage", "2580"));
}

TEST_CASE("encrypted bytes open with their key and only unaltered")
{
    auto const key = Secret::random(32);
    auto const plain = Bytes { 1, 2, 3 };
    auto cipher = encrypt(key, plain);
    auto const opened = decrypt(key, cipher);
    REQUIRE(opened);
    CHECK(Bytes(opened->bytes().begin(), opened->bytes().end()) == plain);
    CHECK(decrypt(Secret::random(32), cipher).error().code == Code::wrong_key);
    cipher.back() ^= 1;
    CHECK_FALSE(decrypt(key, cipher));
    CHECK_FALSE(decrypt(key, Bytes {}));
}

TEST_CASE("a sealed box opens for its owner only")
{
    auto const owner = BoxKey::generate();
    auto const cipher = seal(owner.public_key, Bytes { 7, 7 });
    CHECK(unseal(owner, cipher).value() == Bytes { 7, 7 });
    CHECK_FALSE(unseal(BoxKey::generate(), cipher));
}

TEST_CASE("UUIDs are version 4 and differ")
{
    auto const a = random_uuid();
    CHECK(a.size() == 36);
    CHECK(a[14] == '4');
    CHECK(std::string("89ab").find(a[19]) != std::string::npos);
    CHECK(a != random_uuid());
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
// They were neighbours in one page once, and unlocking is by pages.
TEST_CASE("wiping one secret leaves its neighbours locked in memory")
{
    auto const is_locked = [](Secret const& secret) {
        auto const at = reinterpret_cast<std::uintptr_t>(secret.bytes().data());
        std::ifstream maps("/proc/self/smaps");
        bool here = false;
        for (std::string line; std::getline(maps, line);) {
            std::uintptr_t begin = 0;
            std::uintptr_t end = 0;
            if (std::sscanf(line.c_str(), "%" SCNxPTR "-%" SCNxPTR " ", &begin, &end) == 2)
                here = at >= begin && at < end;
            else if (here && line.starts_with("VmFlags:"))
                return line.find(" lo") != std::string::npos;
        }
        return false;
    };
    auto const kept = Secret::random(32);
    if (!is_locked(kept))
        SKIP("this system lets nobody lock memory");
    for (int i = 0; i < 100; ++i)
        Secret::random(32);
    CHECK(is_locked(kept));
}

TEST_CASE("a write behind a secret ends the program")
{
    auto const child = ::fork();
    if (child == 0) {
        std::signal(SIGSEGV, SIG_DFL);
        auto secret = Secret::random(32);
        static_cast<std::uint8_t volatile*>(secret.mutable_bytes().data())[32] = 1;
        ::_exit(0);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(WIFSIGNALED(status));
}
#endif
