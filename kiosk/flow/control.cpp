// SPDX-License-Identifier: Apache-2.0
#include "kiosk/flow/control.h"

#include "kiosk/flow/entry.h"
#include "kiosk/flow/listing.h"
#include "kiosk/flow/state.h"
#include "kiosk/flow/words.h"

#include <algorithm>

namespace bedside::flow {
namespace {

using forms::Answer;
using forms::Item;

/// What a control is made from.
struct Source {
    AppState const& state;
    ItemScreen const& screen;
    Item const& item;
    Answer const& answer;
    Catalogue const& words;
    bool enabled = true;

    Key choice_key(std::string id, std::string label, int option) const
    {
        auto key = make_key(std::move(id), std::move(label), Choose { screen.path, option });
        key.selected = is_chosen(item, answer, option);
        key.enabled = enabled;
        return key;
    }
    Key entry_key(std::string id, std::string label, Intent intent, Icon icon = Icon::none) const
    {
        auto key = make_key(std::move(id), std::move(label), std::move(intent), icon);
        key.enabled = enabled;
        return key;
    }
    Key step_key(std::string id, EntryField field, int delta) const
    {
        return entry_key(std::move(id), delta > 0 ? "+" : "-", StepEntry { screen.path, field, delta }, delta > 0 ? Icon::plus : Icon::minus);
    }
    Stepper stepper(std::string const& name, std::string value, std::string unit, EntryField field, int delta) const
    {
        return { value.empty() ? "--" : std::move(value), std::move(unit), step_key(name + "_more", field, delta), step_key(name + "_less", field, -delta) };
    }
};

BoxRowControl integer_boxes(Source const& source, forms::IntegerItem const& integer)
{
    BoxRowControl row;
    auto const low = integer.minimum.value_or(0);
    auto const high = integer.maximum.value_or(10);
    std::string const prefix = low == 0 && high == 10 ? "nrs:" : "box:";
    for (auto number = low; number <= high && number - low <= 20; ++number)
        row.boxes.push_back(source.choice_key(prefix + std::to_string(number), std::to_string(number), number));
    row.low = source.item.anchors->low.in(source.words.language());
    row.high = source.item.anchors->high.in(source.words.language());
    return row;
}

/// Icons of the trigger question (CLINICAL_FACTS 4).
Icon icon_of(forms::Option const& option)
{
    auto const* coding = std::get_if<forms::Coding>(&option.value);
    if (!coding)
        return Icon::none;
    if (coding->code == "spontaneous")
        return Icon::spontaneous;
    if (coding->code == "voluntary" || coding->code == "voluntary-movement" || coding->code == "movement")
        return Icon::walk;
    if (coding->code == "involuntary" || coding->code == "involuntary-movement")
        return Icon::cough;
    if (coding->code == "end-of-dose")
        return Icon::wearoff;
    return coding->code == "unknown" ? Icon::unknown : Icon::none;
}

OptionsControl options(Source const& source, forms::ChoiceItem const& choice)
{
    OptionsControl control;
    control.multiple = source.item.repeats;
    for (std::size_t i = 0; i < choice.options.size(); ++i) {
        auto key = source.choice_key("option:" + std::to_string(i + 1), option_text(choice.options[i], source.words.language()), static_cast<int>(i));
        key.icon = icon_of(choice.options[i]);
        control.options.push_back(std::move(key));
    }
    control.tiles = !control.multiple && std::count_if(control.options.begin(), control.options.end(), [](Key const& key) { return key.icon != Icon::none; }) >= 3;
    if (!control.tiles) {
        for (auto& key : control.options)
            key.icon = Icon::none;
    }
    return control;
}

BodyMapControl body_map(Source const& source, forms::ChoiceItem const& choice)
{
    BodyMapControl control;
    for (std::size_t i = 0; i < choice.options.size(); ++i) {
        auto const* coding = std::get_if<forms::Coding>(&choice.options[i].value);
        auto const code = coding ? coding->code : std::to_string(i + 1);
        auto const label = option_text(choice.options[i], source.words.language());
        auto key = source.choice_key("region:" + code, label, static_cast<int>(i));
        if (key.selected) {
            auto chip = source.choice_key("chip:" + code, label, static_cast<int>(i));
            chip.icon = Icon::cross;
            control.chips.push_back(std::move(chip));
        }
        control.regions.push_back(std::move(key));
    }
    control.front = source.words.text("front");
    control.back = source.words.text("back");
    control.right = source.words.text("right");
    control.left = source.words.text("left");
    return control;
}

TimeControl moment_control(Source const& source)
{
    TimeControl control;
    auto const& words = source.words;
    auto const& path = source.screen.path;
    auto const chosen = moment_of(source.answer);
    auto const& now = source.state.now;
    static constexpr std::pair<int, char const*> quick[] = { { 0, "just now" }, { 30, "half an hour ago" }, { 60, "1 hour ago" }, { 120, "2 hours ago" } };
    for (auto const& [minutes, text] : quick)
        control.quick.push_back(source.entry_key("quick:" + std::to_string(minutes), words.text(text), QuickTime { path, minutes }));
    auto const days = chosen ? days_between(*chosen, now) : -1;
    for (int ago = 0; ago < 2; ++ago) {
        auto const delta = chosen ? static_cast<int>(days) - ago : -ago;
        auto key = source.entry_key("day:" + std::to_string(ago), ago == 0 ? words.text("Today") : words.text("Yesterday"), StepEntry { path, EntryField::day, delta });
        key.selected = days == ago;
        control.days.push_back(std::move(key));
    }
    auto const clock = chosen ? clock_text(*chosen) : std::string {};
    control.steppers.push_back(source.stepper("hour", clock.substr(0, std::min<std::size_t>(2, clock.size())), words.text("h"), EntryField::hour, 1));
    control.steppers.push_back(source.stepper("minute", clock.size() > 3 ? clock.substr(3) : std::string {}, words.text("min"), EntryField::minute, 5));
    if (chosen) {
        control.readout = answer_text(source.item, source.answer, now, words);
        auto const ago = now.wall_ms - chosen->wall_ms;
        if (ago >= 60'000)
            control.distance = words.text("about {span} ago", { { "span", span_text(ago, words) } });
    }
    return control;
}

TimeControl clock_control(Source const& source)
{
    TimeControl control;
    auto const chosen = clock_of(source.answer);
    control.quick.push_back(source.entry_key("quick:0", source.words.text("just now"), QuickTime { source.screen.path, 0 }));
    control.quick.push_back(source.entry_key("quick:30", source.words.text("half an hour ago"), QuickTime { source.screen.path, 30 }));
    control.steppers.push_back(source.stepper("hour", chosen ? two_digits(chosen->first) : std::string {}, source.words.text("h"), EntryField::hour, 1));
    control.steppers.push_back(source.stepper("minute", chosen ? two_digits(chosen->second) : std::string {}, source.words.text("min"), EntryField::minute, 5));
    control.readout = answer_text(source.item, source.answer, source.state.now, source.words);
    return control;
}

TimeControl date_control(Source const& source)
{
    TimeControl control;
    auto const& words = source.words;
    auto const& path = source.screen.path;
    std::optional<CivilDate> chosen;
    if (!source.answer.values.empty() && std::holds_alternative<forms::Date>(source.answer.values.front())) {
        if (auto const parsed = parse_date(std::get<forms::Date>(source.answer.values.front()).text))
            chosen = *parsed;
    }
    control.quick.push_back(source.entry_key("quick:0", words.text("Today"), QuickTime { path, 0 }));
    control.quick.push_back(source.entry_key("quick:1440", words.text("Yesterday"), QuickTime { path, 1440 }));
    control.steppers.push_back(source.stepper("year", chosen ? std::to_string(chosen->year) : std::string {}, words.text("year"), EntryField::year, 1));
    control.steppers.push_back(source.stepper("month", chosen ? std::to_string(chosen->month) : std::string {}, words.text("month"), EntryField::month, 1));
    control.steppers.push_back(source.stepper("day", chosen ? std::to_string(chosen->day) : std::string {}, words.text("day"), EntryField::day, 1));
    control.readout = answer_text(source.item, source.answer, source.state.now, words);
    return control;
}

std::vector<Key> keypad(Source const& source, bool point)
{
    std::vector<Key> keys;
    for (char const digit : std::string_view("123456789"))
        keys.push_back(source.entry_key(std::string("key:") + digit, std::string(1, digit), TypeKey { source.screen.path, std::string(1, digit) }));
    if (point)
        keys.push_back(source.entry_key("key:.", ".", TypeKey { source.screen.path, "." }));
    keys.push_back(source.entry_key("key:0", "0", TypeKey { source.screen.path, "0" }));
    keys.push_back(source.entry_key("erase", source.words.text("Erase"), TypeKey { source.screen.path, "" }, Icon::back));
    return keys;
}

NumberControl integer_control(Source const& source, forms::IntegerItem const& integer)
{
    NumberControl control;
    control.value = source.screen.draft;
    control.unit = source.item.unit.in(source.words.language());
    if (integer.maximum && *integer.maximum - integer.minimum.value_or(0) <= 30)
        control.stepper = source.stepper("number", control.value, {}, EntryField::units, 1);
    control.keypad = keypad(source, false);
    if (integer.maximum)
        control.range = source.words.text("{low} to {high}", { { "low", std::to_string(integer.minimum.value_or(0)) }, { "high", std::to_string(*integer.maximum) } });
    return control;
}

NumberControl decimal_control(Source const& source, std::optional<forms::Decimal> const& low, std::optional<forms::Decimal> const& high, std::string unit)
{
    NumberControl control;
    control.value = source.screen.draft;
    control.unit = std::move(unit);
    control.keypad = keypad(source, true);
    if (high)
        control.range = source.words.text("{low} to {high}", { { "low", low ? low->text : "0" }, { "high", high->text } });
    return control;
}

TextControl text_control(Source const& source)
{
    TextControl control;
    control.value = source.screen.draft;
    control.keypad = keypad(source, true);
    for (char letter = 'A'; letter <= 'Z'; ++letter)
        control.keypad.insert(control.keypad.end() - 1,
            source.entry_key(std::string("key:") + letter, std::string(1, letter), TypeKey { source.screen.path, std::string(1, letter) }));
    control.clear = source.entry_key("clear", source.words.text("Erase all"), ClearEntry { source.screen.path }, Icon::cross);
    return control;
}

void describe_stepper(Stepper const& stepper, Listing& out)
{
    out.line("stepper", stepper.value + " " + stepper.unit);
    out.key(stepper.more);
    out.key(stepper.less);
}

} // namespace

Control control_of(AppState const& state, ItemScreen const& screen, Item const& item, Answer const& answer, bool enabled, Catalogue const& words)
{
    Source const source { state, screen, item, answer, words, enabled };
    struct Maker {
        Source const& source;
        Control operator()(forms::GroupItem const&) const { return DisplayControl {}; }
        Control operator()(forms::DisplayItem const&) const { return DisplayControl {}; }
        Control operator()(forms::BooleanItem const&) const
        {
            OptionsControl control;
            control.options = { source.choice_key("option:1", source.words.text("Yes"), 0), source.choice_key("option:2", source.words.text("No"), 1) };
            return control;
        }
        Control operator()(forms::IntegerItem const& integer) const
        {
            return source.item.anchors ? Control(integer_boxes(source, integer)) : Control(integer_control(source, integer));
        }
        Control operator()(forms::DecimalItem const& decimal) const { return decimal_control(source, decimal.minimum, decimal.maximum, source.item.unit.in(source.words.language())); }
        Control operator()(forms::DateItem const&) const { return date_control(source); }
        Control operator()(forms::TimeItem const&) const { return clock_control(source); }
        Control operator()(forms::DateTimeItem const&) const { return moment_control(source); }
        Control operator()(forms::StringItem const&) const { return text_control(source); }
        Control operator()(forms::QuantityItem const& quantity) const
        {
            auto const word = [](forms::Coding const& unit) { return unit.display.empty() ? unit.code : unit.display; };
            auto control = decimal_control(source, quantity.minimum, quantity.maximum, quantity.units.size() == 1 ? word(quantity.units.front()) : std::string {});
            for (std::size_t i = 0; quantity.units.size() > 1 && i < quantity.units.size(); ++i) {
                auto key = source.entry_key("unit:" + std::to_string(i + 1), word(quantity.units[i]), ChooseUnit { source.screen.path, static_cast<int>(i) });
                key.selected = source.screen.unit == static_cast<int>(i);
                control.units.push_back(std::move(key));
            }
            return control;
        }
        Control operator()(forms::ChoiceItem const& choice) const
        {
            if (choice.control == forms::ChoiceControl::body_map)
                return body_map(source, choice);
            auto control = options(source, choice);
            if (!source.item.anchors || control.multiple)
                return control;
            BoxRowControl row;
            for (auto& key : control.options) {
                key.id = "box:" + key.label;
                row.boxes.push_back(std::move(key));
            }
            row.low = source.item.anchors->low.in(source.words.language());
            row.high = source.item.anchors->high.in(source.words.language());
            return row;
        }
        Control operator()(forms::AttachmentItem const&) const
        {
            TextControl control;
            control.ink = true;
            control.strokes = strokes_of(source.answer);
            control.clear = source.entry_key("clear", source.words.text("Erase all"), ClearEntry { source.screen.path }, Icon::cross);
            return control;
        }
    };
    return std::visit(Maker { source }, source.item.kind);
}

void describe(Control const& control, Listing& out)
{
    struct Describer {
        Listing& out;
        void operator()(DisplayControl const&) const { }
        void operator()(BoxRowControl const& row) const
        {
            out.keys(row.boxes);
            out.line("anchors", row.low + " ... " + row.high);
        }
        void operator()(OptionsControl const& options) const
        {
            out.line("options", options.tiles ? "tiles" : options.multiple ? "several" : "one");
            out.keys(options.options);
        }
        void operator()(BodyMapControl const& map) const
        {
            out.keys(map.chips);
            out.keys(map.regions);
            out.line("figures", map.front + " " + map.back + " " + map.right + " " + map.left);
        }
        void operator()(TimeControl const& time) const
        {
            out.keys(time.quick);
            out.keys(time.days);
            for (auto const& stepper : time.steppers)
                describe_stepper(stepper, out);
            out.keys(time.precision);
            out.line("time", time.readout);
            out.line("distance", time.distance);
        }
        void operator()(NumberControl const& number) const
        {
            out.line("value", number.value + " " + number.unit);
            out.line("range", number.range);
            out.keys(number.units);
            out.keys(number.quick);
            if (number.stepper)
                describe_stepper(*number.stepper, out);
            out.keys(number.keypad);
        }
        void operator()(TextControl const& text) const
        {
            out.line("value", text.value);
            out.line("strokes", text.ink ? std::to_string(text.strokes.size()) : std::string {});
            out.keys(text.keypad);
            out.key(text.clear);
        }
    };
    std::visit(Describer { out }, control);
}

char const* invitation(forms::Item const& item, Control const& control)
{
    if (std::holds_alternative<BoxRowControl>(control))
        return "Please tap a number.";
    if (std::holds_alternative<BodyMapControl>(control))
        return "You can tap several places.";
    if (std::holds_alternative<OptionsControl>(control))
        return item.repeats ? "You can choose several." : "Please choose one.";
    if (std::holds_alternative<TimeControl>(control))
        return "About right is good enough.";
    return "";
}

char const* change_hint(Control const& control)
{
    if (std::holds_alternative<BoxRowControl>(control))
        return "To change it, tap another number.";
    if (std::holds_alternative<OptionsControl>(control))
        return "Saved. To change it, tap another.";
    return "Saved.";
}

} // namespace bedside::flow
