// SPDX-License-Identifier: Apache-2.0
// Any bytes as an expression, evaluated over a small response.
#include "forms/expression/expression.h"
#include "tests/fuzz/promise.h"

using namespace bedside::expression;

namespace {

struct Answers {
    Tree tree;
    Element& root = tree.make("", "QuestionnaireResponse");

    Answers()
    {
        add("a", "integer", Number(3));
        add("a", "decimal", *Number::parse("-2.50"));
        add("b", "boolean", true);
        add("c", "string", std::string("12"));
        add("d", "date", *Moment::parse(Moment::Kind::date, "2024-02-29"));
        add("e", "dateTime", *Moment::parse(Moment::Kind::date_time, "2026-12-01T10:20:30.5+08:00"));
        add("f", "time", *Moment::parse(Moment::Kind::time, "23:59:59"));
        add("g", "Quantity", Quantity { Number(60), "kg" });
    }

    void add(std::string link_id, std::string_view type, Value value)
    {
        auto& item = tree.add(root, "item", "BackboneElement");
        tree.add(item, "linkId", "string").value = std::move(link_id);
        auto& answer = tree.add(item, "answer", "BackboneElement");
        answer.weight = Number(1);
        tree.add(answer, "value", type).value = std::move(value);
    }
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    static Answers const answers;
    static Variables const variables { { "x", { Number(1), Number(2) } } };
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    auto const expression = Expression::parse(text, { "x" });
    if (!expression) {
        promise(!expression.error().sentence.empty() && expression.error().offset <= size, "a refusal has a sentence and a place");
        return 0;
    }
    Setting const setting { &answers.root, answers.root.children[0], &variables, Moment::parse(Moment::Kind::date_time, "2026-12-01T10:20:30.000Z") };
    int steps = 20000;
    auto const once = expression->evaluate(setting, steps);
    promise(steps >= 0, "no more steps are taken than there are");
    int more = 20000;
    auto const again = expression->evaluate(setting, more);
    promise(once.has_value() == again.has_value() && steps == more, "an evaluation can be repeated");
    if (!once) {
        promise(!once.error().sentence.empty() && once.error().offset <= size, "a fault has a sentence and a place");
        return 0;
    }
    promise(once->size() <= max_items && once->size() == again->size(), "a result is bounded");
    for (std::size_t i = 0; i < once->size(); ++i)
        promise(key_of((*once)[i]) == key_of((*again)[i]), "the same answers give the same result");
    return 0;
}
