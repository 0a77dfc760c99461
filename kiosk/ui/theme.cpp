// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ui/theme.h"

#include "kiosk/ui/assets.h"

#include <toml++/toml.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>

namespace bedside::ui {
namespace {

constexpr std::array<std::string_view, colour_count> colour_names { "bg", "surface", "sunken", "ink", "ink_soft", "line", "outline", "edge", "primary",
    "primary_edge", "on_primary", "focus", "ok", "ok_bg", "wait", "wait_bg", "alert", "alert_bg", "figure", "figure_line", "key_edge", "tint" };
constexpr std::array<std::string_view, 3> palette_names { "day", "night", "contrast" };
constexpr std::array<std::string_view, font_count> font_names { "clock", "display", "title", "digit", "item", "option", "button", "body", "caption", "strip" };
constexpr std::array<std::string_view, 3> scale_names { "normal", "large", "x_large" };

Result<double> number(toml::table const& table, std::string_view path)
{
    auto const value = table.at_path(path).value<double>();
    if (!value)
        return fail(Code::invalid_data, "tokens.toml has no number " + std::string(path) + ".");
    return *value;
}

Result<Rgb> rgb(toml::table const& table, std::string_view path)
{
    auto const text = table.at_path(path).value<std::string>();
    if (!text || text->size() != 7 || (*text)[0] != '#' || text->find_first_not_of("0123456789abcdefABCDEF", 1) != std::string::npos)
        return fail(Code::invalid_data, "tokens.toml has no colour " + std::string(path) + " written as #RRGGBB.");
    auto const bits = std::strtoul(text->c_str() + 1, nullptr, 16);
    return Rgb { static_cast<std::uint8_t>(bits >> 16), static_cast<std::uint8_t>(bits >> 8), static_cast<std::uint8_t>(bits) };
}

Result<std::vector<std::pair<Colour, Colour>>> pairs(toml::table const& table, std::string_view path)
{
    std::vector<std::pair<Colour, Colour>> out;
    auto const* const list = table.at_path(path).as_array();
    auto const colour = [](toml::node const* node) {
        auto const name = node ? node->value<std::string_view>() : std::nullopt;
        return static_cast<std::size_t>(std::find(colour_names.begin(), colour_names.end(), name.value_or("")) - colour_names.begin());
    };
    for (std::size_t i = 0; list && i < list->size(); ++i) {
        auto const* const pair = list->get(i)->as_array();
        auto const first = pair ? colour(pair->get(0)) : colour_names.size();
        auto const second = pair ? colour(pair->get(1)) : colour_names.size();
        if (first == colour_names.size() || second == colour_names.size())
            return fail(Code::invalid_data, "tokens.toml names an unknown colour in " + std::string(path) + ".");
        out.emplace_back(static_cast<Colour>(first), static_cast<Colour>(second));
    }
    if (out.empty())
        return fail(Code::invalid_data, "tokens.toml has no list " + std::string(path) + ".");
    return out;
}

double luminance(Rgb colour)
{
    auto const linear = [](std::uint8_t channel) {
        double const c = channel / 255.0;
        return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.r) + 0.7152 * linear(colour.g) + 0.0722 * linear(colour.b);
}

} // namespace

std::string_view name_of(Colour colour) { return colour_names[static_cast<std::size_t>(colour)]; }

double contrast_ratio(Rgb a, Rgb b)
{
    double const first = luminance(a);
    double const second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

Result<Tokens> Tokens::parse(std::string_view text)
{
    toml::table table;
    try {
        table = toml::parse(text);
    } catch (toml::parse_error const&) {
        return fail(Code::invalid_data, "tokens.toml is not TOML.");
    }
    Tokens tokens;
    for (std::size_t palette = 0; palette < palette_names.size(); ++palette) {
        for (std::size_t colour = 0; colour < colour_names.size(); ++colour)
            tokens.palettes[palette][colour] = TRY(rgb(table, "theme." + std::string(palette_names[palette]) + "." + std::string(colour_names[colour])));
    }
    for (std::size_t font = 0; font < font_names.size(); ++font)
        tokens.em_mm[font] = TRY(number(table, "type.em_mm." + std::string(font_names[font])));
    for (std::size_t scale = 0; scale < scale_names.size(); ++scale) {
        tokens.content_scale[scale] = TRY(number(table, "type.scale." + std::string(scale_names[scale]) + ".content"));
        tokens.chrome_scale[scale] = TRY(number(table, "type.scale." + std::string(scale_names[scale]) + ".chrome"));
    }
    tokens.text_pairs = TRY(pairs(table, "contrast.text"));
    tokens.control_pairs = TRY(pairs(table, "contrast.control"));
    struct Field {
        double Tokens::*member;
        std::string_view path;
    };
    constexpr Field fields[] = {
        { &Tokens::imgui_size_per_em, "type.imgui_size_per_em" },
        { &Tokens::line_height, "type.line_height" },
        { &Tokens::reference_dpi, "meta.reference_panel.dpi" },
        { &Tokens::radius_key, "radius.key" },
        { &Tokens::radius_card, "radius.card" },
        { &Tokens::stroke_outline, "stroke.outline" },
        { &Tokens::stroke_strong, "stroke.strong" },
        { &Tokens::key_edge, "stroke.key_edge" },
        { &Tokens::slip_tolerance, "touch.slip_tolerance" },
        { &Tokens::hit_pad, "touch.hit_pad" },
        { &Tokens::answer_row, "touch.answer_row_h" },
        { &Tokens::answer_gap, "touch.answer_gap" },
        { &Tokens::nrs_box_w, "touch.nrs_box_w" },
        { &Tokens::nrs_box_h, "touch.nrs_box_h" },
        { &Tokens::nrs_gap, "touch.nrs_gap" },
        { &Tokens::portrait_nrs_box_h, "touch.portrait_nrs_box_h" },
        { &Tokens::portrait_nrs_gap, "touch.portrait_nrs_gap" },
    };
    for (auto const& field : fields)
        tokens.*field.member = TRY(number(table, field.path));
    tokens.guard_ms = static_cast<int>(TRY(number(table, "motion.guard_ms")));
    tokens.screen_change_ms = static_cast<int>(TRY(number(table, "motion.screen_change_ms")));
    return tokens;
}

Tokens const& Tokens::shipped()
{
    // Built in and read by a test: failing here is our own bug.
    static Tokens const tokens = [] {
        auto parsed = parse(asset("tokens.toml"));
        if (!parsed)
            std::abort();
        return std::move(parsed).value();
    }();
    return tokens;
}

Theme::Theme(Tokens const& tokens, Palette palette, TextScale scale, double dpi)
    : m_tokens(&tokens)
    , m_palette(palette)
    , m_scale(scale)
    , m_dpi(dpi >= least_dpi && dpi <= greatest_dpi ? dpi : tokens.reference_dpi)
{
}

int Theme::mm(double millimetres) const { return static_cast<int>(std::lround(px(millimetres))); }

int Theme::at(double reference_px) const { return static_cast<int>(std::lround(reference_px * m_dpi / m_tokens->reference_dpi)); }

double Theme::em(Font font) const
{
    auto const millimetres = m_tokens->em_mm[static_cast<std::size_t>(font)];
    switch (font) {
    case Font::clock:
    case Font::display:
    case Font::strip:
        return px(millimetres);
    case Font::button:
    case Font::caption:
        return chrome_em(millimetres);
    case Font::title:
    case Font::digit:
    case Font::item:
    case Font::option:
    case Font::body:
        return content_em(millimetres);
    }
    return px(millimetres);
}

} // namespace bedside::ui
