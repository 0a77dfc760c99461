// SPDX-License-Identifier: Apache-2.0
// Design tokens (assets/tokens.toml) and what they are in the pixels of one panel.
#pragma once

#include "forms/base/result.h"
#include "kiosk/flow/intent.h"

#include <array>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace bedside::ui {

using Palette = flow::Theme;
using TextScale = flow::TextSize;

enum class Colour {
    bg, surface, sunken, ink, ink_soft, line, outline, edge, primary, primary_edge, on_primary, focus, ok, ok_bg, wait, wait_bg, alert, alert_bg, figure,
    figure_line, key_edge, tint
};
inline constexpr int colour_count = 22;
std::string_view name_of(Colour colour);

/// Roles of text. The first two and strip never scale with the text size.
enum class Font { clock, display, title, digit, item, option, button, body, caption, strip };
inline constexpr int font_count = 10;

struct Rgb {
    std::uint8_t r = 0;
    std::uint8_t g = 0;
    std::uint8_t b = 0;
    bool operator==(Rgb const&) const = default;
};

/// WCAG 2.1 contrast ratio of two colours, 1 to 21.
double contrast_ratio(Rgb a, Rgb b);

/// The numbers of tokens.toml; lengths in millimetres.
struct Tokens {
    std::array<std::array<Rgb, colour_count>, 3> palettes {}; ///< by Palette, by Colour
    std::array<double, font_count> em_mm {};
    std::array<double, 3> content_scale {};
    std::array<double, 3> chrome_scale {};
    double imgui_size_per_em = 0;
    double line_height = 0;
    double reference_dpi = 0;
    double radius_key = 0, radius_card = 0;
    double stroke_outline = 0, stroke_strong = 0, key_edge = 0;
    double slip_tolerance = 0, hit_pad = 0;
    double answer_row = 0, answer_gap = 0, nrs_box_w = 0, nrs_box_h = 0, nrs_gap = 0, portrait_nrs_box_h = 0, portrait_nrs_gap = 0;
    std::vector<std::pair<Colour, Colour>> text_pairs;    ///< text and background that must differ by 7:1
    std::vector<std::pair<Colour, Colour>> control_pairs; ///< outlines that must differ by 3:1
    int guard_ms = 0;
    int screen_change_ms = 0;

    /// Reads a tokens file. Fails with invalid_data and names the missing value.
    static Result<Tokens> parse(std::string_view toml);
    /// The tokens built into the program.
    static Tokens const& shipped();
};

/// Densities outside this range are taken for nonsense reported by a panel.
inline constexpr double least_dpi = 90;
inline constexpr double greatest_dpi = 400;

/// Tokens on one panel, with one palette and one text size. Everything is rounded once, here.
class Theme {
public:
    /// `dpi` outside least_dpi to greatest_dpi becomes the reference panel's.
    Theme(Tokens const& tokens, Palette palette, TextScale scale, double dpi);

    Rgb colour(Colour colour) const { return m_tokens->palettes[static_cast<std::size_t>(m_palette)][static_cast<std::size_t>(colour)]; }
    /// Millimetres in whole pixels.
    int mm(double millimetres) const;
    /// A length of the design's reference panel (1280x800 at 149 dpi, where it is one pixel) in whole pixels of this panel.
    int at(double reference_px) const;
    /// Em square of a text role at the present text size, pixels.
    double em(Font font) const;
    /// The same for a length in mm that scales like content or like chrome.
    double content_em(double millimetres) const { return px(millimetres) * m_tokens->content_scale[static_cast<std::size_t>(m_scale)]; }
    double chrome_em(double millimetres) const { return px(millimetres) * m_tokens->chrome_scale[static_cast<std::size_t>(m_scale)]; }

    /// Half of the space around a key that still counts as the key.
    int hit_pad() const { return mm(m_tokens->hit_pad); }
    int radius_key() const { return mm(m_tokens->radius_key); }
    int radius_card() const { return mm(m_tokens->radius_card); }
    /// Outline of a control: 2 px on the reference panel, 3 in high contrast.
    int outline() const { return m_palette == Palette::contrast ? mm(m_tokens->stroke_strong) : mm(m_tokens->stroke_outline); }
    int key_edge() const { return mm(m_tokens->key_edge); }

    Palette palette() const { return m_palette; }
    TextScale scale() const { return m_scale; }
    double dpi() const { return m_dpi; }
    /// Factor of chrome at this text size (1, 1.15, 1.25).
    double chrome_factor() const { return m_tokens->chrome_scale[static_cast<std::size_t>(m_scale)]; }
    Tokens const& tokens() const { return *m_tokens; }
    bool operator==(Theme const& other) const { return m_palette == other.m_palette && m_scale == other.m_scale && m_dpi == other.m_dpi; }

private:
    double px(double millimetres) const { return millimetres * m_dpi / 25.4; }
    Tokens const* m_tokens;
    Palette m_palette;
    TextScale m_scale;
    double m_dpi;
};

} // namespace bedside::ui
