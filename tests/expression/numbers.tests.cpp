// SPDX-License-Identifier: Apache-2.0
#include "tests/expression/answers.h"

using namespace bedside::expression;

static std::string sum(std::string_view a, std::string_view b)
{
    auto const result = *Number::parse(a) + *Number::parse(b);
    return result ? result->text() : "nothing";
}
static std::string product(std::string_view a, std::string_view b)
{
    auto const result = *Number::parse(a) * *Number::parse(b);
    return result ? result->text() : "nothing";
}
static std::string quotient(std::string_view a, std::string_view b)
{
    auto const result = *Number::parse(a) / *Number::parse(b);
    return result ? result->text() : "nothing";
}

TEST_CASE("tenths add up exactly", "[R-095]")
{
    CHECK(sum("0.1", "0.2") == "0.3");
    CHECK(sum("-0.1", "0.1") == "0");
    CHECK(sum("999.99", "0.01") == "1000");
    CHECK(sum("1", "-0.00000000000000000000000000000000001") == "1");
    CHECK(sum("-5", "3.25") == "-1.75");
    CHECK(product("0.1", "-0.2") == "-0.02");
    CHECK(product("1111111111111111", "1111111111111111") == "1234567901234567654320987654321");
    CHECK(product("0", "-3") == "0");
}

TEST_CASE("a quotient has 31 digits, the last rounded half up")
{
    CHECK(quotient("1", "3") == "0.3333333333333333333333333333333");
    CHECK(quotient("2", "3") == "0.6666666666666666666666666666667");
    CHECK(quotient("-1", "8") == "-0.125");
    CHECK(quotient("7", "0") == "nothing");
    CHECK(quotient("0", "7") == "0");
}

TEST_CASE("division into whole parts goes towards zero and its rest has the sign of the dividend")
{
    CHECK(whole_quotient(*Number::parse("-7"), Number(2))->text() == "-3");
    CHECK(remainder(*Number::parse("-7"), Number(2))->text() == "-1");
    CHECK(whole_quotient(*Number::parse("7.5"), *Number::parse("0.2"))->text() == "37");
    CHECK(remainder(*Number::parse("7.5"), *Number::parse("0.2"))->text() == "0.1");
    CHECK(whole_quotient(*Number::parse("1e50"), *Number::parse("1e-5"))->text().size() == 56);
    CHECK(!whole_quotient(Number(1), Number()));
    CHECK(!remainder(Number(1), Number()));
}

TEST_CASE("halves are rounded away from zero")
{
    CHECK(Number::parse("2.5")->rounded(0).text() == "3");
    CHECK(Number::parse("-2.5")->rounded(0).text() == "-3");
    CHECK(Number::parse("0.449")->rounded(1).text() == "0.4");
    CHECK(Number::parse("0.5")->rounded(0).text() == "1");
    CHECK(Number::parse("0.04")->rounded(0).text() == "0");
    CHECK(Number::parse("-0.04")->truncated().text() == "0");
    CHECK(Number::parse("-1.5")->floored()->text() == "-2");
    CHECK(Number::parse("-1.5")->raised()->text() == "-1");
    CHECK(Number::parse("1.2")->raised()->text() == "2");
    CHECK(Number(4).floored()->text() == "4");
}

TEST_CASE("numbers are equal when their first eight places are")
{
    CHECK(*Number::parse("0.1") == *Number::parse("0.100000001"));
    CHECK(*Number::parse("0.1") != *Number::parse("0.10000001"));
    CHECK(Number(-2) < Number(1));
    CHECK(Number(-2) < *Number::parse("-1.99"));
    CHECK(*Number::parse("10") > *Number::parse("9.5"));
    CHECK(*Number::parse("1.0") == Number(1));
}

TEST_CASE("what is written as a number is read as one, and nothing else")
{
    CHECK(Number::parse("1e3")->text() == "1000");
    CHECK(Number::parse("-1.50E-2")->text() == "-0.015");
    CHECK(Number::parse("0012")->text() == "12");
    for (auto const* text : { "", "-", ".5", "5.", "1e", "1e1000", "1,5", "1.2.3", "--1", "0x10", "1e+", "1e70" })
        CHECK(!Number::parse(text));
    CHECK(Number::parse("123456789012345678")->whole() == 123456789012345678);
    CHECK(!Number::parse("1234567890123456789")->whole());
    CHECK(!Number::parse("1.5")->whole());
}

TEST_CASE("beyond sixty places there is no number")
{
    CHECK(product("1e40", "1e40") == "nothing");
    CHECK(product("1e-40", "1e-40") == "nothing");
}
