// SPDX-License-Identifier: Apache-2.0
#include "forms/base/csv.h"

#include <catch2/catch_test_macros.hpp>

#include <sstream>

using namespace bedside;

namespace {

using Records = std::vector<std::vector<std::string>>;

Result<Records> read(std::string const& text)
{
    std::istringstream stream(text);
    CsvReader reader(stream);
    Records records;
    std::vector<std::string> fields;
    while (TRY(reader.next(fields)))
        records.push_back(fields);
    return records;
}

std::string refusal(std::string const& text)
{
    auto const result = read(text);
    return result ? "" : result.error().message;
}

} // namespace

TEST_CASE("records are read with quotes, doubled quotes, commas, line breaks and either line end")
{
    CHECK(read("a,b\n1,\"x, \"\"y\"\"\nz\"\r\n,\n").value() == Records { { "a", "b" }, { "1", "x, \"y\"\nz" }, { "", "" } });
    CHECK(read("\xEF\xBB\xBF"
               "a\n\n\r\nb")
              .value()
        == Records { { "a" }, { "b" } });
    CHECK(read("").value().empty());
    CHECK(read("a,\"\"").value() == Records { { "a", "" } });
}

TEST_CASE("a shorter record leaves nothing of a longer one before it")
{
    CHECK(read("a,b,c\nd\n").value() == Records { { "a", "b", "c" }, { "d" } });
}

TEST_CASE("what is not CSV is refused with its line")
{
    CHECK(refusal("a\nb\"c\n").starts_with("line 2: a quote stands inside"));
    CHECK(refusal("a\n\n\"b\"c\n").starts_with("line 3: text stands after"));
    CHECK(refusal("a\n\"b\nc\nd").starts_with("line 2: a quote is opened"));
    CHECK(refusal("a\rb\n").starts_with("line 1: a carriage return"));
    CHECK(refusal(std::string("a\nb\0c", 5)).starts_with("line 2: a NUL"));
    CHECK(refusal("a\nb,c\xe7\x97\nd\n").starts_with("line 2: this is not UTF-8"));
    CHECK(refusal("a\n\"b\n\xff\"").starts_with("line 2: this is not UTF-8"));
    CHECK(refusal("\"" + std::string(2u << 20, 'x')).find("too long") != std::string::npos);
}

TEST_CASE("fields that span the reader's blocks come out whole")
{
    std::string const big(200'000, 'x');
    CHECK(read(big + "," + big + "\n1,2\n").value() == Records { { big, big }, { "1", "2" } });
}

TEST_CASE("what our programs hand to each other is read back as it was written")
{
    std::vector<std::string> const fields { "plain", "", "a,b", "say \"hi\"", "two\nlines", " edge ", "\xE7\x96\xBC", "=1+1", "-", "+86 10" };
    CHECK(read(csv_exchange_record(fields)).value() == Records { fields });
    // one empty field is a record all the same, and not an empty line that readers skip
    CHECK(read(csv_exchange_record({ "" }) + csv_exchange_record({ "next" })).value() == Records { { "" }, { "next" } });
}

TEST_CASE("a text in a table for people can't become a formula or break out of its cell; a number stays a number", "[R-069]")
{
    CHECK(csv_record({ "P-001", "a \"b\", c", "" }) == "P-001,\"a \"\"b\"\", c\",\n");
    CHECK(csv_record({ "=1+1", "+SUM(A1)", "-A1", "@A1", "\tx" }) == "'=1+1,'+SUM(A1),'-A1,'@A1,'\tx\n");
    CHECK(csv_record({ "\r=1" }) == "\"'\r=1\"\n");
    CHECK(csv_record({ "=cmd|' /C calc'!A0,1" }) == "\"'=cmd|' /C calc'!A0,1\"\n");
    CHECK(csv_record({ "-1.5", "-2", "+3", "-1e-05", "7", "2026-06-01" }) == "-1.5,-2,+3,-1e-05,7,2026-06-01\n");
    CHECK(csv_record({ "-", "+", "-inf", "-1-2", "+-1" }) == "'-,'+,'-inf,'-1-2,'+-1\n");
}
