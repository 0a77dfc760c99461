// SPDX-License-Identifier: Apache-2.0
// A view as lines of text, in reading order.
#include "kiosk/flow/view.h"

namespace bedside::flow {
namespace {

struct Lines {
    std::string out;

    void line(std::string_view name, std::string_view text)
    {
        if (!text.empty())
            out += std::string(name) + ": " + std::string(text) + "\n";
    }
    void key(Key const& key)
    {
        out += "  [" + key.id + "] " + key.label;
        if (!key.detail.empty())
            out += " / " + key.detail;
        if (key.selected)
            out += " (chosen)";
        if (!key.enabled)
            out += " (off" + (key.reason.empty() ? std::string {} : ": " + key.reason) + ")";
        out += "\n";
    }
    void key(std::optional<Key> const& maybe)
    {
        if (maybe)
            key(*maybe);
    }
    void keys(std::vector<Key> const& several)
    {
        for (auto const& one : several)
            key(one);
    }
    void chip(Chip const& chip) { line("chip", chip.text); }
    void stepper(Stepper const& stepper)
    {
        line("stepper", stepper.value + " " + stepper.unit);
        key(stepper.more);
        key(stepper.less);
    }

    void operator()(DisplayControl const&) { }
    void operator()(BoxRowControl const& control)
    {
        keys(control.boxes);
        line("anchors", control.low + " ... " + control.high);
    }
    void operator()(OptionsControl const& control)
    {
        line("options", control.tiles ? "tiles" : control.multiple ? "several" : "one");
        keys(control.options);
    }
    void operator()(BodyMapControl const& control)
    {
        keys(control.chips);
        keys(control.regions);
        line("figures", control.front + " " + control.back + " " + control.right + " " + control.left);
    }
    void operator()(TimeControl const& control)
    {
        keys(control.quick);
        keys(control.days);
        for (auto const& one : control.steppers)
            stepper(one);
        keys(control.precision);
        line("time", control.readout);
        line("distance", control.distance);
    }
    void operator()(NumberControl const& control)
    {
        line("value", control.value + " " + control.unit);
        line("range", control.range);
        keys(control.units);
        keys(control.quick);
        if (control.stepper)
            stepper(*control.stepper);
        keys(control.keypad);
    }
    void operator()(TextControl const& control)
    {
        line("value", control.value);
        line("strokes", control.ink ? std::to_string(control.strokes.size()) : std::string {});
        keys(control.keypad);
        key(control.clear);
    }

    void operator()(LockView const& view)
    {
        line("day", view.day_part);
        line("time", view.time);
        line("date", view.date);
        line("message", view.message);
        for (auto const& one : view.status)
            chip(one);
        keys(view.quick);
        key(view.unlock);
    }
    void operator()(DarkView const&) { }
    void operator()(PinView const& view)
    {
        line("title", view.title);
        line("message", view.message);
        line("typed", std::to_string(view.typed));
        keys(view.digits);
        key(view.erase);
        key(view.cancel);
        key(view.ok);
    }
    void operator()(ParticipantsView const& view)
    {
        line("title", view.title);
        keys(view.filters);
        for (auto const& row : view.rows) {
            line("row", row.number + " | " + row.initials + " | " + row.visit + " | " + row.day + " | " + row.forms + " | " + row.due.text);
            key(row.key);
        }
        line("empty", view.empty);
        keys(view.actions);
        line("note", view.note);
    }
    void operator()(IdentityView const& view)
    {
        line("title", view.title);
        for (auto const& field : view.fields)
            line(field.label, field.value);
        key(view.no);
        key(view.yes);
    }
    void operator()(TasksView const& view)
    {
        line("title", view.title);
        line("explanation", view.explanation);
        for (auto const& row : view.rows) {
            line("row", row.number + " | " + row.title + " | " + row.detail);
            key(row.key);
        }
        key(view.episode);
        key(view.end);
        key(view.go_on);
    }
    void operator()(ItemView const& view)
    {
        line("header", view.header);
        line(view.topic ? "topic" : "question", view.text);
        line("help", view.help);
        std::visit(*this, view.control);
        line("readout", view.readout);
        line("hint", view.hint);
        key(view.back);
        key(view.decline);
        key(view.next);
    }
    void operator()(DeclineView const& view)
    {
        line("title", view.title);
        line("text", view.text);
        key(view.back);
        key(view.confirm);
    }
    void operator()(ReviewView const& view)
    {
        line("title", view.title);
        line("summary", view.summary);
        line("hint", view.hint);
        for (auto const& row : view.rows) {
            line("row", row.number + " | " + row.topic + " | " + row.answer + (row.declined ? " (chip)" : ""));
            key(row.key);
        }
        key(view.back);
        key(view.submit);
    }
    void delivery(std::vector<DeliveryLine> const& lines)
    {
        for (auto const& one : lines)
            line(one.reached ? "reached" : "not yet", one.title + " | " + one.detail);
    }
    void operator()(ThanksView const& view)
    {
        line("title", view.title);
        line("text", view.text);
        delivery(view.delivery);
        line("countdown", view.countdown);
        key(view.done);
        key(view.go_on);
    }
    void operator()(PainHighView const& view)
    {
        line("title", view.title);
        line("call", view.call);
        for (auto const& sentence : view.explanation)
            line("explanation", sentence);
        delivery(view.delivery);
        key(view.hand_back);
        key(view.acknowledge);
    }
    void operator()(RestView const& view)
    {
        line("title", view.title);
        line("text", view.text);
        key(view.hand_back);
        key(view.go_on);
    }
    void operator()(ChooserView const& view)
    {
        line("title", view.title);
        line("sample", view.sample);
        line("label", view.sizes_label);
        keys(view.sizes);
        line("label", view.languages_label);
        keys(view.languages);
        line("label", view.themes_label);
        keys(view.themes);
        line("label", view.hands_label);
        keys(view.hands);
        key(view.close);
    }
    void operator()(SyncStatusView const& view)
    {
        line("title", view.title);
        if (view.exception)
            chip(*view.exception);
        for (auto const& fact : view.facts)
            line("fact", fact.title + " | " + fact.detail);
        for (auto const& row : view.rows)
            line("row", row.sequence + " | " + row.participant + " | " + row.form + " | " + row.completed + " | " + row.state.text);
        for (auto const& sentence : view.problem)
            line("problem", sentence);
        keys(view.actions);
        key(view.sync);
    }
    void operator()(RecoveryView const& view)
    {
        line("title", view.title);
        line("strong", view.strong);
        line("text", view.text);
        line("steps", view.steps_title);
        for (auto const& step : view.steps)
            line("step", step);
        for (auto const& fact : view.facts)
            line(fact.label, fact.value);
        key(view.copy);
        key(view.passphrase);
        key(view.retry);
    }
    void operator()(PassphraseView const& view)
    {
        line("title", view.title);
        line("message", view.message);
        line("typed", std::to_string(view.typed));
        keys(view.keypad);
        key(view.erase);
        key(view.cancel);
        key(view.ok);
    }
    void operator()(ListView const& view)
    {
        line("title", view.title);
        line("text", view.text);
        for (auto const& row : view.rows) {
            line("row", row.title + " | " + row.detail + (row.chip ? " | " + row.chip->text : std::string {}));
            key(row.key);
        }
        line("empty", view.empty);
        keys(view.actions);
        key(view.next);
    }
    void operator()(SelfTestView const& view)
    {
        line("title", view.title);
        line("text", view.text);
        key(view.target);
        line("place", view.target ? std::to_string(view.place) : std::string {});
        line("outline", view.outline > 0 ? std::to_string(view.outline) : std::string {});
        keys(view.actions);
        key(view.next);
    }
    void operator()(ChartView const& view)
    {
        line("title", view.title);
        line("text", view.text);
        auto const number = [](std::optional<int> value) { return value ? std::to_string(*value) : std::string("-"); };
        for (std::size_t i = 0; i < view.days.size(); ++i)
            line("day", std::to_string(i) + " | " + number(view.days[i].average) + " | " + number(view.days[i].worst) + " | " + number(view.days[i].episodes));
        for (auto const& visit : view.visits)
            line("visit", std::to_string(visit.day) + " | " + visit.label);
        line("empty", view.empty);
        key(view.back);
    }
    void operator()(CleaningView const& view)
    {
        line("title", view.title);
        line("text", view.text);
        line("note", view.note);
        line("left", std::to_string(view.seconds_left) + " / " + std::to_string(view.seconds_total) + " " + view.seconds_word);
    }
};

} // namespace

std::string text_of(Screenful const& screenful)
{
    Lines writer;
    auto const& frame = screenful.frame;
    writer.line("screen", screenful.screen);
    writer.line("strip", frame.strip);
    writer.line("right", frame.strip_right);
    writer.line("watermark", frame.watermark);
    if (frame.progress)
        writer.line("progress", frame.progress->strong + " " + frame.progress->rest + " " + std::to_string(static_cast<int>(frame.progress->fraction * 100 + 0.5)) + "%");
    writer.line("tool title", frame.tool_title);
    writer.keys(frame.tools);
    std::visit(writer, screenful.view);
    return writer.out;
}

} // namespace bedside::flow
