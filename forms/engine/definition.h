// SPDX-License-Identifier: Apache-2.0
// A form as the engine understands it: a FHIR R4 Questionnaire, checked and resolved.
#pragma once

#include "forms/base/result.h"
#include "forms/engine/formula.h"
#include "forms/engine/value.h"

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace bedside::forms {

/// Text with its translations (FHIR translation extension).
struct LocalizedText {
    std::string original;
    std::map<std::string, std::string, std::less<>> translations; ///< BCP-47 tag -> text
    /// Best match: exact tag, then its prefix ("zh-Hant-TW" -> "zh-Hant" -> "zh"), then the original.
    std::string const& in(std::string_view language) const;
    bool empty() const { return original.empty(); }
};

/// One option of a choice, in the order of the form.
struct Option {
    Value value;
    LocalizedText display;
    std::optional<Decimal> weight; ///< ordinalValue or itemWeight
    bool exclusive = false;        ///< optionExclusive: choosing it clears the others
};

// --- item kinds: one alternative each; std::visit without catch-all finds every place that must know a new one ---
struct GroupItem {};
struct DisplayItem {};
struct BooleanItem {};
struct IntegerItem {
    std::optional<std::int32_t> minimum;
    std::optional<std::int32_t> maximum;
};
struct DecimalItem {
    std::optional<Decimal> minimum;
    std::optional<Decimal> maximum;
    std::optional<int> max_decimal_places;
};
struct DateItem {
    std::optional<Date> minimum;
    std::optional<Date> maximum;
};
struct TimeItem {
    std::optional<Time> minimum;
    std::optional<Time> maximum;
};
struct DateTimeItem {
    std::optional<DateTime> minimum;
    std::optional<DateTime> maximum;
};
struct StringItem {
    int min_length = 0;            ///< characters, not bytes
    std::optional<int> max_length; ///< characters, not bytes
    std::string pattern; ///< regex extension, empty when none
    bool multiline = false;
};
struct QuantityItem {
    std::optional<Decimal> minimum;
    std::optional<Decimal> maximum;
    std::optional<int> max_decimal_places;
    std::vector<Coding> units; ///< allowed units; where there are several, the answer names the one that was chosen
};
/// How a choice is drawn.
enum class ChoiceControl { radio, check_box, drop_down, slider, body_map };
struct ChoiceItem {
    std::vector<Option> options;
    bool open = false; ///< open-choice: free text beside the options
    std::optional<int> max_length; ///< of that free text, characters
    ChoiceControl control = ChoiceControl::radio;
};
struct AttachmentItem {};

using ItemKind = std::variant<GroupItem, DisplayItem, BooleanItem, IntegerItem, DecimalItem, DateItem, TimeItem, DateTimeItem, StringItem, QuantityItem,
    ChoiceItem, AttachmentItem>;

enum class Operator { exists, equal, not_equal, greater, less, greater_or_equal, less_or_equal };
struct EnableWhen {
    std::string question; ///< linkId
    Operator op = Operator::equal;
    Value answer; ///< bool for `exists`
};
enum class EnableBehavior { all, any };

/// How answers on a row of boxes are anchored ("no pain" ... "worst pain imaginable").
struct Anchors {
    LocalizedText low;
    LocalizedText high;
};

struct Item {
    std::string link_id;
    std::string prefix;     ///< "9."
    LocalizedText text;     ///< question or topic
    LocalizedText header;   ///< text of the nearest group that has one, shown above ("In the past week:"); empty in a `page` group
    LocalizedText help;     ///< entryFormat, or a display item below the question
    LocalizedText unit;     ///< of an integer or decimal, as shown; empty when none
    std::vector<Coding> codes;
    ItemKind kind;
    bool required = false;
    bool repeats = false;
    bool hidden = false;
    bool read_only = false;
    int min_occurs = 0;
    std::optional<int> max_occurs;
    std::string repeat_while;       ///< of a repeating group: linkId of a boolean in it whose "yes" opens one more instance
    std::vector<EnableWhen> enable_when;
    EnableBehavior enable_behavior = EnableBehavior::all;
    Formulas formulas;              ///< with a calculated value the item is read_only
    std::optional<Anchors> anchors; ///< itemControl lower and upper; present: integers are drawn as one row of boxes
    bool page = false;              ///< itemControl page: its children share a screen
    std::vector<Item> children;     ///< of a question: asked once it has an answer
};

/// Where the wording of a form comes from.
enum class Wording { own, demonstration, licensed };

/// A checked form. Immutable; share it by shared_ptr among the responses that use it.
struct Definition {
    std::string url;
    std::string version;
    LocalizedText title;
    std::string language; ///< of the original texts
    Wording wording = Wording::own;
    LocalizedText footer;         ///< strip text: demonstration notice or licensed copyright line, verbatim
    std::string wording_pack_hash; ///< sha256 hex of the pack's manifest, empty without a pack
    std::vector<Coding> codes;
    Formulas formulas; ///< of the whole form: variables and constraints
    std::vector<Item> items;

    std::string canonical() const { return url + "|" + version; }
    /// The item with this linkId at any depth, or nullptr.
    Item const* find(std::string_view link_id) const;
};

/// Limits on what is read: a hostile file ends in a sentence, not in a hang. Questionnaires in the field stay below 1 MB; 2 MiB of the densest are
/// read and checked in about 50 ms.
struct Limits {
    std::size_t bytes = 2u << 20;
    int depth = 16;
    int items = 2000;
    int options = 1000; ///< per item
    int all_options = 20000;
};

/// Reads a FHIR R4 Questionnaire. Fails with invalid_form (what, where), unsupported_form (what, where) or too_large.
Result<Definition> load_questionnaire(std::string_view json, Limits const& limits = {});

} // namespace bedside::forms
