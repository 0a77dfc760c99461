// SPDX-License-Identifier: Apache-2.0
#include "forms/base/utf8.h"

#include <catch2/catch_test_macros.hpp>

#include <string>

using namespace bedside;

namespace {

std::string const pain = "痛";                    // 3 bytes
std::string const mixed = "a\u00e9痛\U0001f600"; // 1, 2, 3 and 4 bytes

} // namespace

TEST_CASE("well-formed UTF-8 is valid up to the last code point")
{
    for (auto const* text : { "", "plain", "\x7f", "\u0080", "\u07ff", "\u0800", "\ud7ff", "\ue000", "\uffff", "\U00010000", "\U0010ffff" })
        CHECK(utf8::valid(text));
    CHECK(utf8::valid(std::string_view("a\0b", 3)));
    CHECK(utf8::valid(mixed));
}

TEST_CASE("what is cut off, overlong, a surrogate or beyond Unicode is no UTF-8")
{
    for (auto const* text : { "\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xc3", "\xe7\x97", "\xf0\x9f\x98", "\xe0\x9f\xbf", "\xf0\x8f\xbf\xbf",
             "\xed\xa0\x80", "\xed\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "\xe7\x41\x42", "abc\xe7" }) {
        INFO(text);
        CHECK_FALSE(utf8::valid(text));
    }
}

TEST_CASE("a code point knows its value and its bytes")
{
    CHECK(utf8::code_point("a").value == U'a');
    CHECK(utf8::code_point(mixed, 1).value == U'\u00e9');
    CHECK(utf8::code_point(mixed, 3).value == U'痛');
    CHECK(utf8::code_point(mixed, 6).value == U'\U0001f600');
    CHECK(utf8::code_point(mixed, 6).bytes == 4);
    CHECK(utf8::code_point(mixed, 7).bytes == 0);
}

TEST_CASE("what is appended is read back, at both ends of each length")
{
    for (auto const value : { U'\1', U'\x7f', U'\x80', U'\x7ff', U'\x800', U'\xd7ff', U'\xe000', U'\xffff', U'\x10000', U'\x10ffff' }) {
        std::string text = "a";
        utf8::append(text, value);
        CHECK(utf8::code_point(text, 1).value == value);
        CHECK(utf8::code_point(text, 1).bytes == text.size() - 1);
    }
}

TEST_CASE("characters are counted, not bytes")
{
    CHECK(utf8::count("") == 0);
    CHECK(utf8::count(mixed) == 4);
    CHECK(utf8::count("a\xe7\x97") == 3); // two bytes of a character that was cut
}

TEST_CASE("a prefix has as many characters as are asked for and cuts none of them")
{
    CHECK(utf8::prefix(mixed, 0).empty());
    CHECK(utf8::prefix(mixed, 2) == "a\u00e9");
    CHECK(utf8::prefix(mixed, 3) == "a\u00e9痛");
    CHECK(utf8::prefix(mixed, 4) == mixed);
    CHECK(utf8::prefix(mixed, 400) == mixed);
}

TEST_CASE("a prefix in bytes ends before a character that does not fit")
{
    CHECK(utf8::prefix_in_bytes(mixed, 3) == "a\u00e9");
    CHECK(utf8::prefix_in_bytes(mixed, 4) == "a\u00e9");
    CHECK(utf8::prefix_in_bytes(mixed, 5) == "a\u00e9");
    CHECK(utf8::prefix_in_bytes(mixed, 6) == "a\u00e9痛");
    CHECK(utf8::prefix_in_bytes(mixed, 9) == "a\u00e9痛");
    CHECK(utf8::prefix_in_bytes(mixed, 10) == mixed);
    CHECK(utf8::prefix_in_bytes(pain, 2).empty());
    CHECK(utf8::prefix_in_bytes(pain, 0).empty());
    CHECK(utf8::prefix_in_bytes("\x80\x80\x80", 2) == "\x80\x80"); // no character there to be cut
    for (std::size_t bytes = 0; bytes <= mixed.size(); ++bytes)
        CHECK(utf8::valid(utf8::prefix_in_bytes(mixed, bytes)));
}

TEST_CASE("the first and the last character are found whole")
{
    CHECK(utf8::first(pain + "a") == pain);
    CHECK(utf8::last("a" + pain) == pain);
    CHECK(utf8::last(mixed) == "\U0001f600");
    CHECK(utf8::last("a") == "a");
    CHECK(utf8::first("").empty());
    CHECK(utf8::last("").empty());
    CHECK(utf8::first("\xe7\x97") == "\xe7");
    CHECK(utf8::last("\xe7\x97") == "\x97");
}
