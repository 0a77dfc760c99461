// SPDX-License-Identifier: Apache-2.0
#include "tests/expression/answers.h"

using namespace bedside::expression;
using namespace bedside::expression::testing;

TEST_CASE("a path gives the answer of a linkId, and nothing for a question without one", "[R-095]")
{
    Answers of;
    CHECK(of.gives("%resource.item.where(linkId='pain').answer.value") == "7");
    CHECK(of.gives("item.where(linkId='pain').answer.value") == "7");
    CHECK(of.gives("QuestionnaireResponse.item.where(linkId='dose').answer.value") == "2.5");
    CHECK(of.gives("%resource.item.where(linkId='nobody').answer.value") == "nothing");
    CHECK(of.gives("%context.item.where(linkId='worse').answer.item.answer.value") == "weather");
    CHECK(of.gives("%resource.repeat(item).where(linkId='severity').answer.value") == "4 8");
    CHECK(of.gives("%resource.repeat(item | answer.item).where(linkId='why').answer.value") == "weather");
    CHECK(of.gives("%resource.descendants().where(linkId='why').answer.value") == "weather");
    CHECK(of.gives("item[0].linkId") == "pain");
    CHECK(of.gives("item[-1].linkId") == "nothing");
    CHECK(of.gives("item.where(linkId='effects').answer.value.code") == "a b");
    CHECK(of.gives("`item`.linkId.first()") == "pain");
    CHECK(of.gives("item.answer.valueCoding.code") == "a b");
    CHECK(of.gives("item.where(linkId='pain').answer.valueInteger + 1") == "8");
    CHECK(of.gives("item.where(linkId='pain').answer.valueString") == "nothing");
    CHECK(of.gives("item.answer.valueAddress").starts_with("refused at 12"));
    CHECK(of.gives("%missing") == "nothing");
    CHECK(of.gives("%limit + 1") == "6");
    CHECK(of.gives("%`limit`") == "5");
}

TEST_CASE("arithmetic keeps FHIRPath's precedence", "[R-095]")
{
    Answers of;
    CHECK(of.gives("1 + 2 * 3") == "7");
    CHECK(of.gives("(1 + 2) * 3 - 4 / 8") == "8.5");
    CHECK(of.gives("-2.abs()") == "-2");
    CHECK(of.gives("(-2).abs()") == "2");
    CHECK(of.gives("+3") == "3");
    CHECK(of.gives("7 div 2 + 7 mod 2") == "4");
    CHECK(of.gives("1 | 2 = 3") == "false");
    CHECK(of.gives("'a' & 'b' + 'c'") == "abc");
    CHECK(of.gives("'a' & {}") == "a");
    CHECK(of.gives("'a' + {}") == "nothing");
    CHECK(of.gives("1 / 0") == "nothing");
    CHECK(of.gives("1 mod 0") == "nothing");
    CHECK(of.gives("1.5.power(2)") == "2.25");
    CHECK(of.gives("(-2).power(3)") == "-8");
    CHECK(of.gives("0.power(0)") == "1");
    CHECK(of.gives("2.power({})") == "nothing");
    CHECK(of.gives("4.power(0.5)").starts_with("fault at 2"));
    CHECK(of.gives("4.power(11)").starts_with("fault at 2"));
    CHECK(of.gives("true or false and false") == "true");
    CHECK(of.gives("false implies false = true") == "true");
    CHECK(of.gives("1 + // a comment\n 2 /* another */") == "3");
}

TEST_CASE("without a value there is no result: sums and comparisons of an unanswered question are empty", "[R-095]")
{
    Answers of;
    std::string const none = "item.where(linkId='nobody').answer.value";
    for (auto const* text : { " + 1", " - 1", " * 2", " / 2", " > 3", " = 3", " != 3", " in (1 | 2)" })
        CHECK(of.gives(none + text) == "nothing");
    CHECK(of.gives("-(" + none + ")") == "nothing");
    CHECK(of.gives(none + ".sum()") == "nothing");
    CHECK(of.gives(none + ".avg()") == "nothing");
    CHECK(of.gives(none + ".max()") == "nothing");
    CHECK(of.gives(none + ".count()") == "0");
    CHECK(of.gives(none + ".exists()") == "false");
    CHECK(of.gives(none + ".empty()") == "true");
    CHECK(of.gives(none + ".all($this > 3)") == "true");
    CHECK(of.gives(none + ".round()") == "nothing");
    CHECK(of.gives("(" + none + ").toString()") == "nothing");
    CHECK(of.gives("1 in {}") == "false");
    CHECK(of.gives("iif(" + none + " > 3, 'high', 'low')") == "low");
    CHECK(of.gives("iif(" + none + " > 3, 'high')") == "nothing");
}

TEST_CASE("and, or, xor and implies know three values", "[R-095]")
{
    Answers of;
    char const* const values[] = { "true", "false", "{}" };
    char const* const conjunction[] = { "true", "false", "nothing", "false", "false", "false", "nothing", "false", "nothing" };
    char const* const disjunction[] = { "true", "true", "true", "true", "false", "nothing", "true", "nothing", "nothing" };
    char const* const exclusive[] = { "false", "true", "nothing", "true", "false", "nothing", "nothing", "nothing", "nothing" };
    char const* const implication[] = { "true", "false", "nothing", "true", "true", "true", "true", "nothing", "nothing" };
    for (int a = 0; a < 3; ++a) {
        for (int b = 0; b < 3; ++b) {
            auto const both = [&](std::string const& word) { return of.gives(std::string(values[a]) + " " + word + " " + values[b]); };
            INFO(values[a] << " with " << values[b]);
            CHECK(both("and") == conjunction[a * 3 + b]);
            CHECK(both("or") == disjunction[a * 3 + b]);
            CHECK(both("xor") == exclusive[a * 3 + b]);
            CHECK(both("implies") == implication[a * 3 + b]);
        }
    }
    CHECK(of.gives("true.not()") == "false");
    CHECK(of.gives("{}.not()") == "nothing");
    CHECK(of.gives("'a'.not()") == "false");
}

TEST_CASE("sums, means, counts and extremes go over several answers", "[R-095]")
{
    Answers of;
    std::string const all = "%resource.repeat(item).where(linkId='severity').answer.value";
    CHECK(of.gives(all + ".sum()") == "12");
    CHECK(of.gives(all + ".avg()") == "6");
    CHECK(of.gives(all + ".min()") == "4");
    CHECK(of.gives(all + ".max()") == "8");
    CHECK(of.gives(all + ".count()") == "2");
    CHECK(of.gives(all + ".aggregate($this + $total, 0)") == "12");
    CHECK(of.gives(all + ".aggregate(iif($total.empty(), $this, $total * $this))") == "32");
    CHECK(of.gives(all + ".select($this * 10 + $index)") == "40 81");
    CHECK(of.gives(all + ".where($this > 5)") == "8");
    CHECK(of.gives(all + ".exists($this > 9)") == "false");
    CHECK(of.gives(all + ".all($this > 3)") == "true");
    CHECK(of.gives("item.where(linkId='effects').answer.value.weight().sum()") == "3.5");
    CHECK(of.gives("item.where(linkId='effects').answer.ordinal().max()") == "2.5");
    CHECK(of.gives("item.where(linkId='pain').answer.value.weight()") == "nothing");
    CHECK(of.gives("(3 | 1 | 3).distinct()") == "3 1");
    CHECK(of.gives("(3 | 1).combine(3).isDistinct()") == "false");
    CHECK(of.gives("(1 | 2 | 3).intersect(2 | 3 | 4)") == "2 3");
    CHECK(of.gives("(1 | 2 | 3).exclude(2)") == "1 3");
    CHECK(of.gives("(1 | 2 | 3).skip(1).first()") == "2");
    CHECK(of.gives("(1 | 2 | 3).take(2).last()") == "2");
    CHECK(of.gives("(1 | 2 | 3).tail()") == "2 3");
    CHECK(of.gives("(true | false).anyTrue()") == "true");
    CHECK(of.gives("(true | false).allTrue()") == "false");
    CHECK(of.gives("(true | false).anyFalse()") == "true");
    CHECK(of.gives("(false).allFalse()") == "true");
    CHECK(of.gives("5.hasValue()") == "true");
    CHECK(of.gives("item.first().hasValue()") == "false");
    CHECK(of.gives("item.single()").starts_with("fault at 5"));
}

TEST_CASE("types choose answers and convert values")
{
    Answers of;
    CHECK(of.gives("item.answer.value.ofType(integer)") == "7");
    CHECK(of.gives("item.answer.value.ofType(Decimal)") == "2.5");
    CHECK(of.gives("item.answer.value.ofType(FHIR.Coding).code") == "a b");
    CHECK(of.gives("item.where(linkId='pain').answer.value is integer") == "true");
    CHECK(of.gives("item.where(linkId='pain').answer.value as string") == "nothing");
    CHECK(of.gives("(item.where(linkId='pain').answer.value as integer) + 1") == "8");
    CHECK(of.gives("'12'.toInteger() + 1") == "13");
    CHECK(of.gives("'1.5'.toInteger()") == "nothing");
    CHECK(of.gives("'1.5'.toDecimal()") == "1.5");
    CHECK(of.gives("'word'.toDecimal()") == "nothing");
    CHECK(of.gives("true.toInteger()") == "1");
    CHECK(of.gives("1.5.toInteger()") == "nothing");
    CHECK(of.gives("'Yes'.toBoolean()") == "true");
    CHECK(of.gives("0.toBoolean()") == "false");
    CHECK(of.gives("7.toBoolean()") == "nothing");
    CHECK(of.gives("(7.50).toString()") == "7.5");
    CHECK(of.gives("5.round(2)") == "5");
    CHECK(of.gives("(2.345).round(2)") == "2.35");
    CHECK(of.gives("'slept badly'.contains('bad')") == "true");
    CHECK(of.gives("'slept'.startsWith('s') and 'slept'.endsWith('t')") == "true");
    CHECK(of.gives("'疼痛'.length()") == "2");
    CHECK(of.gives("'\\u75bc\\'\\n'.length()") == "3");
    CHECK(of.gives("'a' = 1") == "false");
}

TEST_CASE("dates are compared, moved by calendar units and subtracted", "[R-095]")
{
    Answers of;
    std::string const born = "item.where(linkId='born').answer.value";
    CHECK(of.gives("today()") == "2026-12-01");
    CHECK(of.gives("now()") == "2026-12-01T10:20:30.000+08:00");
    CHECK(of.gives("today()", "") == "nothing");
    CHECK(of.gives(born + " + 18 years <= today()") == "true");
    CHECK(of.gives(born + ".duration(today(), 'years')") == "76");
    CHECK(of.gives(born + ".duration(@1950-03-30, 'days')") == "-1");
    CHECK(of.gives("@2026-01-31 + 1 month") == "2026-02-28");
    CHECK(of.gives("@2024-02-29 - 1 year") == "2023-02-28");
    CHECK(of.gives("@2026-12-31 + 1 day") == "2027-01-01");
    CHECK(of.gives("@2026-12-31 - 2 weeks") == "2026-12-17");
    CHECK(of.gives("@2026-01-31.duration(@2026-02-28, 'months')") == "0");
    CHECK(of.gives("@2026-01-31.duration(@2026-03-01, 'weeks')") == "4");
    CHECK(of.gives("@2026 < @2026-11") == "nothing");
    CHECK(of.gives("@2025 < @2026-11") == "true");
    CHECK(of.gives("@2026-11-01 = @2026-11") == "nothing");
    CHECK(of.gives("@T10:30 < @T10:30:01") == "nothing");
    CHECK(of.gives("@T23:30:00 + 2 hours") == "01:30:00");
    CHECK(of.gives("@2026-11-30T23:30:00+08:00 = @2026-11-30T15:30:00Z") == "true");
    CHECK(of.gives("@2026-11-30T23:30:00.500Z + 600 milliseconds") == "2026-11-30T23:30:01.100Z");
    CHECK(of.gives("@2026-11-30T23:30:00Z + 90 minutes") == "2026-12-01T01:00:00Z");
    CHECK(of.gives("@2026-11-30 + 3 hours").starts_with("fault at 12"));
    CHECK(of.gives("@2026-11-30 - @2026-11-01").starts_with("fault at 12"));
    CHECK(of.gives("@9999-12-31 + 1 day").starts_with("fault"));
    CHECK(of.gives("@0001-01-01 - 1 month").starts_with("fault"));
    CHECK(of.gives("@2026-02-30").starts_with("refused at 0"));
}

TEST_CASE("quantities of one unit are computed with, units are never converted")
{
    Answers of;
    std::string const weight = "item.where(linkId='weight').answer.value";
    CHECK(of.gives(weight + " > 50 'kg'") == "true");
    CHECK(of.gives(weight + " + 5 'kg'") == "65_kg");
    CHECK(of.gives(weight + " * 2") == "120_kg");
    CHECK(of.gives("(" + weight + " | 70 'kg').avg()") == "65_kg");
    CHECK(of.gives("-(5 'mg')") == "-5_mg");
    CHECK(of.gives("(5.25 'mg').round(1)") == "5.3_mg");
    CHECK(of.gives(weight + " = 60000 'g'") == "nothing");
    CHECK(of.gives(weight + " > 60000 'g'").starts_with("fault"));
    CHECK(of.gives(weight + " + 1").starts_with("fault"));
}

TEST_CASE("a fault names its place: several values, or the wrong type, where one value is needed", "[R-095]")
{
    Answers of;
    CHECK(of.gives("item.answer.value + 1") == "fault at 18: One value is needed here, and there are several.");
    CHECK(of.gives("1 + 'a'") == "fault at 2: This can't be computed with values of these types.");
    CHECK(of.gives("1 < 'a'") == "fault at 2: Values of these types have no order.");
    CHECK(of.gives("('a' | 'b').sum()") == "fault at 12: Only numbers can be summed.");
    CHECK(of.gives("1 & 'a'") == "fault at 2: A text is needed here.");
    CHECK(of.gives("1.contains('a')").starts_with("fault at 2"));
    CHECK(of.gives("1.length()").starts_with("fault at 2"));
    CHECK(of.gives("'a'.round()").starts_with("fault at 4"));
    CHECK(of.gives("5.round(-1)").starts_with("fault at 2"));
    CHECK(of.gives("5.take(1.5)").starts_with("fault at 2"));
    CHECK(of.gives("(1 | 2).allTrue()").starts_with("fault at 8"));
    CHECK(of.gives("(1 | 2) and true").starts_with("fault at 8"));
    CHECK(of.gives("(1 | 2).iif(true, 1)").starts_with("fault at 8"));
    CHECK(of.gives("today().duration(3, 'years')").starts_with("fault at 8"));
}

TEST_CASE("what is outside the subset is refused with its place", "[R-095]")
{
    Answers of;
    CHECK(of.gives("1 + 'a'.matches('b')") == "refused at 8: The function matches() is outside the supported part of FHIRPath.");
    CHECK(of.gives("item.text") == "refused at 5: The element text is outside the supported part of FHIRPath.");
    CHECK(of.gives("%questionnaire.item") == "refused at 0: %questionnaire is not known here.");
    CHECK(of.gives("1 ~ 2") == "refused at 2: Equivalence (~) is outside the supported part of FHIRPath.");
    CHECK(of.gives("item is Patient") == "refused at 8: The type Patient is outside the supported part of FHIRPath.");
    CHECK(of.gives("item.ofType(FHIR.Integer)").starts_with("refused at 12"));
    CHECK(of.gives("$index") == "refused at 0: $index has no meaning here.");
    CHECK(of.gives("item.select($total)").starts_with("refused at 12"));
    CHECK(of.gives("item.$this").starts_with("refused at 5"));
    CHECK(of.gives("count(1)") == "refused at 0: count() has 1 arguments, which is the wrong number.");
    CHECK(of.gives("iif(true)").starts_with("refused at 0"));
    CHECK(of.gives("") == "refused at 0: The expression ends too early.");
    CHECK(of.gives("1 +") == "refused at 3: The expression ends too early.");
    CHECK(of.gives("1 2") == "refused at 2: Here the expression should end.");
    CHECK(of.gives("(1") == "refused at 2: Here \")\" is missing.");
    CHECK(of.gives("{1}").starts_with("refused at 1"));
    CHECK(of.gives("item.") == "refused at 5: Here a name is missing.");
    CHECK(of.gives("'open") == "refused at 0: A quotation mark is missing.");
    CHECK(of.gives("/* open") == "refused at 0: A comment does not end.");
    CHECK(of.gives("'\\u12'").starts_with("refused at 4"));
    CHECK(of.gives("'\\ud800'").starts_with("refused at 6"));
    CHECK(of.gives("5L").starts_with("refused at 1"));
    CHECK(of.gives("1 # 2").starts_with("refused at 2"));
    CHECK(of.gives("% ").starts_with("refused at 0"));
    CHECK(of.gives(")").starts_with("refused at 0"));
}

TEST_CASE("nothing nests, grows or runs without an end", "[R-095]")
{
    Answers of;
    auto const repeated = [](std::string const& text, int times) {
        std::string all;
        for (int i = 0; i < times; ++i)
            all += text;
        return all;
    };
    CHECK(of.gives(repeated("(", 5000) + "1" + repeated(")", 5000)).find("nested deeper") != std::string::npos);
    CHECK(of.gives(repeated("-", 5000) + "1").find("nested deeper") != std::string::npos);
    CHECK(of.gives("1" + repeated(" + 1", 3000)).find("nested deeper") != std::string::npos);
    CHECK(of.gives("1" + repeated(" + 1", 80)) == "81");
    CHECK(of.gives(std::string(max_length, ' ') + "1").starts_with("refused at 16384"));
    CHECK(of.gives("item.repeat($this | 1).count()").starts_with("1")); // what comes back is not followed again
    CHECK(of.gives("(1).repeat($this + 1)").find("too many steps") != std::string::npos);
    CHECK(of.gives("item" + repeated(".select(%resource.item)", 20)).starts_with("fault"));
    CHECK(of.gives("'0123456789'" + repeated(".select($this & $this)", 20)).find("too long") != std::string::npos);
}

TEST_CASE("an expression knows its variables and whether it asks the clock")
{
    auto const expression = Expression::parse("%limit + %resource.item.count()", { "limit" });
    REQUIRE(expression);
    CHECK(expression->variables() == std::set<std::string, std::less<>> { "limit" });
    CHECK_FALSE(expression->uses_clock());
    CHECK(Expression::parse("iif(false, today())")->uses_clock());
}

TEST_CASE("steps are taken from one purse, and an empty purse ends the evaluation")
{
    Answers of;
    auto const expression = Expression::parse("item.answer.value.ofType(integer).sum()");
    REQUIRE(expression);
    Setting const setting { &of.root, &of.root, nullptr, {} };
    int steps = 1000;
    CHECK(expression->evaluate(setting, steps));
    CHECK(steps < 1000);
    CHECK(steps > 800);
    int few = 10;
    CHECK_FALSE(expression->evaluate(setting, few));
    CHECK(few == 0);
}
